"""Label table: the labels as they look in the text, a row each, with what is known of them."""

from rich.segment import Segment
from rich.style import Style

from store import dataclass
from tui.cells import cells_of, fitted
from tui.display import display
from tui.theme import Palette
from tui.widgets.listing import Item, Listing

LONGEST_NAME = 26
"""Cells of the column of names; longer ones are cut."""


@dataclass(frozen=True, slots=True)
class Row:
    """A label, or a name that annotations have and no label."""

    name: str
    key: str
    number: int
    """The number the palette knows it by."""
    count: int
    """How many annotations of one's own have it."""
    kind: str
    hint: str
    color: str
    about: str
    """Its description, and its example."""


class LabelTable(Listing):
    """A list of labels: key, name in its own look, count, kind, hint, colour, description; what has no room is cut."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(id="labels-table")
        self.palette = palette
        """The styles of the labels."""
        self._rows: tuple[Row, ...] = ()

    @property
    def row(self) -> Row | None:
        """The marked label, or None."""
        return self._rows[self.at] if self._rows else None

    def put(self, rows: tuple[Row, ...], at: int) -> None:
        """Show other rows, with one of them marked."""
        self._rows = rows
        top = self._top
        self.show([Item(row.name, row.name) for row in rows], at)
        self._top = top

    def _row(self, number: int, base: Style) -> list[Segment]:
        if number >= len(self._rows):
            return super()._row(number, base)
        row, width = self._rows[number], self.size.width
        is_marked = number == self.at
        style = base + Style(reverse=is_marked, bold=is_marked)
        names = min(LONGEST_NAME, max(8, width // 3), max(cells_of(_shown(one.name)) for one in self._rows))
        name = fitted(_shown(row.name), names)
        rest = f"{row.count:>8,}  {row.kind:<9.9} {row.hint:<10}{row.color:<9}{row.about}"
        parts = [
            Segment(f"{'›' if is_marked else ' '} {_wide(row.key or ' ', 2)} ", style),
            Segment(name, self.palette.name(row.number, base) + Style(bold=is_marked)),
            Segment(" " * (names - cells_of(name)), style),
        ]
        room = max(0, width - sum(cells_of(part.text) for part in parts))
        return [*parts, Segment(_wide(fitted(_shown(rest), room), room), style)]


def _shown(words: str) -> str:
    return display(words).replace("\n", " ").replace("\t", " ").replace("\r", " ")


def _wide(words: str, cells: int) -> str:
    shown = _shown(words)
    return shown + " " * max(0, cells - cells_of(shown))
