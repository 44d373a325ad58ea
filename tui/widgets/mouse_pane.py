"""MousePane: an article pane that takes the mouse: caret, selection, scrollbar, border, and what can be done here."""

from textual import events
from textual.message import Message
from textual.timer import Timer

from store import Selection, Span
from tui.drawing import BAR, FOOT, HEAD
from tui.widgets.pane import ArticlePane

WHEEL = 3
"""Rows a turn of the mouse wheel."""
HELD = 1 / 20
"""Seconds between two rows while the mouse is held above or below the text."""
RIGHT = 3
"""The button that asks what can be done."""


class MousePane(ArticlePane):
    """A drag over the text selects, by words or with Alt by characters; on the bar it scrolls or moves the border."""

    class Pointed(Message):
        """The mouse went down in a pane, or changed its selection."""

        def __init__(self, pane: "MousePane", *, asks: bool = False) -> None:
            super().__init__()
            self.pane = pane
            self.asks = asks
            """Whether what can be done here is asked for."""

    class BorderMoved(Message):
        """The border right of a pane is held elsewhere, so that the pane should have another width, in cells."""

        def __init__(self, pane: "MousePane", width: int) -> None:
            super().__init__()
            self.pane, self.width = pane, width

    _grab: Span | None = None
    """Where in the text the mouse went down."""
    _bar: tuple[int, int] | None = None
    """Where on the screen the mouse holds the bar."""
    _holds: str = ""
    """What the bar has turned out to be: the scrollbar or the border; empty before the first move."""
    _held: Timer | None = None
    """Scrolls while the mouse is held outside of the text."""
    _at: tuple[int, int] = (0, 0)
    """Where in the pane the mouse was last."""

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the caret there, and begin a selection; on the bar, take hold of it."""
        offset = self.offset_under(event.x, event.y)
        if event.button == RIGHT:
            if not self.selection.span.holds(offset):
                self.select(Selection(offset, offset), opens=False)
            self.post_message(self.Pointed(self, asks=True))
            return
        self.capture_mouse()
        if event.x >= self.outer_size.width - BAR:
            self._bar, self._holds = (event.screen_x, event.screen_y), ""
        elif event.shift:
            anchor = self.selection.anchor
            self._grab = Span(anchor, anchor)
            self._reach(offset, by_characters=event.meta)
        else:
            self._grab = Span(offset, offset)
            self.select(Selection(offset, offset), opens=False)
        self.post_message(self.Pointed(self))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Extend the selection, or move what is held."""
        if not event.button:
            return
        self._at = event.x, event.y
        if self._bar is not None:
            self._drag_bar(event.screen_x, event.screen_y)
        elif self._grab is not None:
            self._hold(is_outside=not HEAD <= event.y < self.outer_size.height - FOOT)
            offset = self.offset_under(event.x, event.y)
            if offset != self._grab.start or not self.selection.is_empty:
                self._reach(offset, by_characters=event.meta)
                self.post_message(self.Pointed(self))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End the selection; a bar that was only clicked scrolls there."""
        self.release_mouse()
        if self._bar is not None and not self._holds:
            self._put_part(event.y)
        self._grab = self._bar = None
        self._hold(is_outside=False)

    def on_click(self, event: events.Click) -> None:
        """Select a word at the second click, a sentence at the third; open a fold."""
        if event.chain > 1 and event.button != RIGHT and event.x < self.outer_size.width - BAR:
            offset = self.offset_under(event.x, event.y)
            if self.folding.at(offset):
                self.select(Selection(offset, offset))  # opens it
            elif found := self.sheet.segments.at("word" if event.chain == 2 else "sentence", offset):
                self.select(Selection(found.start, found.end))
                self.post_message(self.Pointed(self))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move the text, not the caret."""
        event.stop()
        self.scroll_rows(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move the text, not the caret."""
        event.stop()
        self.scroll_rows(-WHEEL)

    def _reach(self, offset: int, *, by_characters: bool) -> None:
        if self._grab is not None:
            chosen = Selection(self._grab.start, offset)
            self.select(chosen if by_characters else chosen.snapped(self.sheet.segments, "word"), opens=False)

    def _hold(self, *, is_outside: bool) -> None:
        """Scroll as long as the mouse is held above or below the text."""
        if is_outside and self._held is None:
            self._held = self.set_interval(HELD, self._scroll_on)
        elif not is_outside and self._held is not None:
            self._held.stop()
            self._held = None

    def _scroll_on(self) -> None:
        x, y = self._at
        self.scroll_rows(-1 if y < HEAD else 1)
        self._reach(self.offset_under(x, y), by_characters=False)
        self.post_message(self.Pointed(self))

    def _drag_bar(self, x: int, y: int) -> None:
        before = self._bar or (x, y)
        if not self._holds and (x, y) != before:
            self._holds = "border" if x != before[0] else "scrollbar"
        if self._holds == "border":
            self.post_message(self.BorderMoved(self, x - self.region.x + BAR))
        elif self._holds == "scrollbar":
            self._put_part(self._at[1])

    def _put_part(self, y: int) -> None:
        """Show the part of the text that lies as far down in it as a row does in the pane."""
        height = max(1, self.outer_size.height - HEAD - FOOT - 1)
        part = min(max(0, y - HEAD), height) / height
        self.put_top(round(part * len(self.sheet.text)))
        self.scrolled()
