"""What a durable save costs, beside a raw append + fsync and SQLite, interleaved in one loop on one file system.

`python -m tests.benchmarks saves --sizes 1k,100k --rounds 500 --folder FOLDER`.
"""

import os
import sqlite3
import sys
import threading
import time
from _thread import allocate_lock
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

import orjson

from store.annotation import Record
from store.change import Change
from store.disk.database import Database
from store.disk.problem import SaveState
from store.disk.system import System
from tests.benchmarks.figures import Figure, share
from tests.benchmarks.made import ANNOTATOR, AT, annotation, write_store
from tui.collecting import Collecting

PATIENCE = 60.0
"""Seconds that one save may take."""
WARM = 20
"""Rounds before those that count."""
QUEUED = 5_000
"""Saves that are queued at once for the group commit."""
MICRO = 1e6
HANDOVER = "hand-over alone"
IN_A_ROW = ", nothing else between"
Timings = dict[str, list[float]]
"""Name of what was timed -> seconds, in the order of the rounds."""


class Counting(System):
    """The operating system, with a count of the flushes, and the time that writing and flushing takes."""

    def __init__(self) -> None:
        self.flushes = 0
        self.seconds = 0.0

    def write_at(self, descriptor: int, data: bytes, offset: int) -> None:
        begun = time.perf_counter()
        super().write_at(descriptor, data, offset)
        self.seconds += time.perf_counter() - begun

    def flush_data(self, descriptor: int) -> None:
        self.flushes += 1
        begun = time.perf_counter()
        super().flush_data(descriptor)
        self.seconds += time.perf_counter() - begun

    def flush(self, descriptor: int) -> None:
        self.flushes += 1
        begun = time.perf_counter()
        super().flush(descriptor)
        self.seconds += time.perf_counter() - begun


