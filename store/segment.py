"""Segments: the words, sentences, paragraphs, quotations, names and numbers of a text, as spans, found where one looks.

A text is cut into blocks of whole lines. The first look into a block segments it; a text of any length costs what is
looked at. The rules are in `store.segmentation`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import Literal

from store.segmentation import lines, names, quotes, sentences, words
from store.span import Span

Unit = Literal["word", "sentence", "paragraph", "quote", "name", "number"]
"""What a text can be taken apart into."""
BLOCK = 16_384
"""About how many code points are segmented at once."""
KEPT = 48
"""How many blocks' spans are remembered."""


class Segments:
    """The units of one text. Spans of a unit are sorted; only quotations nest. Look-ups cost O(log n) in a block."""

    def __init__(self, text: str, starts: Sequence[int], is_hard_wrapped: bool) -> None:
        """Use `Segments.of`."""
        self.text = text
        """The text that all spans count in."""
        self._starts = starts
        self._is_hard_wrapped = is_hard_wrapped
        self._known: dict[tuple[int, Unit], tuple[Span, ...]] = {}

    @classmethod
    def of(cls, text: str, block: int = BLOCK) -> "Segments":
        """The segments of a text; costs one search per block until somebody looks."""
        is_hard_wrapped = lines.is_hard_wrapped(text[: 4 * BLOCK])
        return cls(text, lines.block_starts(text, block, blank_line=is_hard_wrapped), is_hard_wrapped)

    def at(self, unit: Unit, offset: int) -> Span | None:
        """The span of a unit that holds an offset, the shortest if several do; None when none does."""
        found = [span for span in self.over(unit, Span(offset, offset + 1)) if span.holds(offset)]
        return min(found, key=lambda span: span.length, default=None)

    def next(self, unit: Unit, offset: int) -> Span | None:
        """The first span of a unit that starts after an offset, None when there is none."""
        for block in range(self._block_of(offset), len(self._starts)):
            spans = self._of_block(block, unit)
            at = bisect_left(spans, (offset + 1,))
            if at < len(spans):
                return spans[at]
        return None

    def previous(self, unit: Unit, offset: int) -> Span | None:
        """The last span of a unit that starts before an offset, None when there is none."""
        for block in range(self._block_of(offset), -1, -1):
            spans = self._of_block(block, unit)
            at = bisect_left(spans, (offset,))
            if at:
                return spans[at - 1]
        return None

    def over(self, unit: Unit, span: Span) -> list[Span]:
        """The spans of a unit that share a code point with `span`, in text order."""
        found: list[Span] = []
        last = self._block_of(max(span.start, span.end - 1))
        for block in range(self._block_of(span.start), last + 1):
            spans = self._of_block(block, unit)
            end = bisect_left(spans, (span.end,))
            found += [one for one in spans[:end] if one.end > span.start]
        return found

    def all(self, unit: Unit) -> list[Span]:
        """Every span of a unit, in text order; segments the whole text."""
        return [span for block in range(len(self._starts)) for span in self._of_block(block, unit)]

    def _block_of(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)

    def _of_block(self, block: int, unit: Unit) -> tuple[Span, ...]:
        spans = self._known.get((block, unit))
        if spans is None:
            if len(self._known) >= KEPT * 6:
                self._known.clear()
            start = self._starts[block]
            end = self._starts[block + 1] if block + 1 < len(self._starts) else len(self.text)
            part = self.text[start:end]
            found = _FINDERS[unit](part, self._is_hard_wrapped)
            spans = tuple(sorted(Span(one.start + start, one.end + start) for one in found))
            self._known[block, unit] = spans
        return spans


def _paragraphs(text: str, is_hard_wrapped: bool) -> list[Span]:
    return lines.paragraphs(text, is_hard_wrapped=is_hard_wrapped)


def _sentences(text: str, is_hard_wrapped: bool) -> list[Span]:
    return [span for paragraph in _paragraphs(text, is_hard_wrapped) for span in sentences.of(text, paragraph)]


def _quotes(text: str, is_hard_wrapped: bool) -> list[Span]:
    return quotes.of(text, _paragraphs(text, is_hard_wrapped))


def _words(text: str, is_hard_wrapped: bool) -> list[Span]:
    del is_hard_wrapped
    return words.of(text)


def _names(text: str, is_hard_wrapped: bool) -> list[Span]:
    return names.of(text, _sentences(text, is_hard_wrapped))


def _numbers(text: str, is_hard_wrapped: bool) -> list[Span]:
    del is_hard_wrapped
    return words.numbers(text)


_FINDERS: dict[Unit, Callable[[str, bool], list[Span]]] = {
    "word": _words,
    "sentence": _sentences,
    "paragraph": _paragraphs,
    "quote": _quotes,
    "name": _names,
    "number": _numbers,
}
