"""Damage: a cut, a flipped bit, a wrong byte at every byte of both files; what is left comes back, and it is said."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from store.annotation import TABLES, Record, Table
from store.change import Change
from store.disk.database import Database
from tests.store.disk.disks import QUICK, Records, everything, journal, opened, rejected, saved, snapshot

COUNT = 100
"""Records in each of the two files."""
PARTS = 2
"""Tests that share the bytes of a file."""
THOROUGH = 23
"""Every so many bytes the file is opened for writing too, and work goes on."""
SHAPES: dict[Table, Record] = {
    "annotations": {"article": "a.txt", "start": 1, "end": 9, "quote": "q", "label": "X"},
    "articles": {"article": "a.txt", "labels": [], "done": True},
    "clusters": {"kind": "claim", "name": "c", "aliases": []},
    "decisions": {"article": "a.txt", "start": 3, "verdict": "accept"},
    "links": {"type": "same", "source": "ana-1", "target": "ana-2"},
}
"""Records with no more than what their table is known by."""


def recorded(root: Path, kind: str) -> tuple[bytes, Records]:
    """A journal or a snapshot with a hundred records, and these."""
    database = Database.open(root, "ana", clock=lambda: "", system=QUICK)
    for n in range(COUNT):
        number, table = database.take_number(), TABLES[n * len(TABLES) // COUNT]
        record = {"quote": f"q{n}"} if kind == "journal" else {**SHAPES[table], "id": f"ana-{number}"}
        database.commit([Change.insert("annotations" if kind == "journal" else table, number, record)], "tag")
    assert database.flush()
    known = everything(database)
    data = journal(root).read_bytes().rstrip(b"\n") + b"\n"
    database.close()
    return data if kind == "journal" else snapshot(root).read_bytes(), known


class Damaged:
    """A file that is damaged in one place after the other, alone in its project."""

    def __init__(self, root: Path, kind: str) -> None:
        self.root, self.kind = root / "p", kind
        (root / "sound").mkdir()
        self.data, self.known = recorded(root / "sound", kind)
        self._path = journal(self.root) if kind == "journal" else snapshot(self.root)
        self._path.parent.mkdir(parents=True)
        self._lines = sorted(filter(None, self.data.split(b"\n")), key=len, reverse=True)
        rows = [line for line in self.data.split(b"\n") if line.startswith(b'{"seq"') or line[1:2].isdigit()]
        self._rows = dict(zip(rows, self.known, strict=True))

    def whole(self, data: bytes) -> Records:
        """The records that stand in lines which are as they were."""
        keys = [self._rows[line] for line in data.split(b"\n") if line in self._rows]
        return {key: self.known[key] for key in keys}

    def places(self, part: int) -> Iterator[int]:
        """The places of one part of the bytes; the parts are interleaved."""
        return iter(range(part, len(self.data), PARTS))

    def look(self, data: bytes) -> tuple[Records, str]:
        """The records that a reader finds in the file when it holds `data`, and the problems it tells of."""
        self._path.write_bytes(data)
        database = opened(self.root, read_only=True)
        found, problems = everything(database), "; ".join(map(str, database.problems))
        database.close()
        return found, problems

    def go_on(self, data: bytes, found: Records) -> str:
        """Open the file for writing, work, start again: nothing more is gone; the problems that the user is told of."""
        self._path.write_bytes(data)
        database = opened(self.root)
        problems = "; ".join(map(str, database.problems))
        assert everything(database) == found
        saved(database, "Tern Isle")
        now = everything(database)
        assert len(now) == len(found) + 1
        database.compact()
        database.close()
        again = opened(self.root, read_only=True)
        assert everything(again) == now
        again.close()
        assert self._is_kept(data), "bytes were thrown away"
        shutil.rmtree(self.root)
        self._path.parent.mkdir(parents=True)
        return problems

    def _is_kept(self, data: bytes) -> bool:
        """Whether what is not as it was can still be had: set aside, or in a backup of the whole file."""
        if any(path.read_bytes() == data for path in (self.root / ".sidemark").rglob("ana-*.json")):
            return True
        kept = b"".join(json.loads(row)["raw"].encode("latin-1") for row in rejected(self.root).splitlines())
        return all(part in kept for part in self.broken(data))

    def broken(self, data: bytes) -> list[bytes]:
        """The lines that do not stand so in the sound file, without sound ones that a lost newline joined to them."""
        return [self._own(line) for line in set(data.split(b"\n")) - {b"", *self._lines}]

    def _own(self, line: bytes) -> bytes:
        for sound in self._lines:
            line = line.removeprefix(sound).removesuffix(sound)
        return line


def with_bit(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :]


def with_byte(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


@pytest.fixture
def scratch(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: a file is written for every byte."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as folder:
        yield Path(folder)


KINDS = pytest.mark.parametrize("kind", ["journal", "snapshot"])
HOW = {"bit": with_bit, "byte": with_byte}


@KINDS
@pytest.mark.parametrize("part", range(PARTS))
def test_a_cut_at_any_byte_keeps_every_line_before_it(scratch: Path, kind: str, part: int) -> None:
    file = Damaged(scratch, kind)
    for at in file.places(part):
        data = file.data[:at]
        found, problems = file.look(data)
        assert found.items() >= file.whole(data).items(), at
        assert file.known.items() >= found.items(), (at, "half a record")
        if at % THOROUGH == part:
            problems = file.go_on(data, found)
        is_looked_at = kind == "snapshot" or at % THOROUGH == part  # who only reads may see a line half written
        assert problems or not (is_looked_at and file.broken(data)), at


@KINDS
@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("part", range(PARTS))
def test_damage_to_any_byte_costs_one_record_at_most_and_is_said(scratch: Path, kind: str, how: str, part: int) -> None:
    file = Damaged(scratch, kind)
    for at in file.places(part):
        data = HOW[how](file.data, at)
        found, problems = file.look(data)
        lost = [key for key, record in file.known.items() if found.get(key) != record]
        assert len(lost) <= 1, at
        if at % THOROUGH == part or at == len(file.data) - 1:  # who only reads may see a line without its end
            problems = file.go_on(data, found)
        assert problems, at
