"""Crashes: after a power cut at any call, and after real kills, every acknowledged action is there.

The last lines of a run say how many directories were built and opened; a seed is the number in a test's name.
"""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from store.disk import journal, stored
from store.errors import DiskError
from store.project import Project
from tests.store.disk.acts import project_in
from tests.store.disk.crash import Recorder, Session, faults, put
from tests.store.disk.disks import child, everything, opened, said, saved

SEEDS = range(16)
STATES = 640
"""Directories opened for each seed: 10,240 in all."""
STEPS = 14
AGAIN = 0.04
"""The share of directories in which work goes on until a second power cut."""
Counted = Callable[[str, object], None]


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in memory where there is one: thousands are made, and what is flushed is only recorded."""
    monkeypatch.setattr(journal, "PADDING", 2_048)  # so that a short session outgrows it several times
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as folder:
        yield Path(folder)


class Cuts:
    """Power cuts of random sessions, and what was wrong with what they left."""

    def __init__(self, scratch: Path, seed: int, lies: str = "") -> None:
        self._scratch, self._seed, self._lies = scratch, seed, lies
        self._random = Random(seed)
        self._place = ""
        self.states = 0
        self.bad = 0
        """States with faults."""
        self.faults: list[str] = []

    def run(self, states: int) -> None:
        """Work, cut and look until so many directories were opened."""
        while self.states < states:
            root = self._scratch / "p"
            put(root, {})
            session = Session(root, self._lies)
            session.work(self._random, STEPS)
            self._look(session, "once", states)

    def _look(self, session: Session, where: str, states: int) -> None:
        root = self._scratch / where
        for calls, files, allowed in session.cuts(self._random, 2 if where == "once" else 1):
            if self.states == states:
                return
            put(root, files)
            self.states += 1
            self._place = f"seed {self._seed}, {where}, {calls} calls"
            is_again = where == "once" and not self._lies and self._random.random() < AGAIN
            try:
                after = Session(root, self._lies) if is_again else None
                project = after.project if after else project_in(root)
            except DiskError as error:
                self._found(str(error))
                continue
            self._found(*faults(project, allowed))
            if after:  # work goes on until another cut
                after.work(self._random, 2)
                self._look(after, "again", states)
            else:
                self._go_on(project)

    def _go_on(self, project: Project) -> None:
        """One action more after the cut, and a look at what a start after it finds."""
        saved(project.database, "Tern Isle")
        known = everything(project.database)
        project.close()
        again = opened(project.root, read_only=True)
        if everything(again) != known:
            self._found("after another start")
        again.close()

    def _found(self, *faults: str) -> None:
        self.faults += [f"{self._place}: {fault}" for fault in faults]
        self.bad += bool(faults)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_power_cut_at_any_call_loses_nothing_acknowledged(scratch: Path, seed: int, record_property: Counted) -> None:
    cuts = Cuts(scratch, seed)
    cuts.run(STATES)
    record_property("states of the disk after a power cut", cuts.states)
    assert cuts.faults == []


@pytest.mark.parametrize("lies", ["journal", "temporary", "folder", "in place"])
def test_the_model_sees_what_is_missing(
    scratch: Path, lies: str, record_property: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored, "LARGE", 8 << 20)  # a program that overwrites in place what it looks things up in dies
    cuts = Cuts(scratch, 0, lies)
    cuts.run(STATES // 2)
    record_property(f"of {cuts.states} such states are bad when broken on purpose: {lies}", cuts.bad)
    assert cuts.bad > 3, "else the test above would see nothing either"


def test_the_folder_of_the_first_journal_is_on_the_disk_itself(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path)
    database = opened(tmp_path, recorder)
    saved(database)
    assert ("flush folder", ".", 0, b"") in recorder.events, "else a power cut takes annotations/ and all in it"
    database.close()


@pytest.mark.parametrize("seed", range(2))
def test_a_killed_program_loses_nothing_it_acknowledged(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    last = 0
    for _ in range(4):
        with child(tmp_path, "work") as program:
            assert said(program) == "open"
            for _ in range(random.randrange(1, 70)):
                last = int(said(program))
            program.send_signal(signal.SIGKILL)
            while line := said(program):  # what was acknowledged between the last look and the kill
                last = int(line)
            assert program.wait(30) == -signal.SIGKILL
        reader = opened(tmp_path, read_only=True)
        found = {number for _, number in everything(reader)}
        reader.close()
        assert found in (after(last), after(last + 1)), (seed, last)
        last = max(found)


def after(actions: int) -> set[int]:
    """The numbers that are in use after so many actions of the program."""
    return {number for number in range(1, actions + 1) if number % 3 != 2 or number == actions}
