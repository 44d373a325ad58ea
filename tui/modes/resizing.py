"""Resizing: the edges of an annotation are moved; its id, links and notes stay."""

from collections.abc import Callable, Mapping

from store import Annotation, Selection, Span, dataclass
from tui.commands.changing import attempt
from tui.commands.tagging import nothing_of_ones_own
from tui.desk import Desk
from tui.meant import current
from tui.modes.mode import Mode
from tui.widgets.pane import ArticlePane
from tui.words import both_ends, short

WIDE = 60
"""Columns of a pane from which on there is room for more words of the annotation."""
Step = Callable[[ArticlePane, Span], Span]
"""Moves an edge of a span."""


def _end_by_word(pane: ArticlePane, span: Span) -> Span:
    head = Selection(span.start, span.end).by_end(pane.sheet.segments, "word", extend=True).head
    return Span(span.start, head)


def _end_back_by_word(pane: ArticlePane, span: Span) -> Span:
    """To the end of the word before the one that the end is in or behind."""
    segments = pane.sheet.segments
    last = segments.at("word", span.end - 1) or segments.previous("word", span.end)
    before = segments.previous("word", last.start) if last else None
    if last is not None and last.end < span.end:  # punctuation goes first
        return Span(span.start, last.end)
    return Span(span.start, before.end if before else span.start)


def _start_by_word(pane: ArticlePane, span: Span) -> Span:
    found = pane.sheet.segments.next("word", span.start)
    return Span(found.start if found else span.end, span.end)


def _start_back_by_word(pane: ArticlePane, span: Span) -> Span:
    found = pane.sheet.segments.previous("word", span.start)
    return Span(found.start if found else 0, span.end)


def _end_by_character(by: int) -> Step:
    return lambda pane, span: Span(span.start, pane.view.by_characters(span.end, by))


def _start_by_character(by: int) -> Step:
    return lambda pane, span: Span(pane.view.by_characters(span.start, by), span.end)


STEPS: Mapping[str, Step] = {
    "right": _end_by_word, "w": _end_by_word, "left": _end_back_by_word, "b": _end_back_by_word,
    "shift+right": _start_by_word, "W": _start_by_word, "shift+left": _start_back_by_word, "B": _start_back_by_word,
    "l": _end_by_character(1), "h": _end_by_character(-1), "L": _start_by_character(1), "H": _start_by_character(-1),
}  # fmt: skip
"""What each key moves: small letters and arrows the right edge, capitals and Shift the left one."""


@dataclass(slots=True)
class Resizing:
    """The new span is shown as a selection until it is taken."""

    desk: Desk
    annotation: Annotation
    span: Span
    before: Selection
    """Where the caret was."""

    def take(self, key: str) -> Mode | None:
        """Move an edge, take the new span, or leave everything as it was."""
        desk, pane = self.desk, self.desk.pane
        if pane is None or key == "escape":
            self.leave()
            desk.say("the edges stay where they were")
            return None
        if key in ("enter", "r"):
            return self._finish()
        step = STEPS.get(key)
        if step is None:
            self.show()
            desk.say(f"{key if len(key) == 1 else 'that key'} moves no edge · {desk.message}")
            return self
        moved = step(pane, self.span)
        if moved.start >= moved.end:
            self.show()
            desk.say(f"nothing would be left; {desk.keymap.hint('untag')} untags · {desk.message}")
            return self
        is_end = moved.end != self.span.end
        self.span = moved
        self.show(is_end=is_end)
        return self

    def show(self, *, is_end: bool = True) -> None:
        """Show the span as it would be, the edge that moved in sight."""
        pane = self.desk.pane
        if pane is not None:
            start, end = self.span
            pane.select(Selection(start, end) if is_end else Selection(end, start))
            words = both_ends(self.span.of(pane.sheet.text), 40 if pane.size.width >= WIDE else 20)
            self.desk.say(f"{self.annotation.label}: {words} · ← → right edge, Shift+← → left edge, Enter takes")

    def leave(self) -> None:
        """Go back to where one was."""
        if self.desk.pane is not None:
            self.desk.pane.select(self.before, opens=False)
        self.desk.say("")

    def _finish(self) -> Mode | None:
        desk, spread = self.desk, self.desk.spread
        now = spread.layer.get(self.annotation.id) if spread else None
        if spread is None or now is None:
            self.leave()
            desk.say("the annotation is gone meanwhile; nothing was moved")
            return None
        if self.span == now.span:
            self.leave()
            desk.say("the edges stay where they were")
            return None
        if any(one.label == now.label for one in spread.layer.same_place(self.span)):
            self.show()
            untag = desk.keymap.hint("untag")
            desk.say(f"these words are {now.label} already: {untag} untags one of the two · {desk.message}")
            return self
        self.leave()
        words = f"{now.label}: {short(self.span.of(spread.article.text))}"
        if attempt(desk, lambda: desk.project.move_edges(spread.article, now, self.span), words):
            if desk.pane is not None:
                desk.pane.select(Selection(self.span.start, self.span.start))
            desk.stepped = now.id
        return None


def resize(desk: Desk) -> None:
    """Begin to move the edges of the annotation under the caret."""
    pane, annotation = desk.pane, current(desk)
    if pane is None or annotation is None:
        desk.say(nothing_of_ones_own(desk))
        return
    desk.stop_selecting()
    mode = Resizing(desk, annotation, annotation.span, pane.selection)
    desk.mode = mode
    mode.show()


COMMANDS: Mapping[str, Callable[[Desk], None]] = {"resize": resize}
"""Action id -> what it does."""
