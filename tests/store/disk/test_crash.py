"""Crashes: after a power cut at any call, and after real kills, every acknowledged action is there.

The calls of a session are recorded. What a power cut may leave is built from them: what was flushed is there; what was
not is there, gone or torn at 512 bytes; names that were not flushed survive as far as the first lost one.
"""

import os
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from store.change import Change
from store.disk.database import Database
from store.disk.problem import Saved
from tests.store.disk.disks import Quick, Records, child, everything, mention, opened, said, saved

SECTOR = 512
STATES = 2
"""Directories built for each call."""
Event = tuple[str, str, int, bytes]
"""What, on which file, where, with which bytes; or the second name."""
Action = Callable[[Database], list[Change]]


class Recorder(Quick):
    """Does everything and remembers what changes the disk; `lies` names flushes that it only pretends to do."""

    def __init__(self, root: Path, lies: str = "") -> None:
        self._root, self._lies = root, lies
        self._names: dict[int, str] = {}
        self.events: list[Event] = []

    def _name(self, path: Path) -> str:
        return str(path.relative_to(self._root.resolve() if path.is_absolute() else self._root))

    def open(self, path: Path, flags: int, mode: int = 0o666) -> int:
        is_new = not path.exists()
        descriptor = super().open(path, flags, mode)
        name = self._names[descriptor] = self._name(path)
        if is_new:
            self.events.append(("create", name, 0, b""))
        elif flags & os.O_TRUNC:
            self.events.append(("cut", name, 0, b""))
        return descriptor

    def write_at(self, descriptor: int, data: bytes, offset: int) -> None:
        super().write_at(descriptor, data, offset)
        self.events.append(("write", self._names[descriptor], offset, data))

    def cut(self, descriptor: int, size: int) -> None:
        super().cut(descriptor, size)
        self.events.append(("cut", self._names[descriptor], size, b""))

    def flush_data(self, descriptor: int) -> None:
        self.flush(descriptor)

    def flush(self, descriptor: int) -> None:
        name = self._names[descriptor]
        if self._lies != ("temporary" if name.endswith(".tmp") else "journal"):
            self.events.append(("flush", name, 0, b""))

    def rename(self, old: Path, new: Path) -> None:
        super().rename(old, new)
        self.events.append(("rename", self._name(old), 0, self._name(new).encode()))

    def flush_folder(self, folder: Path) -> None:
        if self._lies != "folder":
            self.events.append(("flush folder", self._name(folder), 0, b""))


@dataclass
class Inode:
    """A file: what is surely on the disk, and what may be."""

    durable: bytes = b""
    pending: list[Event] = field(default_factory=list)

    def left(self, random: Random) -> bytes:
        """What a power cut leaves."""
        how = random.choice(["none", "all", "first", "some", "torn"])
        chosen = self.pending if how in ("all", "torn") else []
        if how == "first":
            chosen = self.pending[: random.randrange(len(self.pending) + 1)]
        elif how == "some":
            chosen = [event for event in self.pending if random.random() < 0.5]
        data = self.durable
        for event in chosen:
            data = changed(data, event, random if how == "torn" else None)
        return data


def changed(data: bytes, event: Event, random: Random | None = None) -> bytes:
    """A file after a write or a cut; with `random`, after only some sectors of it arrived."""
    kind, _, at, new = event
    if kind == "cut":
        return data[:at].ljust(at, b"\0")
    whole = data[:at].ljust(at, b"\0") + new + data[at + len(new) :]
    if random is None:
        return whole
    before = data.ljust(len(whole), b"\0")
    pieces = [(whole, before)[random.random() < 0.5][n : n + SECTOR] for n in range(0, len(whole), SECTOR)]
    return b"".join(pieces)


class Disk:
    """Follows the events and can say what a power cut would leave."""

    def __init__(self) -> None:
        self._names: dict[str, Inode] = {}
        self._durable_names: dict[str, Inode] = {}
        self._pending: list[tuple[str, str, Inode]] = []  # (name that goes or "", name that comes, file)

    def follow(self, event: Event) -> None:
        """One call more."""
        kind, name, _, extra = event
        if kind == "create":
            self._names[name] = Inode()
            self._pending.append(("", name, self._names[name]))
        elif kind == "rename":
            self._names[extra.decode()] = self._names.pop(name)
            self._pending.append((name, extra.decode(), self._names[extra.decode()]))
        elif kind == "flush folder":
            mine = [one for one in self._pending if str(Path(one[1]).parent) == name]
            self._pending = [one for one in self._pending if one not in mine]
            rename_in(self._durable_names, mine)
        elif kind == "flush":
            inode = self._names[name]
            for one in inode.pending:
                inode.durable = changed(inode.durable, one)
            inode.pending = []
        else:
            self._names[name].pending.append(event)

    def left(self, random: Random) -> dict[str, bytes]:
        """Names and bytes after a power cut."""
        names = dict(self._durable_names)
        rename_in(names, self._pending[: random.randrange(len(self._pending) + 1)])
        return {name: inode.left(random) for name, inode in names.items()}


