"""Abroad: the passages that one article shares with any other article of its project, the likeliest articles first.

A pair with a very long article is compared in a process of its own and comes last: in a thread it would take the turn
from the keys.
"""

from collections.abc import Collection, Generator, Iterator, Sequence
from functools import partial

from store.article import Article
from store.errors import RefusedError
from store.matching.afar import Afar
from store.matching.company import sample, weights_of
from store.matching.digest import digest
from store.matching.index import Index
from store.matching.sharing import Shared, Sharing
from store.matching.sidecar import Sidecar
from store.matching.texts import Texts
from store.matching.weights import Weights

MOST = 1_000
"""Articles that are compared, those that share most pairs of words."""
LONG = 50_000
"""Code points of an article that is compared in a process of its own."""


def abroad(
    article: Article, index: Index, texts: Texts, kinds: Collection[str]
) -> Generator[tuple[Shared, Article] | None, None, None]:
    """The passages, each with the other article; None now and then, so that a search can be left there.

    The index says which articles may share something; while there is none all are read. May be asked in any thread.

    Args:
        article: the one whose passages are looked for.
        index: of the project.
        texts: of the project.
        kinds: the kinds that are wanted, see `Shared.kind`.
    """
    weights = weights_of(texts.of(sample(tuple(texts.paths))))
    sharing, later = Sharing(weights), list[str]()
    yield None
    for path in _candidates(article, index, texts):
        other = texts.article(path) if path != article.path else None
        if other is not None and max(len(article.text), len(other.text)) > LONG:
            later.append(path)
        elif other is not None:
            found = sharing.between(article, [other])
            yield from ((one, other) for one in found if one.kind in kinds)
        yield None
    if later:
        yield from _beside(article, later, texts, weights, kinds)


def _beside(
    article: Article, paths: Sequence[str], texts: Texts, weights: Weights, kinds: Collection[str]
) -> Iterator[tuple[Shared, Article] | None]:
    """The same for pairs with a very long article, by a process.

    Raises:
        RefusedError: the process has ended.
    """
    afar = Afar(weights, texts.bystanders)
    try:
        for other in texts.of(paths):
            for found in afar.pair(article, other):
                if found is None:
                    yield None
                else:
                    yield from ((one, other) for one in found if one.kind in kinds)
    except EOFError as error:
        message = "the very long articles were not compared: the process that does it has ended"
        raise RefusedError(message) from error
    finally:
        afar.end()


def _candidates(article: Article, index: Index, texts: Texts) -> tuple[str, ...]:
    if index.is_empty:
        return tuple(texts.paths)
    pairs = digest(article.text).pairs
    shared = index.ask(partial(Sidecar.sharing, pairs=pairs, least=0.0), list[tuple[int, int]]())
    ids = [id_ for id_, _ in shared[:MOST]]
    paths = index.ask(partial(Sidecar.paths, ids=ids), dict[int, str]())
    return tuple(paths[id_] for id_ in ids if id_ in paths)
