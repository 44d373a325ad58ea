"""Abroad: the passages that one article shares with any other article of its project, the likeliest articles first."""

from collections.abc import Collection, Iterator
from functools import partial

from store.article import Article
from store.matching.company import LONGEST, sample, weights_of
from store.matching.digest import digest
from store.matching.index import Index
from store.matching.sharing import Shared, Sharing
from store.matching.sidecar import Sidecar
from store.matching.texts import Texts

MOST = 1_000
"""Articles that are compared, those that share most pairs of words."""


def abroad(
    article: Article, index: Index, texts: Texts, kinds: Collection[str]
) -> Iterator[tuple[Shared, Article] | None]:
    """The passages, each with the other article; None now and then, so that a search can be left there.

    The index says which articles may share something; while there is none all are read. May be asked in any thread.

    Args:
        article: the one whose passages are looked for.
        index: of the project.
        texts: of the project.
        kinds: the kinds that are wanted, see `Shared.kind`.
    """
    sharing = Sharing(weights_of(texts.of(sample(tuple(texts.paths)))))
    yield None
    for path in _candidates(article, index, texts):
        other = texts.article(path) if path != article.path else None
        if other is None or len(other.text) > LONGEST:
            yield None
            continue
        found = [one for one in sharing.between(article, [other]) if one.kind in kinds]
        yield from ((one, other) for one in found)
        yield None


def _candidates(article: Article, index: Index, texts: Texts) -> tuple[str, ...]:
    if index.is_empty:
        return tuple(texts.paths)
    pairs = digest(article.text).pairs
    shared = index.ask(partial(Sidecar.sharing, pairs=pairs, least=0.0), list[tuple[int, int]]())
    ids = [id_ for id_, _ in shared[:MOST]]
    paths = index.ask(partial(Sidecar.paths, ids=ids), dict[int, str]())
    return tuple(paths[id_] for id_ in ids if id_ in paths)
