"""Legend: the keys, names and counts of the labels, always in sight."""

from collections.abc import Mapping, Sequence

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.filter import LineFilter
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.cells import cells_of
from tui.display import display
from tui.paint import held
from tui.theme import LabelLook, Palette

MORE = "t more"


class Legend(Widget):
    """Two rows at most; labels that do not fit are reached with `t`."""

    ALLOW_SELECT = False

    def __init__(self, palette: Palette) -> None:
        super().__init__(id="legend")
        self.palette = palette
        """The styles of the labels."""
        self._looks: Sequence[LabelLook] = ()
        self._counts: Mapping[str, int] = {}
        self._key: tuple[object, ...] = ()
        self._strips: list[Strip] = []

    class Chosen(Message):
        """A label was clicked, or with an empty name the word for those that do not fit."""

        def __init__(self, label: str) -> None:
            super().__init__()
            self.label = label

    def on_click(self, event: events.Click) -> None:
        """Say which label was clicked, with its key and its count."""
        rows, cell = self._rows(self.size.width), 1
        row = rows[event.y] if event.y < len(rows) else []
        for place, (text, _) in enumerate(row):
            cell += cells_of(text)
            if event.x < cell:
                name = row[place - place % 3 + 1][1] if text != MORE else -1
                self.post_message(self.Chosen(self._looks[name].name if name >= 0 else ""))
                return

    def show(self, looks: Sequence[LabelLook], counts: Mapping[str, int]) -> None:
        """Show these labels and how many annotations each has."""
        self._looks, self._counts = looks, counts
        self.refresh()

    def rows_for(self, width: int) -> int:
        """How many rows the labels need at a width: one or two."""
        return min(2, max(1, len(self._rows(width))))

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows, filters applied; drawn once, since every key asks for them."""
        base, filters = self.visual_style.rich_style, tuple(self.get_line_filters())
        key = (self.size, base, filters, self._looks, dict(self._counts), id(self.palette))
        if key != self._key:
            self._key, width = key, self.size.width
            rows: list[list[tuple[str, int]]] = self._rows(width)
            rows += [[]] * max(0, self.size.height - len(rows))
            self._strips = [self._strip(laid_out(row, width, base, self.palette), filters) for row in rows]
        return self._strips[crop.y : crop.bottom]

    def _strip(self, segments: list[Segment], filters: Sequence[LineFilter]) -> Strip:
        for line_filter in filters:
            segments = line_filter.apply(segments, self.background_colors[1])
        return held(segments, self.size.width, self.region.right)

    def _rows(self, width: int) -> list[list[tuple[str, int]]]:
        return rows_of(self._looks, self._counts, width)


def laid_out(row: Sequence[tuple[str, int]], width: int, base: Style, palette: Palette) -> list[Segment]:
    """One row of `rows_of` in so many cells."""
    segments = [Segment(" ", base)]
    for text, number in row:
        segments.append(Segment(text, base if number < 0 else palette.name(number, base)))
    used = sum(cells_of(segment.text) for segment in segments)
    return [*segments, Segment(" " * max(0, width - used), base)]


def rows_of(looks: Sequence[LabelLook], counts: Mapping[str, int], width: int) -> list[list[tuple[str, int]]]:
    """Rows of (text, number of the label or -1), cut to two rows with a word on the rest."""
    rows: list[list[tuple[str, int]]] = [[]]
    room = width - 2
    for number, look in enumerate(looks):
        count = counts.get(look.name, 0)
        parts = _parts(look, count, number)
        size = sum(cells_of(text) for text, _ in parts)
        reserve = cells_of(MORE) + 1 if len(rows) == 2 else 0
        if size + reserve > room and rows[-1]:
            if len(rows) == 2:
                rows[-1].append((MORE, -1))
                return rows
            rows.append([])
            room = width - 2
        rows[-1] += parts
        room -= size
    return rows


def _parts(look: LabelLook, count: int, number: int) -> list[tuple[str, int]]:
    key = f"{display(look.key)} " if look.key else ""
    counted = f" {count}" if count else ""
    return [(key, -1), (display(look.name), number), (f"{counted}  ", -1)]
