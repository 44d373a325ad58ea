"""What a second process gains: all passages of a project by one process and by two, beside what two can gain here."""

import resource
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median

from store.corpus import scan
from store.matching.engines import engine
from store.matching.jobs import Batch, Corpus, JobProgress, Made, Pmap, link_articles
from store.matching.sharing import Shared
from tests.benchmarks.figures import Figure
from tests.benchmarks.newsroom import write_articles

ARTICLES, TAKEN = 1_000, 4
"""How many are made, and that each fourth is compared: fourteen have the same quotation then."""
GAIN = 1.7
"""Goal: two processes on two calm processors beside one."""
OF_CEILING = 0.9
"""Goal: how much of what two processes can gain on this machine at this moment."""
ROUNDS = 3
BURNS, TURNS = 16, 150_000
"""Pieces of work that share nothing, read nothing and give back a number, and how long one is."""


def figures(folder: Path) -> Iterator[tuple[str, list[Figure]]]:
    """One group."""
    write_articles(folder, ARTICLES)
    yield f"all passages of {ARTICLES // TAKEN:,} articles", list(_compared(folder))


def _compared(root: Path) -> Iterator[Figure]:
    """One after the other and again, so that all meet the same load: one, two, and a plain loop by one and by two."""
    gains, ceilings, owns, pauses = [], [], [], []
    alone: list[Shared] = []
    others = 0
    with engine(1) as one, engine(2) as two:
        _linked(root, two)  # both processes have loaded what they need
        for _ in range(ROUNDS):
            alone, wall, _, _ = _linked(root, one)
            found, shared_wall, own, pause = _linked(root, two)
            gains.append(wall / shared_wall)
            ceilings.append(_burnt(one) / _burnt(two))
            owns.append(own * 100 / shared_wall)
            pauses.append(pause * 100 / shared_wall)
            others += len(set(alone) ^ set(found)) + (alone != found)
    gain, ceiling = median(gains), median(ceilings)
    yield Figure("passages", len(alone))
    yield Figure(
        "two processes, times as fast as one", gain, "", GAIN, is_least=True, beside="a plain loop", other=ceiling
    )
    yield Figure("how much of that loop's gain", gain / ceiling, "", OF_CEILING, is_least=True)
    yield Figure("work of the process that started them", median(owns), "%")
    yield Figure("time in which only that one works", median(pauses), "%")
    yield Figure("links that are not the same", others, "", 0)


def _linked(root: Path, pmap: Pmap) -> tuple[list[Shared], float, float, float]:
    """The passages, the seconds they took, this process's own, and those between articles and pairs.

    Between these nobody else has anything to do: pairs are chosen by all that is known of the articles.
    """
    paths = [(entry.path, entry.file) for entry in scan(root)[::TAKEN]]
    marks: list[float] = []

    def hear(progress: JobProgress) -> None:
        if progress.what == "articles":
            marks.append(time.perf_counter())

    begun, spent = time.perf_counter(), _own()
    asked = _Asked(pmap)
    found = list(link_articles(Corpus(root), paths, asked, hear))
    return found, time.perf_counter() - begun, _own() - spent, asked.times[1] - marks[-1]


class _Asked:
    """An engine that notes when it was asked."""

    def __init__(self, pmap: Pmap) -> None:
        self._pmap = pmap
        self.times: list[float] = []

    def __call__(self, function: Callable[[Batch], Made], batches: Sequence[Batch]) -> Iterable[Made]:
        """Ask it."""
        self.times.append(time.perf_counter())
        return self._pmap(function, batches)


def _burnt(pmap: Pmap) -> float:
    """Seconds that some pieces of a plain loop take."""
    begun = time.perf_counter()
    assert len(set(pmap(burn, [TURNS] * BURNS))) == 1
    return time.perf_counter() - begun


def burn(turns: int) -> int:
    """Keep a processor busy, and nothing else."""
    state = turns
    for _ in range(turns):
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state


def _own() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
