"""Blocks: the stretches of a text that are segmented at once, where they start, and the units of those looked at."""

from bisect import bisect_right
from collections.abc import Callable, Sequence

from store.segmentation import figures, lines, names, quotes, seams, sentences, words
from store.segmentation.units import BLOCK, Unit
from store.span import Span

PIECES = 4
"""Into how many pieces so many code points of a long line are cut."""
KEPT = 100_000
"""How many spans are remembered: some 15 MB."""


class Blocks:
    """What is known about the units of a text, block by block."""

    def __init__(self, text: str, size: int) -> None:
        """Cut a text into blocks of whole lines, each about `size` code points long, and longer lines into pieces."""
        self.text = text
        """The text that all spans count in."""
        self.segmented = 0
        """How many code points have been segmented so far, once for each unit: a measure of work."""
        self._is_hard_wrapped = lines.is_hard_wrapped(text[: 4 * BLOCK])
        starts = lines.block_starts(text, size, blank_line=self._is_hard_wrapped)
        self._whole = Cut(text, starts)
        self._cut = Cut(text, starts, max(1, size // PIECES), self._is_hard_wrapped)
        self._known: dict[tuple[int, Unit], Sequence[Span]] = {}
        self.kept = 0
        """How many spans are remembered."""

    def cut_for(self, unit: Unit) -> "Cut":
        """Where the blocks start that a unit is looked for in; a paragraph is never cut."""
        return self._whole if unit == "paragraph" else self._cut

    def of_block(self, block: int, unit: Unit) -> Sequence[Span]:
        """The spans of a block, counted from its start."""
        spans = self._known.get((block, unit))
        if spans is None:
            spans = self._known[block, unit] = self._found(block, unit)
            self.kept += len(spans)
            while self.kept > KEPT and len(self._known) > 1:
                self.kept -= len(self._known.pop(next(iter(self._known))))  # the oldest
        return spans

    def _found(self, block: int, unit: Unit) -> Sequence[Span]:
        cut = self.cut_for(unit)
        start, end = cut.start_of(block), cut.end_of(block)
        part = self.text[start:end]
        self.segmented += len(part)
        if unit == "word":
            torn = words.rest(part) if cut.tears(start) else []
            return torn + words.of(part)
        if unit == "name":
            sentences_of = _sentences(part, self._is_hard_wrapped)
            return names.of(part, sentences_of, self.of_block(block, "word"), is_hard_wrapped=self._is_hard_wrapped)
        if unit == "quote":
            is_ended = len(lines.LINE_END.findall(part, len(part.rstrip()))) > self._is_hard_wrapped
            after = self.text[end : end + quotes.LONGEST].lstrip()[:1] if is_ended else ""
            return quotes.of(part, _paragraphs(part, self._is_hard_wrapped), after)
        return _FINDERS[unit](part, self._is_hard_wrapped)


class Cut:
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


def _paragraphs(text: str, is_hard_wrapped: bool) -> list[Span]:
    return lines.paragraphs(text, is_hard_wrapped=is_hard_wrapped)


def _sentences(text: str, is_hard_wrapped: bool) -> list[Span]:
    return [span for paragraph in _paragraphs(text, is_hard_wrapped) for span in sentences.of(text, paragraph)]


def _numbers(text: str, is_hard_wrapped: bool) -> list[Span]:
    return figures.of(text, is_hard_wrapped=is_hard_wrapped)


_FINDERS: dict[Unit, Callable[[str, bool], list[Span]]] = {
    "sentence": _sentences,
    "paragraph": _paragraphs,
    "number": _numbers,
}
