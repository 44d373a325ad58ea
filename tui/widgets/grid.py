"""Grid: a table with a name for each row and as many columns as fit, of which one cell is marked."""

from collections.abc import Callable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.cells import cells_of, fitted
from tui.display import display
from tui.paint import held

NARROWEST = 14
"""Cells that a column has at least; those that do not fit are reached by going on."""
NAMES = 30
"""Cells of the column of names, at most; it has a third of the width at most."""
NOTHING = "—"
"""Stands in a cell that is empty."""
WHEEL = 3


class Grid(Widget):
    """Arrows, pages, start and end move; it takes no focus: a screen sends it keys. Cells are made when drawn."""

    ALLOW_SELECT = False

    class Chosen(Message):
        """Somebody clicked the marked cell."""

    class Moved(Message):
        """Another cell is marked."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.names: Sequence[str] = ()
        """What each row is called; as many as there are rows."""
        self.heads: Sequence[str] = ()
        """What stands above each column."""
        self.cell: Callable[[int, int], str] = lambda _row, _column: ""
        """The words of a cell, by row and column; empty for nothing."""
        self.empty = "nothing here"
        """What is said where there are no rows."""
        self.row = self.column = 0
        """The marked cell."""
        self.drawn = 0
        """How many cells have been asked for so far: a measure of work."""
        self._top = self._left = 0

    def show(self, names: Sequence[str], heads: Sequence[str], cell: Callable[[int, int], str], row: int = 0) -> None:
        """Show another table, with a row of it marked."""
        self.names, self.heads, self.cell = names, heads, cell
        self.row = min(max(0, row), max(0, len(names) - 1))
        self.column = min(self.column, max(0, len(heads) - 1))
        self.refresh()

    def move(self, rows: int, columns: int = 0) -> None:
        """Mark the cell so many rows and columns on."""
        before = self.row, self.column
        self.row = min(max(0, self.row + rows), max(0, len(self.names) - 1))
        self.column = min(max(0, self.column + columns), max(0, len(self.heads) - 1))
        if before != (self.row, self.column):
            self._follow()
            self.refresh()
            self.place_cursor()
            self.post_message(self.Moved())

    def press(self, key: str) -> bool:
        """Take a key; whether it meant something here."""
        page = max(1, self.size.height - 2)
        steps = {
            "down": (1, 0), "ctrl+n": (1, 0), "up": (-1, 0), "pagedown": (page, 0), "pageup": (-page, 0),
            "right": (0, 1), "left": (0, -1), "tab": (0, 1), "shift+tab": (0, -1),
            "ctrl+home": (-len(self.names), 0), "ctrl+end": (len(self.names), 0),
        }  # fmt: skip
        if key in steps:
            self.move(*steps[key])
        return key in steps

    def place_cursor(self) -> None:
        """Put the terminal's cursor on the marked cell: screen readers look there."""
        x = self._names + (self.column - self._left) * self._width
        self.app.cursor_position = self.region.offset + Offset(x, 1 + self.row - self._top)

    def on_click(self, event: events.Click) -> None:
        """Mark what was clicked; a click on the marked cell chooses it."""
        row = self._top + event.y - 1
        column = self._left + max(0, event.x - self._names) // self._width
        if event.y < 1 or row >= len(self.names) or column >= len(self.heads):
            return
        if (row, column) == (self.row, self.column):
            self.post_message(self.Chosen())
        self.move(row - self.row, column - self.column)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Go on."""
        event.stop()
        self.move(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Go back."""
        event.stop()
        self.move(-WHEEL)

    def on_resize(self) -> None:
        """Keep the marked cell in sight."""
        self._follow()

    # where

    @property
    def _names(self) -> int:
        return min(NAMES, max(10, self.size.width // 3))

    @property
    def fits(self) -> int:
        """How many columns are in sight."""
        return max(1, min(len(self.heads), (self.size.width - self._names) // NARROWEST))

    @property
    def _width(self) -> int:
        return max(1, (self.size.width - self._names) // self.fits)

    def _follow(self) -> None:
        height = max(1, self.size.height - 1)
        self._top = min(max(self._top, self.row - height + 1), self.row)
        self._left = min(max(self._left, self.column - self.fits + 1), self.column)

    # drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows on the screen, filters applied."""
        self._follow()
        base, filters = self.visual_style.rich_style, self.get_line_filters()
        strips: list[Strip] = []
        for y in range(crop.y, crop.bottom):
            segments = self._line(y, base)
            for line_filter in filters:
                segments = line_filter.apply(segments, self.background_colors[1])
            strips.append(held(segments, self.size.width, self.region.right))
        return strips

    def _line(self, y: int, base: Style) -> list[Segment]:
        row, width = self._top + y - 1, self.size.width
        if not self.names:
            return [Segment(_filled(self.empty if y == 0 else "", width), base + Style(italic=True))]
        shown = range(self._left, min(len(self.heads), self._left + self.fits))
        if y == 0:
            parts = [Segment(_filled(self._more(), self._names), base)]
            parts += [Segment(_filled(self.heads[one], self._width), base + Style(bold=True)) for one in shown]
        elif row >= len(self.names):
            return [Segment(" " * width, base)]
        else:
            is_here = row == self.row
            mark = "› " if is_here else "  "
            parts = [Segment(_filled(mark + self.names[row], self._names), base + Style(bold=is_here))]
            parts += [self._cell(row, one, base) for one in shown]
        rest = width - sum(cells_of(part.text) for part in parts)
        return [*parts, Segment(" " * max(0, rest), base)]

    def _cell(self, row: int, column: int, base: Style) -> Segment:
        self.drawn += 1
        words = self.cell(row, column)
        style = base + (Style(reverse=True, bold=True) if (row, column) == (self.row, self.column) else Style.null())
        return Segment(_filled(words or NOTHING, self._width), style if words else style + Style(dim=True))

    def _more(self) -> str:
        """Which of the columns are in sight, where not all are."""
        if self.fits >= len(self.heads):
            return ""
        return f"{self._left + 1}-{self._left + self.fits} of {len(self.heads)} →"


def _filled(words: str, width: int) -> str:
    """Words in so many cells, one of them a blank at the end."""
    line = fitted(display(words).replace("\n", " ").replace("\t", " ").replace("\r", " "), max(0, width - 1))
    return line + " " * max(0, width - cells_of(line))
