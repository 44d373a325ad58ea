"""Pairing: which mark of one annotator means the same as which mark of another, one to one, in one text.

All pairs that share a code point are taken in the order (rank, overlap, place), and a pair one of whose marks is taken
already is passed over. The order does not depend on whose marks come first, so the result is symmetric, and it is right
on nested marks too: a mark with a twin is always paired with its twin.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Literal, NamedTuple

Kind = Literal["agree", "boundary", "label", "both", "only-first", "only-second"]
"""What a pair differs in, or whose mark has no partner."""
KINDS: tuple[Kind, ...] = ("agree", "boundary", "label", "both", "only-first", "only-second")


class Mark(NamedTuple):
    """A label on the code points from `start` up to, not including, `end`. Sorts by place."""

    start: int
    end: int
    label: str


class Pairing(NamedTuple):
    """What became of two annotators' marks."""

    pairs: tuple[tuple[Mark, Mark], ...]
    """The first annotator's mark and the second's, by place."""
    only_first: tuple[Mark, ...]
    only_second: tuple[Mark, ...]

    def rows(self) -> Iterator[tuple[Kind, Mark | None, Mark | None]]:
        """Everything by place: what it is, the first annotator's mark and the second's."""
        found: list[tuple[Kind, Mark | None, Mark | None]] = [(kind_of(*pair), *pair) for pair in self.pairs]
        found += [("only-first", mark, None) for mark in self.only_first]
        found += [("only-second", None, mark) for mark in self.only_second]
        yield from sorted(found, key=lambda row: (row[1] or row[2] or (), row[0]))


def paired(first: Iterable[Mark], second: Iterable[Mark]) -> Pairing:
    """Pair the marks of two annotators in one text; a mark that is there twice counts once.

    O(n log n) and the number of pairs that overlap and are no twins.
    """
    one, two = set(first), set(second)
    twins = one & two
    left, right = sorted(one - twins), sorted(two - twins)
    pairs = [(mark, mark) for mark in twins]
    if left and right:
        taken: set[tuple[bool, Mark]] = set()
        for a, b in sorted(overlapping(left, right), key=lambda pair: closeness(*pair)):
            if (False, a) not in taken and (True, b) not in taken:
                taken |= {(False, a), (True, b)}
                pairs.append((a, b))
        left = [mark for mark in left if (False, mark) not in taken]
        right = [mark for mark in right if (True, mark) not in taken]
    return Pairing(tuple(sorted(pairs)), tuple(left), tuple(right))


def kind_of(a: Mark, b: Mark) -> Kind:
    """What a pair differs in."""
    is_same_span, is_same_label = a[:2] == b[:2], a.label == b.label
    if is_same_span:
        return "agree" if is_same_label else "label"
    return "boundary" if is_same_label else "both"


def closeness(a: Mark, b: Mark) -> tuple[int, float, list[Mark]]:
    """By what overlapping pairs are ordered, the closest first; the same for (b, a).

    Rank: twins, the same label, the same span, neither; then shared code points by those of either, most first; then
    place. Two such fractions that differ are never rounded to the same number in a text under 2**26 code points.
    """
    rank = ("agree", "boundary", "label", "both").index(kind_of(a, b))
    shared = min(a.end, b.end) - max(a.start, b.start)
    either = max(a.end, b.end) - min(a.start, b.start)
    return rank, -shared / either, sorted((a, b))


def overlapping(first: Collection[Mark], second: Collection[Mark]) -> Iterator[tuple[Mark, Mark]]:
    """The pairs that share a code point; both in order of place. One pass, with the marks that are open in hand."""
    open_first: list[Mark] = []
    open_second: list[Mark] = []
    for mark, is_second in sorted([*((one, False) for one in first), *((one, True) for one in second)]):
        mine, others = (open_second, open_first) if is_second else (open_first, open_second)
        others[:] = [other for other in others if other.end > mark.start]
        for other in others:
            yield (other, mark) if is_second else (mark, other)
        mine.append(mark)
