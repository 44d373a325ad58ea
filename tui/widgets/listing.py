"""Listing: a list of any length to choose from, of which only the rows on the screen are made."""

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from store import dataclass
from tui.cells import cells_of, fitted
from tui.display import display
from tui.paint import held

WHEEL = 3


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a list; its words are made fit to show when they are drawn."""

    id: str
    """What choosing it means."""
    left: str
    """What it is called."""
    right: str = ""
    """What else is known, at the right."""
    more: str = ""
    """What typing finds it by, too; not shown."""
    is_dim: bool = False
    """Whether it cannot be chosen for anything but a reason why."""
    lead: str = ""
    """What stands before `left` and is never cut."""
    strong: str = ""
    """What stands out behind `left`, of which the beginning is cut off where this would not be in sight."""
    rest: str = ""
    """What stands behind that."""


class Listing(Widget):
    """Up, down, page, start and end move; Enter and a click choose. It takes no focus: a screen sends it keys."""

    ALLOW_SELECT = False

    class Chosen(Message):
        """Somebody chose an item."""

        def __init__(self, item: Item) -> None:
            super().__init__()
            self.item = item

    class Moved(Message):
        """Another item is marked."""

        def __init__(self, item: Item) -> None:
            super().__init__()
            self.item = item

    def __init__(self, items: Sequence[Item] = (), *, empty: str = "nothing here", id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.items = items
        """What there is to choose from."""
        self.empty = empty
        """What is said when there is nothing."""
        self.at = 0
        """The place of the marked item."""
        self._top = 0

    @property
    def marked(self) -> Item | None:
        """The item that Enter chooses, or None."""
        return self.items[self.at] if self.items else None

    def show(self, items: Sequence[Item], at: int = 0) -> None:
        """Show other items, with one of them marked."""
        self.items = items
        self.at = min(max(0, at), max(0, len(items) - 1))
        self._top = 0
        self.refresh()

    def move(self, by: int) -> None:
        """Mark the item `by` places on."""
        if not self.items:
            return
        old, self.at = self.at, min(max(0, self.at + by), len(self.items) - 1)
        if old != self.at:
            self.app.cursor_position = self.region.offset + Offset(0, self.at - self._first())
            self.refresh()
            self.post_message(self.Moved(self.items[self.at]))

    def press(self, key: str) -> bool:
        """Take a key; whether it meant something here."""
        page = max(1, self.size.height - 1)
        steps = {
            "down": 1, "ctrl+n": 1, "up": -1, "pagedown": page, "pageup": -page,
            "ctrl+home": -len(self.items), "ctrl+end": len(self.items),
        }  # fmt: skip
        if key in steps:
            self.move(steps[key])
            return True
        if key == "enter":
            if item := self.marked:
                self.post_message(self.Chosen(item))
            return True
        return False

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        at = self._first() + event.y
        if 0 <= at < len(self.items):
            self.at = at
            self.refresh()
            self.post_message(self.Chosen(self.items[at]))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move on."""
        event.stop()
        self.move(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move back."""
        event.stop()
        self.move(-WHEEL)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows on the screen, filters applied."""
        first, base = self._first(), self.visual_style.rich_style
        filters = self.get_line_filters()
        strips: list[Strip] = []
        for y in range(crop.y, crop.bottom):
            segments = self._row(first + y, base)
            for line_filter in filters:
                segments = line_filter.apply(segments, self.background_colors[1])
            strips.append(held(segments, self.size.width, self.region.right))
        return strips

    def _first(self) -> int:
        height = max(1, self.size.height)
        top = min(self._top, max(0, len(self.items) - height))
        if self.at < top:
            top = self.at
        elif self.at >= top + height:
            top = self.at - height + 1
        self._top = top
        return top

    def _row(self, number: int, base: Style) -> list[Segment]:
        width = self.size.width
        if number >= len(self.items):
            words = f" {self.empty}" if number == 0 else ""
            return [Segment(fitted(words, width).ljust(width), base + Style(italic=True))]
        item = self.items[number]
        is_marked = number == self.at
        style = base + Style(reverse=is_marked, bold=is_marked, italic=item.is_dim)
        right = fitted(_line(item.right), width * 2 // 3 if not item.strong else width // 3)
        room = max(0, width - cells_of(right) - 5)
        left, strong, rest = _parts(item, room)
        gap = " " * max(0, width - cells_of(left + strong + rest) - cells_of(right) - 4)
        mark = Segment(f"{'›' if is_marked else ' '} {left}", style)
        if not strong:
            return [Segment(f"{mark.text}{gap}{right} ", style), Segment(" ", style)]
        standing_out = Segment(strong, style + Style(bold=True, underline=True))
        return [mark, standing_out, Segment(f"{rest}{gap}{right} ", style), Segment(" ", style)]


def _parts(item: Item, room: int) -> tuple[str, str, str]:
    """What is shown of a row's three parts in so many cells."""
    lead, left = _line(item.lead), _line(item.left)
    if not item.strong:
        return fitted(lead + left, room), "", ""
    room -= cells_of(lead)
    strong = fitted(_line(item.strong), room)
    most = max(room // 3, room - cells_of(strong) - cells_of(_line(item.rest)) - 1)
    most = min(most, room - cells_of(strong))
    if cells_of(left) > most:
        while left and cells_of(left) > most - 1:
            left = left[1 + (cells_of(left) - most) // 2 :]
        left = f"…{left}" if most > 0 else ""
    return lead + left, strong, fitted(_line(item.rest), room - cells_of(left + strong))


def _line(words: str) -> str:
    return display(words).replace("\n", " ").replace("\t", " ").replace("\r", " ")
