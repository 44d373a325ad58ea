"""One measurement of an open store in a process of its own: `python -m tests.benchmarks.probe WHAT PROJECT SIZE`.

Prints JSON: seconds, MB; lists where there are several of a kind.
"""

import contextlib
import gc
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random

from store.change import Change
from store.disk.database import Database
from store.disk.system import SYSTEM, System
from tests.benchmarks.made import ANNOTATOR, AT, EACH, annotation, path_of
from tests.store.disk.disks import QUICK

LINES = 10_000
"""Actions in a long journal."""
CHANGED = 2_000
"""Records that are changed before a compaction."""
OPENS, LOOKUPS, FOLLOWS = 40, 3_000, 20
Found = dict[str, float | list[float]]


def opened(root: Path, *, read_only: bool = False, system: System = SYSTEM) -> Database:
    """The store in a folder."""
    return Database.open(root, ANNOTATOR, read_only=read_only, clock=lambda: AT, system=system)


def seconds(work: Callable[[], object]) -> float:
    """How long some work takes by the clock."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def memory(name: str) -> float:
    """What the kernel says about this process's memory, in MB; `VmRSS` or `VmHWM`."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))


@contextlib.contextmanager
def clocked(found: Found, name: str) -> Iterator[None]:
    """Note seconds by the clock, those of the processor and the most memory beyond what there was."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak starts again from here
    before, working, begun = memory("VmRSS"), time.process_time(), time.perf_counter()
    yield
    found[name] = time.perf_counter() - begun
    found[f"{name}, CPU"] = time.process_time() - working
    found[f"{name}, MB"] = max(0.0, memory("VmHWM") - before)


def opens(root: Path, size: int) -> Found:  # noqa: ARG001 - all probes are called alike
    """Open again and again, with the collector off as it is in the program until its first screen."""
    gc.disable()
    times, work = [], []
    for _ in range(OPENS + 1):
        working, begun = time.process_time(), time.perf_counter()
        database = opened(root)
        times.append(time.perf_counter() - begun)
        work.append(time.process_time() - working)
        database.close(compacts=False)
        del database  # else it would go while the next one is timed
    return {"times": times[1:], "CPU": work[1:]}


def stays(root: Path, size: int) -> Found:
    """Memory of the process when the store is open, at most until then, and after some use."""
    database = opened(root)
    found: Found = {"open": memory("VmRSS"), "peak": memory("VmHWM")}
    random = Random(3)
    for _ in range(min(size, 300)):
        database.of_article(path_of(random.randrange(max(1, size // EACH))))
        database.get("annotations", random.randrange(size) + 1)
    found["used"] = memory("VmRSS")
    return found


def lookups(root: Path, size: int) -> Found:
    """One article's annotations and single records, at random."""
    database, random = opened(root), Random(4)
    articles = [path_of(random.randrange(size // EACH)) for _ in range(LOOKUPS)]
    numbers = [random.randrange(size) + 1 for _ in range(LOOKUPS)]
    database.of_article(articles[0])
    return {
        "article": [seconds(partial(database.of_article, path)) for path in articles],
        "record": [seconds(partial(database.get, "annotations", number)) for number in numbers],
    }


def scans(root: Path, size: int) -> Found:
    """Look at the label of every annotation."""
    database, found = opened(root), Found()
    with clocked(found, "scan"):
        count = sum(1 for record in database.stream("annotations") if record["label"] == "PERSON")
    assert abs(count - size / 3) < 2
    return found


def rebuilds(root: Path, size: int) -> Found:  # noqa: ARG001
    """Open without an index."""
    (root / ".sidemark" / f"{ANNOTATOR}.index").unlink(missing_ok=True)
    found = Found()
    with clocked(found, "rebuild"):
        opened(root)
    return found


def follows(root: Path, size: int) -> Found:
    """A reader that sees what another program has just added."""
    writer, reader = opened(root, system=QUICK), opened(root, read_only=True)
    found, random = [], Random(6)
    for _ in range(FOLLOWS):
        writer.commit([tag(writer, size, random)], "tag")
        writer.flush()
        begun = time.perf_counter()
        fresh = reader.followed()
        found.append(time.perf_counter() - begun)
        assert fresh
        reader.close()
        reader = fresh
    writer.close(compacts=False)
    return {"times": found}


def tag(database: Database, size: int, random: Random) -> Change:
    """One annotation more, somewhere."""
    number = database.take_number()
    return Change.insert("annotations", number, annotation(number, random.randrange(max(1, size // EACH)), 9_000))


def noted(database: Database, number: int) -> Change:
    """A longer note on an annotation."""
    record = database.get("annotations", number)
    assert record
    change = Change.between("annotations", number, record, {**record, "note": f"{record['note']} look again"})
    assert change
    return change


def tags(root: Path, size: int) -> Found:
    """Fill the journal with new tags."""
    return filled(root, size, 0.0)


def mixed(root: Path, size: int) -> Found:
    """Fill the journal with tags, of which every fifth is a note on an old one."""
    return filled(root, size, 0.2)


def filled(root: Path, size: int, notes: float) -> Found:
    """Fill the journal by commits of which a part are notes; nothing is flushed to the device."""
    database, random = opened(root, system=QUICK), Random(5)
    for _ in range(LINES):
        is_note = random.random() < notes
        change = noted(database, random.randrange(size) + 1) if is_note else tag(database, size, random)
        database.commit([change], "note" if is_note else "tag")
    database.flush()
    database.close(compacts=False)
    return {}


def compacts(root: Path, size: int) -> Found:
    """Fold changed records into the snapshot, beside a copy of the file that is flushed."""
    database, random, found = opened(root), Random(7), Found()
    for number in random.sample(range(1, size + 1), min(size, CHANGED)):
        database.commit([noted(database, number)], "note")
    database.flush(60)
    with clocked(found, "compaction"):
        database.compact()
    database.close()
    copy = root / "copy"
    with clocked(found, "copy"):
        shutil.copyfile(root / "annotations" / f"{ANNOTATOR}.json", copy)
        with copy.open("rb+") as file:
            os.fsync(file.fileno())
    copy.unlink()
    return found


WAYS = (opens, stays, lookups, scans, rebuilds, follows, tags, mixed, compacts)
PROBES: dict[str, Callable[[Path, int], Found]] = {probe.__name__: probe for probe in WAYS}

if __name__ == "__main__":
    what, folder, count = sys.argv[1:]
    sys.stdout.write(json.dumps(PROBES[what](Path(folder), int(count))))
