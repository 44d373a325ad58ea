"""Overlay: the letters of hints, and the ends of what they stand on, over rows that are drawn already."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region

from tui.cells import COMPLEX
from tui.paint import Row
from tui.theme import Look
from tui.viewport import Viewport

LETTER, END = Look(state="hint"), Look(state="hint-end")
NEAR = 40
"""Cells between two marks that are drawn along with them: to move the cursor over them costs more."""
Mark = tuple[int, str, Style]
"""A cell of a row, what is drawn from it on, and how."""


class Marking(NamedTuple):
    """The styles of marks."""

    letter: Style
    end: Style


def marks(
    row: str, start: int, hints: Mapping[int, str], ends: Collection[int], styles: Marking, margin: int
) -> Iterator[Mark]:
    """What hints put over a row of plain characters, from left to right; no letters hide the next object's first.

    Args:
        row: what is shown of it, as far as there is room.
        start: the text offset of its first character.
        hints: letters by the offset they stand at.
        ends: the offsets at which objects end.
        styles: how they look.
        margin: cells left of the text.
    """
    size = len(row)
    starts = sorted(at - start for at in hints if 0 <= at - start < size)
    free = 0
    places = sorted({*starts, *(at - start for at in ends if 0 <= at - start < size)})
    for number, at in enumerate(starts):
        room = (starts[number + 1] if number + 1 < len(starts) else size) - at
        while places and places[0] < at:
            if (end := places.pop(0)) >= free:
                yield margin + end, row[end], styles.end
        letters = hints[start + at][:room]
        yield margin + at, letters, styles.letter
        free = at + len(letters)
    yield from ((margin + end, row[end], styles.end) for end in places if end >= free)


def over(strip: Sequence[Segment], laid: Iterable[Mark], width: int) -> Row:
    """A row of plain characters with marks over it, which come from left to right and do not overlap."""
    segments: list[Segment] = []
    source = iter(strip)
    rest, cell = next(source, Segment("")), 0
    for at, text, style in laid:
        while cell + len(rest.text) <= at:
            segments.append(rest)
            cell += len(rest.text)
            rest = next(source)
        segments += [Segment(rest.text[: at - cell], rest.style), Segment(text, style)]
        skip = at + len(text)
        while cell + len(rest.text) < skip:
            cell += len(rest.text)
            rest = next(source)
        rest, cell = Segment(rest.text[skip - cell :], rest.style), skip
    return Row([one for one in (*segments, rest, *source) if one.text], width)


def regions(view: Viewport, places: Mapping[int, str], *, margin: int, head: int, width: int) -> list[Region]:
    """The parts of a pane that marks at these offsets lie in; a row of doubtful width is one as a whole."""
    found: list[Region] = []
    sorted_places = sorted(places)
    for y, (start, end) in enumerate(view.window):
        here = within(sorted_places, start, end)
        if not here:
            continue
        if COMPLEX.search(view.content(start, end)):
            found.append(Region(0, head + y, width, 1))
            continue
        first = last = margin + here[0] - start
        for at in here:
            x = margin + at - start
            if x > last + NEAR:
                found.append(Region(first, head + y, last - first, 1))
                first = x
            last = x + max(1, len(places[at]))
        found.append(Region(first, head + y, last - first, 1))
    return found


def within(places: Sequence[int], start: int, end: int) -> Sequence[int]:
    """Those of sorted places that are in a row."""
    return places[bisect_left(places, start) : bisect_left(places, end)]
