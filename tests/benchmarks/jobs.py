"""What a second process gains: all passages of a project by one process and by two, and the same links."""

import resource
import time
from collections.abc import Iterator
from pathlib import Path

from store.corpus import scan
from store.matching.engines import engine
from store.matching.jobs import Corpus, link_articles
from store.matching.sharing import Shared
from tests.benchmarks.figures import Figure
from tests.benchmarks.newsroom import write_articles

ARTICLES, TAKEN = 1_000, 4
"""How many are made, and that each fourth is compared: fourteen have the same quotation then."""
GAIN = 1.7
"""Goal: two processes on two calm processors beside one."""


def figures(folder: Path) -> Iterator[tuple[str, list[Figure]]]:
    """One group."""
    write_articles(folder, ARTICLES)
    yield f"all passages of {ARTICLES // TAKEN:,} articles", list(_compared(folder))


def _compared(root: Path) -> Iterator[Figure]:
    alone, wall, _ = _linked(root, 1)
    found, shared_wall, own = _linked(root, 2)
    yield Figure("passages", len(alone))
    yield Figure("two processes, times as fast as one", wall / shared_wall, "", GAIN, is_least=True)
    yield Figure("what waits for the one that started them", own * 100 / shared_wall, "%")
    yield Figure("links that are not the same", len(set(alone) ^ set(found)) + (alone != found), "", 0)


def _linked(root: Path, jobs: int) -> tuple[list[Shared], float, float]:
    """The passages, the seconds that they took once all processes were awake, and the processor time of this one."""
    paths = [(entry.path, entry.file) for entry in scan(root)[::TAKEN]]
    with engine(jobs) as pmap:
        list(pmap(len, [[1]] * 2 * jobs))
        begun, spent = time.perf_counter(), _own()
        found = list(link_articles(Corpus(root), paths, pmap))
        return found, time.perf_counter() - begun, _own() - spent


def _own() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
