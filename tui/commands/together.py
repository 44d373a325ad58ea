"""Together: walking through what the panes share, scrolling them together, and what only one of them says."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from store import Selection, Span
from tui.abreast import Abreast
from tui.alongside import LONGEST, Alongside, alongside, name_of
from tui.desk import NOTHING_OPEN, Desk
from tui.passages import Stop
from tui.widgets.pane import ArticlePane

A_THIRD = 3
"""A passage that would not be seen whole comes so far down: its height divided by this."""


def passage_next(desk: Desk) -> None:
    """Go to the next passage that another pane has too; every other pane goes to its copy."""
    _walk(desk, 1)


def passage_back(desk: Desk) -> None:
    """Go to the passage before."""
    _walk(desk, -1)


def scroll_together(desk: Desk) -> None:
    """Let the panes scroll together from where they stand, or each by itself again."""
    if not _has_others(desk):
        return
    ground = alongside(desk)
    is_on = ground.abreast is None
    ground.abreast = Abreast([pane for pane in desk.panes if pane.display]) if is_on else None
    ground.want(ground.wanted)
    key = desk.keymap.hint("scroll-together")
    desk.say(f"the panes scroll together from here; {key} ends that" if is_on else "each pane scrolls by itself")


def only_here(desk: Desk) -> None:
    """Let the sentences without a relative in the other panes stand out, or show what is shared again."""
    if not _has_others(desk):
        return
    ground = alongside(desk)
    is_on = not ground.wanted.only_here
    ground.want(replace(ground.wanted, only_here=is_on))
    key = desk.keymap.hint("only-here")
    words = f"sentences stand out for which no relative was found in the other panes; {key} ends that"
    desk.say(words if is_on else "everything stands out alike")


def mark_passages(desk: Desk) -> None:
    """Mark what the panes share, or do not."""
    ground = alongside(desk)
    is_marked = not ground.wanted.is_marked
    ground.want(replace(ground.wanted, is_marked=is_marked))
    desk.say("shared passages are marked" if is_marked else "shared passages are not marked")


def all_passages(desk: Desk) -> None:
    """Count furniture and refrains as passages, or not."""
    ground = alongside(desk)
    has_hidden = not ground.wanted.has_hidden
    ground.want(replace(ground.wanted, has_hidden=has_hidden))
    desk.say("furniture and refrains are passages too" if has_hidden else "furniture and refrains are left out")


def _has_others(desk: Desk) -> bool:
    """Whether two articles lie open; it says what to do when not."""
    if desk.pane is None:
        desk.say(NOTHING_OPEN)
        return False
    if len({pane.sheet.path for pane in desk.panes}) < 2:
        desk.say(f"one article only; {desk.keymap.hint('pane-add')} opens another beside it")
        return False
    return True


def _walk(desk: Desk, by: int) -> None:
    ground, pane = alongside(desk), desk.pane
    if pane is None or not _has_others(desk):
        return
    if ground.wanted.only_here or not ground.wanted.is_marked:
        ground.want(replace(ground.wanted, only_here=False, is_marked=True))
    ground.keep_up()
    path = pane.sheet.path
    stop = ground.passages.step(path, pane.caret, by, ground.now.get(path))
    if stop is None:
        desk.say(_why_none(ground))
        return
    desk.stop_selecting()
    is_same = stop == ground.now.get(path)
    is_round = is_same or (stop.span.start < pane.caret if by > 0 else stop.span.start > pane.caret)
    _visit(desk, ground, pane, stop)
    absent = [name_of(one.sheet.path) for one in desk.panes if one.sheet.path not in ground.now]
    more = ["from the top again" if by > 0 else "from the end again"] if is_round else []
    more += [f"not in {', '.join(dict.fromkeys(absent))}"] if absent else []
    desk.say(ground.told(*more))


def _visit(desk: Desk, ground: Alongside, pane: ArticlePane, stop: Stop) -> None:
    """Put every pane to its copy of a passage."""
    path, now = pane.sheet.path, {pane.sheet.path: stop}
    _show(pane, stop.span)
    for one in desk.panes:
        there = ground.passages.beside(path, stop, one.sheet.path) if one.sheet.path != path else stop
        if one is not pane and there is not None:
            now[one.sheet.path] = there
            _show(one, there.span)
    ground.walk(now)
    if ground.abreast is not None:
        ground.abreast.stay([one for one in desk.panes if one.display])


def _show(pane: ArticlePane, span: Span) -> None:
    """Bring a passage on the screen, its end too where there is room, with the caret at its start."""
    pane.select(Selection(span.start, span.start))
    if not pane.view.holds(max(span.start, span.end - 1)):
        pane.put_top(pane.view.rows.step(span.start, -(pane.view.height // A_THIRD)))
    if not pane.view.holds(span.end - 1):
        pane.put_top(span.start)


def _why_none(ground: Alongside) -> str:
    if ground.is_busy:
        return "the articles are still being compared; a moment"
    pane = ground.desk.pane
    if pane is not None and len(pane.sheet.text) > LONGEST:
        return f"this article is too long to be compared: more than {LONGEST:,} characters"
    hidden = sum(one.kind in ("furniture", "refrain") for one in ground.found.shared)
    more = (
        f" but {hidden} of furniture and refrains; {ground.desk.keymap.hint('passages-all')} shows them"
        if hidden
        else ""
    )
    return f"this article shares no passage with the other panes{more}"


COMMANDS: Mapping[str, Callable[[Desk], None]] = {
    "passage-next": passage_next,
    "passage-back": passage_back,
    "scroll-together": scroll_together,
    "only-here": only_here,
    "passages-marked": mark_passages,
    "passages-all": all_passages,
}
"""Action id -> what it does."""
