"""Calls to the operating system that strace refuses, or at which it kills: each kind, at the first, second, ... one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import orjson

from tests.crash.model import Fault, Told, heard, lost, wrong
from tests.crash.work import ENDS, SAFE, UNABLE, WAITING
from tests.projects import write_project
from tests.store.disk.disks import ROOT, Records, journal, snapshot

STRACE = shutil.which("strace")
CALLS = ("pwrite64", "write", "fdatasync", "fsync", "rename", "ftruncate", "unlink", "link", "mkdir", "openat")
"""What changes files or could not: the points at which much can go wrong."""
LOOKS = ("newfstatat", "close", "read", "pread64", "flock", "getdents64", "lseek", "access")
"""The other calls that a store makes; a full disk does not refuse them."""
FAULTS: Mapping[str, str] = {
    "SIGKILL": "signal=SIGKILL:when={}",
    "EIO": "error=EIO:when={}",
    "ENOSPC": "error=ENOSPC:when={}",
    "ENOSPC for good": "error=ENOSPC:when={}+",
}
STARTS: Mapping[str, str] = {"behind": "new", "ahead": "left", "both": "left", "indexed": "left"}
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
    faults: tuple[Fault, ...] = ()
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


def unable() -> str:
    """Why no call can be refused here; empty when they can."""
    if STRACE is None:
        return "strace is missing: install it (Debian: apt-get install strace)"
    tried = subprocess.run([STRACE, "-f", "-o", os.devnull, "true"], capture_output=True, text=True, check=False)
    return "" if tried.returncode == 0 else f"strace may not be used here: {tried.stderr.strip()}"


def command(work: str, root: Path) -> list[str]:
    """What does a piece of work."""
    return [sys.executable, "-m", "tests.crash.work", str(root), work]


def traced(call: str, root: Path, log: Path, how: str = "") -> list[str]:
    """What has strace look at calls of one kind that concern the files of the store, and do something to some."""
    assert STRACE
    names = ["annotations", ".sidemark"]
    names += [f"annotations/ana.{kind}{end}" for kind in ("json", "journal") for end in ("", ".tmp")]
    names += [f".sidemark/{name}" for name in ("lock-ana", "backups", "rejected", "rejected/ana.jsonl")]
    names += [".sidemark/ana.index", ".sidemark/ana.index.tmp"]
    paths = [part for name in names for part in ("-P", str(root / name))]
    inject = ["-e", f"inject={call}:{how}"] if how else []
    quiet = ["-qq", "-e", "signal=none", "-o", str(log)]
    fast = [] if how.startswith("signal=") else ["--seccomp-bpf"]  # with it strace 6.1 sends no signal
    return [STRACE, "-f", *fast, *quiet, *paths, "-e", f"trace={call}", *inject]


def tried(places: Places, point: Point) -> Outcome:
    """Do the work with the fault, and look at what is left."""
    name = f"{point.work}-{point.call}-{point.fault}".replace(" ", "-")
    root, log = places.copy(point.work, name), places.scratch / f"{name}.log"
    how = traced(point.call, root, log, FAULTS[point.fault].format(point.number))
    state = places.scratch / f"{name}-{point.number}-state"
    home = {**os.environ, "HOME": str(places.scratch), "XDG_STATE_HOME": str(state)}
    try:
        done = subprocess.run(
            [*how, *command(point.work, root)], cwd=ROOT, env=home, capture_output=True, check=False, timeout=LONGEST
        )
    except subprocess.TimeoutExpired:
        return Outcome(point, is_hit=True, faults=(wrong("it hangs"),))
    is_killed = point.fault == "SIGKILL" and done.returncode not in ENDS
    is_hit = is_killed or "(INJECTED)" in log.read_text()
    told = places.heard(STARTS[point.work], done.stdout)
    if is_killed:  # what it had begun it could not tell any more
        told.states = places.undisturbed[point.work].states
    faults = told.faults + ([] if is_killed else list(_ended_badly(point, told, done, state)))
    found, remarks = lost(root, told.allowed(), root.with_name(f"{name}-again"))
    return Outcome(point, is_hit, (*faults, *found), tuple(told.said), tuple(remarks), told.acknowledged)


def _ended_badly(point: Point, told: Told, done: "subprocess.CompletedProcess[bytes]", state: Path) -> Iterator[Fault]:
    """What was wrong with the end of a program that was not killed."""
    if done.returncode not in ENDS:
        yield wrong(f"it ended with {done.returncode}: {done.stderr.decode()[-600:]}")
    elif done.returncode == UNABLE and point.fault in ("EIO", "ENOSPC"):
        yield wrong("one refused call at its start, and the same program cannot write here any more")
    elif done.returncode == SAFE and told.acknowledged < told.states[-1][0]:
        yield wrong("it said that all was saved, but not of each action")
    elif done.returncode == WAITING and not any(path.is_file() for path in state.rglob("*")):
        yield wrong("something is not saved, and there is no emergency copy")


def every_number(places: Places, kind: tuple[str, str, str]) -> list[Outcome]:
    """A fault at the first call of a kind, at the second, ... until there is none to hit."""
    found: list[Outcome] = []
    while (outcome := tried(places, Point(*kind, len(found) + 1))).is_hit:
        found.append(outcome)
    return [*found, outcome] if outcome.faults else found


def kinds() -> Iterator[tuple[str, str, str]]:
    """Work, call and fault, every combination that makes sense."""
    for work in STARTS:
        for call in (*CALLS, *LOOKS):
            yield from ((work, call, fault) for fault in FAULTS if call in CALLS or "ENOSPC" not in fault)


def every_point(places: Places, only: str = "") -> Iterator[Outcome]:
    """All faults at all calls, two at a time; or those in whose name some words stand.

    In processes: a thread that starts a program hands it for a moment the lock that another thread holds.
    """
    wanted = [kind for kind in kinds() if only in str(Point(*kind, 0))]
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as workers:
        for outcomes in workers.map(partial(every_number, places), wanted):
            yield from outcomes
