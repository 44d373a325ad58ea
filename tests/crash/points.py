"""Calls to the operating system that strace refuses, or at which it kills: each kind, at the first, second, ... one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random

import orjson

from tests.crash.model import Told, heard, lost
from tests.crash.work import ENDS, SAFE, UNABLE
from tests.projects import write_project
from tests.store.disk.disks import ROOT, Records, journal, snapshot

STRACE = shutil.which("strace")
CALLS = ("pwrite64", "write", "fdatasync", "fsync", "rename", "ftruncate", "unlink", "link", "mkdir", "openat")
FAULTS: Mapping[str, str] = {
    "SIGKILL": "signal=SIGKILL:when={}",
    "EIO": "error=EIO:when={}",
    "ENOSPC": "error=ENOSPC:when={}",
    "ENOSPC for good": "error=ENOSPC:when={}+",
}
STARTS: Mapping[str, str] = {"behind": "new", "ahead": "left", "both": "left"}
"""Each piece of work, and the project it begins with: one never worked on, or one whose program was killed."""
TORN = b'{"seq":99,"journal":"torn'
"""What a save leaves that a power cut stopped."""
WORKERS = 2
LONGEST = 120
"""Seconds after which a piece of work is taken for one that hangs."""


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """One place for one fault."""

    work: str
    call: str
    fault: str
    number: int
    """At which of the calls of that kind, counted for each thread."""

    def __str__(self) -> str:
        return f"{self.work}: {self.fault} at {self.call} number {self.number}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a fault."""

    point: Point
    is_hit: bool
    faults: tuple[str, ...] = ()
    """What was lost, or is unreadable, or went wrong without a word."""
    said: tuple[str, ...] = ()
    """What the program said went wrong."""
    remarks: tuple[str, ...] = ()
    """What a later start says about the files."""
    acknowledged: int = 0


