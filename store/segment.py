"""Segments: the words, sentences, paragraphs, quotations, names and numbers of a text, as spans, found where one looks.

A text is cut into blocks of whole lines, and a longer line at seams, see `store.segmentation.seams`. The first look
between two cuts segments what is there, so a text of any length costs what is looked at. Paragraphs are
never cut. The rules are in `store.segmentation`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from store.segmentation.units import BLOCK, Unit
from store.span import Span

if TYPE_CHECKING:
    from store.segmentation.blocks import Blocks


MOST_PARTED = 2_000
"""Spans of which it is remembered what is in them."""


class Segments:
    """The units of one text. Spans of a unit are sorted; only quotations nest. Look-ups cost O(log n) in a block."""

    def __init__(self, text: str, block: int = BLOCK) -> None:
        """Use `Segments.of`."""
        self.text = text
        """The text that all spans count in."""
        self._block = block
        self._parts: dict[tuple[str, Span], list[Span]] = {}

    @classmethod
    def of(cls, text: str, block: int = BLOCK) -> "Segments":
        """The segments of a text; costs nothing until somebody looks, and then one search per block."""
        return cls(text, block)

    @cached_property
    def blocks(self) -> "Blocks":
        """The stretches that the text is cut into."""
        from store.segmentation.blocks import Blocks  # noqa: PLC0415 - 5 ms, not before the first look

        return Blocks(self.text, self._block)

    def at(self, unit: Unit, offset: int) -> Span | None:
        """The span of a unit that holds an offset, the shortest if several do; None when none does."""
        return min(self.over(unit, Span(offset, offset + 1)), key=lambda span: span.length, default=None)

    def next(self, unit: Unit, offset: int) -> Span | None:
        """The first span of a unit that starts after an offset, None when there is none."""
        cut = self.blocks.cut_for(unit)
        for block in range(cut.block_of(offset), len(cut)):
            spans, start = self.blocks.of_block(block, unit), cut.start_of(block)
            at = bisect_left(spans, (offset + 1 - start,))
            if at < len(spans):
                return _moved(spans[at], start)
        return None

    def previous(self, unit: Unit, offset: int) -> Span | None:
        """The last span of a unit that starts before an offset, None when there is none."""
        cut = self.blocks.cut_for(unit)
        for block in range(cut.block_of(offset), -1, -1):
            spans, start = self.blocks.of_block(block, unit), cut.start_of(block)
            at = bisect_left(spans, (offset - start,))
            if at:
                return _moved(spans[at - 1], start)
        return None

    def over(self, unit: Unit, span: Span) -> list[Span]:
        """The spans of a unit that share a code point with `span`, in text order."""
        found: list[Span] = []
        cut = self.blocks.cut_for(unit)
        for block in range(cut.block_of(span.start), cut.block_of(max(span.start, span.end - 1)) + 1):
            spans, start = self.blocks.of_block(block, unit), cut.start_of(block)
            first, last = span.start - start, bisect_left(spans, (span.end - start,))
            # all but quotations lie one after the other
            begin = 0 if unit == "quote" else max(0, bisect_right(spans, (first,)) - 1)
            found += [_moved(one, start) for one in spans[begin:last] if one.end > first]
        return found

    def parts_of(self, kind: str, span: Span, find: Callable[[str, Span], list[Span]]) -> list[Span]:
        """What `find` finds in the text at a span; remembered, by a name of the kind, for the spans looked at last."""
        found = self._parts.get((kind, span))
        if found is None:
            if len(self._parts) >= MOST_PARTED:
                self._parts.clear()
            found = self._parts[kind, span] = find(self.text, span)
        return found

    def all(self, unit: Unit) -> list[Span]:
        """Every span of a unit, in text order; segments the whole text."""
        return self.over(unit, Span(0, max(1, len(self.text))))


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