class Store:
    """A store of ours with so many annotations, open."""

    def __init__(self, folder: Path, size: int) -> None:
        self.size = size
        self.system = Counting()
        root = write_store(folder / f"{size}", size)
        begun = time.perf_counter()
        self.database = Database.open(root, ANNOTATOR, clock=lambda: AT, system=self.system)
        self.opened = time.perf_counter() - begun
        self.database.get("annotations", 1)
        self._heard, self._at = allocate_lock(), 0.0
        self._heard.acquire()
        self.database.on_state(self._hear)

    def fresh(self, random: Random) -> Change:
        """The insert of one annotation more, somewhere among the others."""
        number = self.database.take_number()
        return Change.insert("annotations", number, annotation(number, random.randrange(self.size // 10 + 1), 9_000))

    def save(self, change: Change, timings: Timings) -> None:
        """One durable save by somebody who waits for it, as those of the others are."""
        disk, size = self.system.seconds, f"{self.size:,}"
        begun = time.perf_counter()
        if not self.database.save([change], "tag", PATIENCE):
            sys.exit(f"not saved within {PATIENCE:g} s: {self.database.state}")
        timings.setdefault(f"ours {size}", []).append(time.perf_counter() - begun)
        timings.setdefault(f"  its write and flush {size}", []).append(self.system.seconds - disk)
        self._heard.acquire(blocking=False)

    def tag(self, change: Change, timings: Timings, how: str = "") -> None:
        """One durable save as the screen does it: what it pays, and when the writer's thread says that it is done."""
        size = f"{self.size:,}{how}"
        begun, working = time.perf_counter(), time.thread_time()
        self.database.commit([change], "tag")
        free, worked = time.perf_counter() - begun, time.thread_time() - working
        if not self._heard.acquire(timeout=PATIENCE):
            sys.exit(f"not saved within {PATIENCE:g} s: {self.database.state}")
        timings.setdefault(f"ours, by its thread {size}", []).append(self._at - begun)
        timings.setdefault(f"  its caller {size}", []).append(free)
        timings.setdefault(f"  its caller, CPU {size}", []).append(worked)

    def _hear(self, state: SaveState) -> None:
        if not state.waiting and self._heard.locked():
            self._at = time.perf_counter()
            self._heard.release()


class Raw:
    """A line appended to a file and flushed: nothing that survives a power cut costs less, if the file must grow."""

    def __init__(self, folder: Path) -> None:
        self._descriptor = os.open(folder / "raw", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def save(self, line: bytes) -> float:
        """Seconds."""
        begun = time.perf_counter()
        os.write(self._descriptor, line)
        os.fsync(self._descriptor)
        return time.perf_counter() - begun


class Lite:
    """A row a transaction in SQLite, as durable as ours."""

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / "lite.db", isolation_level=None)
        self._base.execute("PRAGMA journal_mode=WAL")
        self._base.execute("PRAGMA synchronous=FULL")
        self._base.execute("CREATE TABLE annotations (number INTEGER PRIMARY KEY, record TEXT)")

    def save(self, line: bytes) -> float:
        """Seconds."""
        begun = time.perf_counter()
        self._base.execute("INSERT INTO annotations (record) VALUES (?)", (line.decode(),))
        return time.perf_counter() - begun


class Handover:
    """A record made JSON and handed to a thread that waits for it: no store whose caller goes on pays less."""

    def __init__(self) -> None:
        self._queue: deque[bytes] = deque()
        self._bell, self._heard = allocate_lock(), allocate_lock()
        self._bell.acquire()
        self._heard.acquire()
        threading.Thread(target=self._run, daemon=True).start()

    def save(self, record: Record, timings: Timings) -> None:
        """What its caller pays; nothing comes to a disk."""
        begun, working = time.perf_counter(), time.thread_time()
        self._queue.append(orjson.dumps(record))
        self._bell.release()
        free, worked = time.perf_counter() - begun, time.thread_time() - working
        self._heard.acquire()
        timings.setdefault(HANDOVER, []).append(free)
        timings.setdefault(f"{HANDOVER}, CPU", []).append(worked)

    def _run(self) -> None:
        while self._bell.acquire():
            self._queue.popleft()
            self._heard.release()


def interleaved(stores: Sequence[Store], folder: Path, rounds: int) -> tuple[Timings, dict[int, float]]:
    """Save once with each, in an order that changes, again and again; also flushes a save by size of the store."""
    raw, lite, bare, random = Raw(folder), Lite(folder), Handover(), Random(0)
    timings: Timings = {"raw": [], "SQLite": []}
    line = orjson.dumps(annotation(1, 1, 120)) + b"\n"

    turns: list[Callable[[], None]] = [
        lambda: timings["raw"].append(raw.save(line)),
        lambda: timings["SQLite"].append(lite.save(line)),
        lambda: bare.save(annotation(1, 1, 120), timings),
        *((lambda store=store: store.save(store.fresh(random), timings)) for store in stores),
        *((lambda store=store: store.tag(store.fresh(random), timings)) for store in stores),
    ]
    flushes = {}
    for number in range(WARM + rounds):
        if number == WARM:
            flushes = {store.size: -store.system.flushes for store in stores}
        random.shuffle(turns)
        for turn in turns:
            turn()
    for store in stores:
        flushes[store.size] += store.system.flushes
    counted = {name: times[WARM:] for name, times in timings.items()}
    return counted, {size: n / (2 * rounds) for size, n in flushes.items()}


def grouped(store: Store) -> dict[str, float]:
    """Queue many saves at once: flushes, seconds of the caller, seconds until all are on the disk."""
    random, before = Random(1), store.system.flushes
    changes = [store.fresh(random) for _ in range(QUEUED)]
    begun = time.perf_counter()
    waiting = [store.database.commit([change], "tag") for change in changes]
    free = time.perf_counter() - begun
    if not all(saved.wait(PATIENCE) for saved in waiting):
        sys.exit(f"not saved within {PATIENCE:g} s: {store.database.state}")
    return {
        "saves": QUEUED,
        "flushes": store.system.flushes - before,
        "caller, s": free,
        "all saved, s": time.perf_counter() - begun,
    }


def figures(sizes: Sequence[int], rounds: int, folder: Path) -> Iterator[tuple[str, list[Figure]]]:
    """The figures, a group at a time."""
    stores = [Store(folder, size) for size in sorted(sizes)]
    collecting = Collecting()
    collecting.begin()  # garbage is looked for as it is in the program
    timings, flushes = interleaved(stores, folder, rounds)
    for _ in range(WARM + rounds):
        stores[0].tag(stores[0].fresh(Random(2)), timings, IN_A_ROW)
    collecting.end()
    title = f"durable saves: {rounds} rounds, {', '.join(f'{store.size:,}' for store in stores)} annotations"
    yield title, [*_compared(stores, timings, flushes)]
    yield "times of durable saves", [*_times(timings)]
    group = grouped(stores[0])
    yield f"{QUEUED:,} saves queued at once", [Figure(name, value) for name, value in group.items()]
    for store in stores:
        store.database.close()


def _compared(stores: Sequence[Store], timings: Timings, flushes: dict[int, float]) -> Iterator[Figure]:
    least, most = (f"{store.size:,}" for store in (stores[0], stores[-1]))
    ours, raw, lite = (share(timings[name], 0.5) * MICRO for name in (f"ours {least}", "raw", "SQLite"))
    yield Figure("save / raw append and flush, medians", ours / raw, "", 1.15)
    yield Figure("save / SQLite, medians", ours / lite, "", 0.6)
    for part, words in ((0.5, "median"), (0.99, "p99")):
        for kind in ("", ", CPU"):
            worst = max(share(timings[f"  its caller{kind} {store.size:,}"], part) for store in stores)
            least_of_all = share(timings[HANDOVER + kind], part)
            yield Figure(f"caller's thread{kind}, {words}", worst * MICRO, "us", 50 if part > 0.5 else None,
                         beside=HANDOVER, other=least_of_all * MICRO)  # fmt: skip
    alone = share(timings[f"  its caller {least}{IN_A_ROW}"], 0.99)
    yield Figure(f"caller's thread, p99{IN_A_ROW}", alone * MICRO, "us", 50)
    yield Figure("flushes a save", max(flushes.values()), "", 1.01)
    largest = share(timings[f"ours {most}"], 0.5) * MICRO
    yield Figure(f"save at {most} / at {least}, medians", largest / ours, "", 1.05)


def _times(timings: Timings) -> Iterator[Figure]:
    for name, times in timings.items():
        for part in (50, 99):
            title = f"{name}, median" if part == 50 else "  " * (name[0] == " ") + "  p99"
            yield Figure(title, share(times, part / 100) * MICRO, "us")