class Places:
    """Projects to begin with, and what the pieces of work do to them when nothing is refused."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch
        self._records: dict[str, tuple[Records, int]] = {"new": ({}, 0)}
        write_project(self._start("new"))
        told = self._undisturbed("left", "new", write_project(self._start("left")))
        self._records["left"] = told.states[-1][1], told.states[-1][0]
        with journal(self._start("left")).open("r+b") as file:
            file.seek(len(file.read().rstrip(b"\n")) + 1)
            file.write(TORN)
        for path in (journal(self._start("left")), snapshot(self._start("left"))):
            path.with_name(f"{path.name}.tmp").write_bytes(b"{")  # what a kill in a compaction leaves
        self.undisturbed: dict[str, Told] = {}
        """What each piece of work tells."""
        for work, start in STARTS.items():
            root = self.copy(work, f"undisturbed-{work}")
            self.undisturbed[work] = self._undisturbed(work, start, root)

    def _start(self, name: str) -> Path:
        return self.scratch / f"start-{name}"

    def copy(self, work: str, name: str) -> Path:
        """A project for a piece of work to begin with."""
        root = self.scratch / name
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(self._start(STARTS[work]), root)
        return root

    def heard(self, start: str, output: bytes) -> Told:
        """What a program told that began with one of the projects; a line that a kill cut short does not count."""
        lines = [orjson.loads(line) for line in output.split(b"\n")[:-1]]
        return heard(lines, *self._records[start])

    def _undisturbed(self, work: str, start: str, root: Path) -> Told:
        done = subprocess.run(command(work, root), cwd=ROOT, capture_output=True, check=True)
        told = self.heard(start, done.stdout)
        assert told.acknowledged == told.states[-1][0], told
        return told


def command(work: str, root: Path) -> list[str]:
    """What does a piece of work."""
    return [sys.executable, "-m", "tests.crash.work", str(root), work]


def traced(call: str, root: Path, log: Path, how: str = "") -> list[str]:
    """What has strace look at calls of one kind that concern the files of the store, and do something to some."""
    assert STRACE
    names = ["annotations", ".sidemark"]
    names += [f"annotations/ana.{kind}{end}" for kind in ("json", "journal") for end in ("", ".tmp")]
    names += [f".sidemark/{name}" for name in ("lock-ana", "backups", "rejected", "rejected/ana.jsonl")]
    paths = [part for name in names for part in ("-P", str(root / name))]
    inject = ["-e", f"inject={call}:{how}"] if how else []
    quiet = ["-qq", "-e", "signal=none", "-o", str(log)]
    fast = [] if how.startswith("signal=") else ["--seccomp-bpf"]  # with it strace 6.1 sends no signal
    return [STRACE, "-f", *fast, *quiet, *paths, "-e", f"trace={call}", *inject]


def counted(places: Places, work: str, call: str) -> int:
    """The most calls of a kind that one thread makes during a piece of work."""
    root, log = places.copy(work, f"counted-{work}"), places.scratch / "counted.log"
    run = [*traced(call, root, log), *command(work, root)]
    subprocess.run(run, cwd=ROOT, capture_output=True, check=True, timeout=LONGEST)
    threads = [line.split()[0] for line in log.read_text().splitlines() if f"{call}(" in line]
    return max((threads.count(thread) for thread in threads), default=0)


def tried(places: Places, point: Point) -> Outcome:
    """Do the work with the fault, and look at what is left."""
    name = f"{point.work}-{point.call}-{point.fault}".replace(" ", "-")
    root, log = places.copy(point.work, name), places.scratch / f"{name}.log"
    how = traced(point.call, root, log, FAULTS[point.fault].format(point.number))
    home = {**os.environ, "HOME": str(places.scratch), "XDG_STATE_HOME": str(places.scratch / f"{name}-state")}
    try:
        done = subprocess.run(
            [*how, *command(point.work, root)], cwd=ROOT, env=home, capture_output=True, check=False, timeout=LONGEST
        )
    except subprocess.TimeoutExpired:
        return Outcome(point, is_hit=True, faults=("it hangs",))
    is_killed = point.fault == "SIGKILL" and done.returncode not in ENDS
    is_hit = is_killed or "(INJECTED)" in log.read_text()
    told = places.heard(STARTS[point.work], done.stdout)
    faults = list(told.faults)
    if is_killed:  # what it had begun it could not tell any more
        told.states = places.undisturbed[point.work].states
    elif done.returncode not in ENDS:
        faults.append(f"it ended with {done.returncode}: {done.stderr.decode()[-600:]}")
    elif done.returncode == UNABLE and point.fault in ("EIO", "ENOSPC"):
        faults.append("one refused call at its start, and the same program cannot write here any more")
    elif done.returncode == SAFE and told.acknowledged < told.states[-1][0]:
        faults.append("it said that all was saved, but not of each action")
    found, remarks = lost(root, told.allowed(), root.with_name(f"{name}-again"))
    return Outcome(point, is_hit, (*faults, *found), tuple(told.said), tuple(remarks), told.acknowledged)


def series(places: Places, work: str, call: str, fault: str) -> Iterator[Outcome]:
    """A fault at the first call of a kind, at the second, ... until there is none to hit."""
    number = 1
    while (outcome := tried(places, Point(work, call, fault, number))).is_hit:
        yield outcome
        number += 1
    if outcome.faults:
        yield outcome


def every_point(places: Places) -> list[Outcome]:
    """All faults at all calls."""
    kinds = [(work, call, fault) for work in STARTS for call in CALLS for fault in FAULTS]
    with ThreadPoolExecutor(WORKERS) as workers:
        found = workers.map(lambda kind: list(series(places, *kind)), kinds)
        return [outcome for outcomes in found for outcome in outcomes]


def some_points(places: Places, count: int, seed: int) -> list[Outcome]:
    """Some points, the same ones for the same seed; each kind of call and of fault has its turn."""
    random = Random(seed)
    kinds = [(work, call, fault) for work in STARTS for call in CALLS for fault in FAULTS]
    counts = {(work, call): counted(places, work, call) for work in STARTS for call in CALLS}
    points = [Point(*kind, number + 1) for kind in kinds for number in range(counts[kind[:2]])]
    random.shuffle(points)
    seen: dict[tuple[str, str], int] = {}
    turns: list[tuple[int, Point]] = []
    for point in points:
        turn = seen[point.call, point.fault] = seen.get((point.call, point.fault), 0) + 1
        turns.append((turn, point))
    chosen = [point for _, point in sorted(turns, key=lambda one: one[0])[:count]]
    batches = [chosen[number::WORKERS] for number in range(WORKERS)]  # two at once may not share a folder
    with ThreadPoolExecutor(WORKERS) as workers:
        done = workers.map(lambda kind: [tried(places, point) for point in kind], _by_kind(batches))
        return [outcome for outcomes in done for outcome in outcomes]


def _by_kind(batches: list[list[Point]]) -> list[list[Point]]:
    kinds: dict[tuple[str, str, str], list[Point]] = {}
    for point in (point for batch in batches for point in batch):
        kinds.setdefault((point.work, point.call, point.fault), []).append(point)
    return list(kinds.values())
