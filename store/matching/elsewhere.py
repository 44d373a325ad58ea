"""Elsewhere: where else in a project a passage was said, word for word or edited, and what the edits are.

Articles that share fingerprints with the passage are candidates, a page at a time and the likeliest first; each is read
and the passage looked for in it by rapidfuzz's partial ratio, so that what is shown has been verified on the text.
"""

from collections.abc import Iterator
from functools import cached_property, partial

from store.article import Article
from store.classes import dataclass
from store.matching.digest import folded
from store.matching.index import Index
from store.matching.search import occurrences
from store.matching.shingles import pairs
from store.matching.sidecar import Sidecar, phrase
from store.matching.texts import Hit, Texts, hit
from store.matching.tokens import STOP, key
from store.matching.wording import Edit, wording, words_of
from store.segmentation import words
from store.span import Span

LEAST_SHARED = 0.12
"""The share of the passage's fingerprints that an article needs to be a candidate; at least two."""
LIKENESS = 62.0
"""The partial ratio, 0 to 100, from which on it is worth a look whether a place says the same."""
FEW = 3
"""A passage of fewer content words is looked for to the letter."""
LONGEST = 600
"""Code points of the longest passage that is looked for as a whole; of a longer one its middle."""
PAGE = 32
"""Candidates whose paths are asked for at a time."""
WIDER = 2
"""Words that are looked at more on both sides of a place that was found by its letters."""


@dataclass(frozen=True, slots=True)
class Said:
    """Another place where a passage was said."""

    hit: Hit
    edits: tuple[Edit, ...]
    """In text order, from the first word that both have to the last."""
    likeness: float
    """0 to 100; 100 is word for word."""
    published: str = ""
    """The article's date, empty when it is not known."""


class Elsewhere:
    """A passage of an article, and where else it was said."""

    def __init__(self, index: Index, texts: Texts, article: Article, span: Span) -> None:
        """Nothing is looked for before somebody asks."""
        self._index, self._texts, self._article, self._span = index, texts, article, span
        self._wanted = span.of(article.text)
        surfaces = words.surfaces(self._wanted)
        self._words = tuple(map(folded, surfaces))
        self._pairs = pairs(surfaces)
        content = sum(key(word) not in STOP for word in surfaces)
        self._is_short = content < FEW
        middle = max(0, (len(self._wanted) - LONGEST) // 2)
        self._letters = lowered(self._wanted[middle : middle + LONGEST])
        self._own = words_of(self._wanted)

    def again(self) -> "Elsewhere":
        """The same passage, to be looked for anew: the index may know more by now."""
        return Elsewhere(self._index, self._texts, self._article, self._span)

    @cached_property
    def candidates(self) -> tuple[int, ...]:
        """The ids of the articles that may say it, the likeliest first; not more of them do."""
        if not self._words:
            return ()
        if self._is_short:
            question = partial(Sidecar.holding, wanted=phrase(self._words))
            return tuple(self._index.ask(question, list[int]()))
        shared = self._index.ask(
            partial(Sidecar.sharing, pairs=self._pairs, least=LEAST_SHARED), list[tuple[int, int]]()
        )
        return tuple(id_ for id_, _ in shared)

    def found(self) -> Iterator[Said | None]:
        """The other places, one of each article; there may be thousands: ask for as many as can be shown.

        While there is no index every article is looked at. None for an article that says something else, so that a
        search can be left there.
        """
        for path in self._paths():
            for article in self._texts.of([path]):
                found = tuple(self._in(article))
                yield from found or (None,)

    def _paths(self) -> Iterator[str]:
        if self._index.is_empty and self._words:
            yield from self._texts.paths
            return
        for at in range(0, len(self.candidates), PAGE):
            ids = self.candidates[at : at + PAGE]
            paths = self._index.ask(partial(Sidecar.paths, ids=ids), dict[int, str]())
            yield from (paths[id_] for id_ in ids if id_ in paths)

    def _in(self, article: Article) -> Iterator[Said]:
        own = article.path == self._article.path
        if self._is_short:
            for span in occurrences(article.text, self._wanted):
                if not (own and span.overlaps(self._span)):
                    same = (Edit("same", self._wanted, span.of(article.text)),)
                    yield Said(hit(article, span), same, 100.0, article.published)
                    return
        elif own:
            yield from self._in_part(article, Span(0, self._span.start))
            yield from self._in_part(article, Span(self._span.end, len(article.text)))
        else:
            yield from self._in_part(article, Span(0, len(article.text)))

    def _in_part(self, article: Article, part: Span) -> Iterator[Said]:
        """The best place in a part of an article, if it is good enough."""
        from rapidfuzz import fuzz  # noqa: PLC0415 - 10 ms, for this search only

        text = lowered(part.of(article.text))
        if 2 * len(text) < len(self._letters):
            return
        found = fuzz.partial_ratio_alignment(self._letters, text, score_cutoff=LIKENESS)
        if found is None or found.dest_end <= found.dest_start:
            return
        room = len(self._wanted) - len(self._letters)  # where only its middle was looked for
        start, end = part.start + found.dest_start - room, part.start + found.dest_end + room
        around = _widened(article.text, Span(max(part.start, start), min(part.end, end)), part)
        if said := wording(self._wanted, self._own, article.text, around):
            yield Said(hit(article, said.span), said.edits, said.likeness, article.published)


def _widened(text: str, around: Span, part: Span) -> Span:
    """A stretch widened to whole words and by two words more, inside a part of the text."""
    start, end = around
    for _ in range(1 + WIDER):
        while start > part.start and not text[start - 1].isspace():
            start -= 1
        while end < part.end and not text[end].isspace():
            end += 1
        start -= start > part.start and text[start - 1] in " \u00a0"
        end += end < part.end and text[end] in " \u00a0"
    return Span(start, end)


def lowered(text: str) -> str:
    """A text in small letters, offset by offset."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
