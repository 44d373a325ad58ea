"""Blocks: the stretches of a text that are segmented at once, where they start, and the units of those looked at.

A block is some paragraphs: what a key asks of the screen costs what is on it. A name hangs on what the text says
elsewhere; that is looked for in the stretch of many blocks round it, by `nearby`.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence

from store.segmentation import lines, names, quotes, ranges, seams, sentences, words
from store.segmentation.nearby import Nearby
from store.segmentation.units import BLOCK, Unit
from store.span import Span

PIECES, PARTS = 4, 32
"""Into how many pieces so many code points of a long line are cut; into how many parts those of shorter ones."""
STRETCHES = 8
"""Of how many stretches it is remembered what names hang on: some 3 MB."""
KEPT = 100_000
"""How many spans are remembered: some 15 MB."""


class Blocks:
    """What is known about the units of a text, block by block."""

    def __init__(self, text: str, size: int) -> None:
        """Cut a text into stretches of whole lines, each about `size` code points long, and longer lines into pieces.

        The stretches are cut into blocks, of whole lines, too.
        """
        self.text = text
        """The text that all spans count in."""
        self.segmented = 0
        """How many code points have been segmented so far, once for each unit: a measure of work."""
        self._is_hard_wrapped = lines.is_hard_wrapped(text[: 4 * BLOCK])
        starts = lines.block_starts(text, size, blank_line=self._is_hard_wrapped)
        self._whole = Cut(text, starts)
        self._cut = Cut(text, starts, size, self._is_hard_wrapped)
        self._near: dict[int, Nearby] = {}
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
            return self._names(block, Span(start, end))
        if unit == "quote":
            is_ended = len(lines.LINE_END.findall(part, len(part.rstrip()))) > self._is_hard_wrapped
            after = self.text[end : end + quotes.LONGEST].lstrip()[:1] if is_ended else ""
            return quotes.of(part, _paragraphs(part, self._is_hard_wrapped), after)
        return _FINDERS[unit](part, self._is_hard_wrapped)

    def _names(self, block: int, place: Span) -> Sequence[Span]:
        stretch, part = self._cut.stretch_of(block), place.of(self.text)
        if stretch is None:  # a piece of a long line is judged by itself
            found = _sentences(part, self._is_hard_wrapped)
            return names.of(part, found, self.of_block(block, "word"), is_hard_wrapped=self._is_hard_wrapped)
        start, end = stretch
        near = self._near.get(start)
        if near is None:
            near = self._near[start] = Nearby(self.text[start:end], is_hard_wrapped=self._is_hard_wrapped)
            while len(self._near) > STRETCHES:
                del self._near[next(iter(self._near))]  # the oldest
        before, by = near.studied, place.start - start
        spans = near.names(Span(by, place.end - start))
        self.segmented += max(0, near.studied - before - place.length)
        return [Span(span.start - by, span.end - by) for span in spans]


class Cut:
    """Where the blocks of a text start: at ends of lines, and at seams in stretches that are longer than two.

    Both are looked for when they are wanted, from places on that are some way apart. A block is empty where no line
    ends before the next place.
    """

    def __init__(self, text: str, stretches: Sequence[int], size: int = 0, is_hard_wrapped: bool = False) -> None:
        """Cut a text.

        Args:
            text: the text.
            stretches: where the stretches of whole lines start.
            size: how long these are, about; with 0 they are not cut.
            is_hard_wrapped: whether paragraphs go on over line ends.
        """
        self._text, self._piece, self._is_hard_wrapped = text, max(1, size // PIECES), is_hard_wrapped
        self._places: list[int] = []
        self._found: dict[int, int] = {}  # place -> where the block starts; a stretch does where its place is
        self._stretches = stretches
        self._is_long: set[int] = set()
        part = max(1, size // PARTS)
        for start, end in zip(stretches, [*stretches[1:], len(text)], strict=True):
            self._places.append(start)
            if size and end - start > 2 * PIECES * self._piece:
                self._is_long.add(start)
                self._places += range(start + self._piece, end - self._piece, self._piece)
            elif size:
                self._places += range(start + part, end, part)

    def __len__(self) -> int:
        return len(self._places)

    def start_of(self, block: int) -> int:
        """The offset at which a block starts."""
        place = self._places[block]
        found = self._found.get(place)
        if found is None:
            found = self._found[place] = self._start(place)
        return found

    def stretch_of(self, block: int) -> Span | None:
        """The stretch that a block is in; None when the block is a piece of a long line."""
        number = bisect_right(self._stretches, self._places[block]) - 1
        start = self._stretches[number]
        return None if start in self._is_long else Span(start, self._end_of_stretch(number))

    def _end_of_stretch(self, number: int) -> int:
        return self._stretches[number + 1] if number + 1 < len(self._stretches) else len(self._text)

    def _start(self, place: int) -> int:
        number = bisect_right(self._stretches, place) - 1
        start = self._stretches[number]
        if place == start:
            return place
        if start in self._is_long:
            return seams.seam(self._text, place, self._piece, is_hard_wrapped=self._is_hard_wrapped)
        end = self._end_of_stretch(number)
        line = lines.paragraph_end(self._is_hard_wrapped).search(self._text, place, end)
        return line.end() if line else end

    def end_of(self, block: int) -> int:
        """The offset after a block's last code point."""
        return self.start_of(block + 1) if block + 1 < len(self._places) else len(self._text)

    def block_of(self, offset: int) -> int:
        """The block that holds an offset; the last one from the text's end on."""
        block = max(0, bisect_right(self._places, offset) - 1)
        while offset < self.start_of(block):
            block -= 1
        return block

    def tears(self, start: int) -> bool:
        """Whether a block starts in a word."""
        return start > 0 and bool(self._is_long) and seams.tears_word(self._text, start)


def _paragraphs(text: str, is_hard_wrapped: bool) -> list[Span]:
    return lines.paragraphs(text, is_hard_wrapped=is_hard_wrapped)


def _sentences(text: str, is_hard_wrapped: bool) -> list[Span]:
    return [span for paragraph in _paragraphs(text, is_hard_wrapped) for span in sentences.of(text, paragraph)]


def _numbers(text: str, is_hard_wrapped: bool) -> list[Span]:
    return ranges.of(text, is_hard_wrapped=is_hard_wrapped)


_FINDERS: dict[Unit, Callable[[str, bool], list[Span]]] = {
    "sentence": _sentences,
    "paragraph": _paragraphs,
    "number": _numbers,
}
