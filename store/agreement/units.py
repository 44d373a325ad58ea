"""Units: what a text is cut into so that annotators can be compared where they say nothing, too: tokens or pieces."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from store.agreement.chance import Values
from store.agreement.pairing import Mark


def painted(starts: Sequence[int], marks: Iterable[Mark]) -> dict[int, str]:
    """The label of each unit that has one: that of the shortest mark over its first code point.

    Of marks of one length the earlier counts, then the label that comes first by name.

    Args:
        starts: where the units begin, in order.
        marks: one annotator's.
    """
    found: dict[int, str] = {}
    for start, end, label in sorted(marks, key=lambda mark: (mark.end - mark.start, mark), reverse=True):
        for place in range(bisect_left(starts, start), bisect_left(starts, end)):
            found[place] = label
    return found


def pieces(length: int, annotators: Sequence[Iterable[Mark]]) -> Counter[Values]:
    """A text cut at all borders of all marks: the values of a piece -> the code points of all such pieces.

    Args:
        length: of the text, in code points.
        annotators: the marks of each.
    """
    everyone = [tuple(marks) for marks in annotators]
    borders = {border for marks in everyone for mark in marks for border in mark[:2]}
    cuts = sorted({0, length, *borders})
    values = [painted(cuts, marks) for marks in everyone]
    found = Counter[Values]()
    for place, (start, end) in enumerate(pairwise(cuts)):
        found[tuple(one.get(place) for one in values)] += end - start
    return found
