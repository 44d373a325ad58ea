"""What must be on the disk: the actions that a program told of, applied to plain dicts by rules of our own."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

from store import DiskError
from store.disk.database import Database
from tests.store.disk.disks import QUICK, Records, add, everything


class Fault(NamedTuple):
    """What a program did wrong."""

    kind: Literal["lost", "unreadable", "wrong"]
    """An action that was acknowledged is gone; the store cannot be opened or written; anything else."""
    words: str


def wrong(words: str) -> Fault:
    """A fault that cost nothing that was saved."""
    return Fault("wrong", words)


def after(state: Records, ops: list[list[Any]]) -> Records:
    """The records after one action, as its journal line says; not with the code that is being tested."""
    made = dict(state)
    for kind, table, number, first, *more in ops:
        place = (table, int(number))
        if kind == "del":
            del made[place]
        elif kind == "ins":
            made[place] = first
        else:
            (old,) = more
            made[place] = {name: value for name, value in made[place].items() if name not in old} | first
    return made


@dataclass(slots=True)
class Told:
    """What a program said before it ended."""

    states: list[tuple[int, Records]]
    """The records before its first action and after each one, with the action's number in the journal."""
    acknowledged: int
    """The last action that it was told is on the disk."""
    said: list[str] = field(default_factory=list)
    """What went wrong, in its own words."""
    faults: list[Fault] = field(default_factory=list)
    """What it found wrong when it opened the files."""

    def allowed(self) -> list[Records]:
        """The states that the disk may be in."""
        return [state for seq, state in self.states if seq >= self.acknowledged]


def heard(lines: list[Mapping[str, Any]], start: Records, seq: int) -> Told:
    """What the lines of a program mean that began with some records."""
    told = Told([(seq, start)], seq)
    for line in lines:
        if "did" in line:
            told.states.append((line["did"], after(told.states[-1][1], line["ops"])))
        elif "acknowledged" in line:
            told.acknowledged = max(told.acknowledged, line["acknowledged"])
        elif "found" in line:
            found = {(table, number): record for table, number, record in line["found"]}
            if found != start:
                told.faults.append(Fault("lost", "what it read is not what was written"))
        else:
            told.said.append(line["said"])
    return told


def lost(root: Path, allowed: list[Records], scratch: Path) -> tuple[list[Fault], list[str]]:
    """What is wrong with the files that a program left, and what they are said to be in need of when they are opened.

    They are opened twice, worked on, and opened again; in a copy, so that the original can be looked at.
    """
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(root, scratch, symlinks=True)
    try:
        return _reopened(scratch, allowed)
    except (DiskError, OSError) as error:
        return [Fault("unreadable", f"cannot be opened: {error}")], []


def _reopened(root: Path, allowed: list[Records]) -> tuple[list[Fault], list[str]]:
    faults: list[Fault] = []
    first = _opened(root)
    found, remarks = everything(first), [str(problem) for problem in first.problems]
    if found not in allowed:
        faults.append(Fault("lost", _difference(found, allowed)))
    first.close()
    second = _opened(root)
    if everything(second) != found:
        faults.append(Fault("lost", "another start finds something else"))
    if second.read_only:
        faults.append(Fault("unreadable", f"it cannot be written to: {second.read_only}"))
        return faults, remarks
    saved = add(second, "Tern Isle")
    if not saved.wait(10):
        faults.append(wrong(f"no further save: {second.state}"))
    now = everything(second)
    second.close()
    third = Database.open(root, "ana", read_only=True, system=QUICK)
    if len(now) != len(found) + 1 or everything(third) != now:
        faults.append(Fault("lost", "a further save is gone"))
    third.close()
    return faults, remarks


def _opened(root: Path) -> Database:
    return Database.open(root, "ana", system=QUICK)


def _difference(found: Records, allowed: list[Records]) -> str:
    """How the records differ from the state that is nearest."""
    every = [{place for place in found.keys() | one.keys() if found.get(place) != one.get(place)} for one in allowed]
    nearest = min(every, key=len)
    return f"{len(nearest)} records are not as they were acknowledged: {sorted(nearest)[:4]}"
