"""Nearby: the names of single paragraphs, as they are in the stretch of text that these are in.

What `names.of` finds out about all words of a stretch, so as to judge a few, is asked here word by word: only the
paragraphs that have the word in question are looked at. The names are the same.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from store.segmentation import lines, names, naming, sentences, words
from store.segmentation.names import Page
from store.segmentation.naming import Run
from store.span import Span


class Asked(dict[str, bool]):
    """A set of words that is asked about one after the other, and remembers what was answered."""

    def __init__(self, answer: Callable[[str], bool]) -> None:
        super().__init__()
        self._answer = answer

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self[word]

    def __missing__(self, word: str) -> bool:
        self[word] = answer = self._answer(word)
        return answer


class Nearby:
    """A stretch of text of whose paragraphs some are looked at."""

    def __init__(self, text: str, *, is_hard_wrapped: bool) -> None:
        """Take a stretch; nothing is looked at yet."""
        self.text, self.is_hard_wrapped = text, is_hard_wrapped
        self.studied = 0
        """How many code points of it have been looked at: a measure of work."""
        self.inside, self.folded = Asked(self._is_inside), Asked(self._is_folded)
        self.last_words, self.surnames = Asked(self._is_last_word), Asked(self._is_surname)
        self.tails = Asked(self._is_tail)
        self._known: dict[int, Paragraph] = {}

    def names(self, place: Span) -> list[Span]:
        """The names of the paragraphs that begin in a place, in order."""
        first, last = (bisect_left(self._starts, at) for at in place)
        ends = self._bounds[1]
        numbers = (number for number in range(first, last) if self._starts[number] < ends[number])
        return [span for number in numbers for span in self._paragraph(number).names]

    @cached_property
    def has_kana(self) -> bool:
        """Whether runs of Han and Katakana may be names."""
        return not self.text.isascii() and names.KANA.search(self.text) is not None

    @cached_property
    def _bounds(self) -> tuple[Sequence[int], Sequence[int]]:
        """Where paragraphs start and end, some with blanks round them, and empty ones among them."""
        if not self.is_hard_wrapped:
            return lines.bounds(self.text)
        found = lines.paragraphs(self.text, is_hard_wrapped=True)
        return [span.start for span in found], [span.end for span in found]

    @property
    def _starts(self) -> Sequence[int]:
        return self._bounds[0]

    @cached_property
    def _lower(self) -> str:
        """The text without capitals, in the same places; empty where it has other lengths so."""
        lower = self.text.casefold()
        return lower if len(lower) == len(self.text) else ""

    def _paragraph(self, number: int) -> "Paragraph":
        found = self._known.get(number)
        if found is None:
            found = self._known[number] = Paragraph(self, self._span(number))
            self.studied += found.span.length
        return found

    def _span(self, number: int) -> Span:
        start, end = self._starts[number], self._bounds[1][number]
        return lines.trimmed(self.text, start, end) or Span(start, start)

    def _with(self, word: str) -> "Iterator[Paragraph]":
        """The paragraphs in which a word, or the beginning of one, does not open a sentence."""
        return (one for _, one in self._places(word, self.text))

    def _places(self, word: str, text: str) -> "Iterator[tuple[int, Paragraph]]":
        """The same with the places; `text` may be that without capitals, but there has to be one near by."""
        at = text.find(word)
        while at >= 0:
            if not _is_in_word(text, at) and (text is self.text or not self.text[at : at + 3].islower()):
                number = bisect_right(self._starts, at) - 1
                if number in self._known or not self._is_plainly_first(at, self._span(number)):
                    yield at, self._paragraph(number)
            at = text.find(word, at + 1)

    def _is_plainly_first(self, at: int, paragraph: Span) -> bool:
        """Whether it can be told from near by that a word opens a paragraph, a sentence or a quotation."""
        text, before = self.text, at
        if at and names.opens(text, at):
            return True
        while before > paragraph.start and not text[before - 1].isalnum():
            before -= 1
        if words.has_any(text, Span(before, at)):
            return False
        stop = sentences.CANDIDATE.search(text, before, at)
        is_first = before == paragraph.start or (stop is not None and sentences.cuts_at(text, stop, paragraph.end))
        return is_first and not sentences.dateline(text, paragraph)

    def _is_inside(self, word: str) -> bool:
        return any(one.has_capital(at, word) for at, one in self._places(word, self.text))

    def _is_folded(self, word: str) -> bool:
        if not self._lower:
            numbers = range(len(self._starts))
            return any(word == one.casefold() for number in numbers for one in self._paragraph(number).capitals)
        return any(one.has_capital(at, word, is_folded=True) for at, one in self._places(word, self._lower))

    def _is_last_word(self, word: str) -> bool:
        return any(word in naming.last_words(self.text, one.runs) for one in self._with(word))

    def _is_surname(self, word: str) -> bool:
        return any(word in naming.surnames(self.text, one.stripped) for one in self._with(word))

    def _is_tail(self, tail: str) -> bool:
        return any(tail in naming.tails(self.text, one.stripped) for one in self._with(tail))


class Paragraph:
    """What is known of a paragraph; each step is taken when it is asked for."""

    def __init__(self, nearby: Nearby, span: Span) -> None:
        """Look at the words and sentences of a paragraph."""
        text = nearby.text
        self.nearby, self.span = nearby, span
        self.words = words.within(text, span)
        """Its words."""
        found = sentences.of(text, span) if span.length else []
        self.page = Page(text, nearby.is_hard_wrapped, inside=nearby.inside, folded=nearby.folded)
        """What its capitals say."""
        self.page.look(found, self.words)
        self._ends = {sentence.end for sentence in found}

    def has_capital(self, at: int, word: str, *, is_folded: bool = False) -> bool:
        """Whether a word stands at an offset, and has a capital there that says something."""
        number, page = bisect_left(self.words, (at,)), self.page
        if number == len(self.words) or self.words[number].start != at or at in page.firsts or at in page.loud:
            return False
        there = self.words[number].of(page.text)
        return (there.casefold() if is_folded else there) == word and page.is_capitalised(self.words[number])

    @cached_property
    def capitals(self) -> set[str]:
        """The words with a capital that says something."""
        return self.page.capitals(self.words)

    @cached_property
    def runs(self) -> list[Run]:
        """Its runs of capitalised words."""
        return names.runs_of(self.page, self.words)

    @cached_property
    def stripped(self) -> list[Run]:
        """The words of what may be its names."""
        joined = self.page.joined(self.runs, self.nearby.last_words)
        return naming.stripped(self.page.text, joined, self.page.firsts, self.page.inside)

    @cached_property
    def names(self) -> list[Span]:
        """Its names, in order."""
        near, text = self.nearby, self.page.text
        found = naming.named(text, self.stripped, near.surnames, near.tails, self._ends)
        return sorted([*found, *names.japanese(text, found, self.span)]) if near.has_kana else found


def _is_in_word(text: str, at: int) -> bool:
    """Whether letters of the simplest kind stand on both sides of an offset: no word begins there."""
    pair = text[at - 1 : at + 1] if at else ""
    return pair.isascii() and pair.isalnum() and pair[1].isalpha()
