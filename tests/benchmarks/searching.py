"""What searching a whole project costs: the index, where else, names everywhere, and each key that is typed."""

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median

from store.corpus import scan
from store.library import Library
from store.matching import building
from store.matching.building import bring_up_to_date
from store.matching.elsewhere import Elsewhere
from store.matching.everywhere import find_name
from store.matching.index import Index
from store.matching.sidecar import Sidecar
from store.matching.texts import Texts
from store.matching.typed import find_typed
from store.span import Span
from tests.benchmarks.figures import Figure, share
from tests.benchmarks.newsroom import Newsroom, write_articles

SIZES = (1_000, 10_000, 100_000)
QUESTIONS = 60
SHOWN = 20
"""Places of a first screen."""
BUILD, STORED, CHANGED, WHERE, TYPED, NAMED = 2.0, 8.0, 20.0, 20.0, 10.0, 100.0
"""Goals: milliseconds of work and kilobytes an article; milliseconds for one changed article and for an answer."""


Times = tuple[float, float]


def figures(sizes: Sequence[int], folder: Path) -> Iterator[tuple[str, list[Figure]]]:
    """A group for each size, and how the figures grow from the smallest to the largest."""
    groups: list[list[Figure]] = []
    for size in sizes:
        groups.append(list(_of_size(folder / str(size), size)))
        yield f"a project of {size:,} articles", groups[-1]
    if len(groups) > 1:
        last = {one.name: one for one in groups[-1]}
        yield (
            f"growth from {sizes[0]:,} to {sizes[-1]:,} articles",
            [Figure(one.name, last[one.name].value / one.value, "times") for one in groups[0] if one.value],
        )


def _of_size(root: Path, size: int) -> Iterator[Figure]:
    room, quoting = write_articles(root, size)
    yield from _built(root, size)
    library = Library(root)
    index = library.index(writes=True)
    index.refresh()
    index.wait()
    texts = Texts(library)
    yield from _elsewhere(index, texts, quoting)
    yield from _typed(index, texts, room)
    yield from _names(index, texts, room)
    library.close()


def _built(root: Path, size: int) -> Iterator[Figure]:
    file = root / ".sidemark" / "index.sqlite"
    file.parent.mkdir()
    entries = scan(root)
    spent = time.process_time()
    sidecar = Sidecar.open(file, writes=True)
    bring_up_to_date(sidecar, root, entries, None, lambda _: True)
    sidecar.close()
    yield Figure("index, work an article", (time.process_time() - spent) * 1000 / size, "ms", BUILD)
    yield Figure("index, on the disk an article", file.stat().st_size / size / 1000, "kB", STORED)
    sidecar = Sidecar.open(file, writes=True)
    known, times = sidecar.known(), list[Times]()
    for entry in entries[:: max(1, size // 20)][:20]:
        with (root / entry.path).open("a", encoding="utf-8") as changed:
            changed.write("More of it.\n")
        times.append(_timed(partial(building._put, sidecar, root, [entry], known, None)))
    yield _answer("one changed article", times, CHANGED)
    looked = _timed(partial(bring_up_to_date, sidecar, root, scan(root), None, lambda _: True))
    yield Figure("looking for what has changed", looked[0], "ms", beside="its work", other=looked[1])
    sidecar.close()


def _elsewhere(index: Index, texts: Texts, quoting: dict[int, list[str]]) -> Iterator[Figure]:
    first, every, candidates, found, planted = list[Times](), list[Times](), list[int](), 0, 0
    for paths in list(quoting.values())[:QUESTIONS]:
        article = texts.article(paths[0])
        assert article is not None
        passage = Elsewhere(
            index, texts, article, Span(article.text.index("“") + 1, article.text.index("”") - 1)
        )  # fmt: skip
        first.append(_timed(partial(_said, passage.again(), SHOWN)))
        said = set[str]()
        every.append(_timed(partial(_said, passage, None, said)))
        candidates.append(len(passage.candidates))
        found += len(said & set(paths[1:]))
        planted += len(paths) - 1
    yield _answer(f"where else, the first {SHOWN}", first, WHERE)
    yield Figure("where else, p95", share([wall for wall, _ in first], 0.95), "ms")
    yield _answer("where else, all places", every)
    yield Figure("where else, candidates, median", median(candidates))
    yield Figure("where else, copies found (15% edited)", found / max(1, planted), "", 0.9, is_least=True)


def _said(passage: Elsewhere, most: int | None, into: set[str] | None = None) -> None:
    found = islice((one for one in passage.found() if one is not None), most)
    paths = {one.hit.path for one in found}
    if into is not None:
        into |= paths


def _typed(index: Index, texts: Texts, room: Newsroom) -> Iterator[Figure]:
    index.ask(Sidecar.vocabulary, tuple[str, ...]())
    keys, fuzzy = list[Times](), list[Times]()
    for _ in range(QUESTIONS):
        wanted = f"{room.word()} {room.name()}"
        keys += [_timed(partial(_found, index, texts, wanted[:end])) for end in range(1, len(wanted) + 1)]
        fuzzy.append(_timed(partial(_found, index, texts, room.name(), is_fuzzy=True)))
    yield _answer("as one types, a key", keys, TYPED)
    yield Figure("as one types, p95", share([wall for wall, _ in keys], 0.95), "ms")
    yield Figure("as one types, the slowest", max(wall for wall, _ in keys), "ms")
    yield _answer("a name nearly spelt so", fuzzy)


def _names(index: Index, texts: Texts, room: Newsroom) -> Iterator[Figure]:
    first, every, mentions = list[Times](), list[Times](), list[int]()
    for name in sorted({room.name() for _ in range(QUESTIONS)})[:: max(1, QUESTIONS // 20)]:
        found: list[object] = []
        first.append(_timed(partial(_spot, index, texts, name, SHOWN)))
        every.append(_timed(partial(_spot, index, texts, name, None, found)))
        mentions.append(len(found))
    yield _answer(f"a name everywhere, the first {SHOWN}", first, NAMED)
    yield _answer("a name everywhere, all", every)
    yield Figure("a name everywhere, mentions, median", median(mentions))
    yield Figure("a name everywhere, work a mention", sum(work for _, work in every) / max(1, sum(mentions)), "ms")


def _spot(index: Index, texts: Texts, name: str, most: int | None, into: list[object] | None = None) -> None:
    found = list(islice((one for one in find_name(index, texts, [name]) if one is not None), most))
    if into is not None:
        into += found


def _found(index: Index, texts: Texts, typed: str, *, is_fuzzy: bool = False) -> None:
    list(islice(find_typed(index, texts, typed, is_fuzzy=is_fuzzy), SHOWN))


def _answer(name: str, times: Sequence[Times], goal: float | None = None) -> Figure:
    """The median, beside the processor time of it: on a busy machine that is the one to believe."""
    work = median(work for _, work in times)
    return Figure(f"{name}, median", median(wall for wall, _ in times), "ms", goal, beside="its work", other=work)


def _timed(work: Callable[[], object]) -> Times:
    """Milliseconds by the clock, and of the processor."""
    begun, spent = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - begun) * 1000, (time.process_time() - spent) * 1000
