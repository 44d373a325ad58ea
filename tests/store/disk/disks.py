"""Stores for the tests of this folder, and operating systems that forget, refuse and remember."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from store.annotation import TABLES, Record
from store.change import Change
from store.disk.database import Database
from store.disk.problem import Saved
from store.disk.system import System

AT = "2031-05-14T09:15:04Z"
ROOT = Path(__file__).resolve().parents[3]
"""Where programs are started, so that they find the same modules."""
Records = dict[tuple[str, int], Record]
"""Everything an annotator has: (table, number) -> record."""


class Quick(System):
    """Does not flush: only a power cut could tell the difference."""

    def flush_data(self, descriptor: int) -> None:
        pass

    def flush(self, descriptor: int) -> None:
        pass

    def flush_folder(self, folder: Path) -> None:
        pass


class Faulty(Quick):
    """Refuses the calls in `broken`, each with an error number."""

    def __init__(self, **broken: int) -> None:
        self.broken = broken
        self.after = 0
        """Calls that still succeed before the first one is refused."""
        self.refusals = 0
        self.refused: list[int] = []
        """Descriptors whose flush was refused."""
        self.flushed_again: list[int] = []
        """Descriptors that were flushed after a refusal and before they were closed."""

    def _may(self, call: str, descriptor: int | None = None) -> None:
        if descriptor is not None and descriptor in self.refused:
            self.flushed_again.append(descriptor)
        if call not in self.broken:
            return
        if self.after:
            self.after -= 1
            return
        self.refusals += 1
        if descriptor is not None:
            self.refused.append(descriptor)
        number = self.broken[call]
        raise OSError(number, os.strerror(number))

    def close(self, descriptor: int) -> None:
        self.refused = [one for one in self.refused if one != descriptor]
        super().close(descriptor)

    def open(self, path: Path, flags: int, mode: int = 0o666) -> int:
        self._may("open")
        return super().open(path, flags, mode)

    def write_at(self, descriptor: int, data: bytes, offset: int) -> None:
        if "write_at" in self.broken and not self.after:
            super().write_at(descriptor, data[: len(data) // 2], offset)  # a full disk takes what still fits
        self._may("write_at")
        super().write_at(descriptor, data, offset)

    def flush_data(self, descriptor: int) -> None:
        self._may("flush_data", descriptor)

    def flush(self, descriptor: int) -> None:
        self._may("flush", descriptor)

    def rename(self, old: Path, new: Path) -> None:
        self._may("rename")
        super().rename(old, new)

    def link(self, old: Path, new: Path) -> None:
        self._may("link")
        super().link(old, new)

    def flush_folder(self, folder: Path) -> None:
        self._may("flush_folder")
        super().flush_folder(folder)


QUICK = Quick()
FULL = {"write_at": errno.ENOSPC}
"""What a full disk refuses."""


def opened(root: Path, system: System = QUICK, *, read_only: bool = False) -> Database:
    """The store in a folder."""
    root.mkdir(exist_ok=True)
    return Database.open(root, "ana", read_only=read_only, clock=lambda: AT, system=system)


def mention(number: int, quote: str = "Orrin Bay", **members: Any) -> Record:
    """An annotation as it stands on the disk, short."""
    record = {"article": "ferry.txt", "start": number, "end": number + len(quote), "quote": quote}
    return {**record, "id": f"ana-{number}", **members}


def add(database: Database, quote: str = "Orrin Bay", **members: Any) -> Saved:
    """One more annotation; not yet on the disk."""
    number = database.take_number()
    return database.commit([Change.insert("annotations", number, mention(number, quote, **members))], "tag")


def saved(database: Database, quote: str = "Orrin Bay", **members: Any) -> int:
    """One more annotation that is on the disk; its number in the journal."""
    done = add(database, quote, **members)
    assert done.wait(10), database.state
    return done.seq


def everything(database: Database) -> Records:
    """All records."""
    return {(name, number): record for name in TABLES for number, record in database.numbers(name).items()}


def quotes(database: Database) -> list[str]:
    """What is annotated, sorted."""
    return sorted(record["quote"] for record in database.numbers("annotations").values())


def as_left(root: Path, to: Path) -> Path:
    """The folder as a program leaves it that is killed now."""
    if to.exists():
        shutil.rmtree(to)
    shutil.copytree(root, to, symlinks=True, ignore=shutil.ignore_patterns("*.tmp"))  # they come and go meanwhile
    return to


def reread(root: Path, to: Path) -> Records:
    """What a reader would find if the program were killed now."""
    reader = opened(as_left(root, to), read_only=True)
    found = everything(reader)
    reader.close()
    return found


def rejected(root: Path) -> bytes:
    """What was set aside."""
    path = root / ".sidemark" / "rejected" / "ana.jsonl"
    return path.read_bytes() if path.exists() else b""


def journal(root: Path) -> Path:
    """The journal's file."""
    return root / "annotations" / "ana.journal"


def snapshot(root: Path) -> Path:
    """The snapshot's file."""
    return root / "annotations" / "ana.json"


@contextmanager
def child(root: Path, what: str) -> Iterator["subprocess.Popen[str]"]:
    """Another program on a project; killed at the end if it still runs."""
    root.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "tests.store.disk.child", str(root), what]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        try:
            yield program
        finally:
            program.kill()


def said(program: "subprocess.Popen[str]") -> str:
    """The next line that it prints, without its end."""
    assert program.stdout
    return program.stdout.readline().rstrip("\n")
