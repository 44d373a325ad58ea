"""The annotations of one article in text order, with quick answers to what lies where."""

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Iterator
from heapq import merge

from store.annotation import Annotation
from store.span import Span

SHIFTS = (7, 10, 13, 16, 19, 22, 25, 31)
"""A level holds the spans shorter than 2 to this power: a look-up then need not go further back than that."""

Key = tuple[int, int, int, str]
"""(start, -end, number, id): sorts by place, the longer first, then by age."""


def key_of(annotation: Annotation) -> Key:
    """Where an annotation stands in text order."""
    return annotation.start, -annotation.end, annotation.number, annotation.id


class Layer:
    """The annotations of one article.

    Iteration is in text order: by start, the longer first, then by number. Look-ups cost O(log n + found) as long
    as spans of like length do not pile up; adding and removing move one sorted list.
    """

    def __init__(self, annotations: Iterable[Annotation] = ()) -> None:
        self._by_id: dict[str, Annotation] = {annotation.id: annotation for annotation in annotations}
        self._levels: list[list[Key]] = [[] for _ in SHIFTS]
        for annotation in self._by_id.values():
            self._level(annotation).append(key_of(annotation))
        for level in self._levels:
            level.sort()
        self._quotes: Counter[tuple[str, str]] | None = None

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Annotation]:
        return (self._by_id[key[3]] for key in merge(*self._levels))

    def __contains__(self, annotation_id: object) -> bool:
        return annotation_id in self._by_id

    def get(self, annotation_id: str) -> Annotation | None:
        """The annotation with that id, or None."""
        return self._by_id.get(annotation_id)

    def put(self, annotation: Annotation) -> None:
        """Add an annotation, in place of the one with its id if there is one."""
        self.discard(annotation.id)
        if self._quotes is not None:
            self._quotes[annotation.label, annotation.quote] += 1
        self._by_id[annotation.id] = annotation
        insort(self._level(annotation), key_of(annotation))

    def discard(self, annotation_id: str) -> None:
        """Take an annotation out; nothing happens if it is not there."""
        if annotation := self._by_id.pop(annotation_id, None):
            if self._quotes is not None:
                self._quotes[annotation.label, annotation.quote] -= 1
            level = self._level(annotation)
            del level[bisect_left(level, key_of(annotation))]

    def over(self, span: Span) -> list[Annotation]:
        """The annotations that share a code point with `span`, in text order."""
        found: list[Key] = []
        for level, shift in zip(self._levels, SHIFTS, strict=True):
            if level:
                low = bisect_left(level, (span.start - (1 << shift),))
                high = bisect_left(level, (span.end,))
                found += [key for key in level[low:high] if -key[1] > span.start]
        return [self._by_id[key[3]] for key in sorted(found)]

    def at(self, offset: int) -> list[Annotation]:
        """The annotations over one code point, the innermost (shortest) first."""
        found = self.over(Span(offset, offset + 1))
        return sorted(found, key=lambda annotation: (annotation.span.length, annotation.start, annotation.number))

    def next(self, offset: int) -> Annotation | None:
        """The first annotation in text order that starts after `offset`, or None."""
        firsts = [level[at] for level in self._levels if (at := bisect_left(level, (offset + 1,))) < len(level)]
        return self._by_id[min(firsts)[3]] if firsts else None

    def previous(self, offset: int) -> Annotation | None:
        """The last annotation in text order that starts before `offset`, or None."""
        lasts = [level[at - 1] for level in self._levels if (at := bisect_left(level, (offset,)))]
        return self._by_id[max(lasts)[3]] if lasts else None

    def same_place(self, span: Span) -> list[Annotation]:
        """The annotations whose span is exactly `span`, by number."""
        level = self._levels[self._level_of(span.length)]
        low = bisect_left(level, (span.start, -span.end))
        high = bisect_right(level, (span.start, -span.end + 1))
        return [self._by_id[key[3]] for key in level[low:high] if key[1] == -span.end]

    def holds_words(self, label: str, quote: str) -> bool:
        """Whether some annotation has that label on these words; the first question goes through all, once."""
        if self._quotes is None:
            self._quotes = Counter((one.label, one.quote) for one in self._by_id.values())
        return self._quotes[label, quote] > 0

    def _level(self, annotation: Annotation) -> list[Key]:
        return self._levels[self._level_of(annotation.end - annotation.start)]

    @staticmethod
    def _level_of(length: int) -> int:
        return next(number for number, shift in enumerate(SHIFTS) if length < 1 << shift)
