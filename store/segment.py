"""Segments: the words, sentences, paragraphs, quotations, names and numbers of a text, as spans, found where one looks.

A text is cut into blocks of whole lines, and a longer line at seams, see `store.segmentation.seams`. The first look
between two cuts segments what is there, so a text of any length costs what is looked at. Paragraphs are
never cut. The rules are in `store.segmentation`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import Literal

from store.segmentation import lines, names, quotes, seams, sentences, words
from store.span import Span

Unit = Literal["word", "sentence", "paragraph", "quote", "name", "number"]
"""What a text can be taken apart into."""
BLOCK = 16_384
"""About how many code points of short lines are segmented at once."""
PIECES = 4
"""Into how many pieces so many code points of a long line are cut."""
KEPT = 100_000
"""How many spans are remembered: some 15 MB."""


class Segments:
    """The units of one text. Spans of a unit are sorted; only quotations nest. Look-ups cost O(log n) in a block."""

    def __init__(self, text: str, lines_at: Sequence[int], piece: int, is_hard_wrapped: bool) -> None:
        """Use `Segments.of`."""
        self.text = text
        """The text that all spans count in."""
        self.segmented = 0
        """How many code points have been segmented so far, once for each unit: a measure of work."""
        self._is_hard_wrapped = is_hard_wrapped
        self._whole = _Cut(text, lines_at)
        self._cut = _Cut(text, lines_at, piece, is_hard_wrapped)
        self._known: dict[tuple[int, Unit], Sequence[Span]] = {}
        self._kept = 0

    @classmethod
    def of(cls, text: str, block: int = BLOCK) -> "Segments":
        """The segments of a text; costs one search per block until somebody looks."""
        is_hard_wrapped = lines.is_hard_wrapped(text[: 4 * BLOCK])
        starts = lines.block_starts(text, block, blank_line=is_hard_wrapped)
        return cls(text, starts, max(1, block // PIECES), is_hard_wrapped)

    def at(self, unit: Unit, offset: int) -> Span | None:
        """The span of a unit that holds an offset, the shortest if several do; None when none does."""
        return min(self.over(unit, Span(offset, offset + 1)), key=lambda span: span.length, default=None)

    def next(self, unit: Unit, offset: int) -> Span | None:
        """The first span of a unit that starts after an offset, None when there is none."""
        cut = self._cut_for(unit)
        for block in range(cut.block_of(offset), len(cut)):
            spans, start = self._of_block(block, unit), cut.start_of(block)
            at = bisect_left(spans, (offset + 1 - start,))
            if at < len(spans):
                return _moved(spans[at], start)
        return None

    def previous(self, unit: Unit, offset: int) -> Span | None:
        """The last span of a unit that starts before an offset, None when there is none."""
        cut = self._cut_for(unit)
        for block in range(cut.block_of(offset), -1, -1):
            spans, start = self._of_block(block, unit), cut.start_of(block)
            at = bisect_left(spans, (offset - start,))
            if at:
                return _moved(spans[at - 1], start)
        return None

    def over(self, unit: Unit, span: Span) -> list[Span]:
        """The spans of a unit that share a code point with `span`, in text order."""
        found: list[Span] = []
        cut = self._cut_for(unit)
        for block in range(cut.block_of(span.start), cut.block_of(max(span.start, span.end - 1)) + 1):
            spans, start = self._of_block(block, unit), cut.start_of(block)
            first, last = span.start - start, bisect_left(spans, (span.end - start,))
            # all but quotations lie one after the other
            begin = 0 if unit == "quote" else max(0, bisect_right(spans, (first,)) - 1)
            found += [_moved(one, start) for one in spans[begin:last] if one.end > first]
        return found

    def all(self, unit: Unit) -> list[Span]:
        """Every span of a unit, in text order; segments the whole text."""
        return self.over(unit, Span(0, max(1, len(self.text))))

    def _cut_for(self, unit: Unit) -> "_Cut":
        return self._whole if unit == "paragraph" else self._cut

    def _of_block(self, block: int, unit: Unit) -> Sequence[Span]:
        """The spans of a block, counted from its start."""
        spans = self._known.get((block, unit))
        if spans is None:
            spans = self._known[block, unit] = self._found(block, unit)
            self._kept += len(spans)
            while self._kept > KEPT and len(self._known) > 1:
                self._kept -= len(self._known.pop(next(iter(self._known))))  # the oldest
        return spans

    def _found(self, block: int, unit: Unit) -> Sequence[Span]:
        cut = self._cut_for(unit)
        start, end = cut.start_of(block), cut.end_of(block)
        part = self.text[start:end]
        self.segmented += len(part)
        if unit == "word":
            torn = words.rest(part) if cut.tears(start) else []
            return torn + words.of(part)
        if unit == "name":
            sentences_of = _sentences(part, self._is_hard_wrapped)
            return names.of(part, sentences_of, self._of_block(block, "word"))
        if unit == "quote":
            is_ended = len(lines.LINE_END.findall(part, len(part.rstrip()))) > self._is_hard_wrapped
            after = self.text[end : end + quotes.LONGEST].lstrip()[:1] if is_ended else ""
            return quotes.of(part, _paragraphs(part, self._is_hard_wrapped), after)
        return _FINDERS[unit](part, self._is_hard_wrapped)


class _Cut:
    """Where the blocks of a text start: at the given ends of lines, and at seams in what is longer than two blocks.

    Seams lie in the reach of places that are `piece` apart, and are looked for when they are wanted.
    """

    def __init__(self, text: str, lines_at: Sequence[int], piece: int = 0, is_hard_wrapped: bool = False) -> None:
        self._text, self._piece, self._is_hard_wrapped = text, piece, is_hard_wrapped
        self._places: list[int] = []
        self._seams: dict[int, int] = {}  # place -> seam; the place of a line's end is none
        self._is_line = frozenset(lines_at)
        for start, end in zip(lines_at, [*lines_at[1:], len(text)], strict=True):
            self._places.append(start)
            if piece and end - start > 2 * PIECES * piece:
                self._places += range(start + piece, end - piece, piece)

    def __len__(self) -> int:
        return len(self._places)

    def start_of(self, block: int) -> int:
        """The offset at which a block starts."""
        place = self._places[block]
        if place in self._is_line:
            return place
        found = self._seams.get(place)
        if found is None:
            found = seams.seam(self._text, place, self._piece, is_hard_wrapped=self._is_hard_wrapped)
            self._seams[place] = found
        return found

    def end_of(self, block: int) -> int:
        """The offset after a block's last code point."""
        return self.start_of(block + 1) if block + 1 < len(self._places) else len(self._text)

    def block_of(self, offset: int) -> int:
        """The block that holds an offset; the last one from the text's end on."""
        block = max(0, bisect_right(self._places, offset) - 1)
        return block - (offset < self.start_of(block))

    def tears(self, start: int) -> bool:
        """Whether a block starts in a word."""
        return start not in self._is_line and seams.tears_word(self._text, start)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _paragraphs(text: str, is_hard_wrapped: bool) -> list[Span]:
    return lines.paragraphs(text, is_hard_wrapped=is_hard_wrapped)


def _sentences(text: str, is_hard_wrapped: bool) -> list[Span]:
    return [span for paragraph in _paragraphs(text, is_hard_wrapped) for span in sentences.of(text, paragraph)]


def _numbers(text: str, is_hard_wrapped: bool) -> list[Span]:
    del is_hard_wrapped
    return words.numbers(text)


_FINDERS: dict[Unit, Callable[[str, bool], list[Span]]] = {
    "sentence": _sentences,
    "paragraph": _paragraphs,
    "number": _numbers,
}
