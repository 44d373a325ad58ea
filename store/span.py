"""A half-open range of code points in an article's text."""

from typing import NamedTuple


class Span(NamedTuple):
    """The code points from `start` up to, not including, `end`. Sorts by place."""

    start: int
    """The first code point."""
    end: int
    """The code point after the last."""

    @property
    def length(self) -> int:
        """How many code points it holds."""
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Whether every code point of `other` is in this span; a span contains itself."""
        return self.start <= other.start and other.end <= self.end

    def holds(self, offset: int) -> bool:
        """Whether the code point at `offset` is in this span."""
        return self.start <= offset < self.end

    def cover(self, other: "Span") -> "Span":
        """The shortest span that contains both."""
        return Span(min(self.start, other.start), max(self.end, other.end))

    def clip(self, other: "Span") -> "Span | None":
        """What the two share, or None when that is nothing."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None

    def of(self, text: str) -> str:
        """The code points of `text` that it names."""
        return text[self.start : self.end]
