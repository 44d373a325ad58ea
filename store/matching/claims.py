"""Claims: which sentences of other articles may say the same. Candidates with their reasons, never an assertion.

Sentences are compared by their words, each weighed by how rare it is (TF-IDF, the classic of Salton): pure Python over
an inverted index. A model of meanings can stand in for it, see `store.matching.meaning`.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from store.classes import dataclass
from store.matching.tokens import STOP, tokens
from store.segment import Segments
from store.segmentation.sentences import dateline
from store.span import Span

FEWEST_WORDS = 6
"""Words of a sentence that may be a candidate."""
CANDIDATES = 3
"""How many are offered."""
MOST_POSTINGS = 2_000
"""Sentences that have a word, from which on the word is too common to look for candidates by."""
DASHES = "—–-"
_KEPT_WORDS = 6
"""Shared words that are told, the rarest ones."""


class Sentence(NamedTuple):
    """A sentence of an article."""

    path: str
    span: Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may say the same as another."""

    sentence: Sentence
    score: float
    """0 to 1. Good for ranking only: no value of it means that two claims are the same."""
    words: tuple[str, ...]
    """Keys of shared words, the rarest first: the reason."""


Embed = Callable[[Sequence[str]], Sequence[Sequence[float]]]
"""What texts mean: a row of numbers for each."""


def claim_sentences(
    path: str, text: str, without: Collection[Span] = (), segments: Segments | None = None
) -> list[Sentence]:
    """The sentences of an article that may make claims: six words and more, no dateline, none of the furniture.

    Args:
        path: of the article.
        text: of the article.
        without: its furniture, sorted.
        segments: its segments, where somebody has them already.
    """
    segments = segments or Segments.of(text)
    found = segments.all("sentence")
    if without:
        found = [span for span in found if not any(span.overlaps(line) for line in without)]
    return [Sentence(path, span) for span in found if _has_words(span.of(text)) and not _is_dateline(text, span)]


def _is_dateline(text: str, sentence: Span) -> bool:
    """Whether it is only where a report is from, in place of a sentence."""
    return text[sentence.end - 1] in DASHES and bool(dateline(text, Span(sentence.start, sentence.end + 2)))


def _has_words(sentence: str) -> bool:
    return sentence.count(" ") >= FEWEST_WORDS - 1 or len(tokens(sentence)) >= FEWEST_WORDS


class Claims:
    """The sentences of some articles, ready to be compared."""

    def __init__(self, articles: Iterable[tuple[str, str, Sequence[Sentence]]]) -> None:
        """Count their words.

        Args:
            articles: path, text and sentences of each.
        """
        self.sentences: list[Sentence] = []
        """All sentences; they are named by their place in this list."""
        counts: list[Counter[str]] = []
        for _, text, found in articles:
            self.sentences += found
            counts += [_words(one.span.of(text)) for one in found]
        having = Counter(key for words in counts for key in words)
        self._rarity = {key: math.log((1 + len(counts)) / (1 + count)) + 1 for key, count in having.items()}
        self._vectors = [self._vector(words) for words in counts]
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, vector in enumerate(self._vectors):
            for key, weight in vector.items():
                self._postings[key].append((number, weight))
        self._number = {one: number for number, one in enumerate(self.sentences)}
        self.looked_at = 0
        """How many sentences have been scored so far: a measure of work."""

    def near(self, sentence: Sentence, most: int = CANDIDATES, paths: Collection[str] | None = None) -> list[Candidate]:
        """The sentences of other articles most like one of ours, the likest first.

        Args:
            sentence: one of `sentences`.
            most: how many at most.
            paths: the articles to look in; all others without.
        """
        number = self._number[sentence]
        return self._ranked(self._vectors[number], sentence.path, most, paths)

    def like(
        self, text: str, path: str = "", most: int = CANDIDATES, paths: Collection[str] | None = None
    ) -> list[Candidate]:
        """The sentences most like any words, for example like a tagged part of a sentence; none of article `path`."""
        return self._ranked(self._vector(_words(text)), path, most, paths)

    def _ranked(self, vector: dict[str, float], path: str, most: int, paths: Collection[str] | None) -> list[Candidate]:
        scores: dict[int, float] = defaultdict(float)
        for key, weight in vector.items():
            postings = self._postings.get(key, ())
            if len(postings) <= MOST_POSTINGS:
                for number, other in postings:
                    scores[number] += weight * other
        self.looked_at += len(scores)
        others = (
            (score, number)
            for number, score in scores.items()
            if (there := self.sentences[number].path) != path and (paths is None or there in paths)
        )
        best = sorted(others, key=lambda one: (-one[0], one[1]))[:most]
        return [
            Candidate(self.sentences[number], min(1.0, score), self._shared(vector, number)) for score, number in best
        ]

    def _shared(self, vector: dict[str, float], number: int) -> tuple[str, ...]:
        both = vector.keys() & self._vectors[number].keys()
        return tuple(sorted(both, key=lambda key: (-self._rarity[key], key))[:_KEPT_WORDS])

    def _vector(self, words: Counter[str]) -> dict[str, float]:
        """The weights of some words, as a row of length 1."""
        rare = math.log(1 + len(self.sentences)) + 1
        row = {key: (1 + math.log(count)) * self._rarity.get(key, rare) for key, count in words.items()}
        length = math.sqrt(sum(weight * weight for weight in row.values())) or 1.0
        return {key: weight / length for key, weight in row.items()}


def _words(text: str) -> Counter[str]:
    return Counter(token.key for token in tokens(text) if token.key not in STOP)
