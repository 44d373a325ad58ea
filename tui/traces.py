"""Traces: where an article has something in common with the others that lie open, as what is drawn over its text."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Literal, NamedTuple

from store import Span

Trace = Literal["", "shared", "here", "respelled", "differs", "related", "alone"]
"""What a code point is: in a passage; in the one that is walked; there a word written otherwise, or not the same; and
while the sentences without a relative are shown, in another one, or in one of these."""
EDGE = "┊"
"""Stands in the blanks beside a passage."""
SIDES: dict[str, str] = {"shared": EDGE, "here": "▎", "respelled": "▎", "differs": "▎", "alone": "◆"}
"""What stands in the margin of a row that has some of it, the last one that fits."""
MISSING = "‸"
"""Stands in the blank where another article has words more."""
MOST_MARKS = 3
"""Quotation marks, stops and the like between the words of a passage and the blank beside it."""


class Stretch(NamedTuple):
    """A part of a text that is the same throughout."""

    start: int
    end: int
    trace: Trace


class Traces:
    """What lies over one text; looked up row by row."""

    def __init__(self, text: str = "", layers: Iterable[tuple[Span, Trace]] = (), missing: Iterable[int] = ()) -> None:
        """Lay it out; O(n log n).

        Args:
            text: of the article.
            layers: what lies where; of two over one place the later one counts.
            missing: the places at which another article has words more.
        """
        laid = [(span, trace) for span, trace in layers if span.length]
        self._stretches = _flat(laid)
        self._ends = [one.end for one in self._stretches]
        framed = [span for span, trace in laid if trace in ("shared", "here")]
        edges = {at for span in framed for at in (_blank(text, span.start - 1, -1), _blank(text, span.end, 1))}
        self._marks = sorted({**dict.fromkeys(edges, EDGE), **{at - 1: MISSING for at in missing}}.items())

    def over(self, start: int, end: int) -> Sequence[Stretch]:
        """What shares a character with a row, in text order; O(log n + found)."""
        low = bisect_right(self._ends, start)
        return self._stretches[low : bisect_left(self._stretches, end, low, key=itemgetter(0))]

    def marks(self, start: int, end: int) -> Sequence[tuple[int, str]]:
        """The offsets in a row, in text order, at which a mark stands if a blank is there."""
        low = bisect_left(self._marks, start, key=itemgetter(0))
        return self._marks[low : bisect_left(self._marks, end, low, key=itemgetter(0))]


def side(stretches: Iterable[tuple[int, int, str]], mark: str = "") -> str:
    """What stands in the margin of a row with these, in place of another mark that yields to all but a passage's."""
    there = {trace for _, _, trace in stretches}
    own = next((found for trace, found in reversed(SIDES.items()) if trace in there), "")
    return mark or own if own in ("", EDGE) else own


def _blank(text: str, at: int, by: int) -> int:
    """The offset of the blank beside a passage, behind the marks that stand there: its words begin after a “."""
    for _ in range(MOST_MARKS):
        if not 0 <= at < len(text) or text[at].isspace() or text[at].isalnum():
            break
        at += by
    return at


def _flat(layers: Sequence[tuple[Span, Trace]]) -> list[Stretch]:
    """Layers over each other as stretches beside each other; adjacent ones that are alike are one."""
    cuts = sorted({at for span, _ in layers for at in (span.start, span.end)})
    place = {at: number for number, at in enumerate(cuts)}
    traces: list[Trace] = [""] * len(cuts)
    for span, trace in layers:
        first, end = place[span.start], place[span.end]
        traces[first:end] = [trace] * (end - first)
    found: list[Stretch] = []
    for number, trace in enumerate(traces[:-1]):
        if found and found[-1].trace == trace and found[-1].end == cuts[number]:
            found[-1] = found[-1]._replace(end=cuts[number + 1])
        elif trace:
            found.append(Stretch(cuts[number], cuts[number + 1], trace))
    return found
