"""Scrolling together: which place of one article belongs to a place of another, by what they share."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from store.span import Span


class Hold(NamedTuple):
    """A place in both articles that belongs together, in code points."""

    a: int
    b: int


class Together:
    """The way from the places of one article to those of another and back; never backwards."""

    def __init__(self, holds: Iterable[Hold], ends: Hold) -> None:
        """Use `Together.of`."""
        self._holds = [Hold(0, 0), *holds, ends]

    @classmethod
    def of(
        cls, shared: Iterable[tuple[Span, Span, float]], lengths: tuple[int, int], at: tuple[int, int] | None = None
    ) -> "Together":
        """A way by passages and linked claims.

        Of those that cross the heaviest set is followed that does not; the rest are moved parts of an article.

        Args:
            shared: place in the first article, place in the second, and what it weighs.
            lengths: the lengths of the texts.
            at: places that stand beside each other now: they stay so, and what crosses them is not followed.
        """
        ends = Hold(*lengths)
        spans = sorted((a, b, weight) for a, b, weight in shared if at is None or _is_beside(a, b, at))
        holds = [hold for a, b in _straight(spans) for hold in (Hold(a.start, b.start), Hold(a.end, b.end))]
        if at is not None:
            holds = sorted({*holds, Hold(*at)})
        return cls((one for one in holds if one.a <= ends.a and one.b <= ends.b), ends)

    def in_b(self, offset: int) -> int:
        """The place in the second article that belongs to one in the first; by proportion between what is shared."""
        return _between([one.a for one in self._holds], [one.b for one in self._holds], offset)

    def in_a(self, offset: int) -> int:
        """The place in the first article that belongs to one in the second."""
        return _between([one.b for one in self._holds], [one.a for one in self._holds], offset)


def _is_beside(a: Span, b: Span, at: tuple[int, int]) -> bool:
    return (a.end <= at[0] and b.end <= at[1]) or (a.start >= at[0] and b.start >= at[1])


def _straight(spans: list[tuple[Span, Span, float]]) -> list[tuple[Span, Span]]:
    """The heaviest sequence of pairs in which each lies behind the one before on both sides; O(n²), n passages."""
    best: list[float] = []
    before: list[int] = []
    for number, (a, b, weight) in enumerate(spans):
        fitting = [at for at in range(number) if spans[at][0].end <= a.start and spans[at][1].end <= b.start]
        last = max(fitting, key=lambda at: best[at], default=-1)
        best.append(weight + (best[last] if last >= 0 else 0))
        before.append(last)
    found: list[tuple[Span, Span]] = []
    at = max(range(len(best)), key=lambda at: best[at], default=-1)
    while at >= 0:
        found.append(spans[at][:2])
        at = before[at]
    return found[::-1]


def _between(here: list[int], there: list[int], offset: int) -> int:
    right = bisect_right(here, offset)
    if right == len(here):
        at = bisect_left(here, here[-1])
        return there[at] if offset <= here[-1] and at else there[-1]
    left = max(0, right - 1)
    length = here[right] - here[left]
    return there[left] + (offset - here[left]) * (there[right] - there[left]) // length if length else there[left]
