"""Mentioned: where articles that lie open mention a name: the very words, and other spellings, each with its reason."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from store.article import Article
from store.matching.names import find_names
from store.matching.spelling import Tier
from store.span import Span

LONGEST = 2_000_000
"""Code points of an article in which other spellings are looked for; a longer one would keep a processor for long."""
SLICE = 20_000
"""Code points, about, that are looked through at once: between two slices a search can be left."""
MOST = 100_000
"""Places with the very words that are looked at in an article."""
SAME = "the same words"
_LINE_END = re.compile(r"[\r\n]")


class Sighting(NamedTuple):
    """A place in an open article that may mean what was pointed at."""

    path: str
    span: Span
    form: str
    """As it is spelt, in NFC and without surplus blanks."""
    tier: Tier
    confidence: float = 1.0
    """0 to 1."""
    why: str = SAME
    """In words of the article, too: it has to be displayed as such."""
    is_exact: bool = True
    """Whether the very words stand there."""

    problem: str = ""
    """Why it cannot be tagged; always empty, for a refusal says so."""

    @property
    def hit(self) -> "Sighting":
        """Where it is: this has its path and span itself."""
        return self


def exactly(path: str, text: str, spans: Iterable[Span]) -> list[Sighting]:
    """Places of an article with the very words, in text order; they differ by white space at most."""
    found = list(spans)
    form = spelt(found[0].of(text)) if found else ""
    return [Sighting(path, span, form, "sure") for span in found]


def spelt(quote: str) -> str:
    """How some words are spelt: in NFC, without surplus blanks."""
    return unicodedata.normalize("NFC", " ".join(quote.split()))


def mentioned(
    articles: Iterable[Article], here: str, pattern: re.Pattern[str], names: Sequence[str]
) -> Iterator[Sighting | None]:
    """Where else articles mention a name, article by article; None now and then, so that a search can be left there.

    Args:
        articles: those that lie open.
        here: the path of the one whose very words are known already.
        pattern: the very words, see `same_words`.
        names: what the name is called otherwise; its other spellings are found by them.
    """
    for article in articles:
        if article.path == here and len(article.text) > LONGEST:
            continue
        found = (Span(*match.span()) for match in islice(pattern.finditer(article.text), MOST))
        exact = exactly(article.path, article.text, found)
        if article.path != here:
            yield from exact
        yield None
        if names and len(article.text) <= LONGEST:
            yield from _spelt_otherwise(article, names, [one.span for one in exact])


def _spelt_otherwise(article: Article, names: Sequence[str], known: Sequence[Span]) -> Iterator[Sighting | None]:
    at = 0
    for part in _slices(article.text):
        for mention in find_names(part.of(article.text), names):
            span = Span(mention.span.start + part.start, mention.span.end + part.start)
            while at < len(known) and known[at].end <= span.start:
                at += 1
            if at == len(known) or known[at].start >= span.end:
                form = spelt(span.of(article.text))
                yield Sighting(article.path, span, form, mention.tier, mention.confidence, mention.why, is_exact=False)
        yield None


def _slices(text: str) -> Iterator[Span]:
    """A text in parts that end where a line does, if one ends within reach."""
    start = 0
    while start < len(text):
        end = min(len(text), start + SLICE)
        ending = _LINE_END.search(text, end, end + SLICE)
        end = ending.end() if ending else min(len(text), end + SLICE) if end < len(text) else end
        yield Span(start, end)
        start = end
