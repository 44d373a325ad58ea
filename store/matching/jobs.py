"""Jobs: all passages that the articles of a project share, on one process, on several, or on other machines.

Two pure functions do the work, one for a batch of articles and one for a batch of pairs, and whatever engine is at hand
maps them: the plain `map`, a pool of processes, or a Dask cluster. Batches hold paths, never texts; each worker reads
the articles from the folder that all of them share. Every engine gives the same links in the same order.
"""

import pickle
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import combinations, pairwise
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

from store.article import Article
from store.classes import dataclass
from store.errors import ArticleError
from store.matching.sharing import Shared, Sharing
from store.matching.shingles import threes
from store.matching.tokens import key
from store.matching.weights import Weights
from store.readers.text import read_article
from store.segmentation import words

A_BATCH, PAIRS = 25, 100
"""Articles of a batch, and pairs of one: so few that no process waits long for the last of another."""
FEW = 60
"""So few articles are all compared with each other."""
LONGEST = 40
"""Articles that may have three words in a row in common; what is in more of them is furniture, and links nothing."""
PARTS = 64
"""How many parts the threes of all articles are sorted in, so that they need eight bytes each."""
IN_THREE = 0xFFFF_FFFF
"""The bits of the place of an article beside its three."""
LEAST = 2
"""Such threes that two articles have to share to be compared."""
Batch = TypeVar("Batch")
Made = TypeVar("Made")
Path2 = tuple[str, str]
"""The path of an article, and as it stands on the disk where that differs."""


class Pmap(Protocol):
    """What an engine does; see `engines`."""

    def __call__(self, function: Callable[[Batch], Made], batches: Sequence[Batch]) -> Iterable[Made]:
        """The results of a function on batches, in the order of the batches."""


class JobProgress(NamedTuple):
    """How far a job is."""

    what: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Corpus:
    """Where the articles are, for any worker."""

    root: Path
    encoding: str | None = None

    def article(self, path: Path2) -> Article | None:
        """An article, None when it cannot be read."""
        try:
            return read_article(self.root, path[0], self.encoding, path[1])
        except ArticleError:
            return None


class Counted(NamedTuple):
    """What is known of a batch of articles."""

    articles: int
    """How many could be read."""
    having: Counter[str]
    """Key -> how many of them have it."""
    threes: tuple["array[int]", ...]
    """`CRC-32 << 32 | place of the article` of its threes, in parts by the last bits of the CRC."""


def counted(corpus: Corpus, batch: tuple[int, Sequence[Path2]]) -> Counted:
    """What is to be known of some articles before any two are compared; the first one has the place in the batch."""
    having: Counter[str] = Counter()
    parts = tuple(array("Q") for _ in range(PARTS))
    articles = 0
    for place, path in enumerate(batch[1], batch[0]):
        if (article := corpus.article(path)) is None:
            continue
        articles += 1
        surfaces = words.surfaces(article.text)
        having.update({key(word) for word in set(surfaces)})
        for three in threes(surfaces):
            parts[three % PARTS].append(three << 32 | place)
    return Counted(articles, having, parts)


def compared(corpus: Corpus, packed: bytes, pairs: Sequence[tuple[Path2, Path2]]) -> list[Shared]:
    """The passages of some pairs, in their order.

    Args:
        corpus: where the articles are.
        packed: the weights, pickled once for all batches: of a large project they are a megabyte.
        pairs: the paths.
    """
    sharing = _sharing(packed)
    read: dict[Path2, Article | None] = {}
    found: list[Shared] = []
    for a, b in pairs:
        for path in (a, b):
            if path not in read:
                read[path] = corpus.article(path)
        one, other = read[a], read[b]
        if one is not None and other is not None:
            found += sharing.between(one, [other])
    return found


@lru_cache(1)
def _sharing(packed: bytes) -> Sharing:
    """In a worker: what compares by these weights, the same for all batches of a job; texts that return are known."""
    weights: Weights = pickle.loads(packed)  # noqa: S301 - from who started this worker
    return Sharing(weights)


def link_articles(
    corpus: Corpus, paths: Iterable[Path2], pmap: Pmap, hear: Callable[[JobProgress], object] = lambda _: None
) -> Iterator[Shared]:
    """The passages of all pairs of articles that may share any, by the paths of the pairs and place.

    Of up to sixty articles all pairs are compared; of more those that share two `threes` which few articles have.

    Args:
        corpus: where the articles are.
        paths: which ones.
        pmap: the engine.
        hear: is told how far it is.
    """
    every = sorted(paths)
    weights, pairs = _planned(corpus, every, pmap, hear)
    batches = _batches(pairs, PAIRS)
    for number, found in enumerate(pmap(partial(compared, corpus, pickle.dumps(weights)), batches), 1):
        hear(JobProgress("pairs", min(len(pairs), number * PAIRS), len(pairs)))
        yield from found


def _planned(
    corpus: Corpus, every: Sequence[Path2], pmap: Pmap, hear: Callable[[JobProgress], object]
) -> tuple[Weights, list[tuple[Path2, Path2]]]:
    """What words weigh, and which pairs are to be compared."""
    articles, having = 0, Counter[str]()
    parts = tuple(array("Q") for _ in range(PARTS))
    done = 0
    batches = [(at, every[at : at + A_BATCH]) for at in range(0, len(every), A_BATCH)]
    for batch in pmap(partial(counted, corpus), batches):
        articles += batch.articles
        having.update(batch.having)
        for part, more in zip(parts, batch.threes, strict=True):
            part.extend(more)
        done = min(len(every), done + A_BATCH)
        hear(JobProgress("articles", done, len(every)))
    weights = Weights(max(2, articles), {word: count for word, count in having.items() if count > 2})
    if len(every) <= FEW:
        return weights, list(combinations(every, 2))
    return weights, [(every[a], every[b]) for a, b in candidates(parts)]


def candidates(parts: Iterable["array[int]"]) -> list[tuple[int, int]]:
    """The pairs of articles that share at least two threes which few articles have, sorted."""
    together: Counter[tuple[int, int]] = Counter()
    for part in parts:
        for articles in _having(sorted(part)):
            if len(articles) <= LONGEST:
                together.update(combinations(articles, 2))
    return sorted(pair for pair, count in together.items() if count >= LEAST)


def _having(places: Sequence[int]) -> Iterator[list[int]]:
    """For each three of two articles or more, which articles these are; most threes are of one only."""
    found: list[int] = []
    for one, other in pairwise(places):
        if one ^ other <= IN_THREE:
            found.append(one & IN_THREE)
        elif found:
            yield [*found, one & IN_THREE]
            found = []
    if found:
        yield [*found, places[-1] & IN_THREE]


def _batches(values: Sequence[Batch], size: int) -> list[Sequence[Batch]]:
    return [values[at : at + size] for at in range(0, len(values), size)]