def rename_in(names: dict[str, Inode], moves: list[tuple[str, str, Inode]]) -> None:
    for old, new, inode in moves:
        names.pop(old, None)
        names[new] = inode


@dataclass
class Session:
    """Work on a recorded store, and what had to be on the disk after how many calls."""

    root: Path
    recorder: Recorder
    database: Database
    acknowledged: list[tuple[int, Records]] = field(default_factory=lambda: [(0, {})])
    """Calls so far, and the records that are safe since then."""
    under_way: list[list[Records]] = field(default_factory=list)
    """After each of those the states that the actions then under way lead through."""

    def do(self, *actions: Action) -> None:
        """Actions, committed in one go and then waited for."""
        waiting, states = list[Saved](), list[Records]()
        for action in actions:
            waiting.append(self.database.commit(action(self.database), "work"))
            states.append(everything(self.database))
        assert all(one.wait(10) for one in waiting)
        self.under_way.append(states)
        self.acknowledged.append((len(self.recorder.events), everything(self.database)))

    def reopen(self) -> None:
        """Leave the program and start it again."""
        assert self.database.close()
        self.database = opened(self.root, self.recorder)

    def allowed(self, calls: int) -> list[Records]:
        """The states that each record may be in after so many calls."""
        last = max(n for n, (count, _) in enumerate(self.acknowledged) if count <= calls)
        return [self.acknowledged[last][1], *(self.under_way[last] if last < len(self.under_way) else ())]


def new(size: int = 0) -> Action:
    def action(database: Database) -> list[Change]:
        number = database.take_number()
        return [Change.insert("annotations", number, mention(number, note="x" * size))]

    return action


def noted(number: int, note: str) -> Action:
    def action(database: Database) -> list[Change]:
        known = database.numbers("annotations")[number]
        change = Change.between("annotations", number, known, {**known, "note": note})
        assert change
        return [change]

    return action


def gone(number: int) -> Action:
    return lambda database: [Change.delete("annotations", number, database.numbers("annotations")[number])]


def recorded(root: Path, lies: str = "") -> Session:
    """A session with everything in it: single and bunched actions, long lines, compactions, a restart."""
    recorder = Recorder(root, lies)
    session = Session(root, recorder, opened(root, recorder))
    session.do(new())
    session.do(new(700), new(), noted(1, "first"))
    session.do(gone(2))
    session.database.compact()
    session.do(new(), new(), gone(3))
    session.do(noted(1, "second"))
    session.reopen()
    session.do(noted(4, "third"))
    session.do(new(70_000))
    session.database.compact()
    session.do(gone(1), new())
    session.database.close()
    return session


def losses(session: Session, scratch: Path, seed: int) -> list[str]:
    """What is wrong with the directories that a power cut may leave."""
    random, disk, found = Random(seed), Disk(), list[str]()
    for calls in range(len(session.recorder.events) + 1):
        if calls:
            disk.follow(session.recorder.events[calls - 1])
        for _ in range(STATES):
            shutil.rmtree(scratch, ignore_errors=True)
            for name, data in disk.left(random).items():
                (scratch / name).parent.mkdir(parents=True, exist_ok=True)
                (scratch / name).write_bytes(data)
            found += wrong(scratch, session.allowed(calls), f"seed {seed}, {calls} calls")
    return found


def wrong(root: Path, allowed: list[Records], where: str) -> list[str]:
    """What is wrong with a directory: as it is, and after one more action."""
    database = opened(root)
    found = everything(database)
    keys = found.keys() | {key for state in allowed for key in state}
    faults = [f"{where}: {key}" for key in keys if found.get(key) not in [state.get(key) for state in allowed]]
    saved(database, "Tern Isle")
    found = everything(database)
    database.close()
    again = opened(root, read_only=True)
    return faults if everything(again) == found else [*faults, f"{where}: after another start"]


@pytest.mark.parametrize("seed", range(2))
def test_a_power_cut_at_any_call_loses_nothing_acknowledged(tmp_path: Path, seed: int) -> None:
    assert losses(recorded(tmp_path / "p"), tmp_path / "left", seed) == []


@pytest.mark.parametrize("lies", ["journal", "temporary", "folder"])
def test_the_model_sees_a_flush_that_is_missing(tmp_path: Path, lies: str) -> None:
    assert losses(recorded(tmp_path / "p", lies), tmp_path / "left", 0)


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
        found = set(reader.numbers("annotations"))
        reader.close()
        assert found in (after(last), after(last + 1)), (seed, last)
        last = max(found)


def after(actions: int) -> set[int]:
    """The numbers that are in use after so many actions of the program."""
    return {number for number in range(1, actions + 1) if number % 3 != 2 or number == actions}
