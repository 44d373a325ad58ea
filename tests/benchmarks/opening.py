"""What it costs to open and ask stores of many sizes, beside SQLite, TinyDB as it comes, and a parse of the whole file.

`python -m tests.benchmarks opening --sizes 1k,100k,1M`. Every measurement is a process of its own; the files are in the
kernel's cache, as after a first use. Linux only: memory is what /proc says.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import Figure, share
from tests.benchmarks.made import ANNOTATOR, write_store
from tests.benchmarks.probe import CHANGED, LINES

ROOT = Path(__file__).resolve().parents[2]
TINY = 100_000
"""Annotations up to which TinyDB is asked too: with more it takes minutes and gigabytes."""
MILLI, MICRO = 1e3, 1e6
WAIT = 600
"""Seconds that one measurement may take."""
Found = dict[str, Any]


def asked(module: str, what: str, root: Path, size: int) -> Found:
    """What a measurement in a process of its own found."""
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", what, str(root), str(size)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=WAIT)
    found: Found = json.loads(done.stdout)
    return found


def figures(sizes: Sequence[int], folder: Path) -> Iterator[tuple[str, list[Figure]]]:
    """The figures of each size."""
    empty = folder / "empty"
    empty.mkdir()
    nothing = asked("probe", "stays", empty, 0)
    for size in sorted(sizes):
        yield f"{size:,} annotations in {size // 10:,} articles", of_size(size, folder, nothing)


def of_size(size: int, folder: Path, nothing: Found) -> list[Figure]:
    """All figures of a store."""
    root = write_store(folder / f"{size}", size)

    def ours(what: str) -> Found:
        return asked("probe", what, root, size)

    rebuilt, opened, kept, looked, scanned = map(ours, ("rebuilds", "opens", "stays", "lookups", "scans"))
    parsed, lite = (asked("rivals", what, root, size) for what in ("parsed", "lite"))
    tiny = asked("rivals", "tiny", root, size) if size <= TINY else {}
    return [
        *_times("open", opened, 20, parsed),
        Figure("open without an index, CPU", rebuilt["rebuild, CPU"] * MILLI, "ms", **_whole(parsed)),
        Figure("  its memory", rebuilt["rebuild, MB"], "MB"),
        *_journals(root, ours),
        Figure("memory beyond an empty project's, open", kept["open"] - nothing["open"], "MB", 20),
        Figure("  at most while opening", kept["peak"] - nothing["peak"], "MB", 20, beside="orjson, whole file",
               other=parsed["parse, MB"]),
        Figure("  after 300 articles", kept["used"] - nothing["used"], "MB"),
        *_lookups(looked, lite, tiny),
        Figure("scan by label, CPU", scanned["scan, CPU"], "s", 2.5, beside="SQLite", other=lite["scan, CPU"]),
        Figure("  its memory", scanned["scan, MB"], "MB"),
        *_changes(root, ours, min(size, CHANGED), tiny),
    ]  # fmt: skip


def _times(name: str, opened: Found, goal: float, parsed: Found) -> Iterator[Figure]:
    times, work = opened["times"], opened["CPU"]
    yield Figure(f"{name}, median", share(times, 0.5) * MILLI, "ms", goal, beside="orjson, whole file",
                 other=parsed.get("parse", 0.0) * MILLI)  # fmt: skip
    yield Figure("  p95", share(times, 0.95) * MILLI, "ms", goal)
    yield Figure("  CPU, median", share(work, 0.5) * MILLI, "ms")
    yield Figure("  CPU, p95", share(work, 0.95) * MILLI, "ms")


def _whole(parsed: Found) -> dict[str, Any]:
    return {"beside": "orjson, whole file", "other": parsed["parse, CPU"] * MILLI}


def _journals(root: Path, ours: Callable[[str], Found]) -> Iterator[Figure]:
    journal = root / "annotations" / f"{ANNOTATOR}.journal"
    for what, name in (("tags", "tags"), ("mixed", "tags and notes")):
        ours(what)
        yield from _times(f"open, journal of {LINES:,} {name}", ours("opens"), 50, {})
        journal.unlink()


def _lookups(looked: Found, lite: Found, tiny: Found) -> Iterator[Figure]:
    for kind, name, goal in (("article", "annotations of an article", 100.0), ("record", "record by id", None)):
        times, others = looked[kind], lite[kind]
        yield Figure(f"{name}, median", share(times, 0.5) * MICRO, "us", goal, beside="SQLite",
                     other=share(others, 0.5) * MICRO)  # fmt: skip
        yield Figure("  p99", share(times, 0.99) * MICRO, "us", beside="SQLite", other=share(others, 0.99) * MICRO)
        if tiny:
            yield Figure("  median", share(times, 0.5) * MICRO, "us", beside="TinyDB", other=tiny[kind] * MICRO)


def _changes(root: Path, ours: Callable[[str], Found], changed: int, tiny: Found) -> Iterator[Figure]:
    followed = ours("follows")["times"]
    yield Figure("see what another program has added, median", share(followed, 0.5) * MILLI, "ms")
    (root / "annotations" / f"{ANNOTATOR}.journal").unlink()
    folded = ours("compacts")
    for name, kind in ((f"compaction, {changed:,} changed records", ""), ("  CPU", ", CPU")):
        yield Figure(name, folded[f"compaction{kind}"], "s", beside="copy and flush", other=folded[f"copy{kind}"])
    yield Figure("  its memory", folded["compaction, MB"], "MB")
    if tiny:
        yield Figure("  beside one insert", folded["compaction"], "s", beside="TinyDB", other=tiny["insert"])
