"""SpanIndex: light spans binned by length and then by start, for a row's quick question what lies over it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

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


ALONE = 2
"""Rows whose spans are asked for one by one; with a third all that is below it is asked for."""


class Asked:
    """Asks for the spans over the rows of a screen: over one or two by themselves, over more in one question."""

    def __init__(self, index: Lights, rows: Sequence[tuple[int, int]]) -> None:
        """Nothing is asked yet.

        Args:
            index: the spans of the text.
            rows: (start, end) of the rows, in text order; together they hold each code point once.
        """
        self._index, self._rows, self._questions = index, rows, 0
        self._known: dict[int, list[LightSpan]] = {}  # by where rows start

    def over(self, start: int, end: int) -> Sequence[LightSpan]:
        """The spans over one of the rows, in no order; rows are asked for from top to bottom."""
        known = self._known.get(start)
        if known is not None:
            return known
        self._questions += 1
        if self._questions <= ALONE:
            return self._index.over(start, max(start + 1, end))
        starts = [row for row, _ in self._rows if row >= start]
        self._known = {row: [] for row in starts}
        for span in self._index.over(start, max(start + 1, self._rows[-1][1])):
            for row in starts[max(0, bisect_right(starts, span[0]) - 1) : bisect_left(starts, span[1])]:
                self._known[row].append(span)
        return self._known[start]
