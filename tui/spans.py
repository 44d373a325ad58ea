"""SpanIndex: light spans binned by length and then by start, for a row's quick question what lies over it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Protocol

from store import Span

LightSpan = tuple[int, int, int, str]
"""(start, end, number of the label, id); the number may carry a state, see `marked`."""
STATE = 1 << 20
"""What a state is multiplied with: there are never so many labels."""
OWN, OTHERS, MOVED, MEANT, GHOST = 0, 1, 2, 3, 4
"""States: one's own annotation; another's; one's own at a place nobody has confirmed; the one of several keys mean;
none at all but a suggestion."""


def marked(number: int, state: int) -> int:
    """The number of a label with a state."""
    return state * STATE + number


class Lights(Protocol):
    """What a pane asks for the spans over its text."""

    def over(self, start: int, end: int) -> list[LightSpan]:
        """The spans that share a code point with [start, end), in no order."""


SHIFTS = (7, 10, 13, 16, 19, 22, 25, 31)
"""A level holds spans shorter than 2 to this power in bins of that many code points, so two bins hold any of them."""


class SpanIndex:
    """Spans of one text. A question looks at a few bins of each length, whatever else there is."""

    def __init__(self, spans: Iterable[LightSpan] = ()) -> None:
        self._levels: list[dict[int, list[LightSpan]]] = [{} for _ in SHIFTS]
        self._count = 0
        for span in spans:
            self.add(span)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[LightSpan]:
        return (span for level in self._levels for spans in level.values() for span in spans)

    def add(self, span: LightSpan) -> None:
        """Take a span in."""
        level, number = self._bin(span)
        self._levels[level].setdefault(number, []).append(span)
        self._count += 1

    def remove(self, span: LightSpan) -> None:
        """Take a span out.

        Raises:
            KeyError: it is not in the index.
        """
        level, number = self._bin(span)
        spans = self._levels[level].get(number, [])
        if span not in spans:
            raise KeyError(span)
        spans.remove(span)
        if not spans:
            del self._levels[level][number]
        self._count -= 1

    def over(self, start: int, end: int) -> list[LightSpan]:
        """The spans that share a code point with [start, end), in no order."""
        found: list[LightSpan] = []
        for level, shift in zip(self._levels, SHIFTS, strict=True):
            if level:
                for number in range((start >> shift) - 1, ((end - 1) >> shift) + 1):
                    found += [span for span in level.get(number, ()) if span[0] < end and span[1] > start]
        return found

    @staticmethod
    def _bin(span: LightSpan) -> tuple[int, int]:
        length = span[1] - span[0]
        level = next(number for number, shift in enumerate(SHIFTS) if length < 1 << shift)
        return level, span[0] >> SHIFTS[level]


def by_row(index: Lights, rows: Sequence[tuple[int, int]]) -> list[list[LightSpan]]:
    """The spans over each of some rows, which follow each other; an empty row is asked for the place it stands at."""
    starts = [start for start, _ in rows]
    found: list[list[LightSpan]] = [[] for _ in rows]
    for span in index.over(rows[0][0], max(rows[-1][0] + 1, rows[-1][1])):
        for y in range(max(0, bisect_right(starts, span[0]) - 1), bisect_left(starts, span[1])):
            if span[0] < max(rows[y][0] + 1, rows[y][1]):
                found[y].append(span)
    return found


def hits_over(hits: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """The hits over a row; they are in text order and do not overlap, so only two ends have to be found."""
    if not hits:  # as nearly always
        return hits
    low = bisect_left(hits, start, key=attrgetter("end"))
    return hits[low : bisect_left(hits, end, low, key=attrgetter("start"))]
