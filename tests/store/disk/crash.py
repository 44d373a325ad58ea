"""What a power cut may leave: the calls of a session are recorded and directories are built from them.

What was flushed is there. What was not is there, gone, out of order, or torn at 512 bytes with zeros in the gaps; names
that were not flushed survive as far as the first lost one.
"""

import os
import shutil
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from store.project import Project
from tests.store.disk.acts import State, act, project_in, state_of
from tests.store.disk.disks import Quick, Records
from tests.waiting import wait_for

SECTOR = 512
Event = tuple[str, str, int, bytes]
"""What, on which file, where, with which bytes; or the second name."""


class Recorder(Quick):
    """Does everything and remembers what changes the disk; `lies` names what it only pretends to do."""

    def __init__(self, root: Path, lies: str = "") -> None:
        self._root, self._lies = root, lies
        self._names: dict[int, str] = {}
        self.events: list[Event] = []
        self.may_write = threading.Event()
        """Cleared to have actions pile up before the writer."""
        self.may_write.set()
        self.is_held = False
        """Whether the writer stands before the gate."""

    def _name(self, path: Path) -> str:
        return str(path.relative_to(self._root.resolve() if path.is_absolute() else self._root))

    def open(self, path: Path, flags: int, mode: int = 0o666) -> int:
        if self._lies == "in place" and path.name == "ana.json.tmp":
            path = path.with_name("ana.json")
        is_new = not path.exists()
        descriptor = super().open(path, flags, mode)
        name = self._names[descriptor] = self._name(path)
        if is_new:
            self.events.append(("create", name, 0, b""))
        elif flags & os.O_TRUNC:
            self.events.append(("cut", name, 0, b""))
        return descriptor

    def write_at(self, descriptor: int, data: bytes, offset: int) -> None:
        self.is_held = not self.may_write.is_set()
        assert self.may_write.wait(30)
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
        if self._lies == "in place" and old.name == "ana.json.tmp":
            return
        super().rename(old, new)
        self.events.append(("rename", self._name(old), 0, self._name(new).encode()))

    def flush_folder(self, folder: Path) -> None:
        if self._lies != "folder":
            self.events.append(("flush folder", self._name(folder), 0, b""))


@dataclass(eq=False)
class Inode:
    """A file: what is surely on the disk, and what may be."""

    durable: bytes = b""
    pending: list[Event] = field(default_factory=list)

    def left(self, random: Random) -> bytes:
        """What a power cut leaves."""
        how = random.choice(["none", "all", "first", "some", "torn", "torn"])
        chosen = self.pending if how != "none" else []
        if how == "first":
            chosen = self.pending[: random.randrange(len(self.pending) + 1)]
        elif how == "some" or (how == "torn" and random.random() < 0.5):
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
    first, last = at // SECTOR * SECTOR, at + len(new)
    pieces = [(whole, before)[random.random() < 0.5][n : n + SECTOR] for n in range(first, last, SECTOR)]
    return whole[:first] + b"".join(pieces) + whole[first + sum(map(len, pieces)) :]


class Disk:
    """Follows the events and can say what a power cut would leave."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._names = {name: Inode(data) for name, data in files.items()}
        self._durable_names = dict(self._names)
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


class Session:
    """Work on a recorded project, and what had to be on the disk after how many calls."""

    def __init__(self, root: Path, lies: str = "") -> None:
        self._root = root
        self._before = {
            str(path.relative_to(root)): path.read_bytes()
            for path in (root / "annotations").glob("*")
            if path.is_file()
        }
        self._recorder = Recorder(root, lies)
        self.project = project_in(root, self._recorder)
        self._safe: list[tuple[int, State]] = [(0, state_of(self.project))]
        """Calls so far, and what is safe since then."""
        self._under_way: list[list[State]] = []
        """After each of those the states that the actions then under way lead through."""

    def do(self, random: Random, count: int = 1) -> None:
        """Actions, of which all but the first are written together, and then waited for."""
        gate, states = self._recorder.may_write, list[State]()
        gate.clear()
        for n in range(count):
            act(self.project, random)
            states.append(state_of(self.project))
            if n == 0 and self.project.state.kind != "saved":
                wait_for(lambda: self._recorder.is_held, "the writer")
        gate.set()
        assert self.project.database.flush()
        self._under_way.append(states)
        self._safe.append((len(self._recorder.events), states[-1]))

    def restart(self) -> None:
        """Leave the program and start it again."""
        assert self.project.close()
        self.project = project_in(self._root, self._recorder)
        assert state_of(self.project) == self._safe[-1][1], "a restart changed something"

    def work(self, random: Random, steps: int) -> None:
        """Single and bunched actions, compactions, restarts; ends with a clean exit."""
        for _ in range(steps):
            how = random.random()
            if how < 0.7:
                self.do(random, random.choice([1, 1, 1, 2, 5]))
            elif how < 0.85:
                self.project.database.compact()
            else:
                self.restart()
        assert self.project.close()

    def cuts(self, random: Random, each: int) -> Iterator[tuple[int, dict[str, bytes], list[State]]]:
        """At every call some directories a power cut may leave: number of calls, files, states it may be in."""
        disk = Disk(self._before)
        for calls in range(len(self._recorder.events) + 1):
            if calls:
                disk.follow(self._recorder.events[calls - 1])
            for _ in range(each):
                yield calls, disk.left(random), self._allowed(calls)

    def _allowed(self, calls: int) -> list[State]:
        last = max(n for n, (count, _) in enumerate(self._safe) if count <= calls)
        return [self._safe[last][1], *(self._under_way[last] if last < len(self._under_way) else ())]


def put(root: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder hold these files and nothing else."""
    shutil.rmtree(root, ignore_errors=True)
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)


def faults(project: Project, allowed: list[State]) -> list[str]:
    """What is not as an allowed state has it.

    One action is there or not, with all that it does to records and to undo. Of actions that were written together and
    none of which was acknowledged a middle one may be lost; then each member must be as some state has it.
    """
    found, depth = state_of(project)
    if len(allowed) <= 2:
        nearest = min((differing(found, records) for records, _ in allowed), key=len)
        is_deep = (found, depth) in allowed or nearest
        return nearest if is_deep else [f"{depth} actions to undo and redo, not {[deep for _, deep in allowed]}"]
    mine, known = members(found), [members(records) for records, _ in allowed]
    places = {*mine, *(place for one in known for place in one)}
    return [f"{place}" for place in places if mine.get(place) not in [one.get(place) for one in known]]


def differing(one: Records, other: Records) -> list[str]:
    return [f"{key}" for key in one.keys() | other.keys() if one.get(key) != other.get(key)]


def members(records: Records) -> dict[tuple[str, int, str], object]:
    """Every member of every record by its place."""
    return {(*place, name): value for place, record in records.items() for name, value in record.items()}
