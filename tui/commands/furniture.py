"""Furniture: a person says that lines belong to the page and not to the article, or that they do not."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from store import Selection, Span, call_furniture, lines_over, page_lines
from tui.alongside import alongside
from tui.commands.changing import change
from tui.desk import NOTHING_OPEN, Desk
from tui.widgets.pane import ArticlePane
from tui.words import counted

LONGEST = 5_000
"""Code points that can be called furniture at once."""


class Meant(NamedTuple):
    """What is to be furniture, or no furniture any more."""

    lines: Sequence[Span]
    """The lines, or the words of a passage."""
    is_furniture: bool
    """What it is taken for now."""
    is_whole: bool = True
    """Whether these are whole lines."""

    @property
    def span(self) -> Span:
        """From the first to the last."""
        return Span(self.lines[0].start, self.lines[-1].end)


def furniture(desk: Desk) -> None:
    """Say of what is selected, folded, walked or under the caret that it is furniture; where it is, that it is not."""
    pane, spread = desk.pane, desk.spread
    if pane is None or spread is None:
        desk.say(NOTHING_OPEN)
        return
    meant = _meant(desk, pane)
    if meant is None:
        desk.say("no words here: there is nothing to call furniture")
        return
    if meant.span.length > LONGEST:
        desk.say(f"{meant.span.length:,} characters are more than can be called furniture at once: {LONGEST:,}")
        return
    article, is_now = spread.article, not meant.is_furniture
    if not meant.is_whole:
        words = "these words are furniture" if is_now else "these words are text of the article, no furniture"
    else:
        words = f"{counted(len(meant.lines), 'line')}: {'furniture' if is_now else 'text, no furniture'}"
    done = change(
        desk,
        lambda: call_furniture(
            desk.project, article, [meant.span], is_furniture=is_now, is_whole=meant.is_whole
        ),
        f"{words}, in every article",
    )  # fmt: skip
    if done is not None and not pane.selection.is_empty:
        desk.stop_selecting()
        pane.select(Selection(meant.span.start, meant.span.start), opens=False)


def _meant(desk: Desk, pane: ArticlePane) -> Meant | None:
    text, caret = pane.sheet.text, pane.caret
    fold = pane.folding.at(caret)
    if pane.selection.is_empty and fold is None and (passage := _passage(desk, pane)):
        return passage
    place = Span(caret, caret) if pane.selection.is_empty else pane.selection.span
    lines = lines_over(text, Span(fold.start, fold.end) if fold and pane.selection.is_empty else place)
    return Meant(lines, all(_is_furniture(desk, pane, line) for line in lines)) if lines else None


def _passage(desk: Desk, pane: ArticlePane) -> Meant | None:
    """The passage that is walked: its lines, or its words where it is less than half of them."""
    ground, text = alongside(desk), pane.sheet.text
    stop = ground.now.get(pane.sheet.path)
    if stop is None or not stop.span.start <= pane.caret <= stop.span.end:
        return None
    is_furniture, lines = ground.passages.groups[stop.group].kind == "furniture", lines_over(text, stop.span)
    if 2 * stop.span.length < sum(line.length for line in lines):
        return Meant([stop.span], is_furniture, is_whole=False)
    return Meant(lines, is_furniture)


def _is_furniture(desk: Desk, pane: ArticlePane, line: Span) -> bool:
    """Whether a line is furniture by what was said of it, else by a rule or because it is folded."""
    text = pane.sheet.text
    said = desk.project.relations.judging.verdicts.of_line(line.of(text))
    if said is not None:
        return said
    is_folded = any(fold.start <= line.start and line.end <= fold.end for fold in pane.folding.folds)
    return is_folded or any(one.span == line for one in page_lines(text))


COMMANDS: Mapping[str, Callable[[Desk], None]] = {"furniture": furniture}
"""Action id -> what it does."""
