"""The byte index: where each record and the records of each article stand in a large snapshot.

With it, opening parses nothing. It can always be made again, and is believed only as long as it fits the file.

In `.sidemark/NAME.index`: a magic line; the length of a description in JSON and its CRC-32; the description; arrays of
64-bit numbers in this computer's byte order, one after the other.
"""

import mmap
import os
import struct
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import field, fields
from itertools import accumulate, groupby, pairwise
from operator import lt
from pathlib import Path
from typing import Any

import orjson

from store.annotation import TABLES
from store.classes import dataclass
from store.disk.base import hash_of
from store.disk.rows import parsed, pieces
from store.disk.snapshot import BY_ARTICLE, ORDERS, Meta, is_as_written, meta_of_line, with_zeros
from store.disk.system import System

MAGIC = b"sidemark index 1\n"
HEAD = struct.Struct("=II")
"""Length and CRC-32 of the description."""
ENDS = 4 << 10
"""Bytes at both ends of a snapshot whose checksum must be right."""
SHIFT = 40
"""A record's number and offset are one integer: the number above, so many bits for the offset below."""
MOST = 1 << 64 - SHIFT
"""Numbers from here on do not fit; such a snapshot is read whole."""
STRIDE = 4
"""Numbers for each article: hash of its path, offset, length, count of records."""
Numbers = Sequence[int]


@dataclass(slots=True)
class Part:
    """Where one table is."""

    start: int
    """The first record's line, in bytes."""
    end: int
    """After the last one's."""
    numbers: Numbers
    """Number and offset of each record in one integer, sorted."""
    articles: Numbers = ()
    """Of each article hash, offset, length and count; sorted by hash."""

    @property
    def count(self) -> int:
        """How many records it has."""
        return len(self.numbers)

    def place(self, number: int) -> int | None:
        """Where a record's line begins, None when there is none of that number."""
        numbers = self.numbers
        count = len(numbers)
        if number >= MOST or not count:
            return None
        # were no number free it would stand at `at`; each that is free may move it by one
        at = number - (numbers[0] >> SHIFT)
        free = (numbers[-1] >> SHIFT) - (numbers[0] >> SHIFT) - count + 1
        at = bisect_left(numbers, number << SHIFT, min(max(0, at - free), count), min(max(0, at + 1), count))
        if at == count or (found := numbers[at]) >> SHIFT != number:
            return None
        return found & (1 << SHIFT) - 1

    def blocks(self, path: str) -> list[tuple[int, int, int]]:
        """(offset, length, count) of the records of an article; more than one where hashes are equal."""
        rows, wanted = self.articles, hash_of(path)
        low, high = 0, len(rows) // STRIDE
        while low < high:
            middle = (low + high) // 2
            if rows[middle * STRIDE] < wanted:
                low = middle + 1
            else:
                high = middle
        found = []
        while low * STRIDE < len(rows) and rows[low * STRIDE] == wanted:
            at = low * STRIDE
            found.append((rows[at + 1], rows[at + 2], rows[at + 3]))
            low += 1
        return found


@dataclass(slots=True)
class Index:
    """What is known about a snapshot without reading it."""

    stamp: tuple[int, int, int]
    """Inode, size and time of the snapshot that it fits."""
    ends: int
    """CRC-32 of the first and last bytes of it."""
    meta: Meta
    parts: Mapping[str, Part]
    """By table."""
    others: Mapping[str, Any] = field(default_factory=dict)
    """Tables that this version does not know."""
    is_as_written: bool = True
    """Whether the snapshot's checksum fitted when it was read."""

    @property
    def highest(self) -> int:
        """The highest number of any record."""
        return max((part.numbers[-1] >> SHIFT for part in self.parts.values() if part.count), default=0)


def ends_of(descriptor: int, size: int) -> int:
    """The checksum of the first and the last bytes of a file."""
    return zlib.crc32(os.pread(descriptor, ENDS, max(0, size - ENDS)), zlib.crc32(os.pread(descriptor, ENDS, 0)))


def stamp_of_open(descriptor: int) -> tuple[int, int, int]:
    """What tells one state of an open file from another: inode, size, time of the last change."""
    found = os.fstat(descriptor)
    return found.st_ino, found.st_size, found.st_mtime_ns


def read_index(path: Path, descriptor: int) -> Index | None:
    """The index of an open snapshot; None when there is none or it does not fit."""
    stamp = stamp_of_open(descriptor)
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)  # ours alone: nobody else cuts it short
        size, checksum = HEAD.unpack_from(mapped, len(MAGIC))
        start = len(MAGIC) + HEAD.size
        text = mapped[start : start + size]
        if mapped[: len(MAGIC)] != MAGIC or zlib.crc32(text) != checksum:
            return None
        value = orjson.loads(text)
        if tuple(value["stamp"]) != stamp or value["ends"] != ends_of(descriptor, stamp[1]):
            return None
        whole = memoryview(mapped)[value["at"] : value["at"] + 8 * value["length"]].cast("Q")
        parts = {name: _part(whole, row) for name, row in value["parts"].items()}
        return Index(stamp, value["ends"], Meta(**value["meta"]), parts, value["others"], value["is_as_written"])
    except (OSError, ValueError, KeyError, TypeError, struct.error):
        return None


def _part(whole: memoryview, row: Sequence[int]) -> Part:
    start, end, numbers, articles, after = row
    if after > len(whole):
        message = "the index is cut short"
        raise ValueError(message)
    return Part(start, end, whole[numbers:articles], whole[articles:after])


def write_index(path: Path, index: Index, system: System) -> None:
    """Keep an index.

    Raises:
        OSError: it cannot be kept.
    """
    arrays: list[array[int]] = []
    rows: dict[str, list[int]] = {}
    at = 0
    for name, part in index.parts.items():
        numbers, articles = array("Q", part.numbers), array("Q", part.articles)
        rows[name] = [part.start, part.end, at, at + len(numbers), at + len(numbers) + len(articles)]
        at = rows[name][-1]
        arrays += [numbers, articles]
    value = {
        "stamp": index.stamp,
        "ends": index.ends,
        "meta": {one.name: getattr(index.meta, one.name) for one in fields(Meta)},
        "others": index.others,
        "is_as_written": index.is_as_written,
        "parts": rows,
    }
    size = len(MAGIC) + HEAD.size + len(orjson.dumps({**value, "at": 1 << 40, "length": at}))
    start = size + -size % 8
    text = orjson.dumps({**value, "at": start, "length": at})
    head = MAGIC + HEAD.pack(len(text), zlib.crc32(text)) + text
    path.parent.mkdir(exist_ok=True)
    system.replace(path, [head.ljust(start, b"\n"), *(one.tobytes() for one in arrays)])


def index_of(descriptor: int) -> Index | None:
    """The index of an open snapshot, made by reading all of it; None when it is not laid out as this version writes it.

    Every record is parsed once here. Costs about 4 s for a million of them.
    """
    stamp = stamp_of_open(descriptor)
    scan = _Scan()
    try:
        for offset, rows in pieces(descriptor, 0, stamp[1]):
            scan.take(offset, rows)
        parts = scan.parts()
    except (ValueError, RecursionError, LookupError):
        return None
    if scan.meta is None or stamp_of_open(descriptor) != stamp:
        return None
    is_sound = is_as_written(os.pread(descriptor, ENDS, 0), scan.crc, scan.meta.crc)
    return Index(stamp, ends_of(descriptor, stamp[1]), scan.meta, parts, scan.others, is_sound)


class _Scan:
    """Goes through the lines of a snapshot. Whatever it does not expect is a ValueError."""

    def __init__(self) -> None:
        self.meta: Meta | None = None
        self.others: dict[str, Any] = {}
        self._table = ""
        self._starts: dict[str, int] = {}
        self._ends: dict[str, int] = {}
        self._numbers: dict[str, array[int]] = {name: array("Q") for name in TABLES}
        self._articles: dict[str, list[tuple[str, int, int, int]]] = {name: [] for name in BY_ARTICLE}
        self._before: tuple[Any, ...] | int | None = None
        self._is_followed = False  # whether a comma says that there is more
        self._has_comma = False  # the same of the last record
        self._is_over = False
        self._crc = 0

    @property
    def crc(self) -> str:
        """The checksum that the snapshot should have."""
        return f"{self._crc:08x}"

    def take(self, offset: int, rows: bytes) -> None:
        """Whole lines that begin at an offset."""
        self._crc = zlib.crc32(rows if offset else with_zeros(rows)[0], self._crc)
        while rows:
            if self._table and rows[:1] == b'"':
                end = at + 2 if (at := rows.find(b"}\n}")) >= 0 else len(rows)
                self._records(offset, rows[:end])
            else:
                end = rows.index(b"\n") + 1
                self._frame(offset, rows[:end])
            offset, rows = offset + end, rows[end:]

    def _frame(self, offset: int, line: bytes) -> None:
        """A line that is no record."""
        _must(not self._is_over)
        is_followed = line.endswith(b",\n")
        if not offset:
            _must(line == b"{\n")
        elif self.meta is None:
            self.meta, self._is_followed = meta_of_line(line), is_followed
        elif self._table:
            _must(line in (b"},\n", b"}\n") and not self._has_comma)
            self._ends[self._table], self._table, self._before = offset, "", None
            self._is_followed = is_followed
        elif line == b"}\n":
            _must(not self._is_followed)
            self._is_over = True
        else:
            _must(self._is_followed)
            self._element(offset, line)

    def _element(self, offset: int, line: bytes) -> None:
        """The begin of a table, or a table that this version does not know."""
        name = next((name for name in TABLES if line == b'"%s":{\n' % name.encode()), "")
        if name:
            _must(name not in self._starts)
            self._table, self._starts[name], self._has_comma = name, offset + len(line), False
            return
        self._is_followed = line.endswith(b",\n")
        for other, value in orjson.loads(b"{" + line.rstrip(b",\n") + b"}").items():
            _must(other not in TABLES and other not in self.others)
            self.others[other] = value

    def _records(self, offset: int, rows: bytes) -> None:
        """Records of the present table, one a line."""
        name = self._table
        _must(self._before is None or self._has_comma)
        self._has_comma = rows.endswith(b",\n")
        found, lines, order = parsed(rows), rows.split(b"\n"), ORDERS[name]
        keys = [order(item) for item in found]
        _must(self._before is None or self._before < keys[0])
        _must(all(map(lt, keys, keys[1:])) and all(number < MOST for number, _ in found))
        _must(all(map(bytes.startswith, lines, [b'"%d":' % number for number, _ in found])))
        self._before = keys[-1]
        starts = [*accumulate((len(line) + 1 for line in lines), initial=offset)]
        self._numbers[name].extend([number << SHIFT | start for (number, _), start in zip(found, starts, strict=False)])
        if name in BY_ARTICLE:
            self._count(name, [record.get("article") for _, record in found], starts, rows)

    def _count(self, name: str, paths: list[Any], starts: list[int], rows: bytes) -> None:
        """Records more of articles: the place of each article, and its bytes without the last comma and newline."""
        articles = self._articles[name]
        first = 0
        for path, same in groupby(paths):
            _must(path.__class__ is str)
            after = first + sum(1 for _ in same)
            start, end, count = starts[first], starts[after], after - first
            end -= 2 if rows[end - starts[0] - 2 : end - starts[0]] == b",\n" else 1
            if articles and articles[-1][0] == path:
                _, start, _, before = articles[-1]
                articles[-1] = path, start, end - start, before + count
            else:
                articles.append((path, start, end - start, count))
            first = after

    def parts(self) -> dict[str, Part]:
        """The tables, when all lines have been taken."""
        _must(self._is_over)
        return {name: self._part(name) for name in TABLES}

    def _part(self, name: str) -> Part:
        numbers = array("Q", sorted(self._numbers[name]))
        _must(all(one >> SHIFT != two >> SHIFT for one, two in pairwise(numbers)))
        return Part(self._starts[name], self._ends[name], numbers, rows_of(self._articles.get(name, ())))


def rows_of(articles: "Sequence[tuple[str, int, int, int]]") -> "array[int]":
    """(path, offset, length, count) of articles as they stand in an index."""
    rows = sorted((hash_of(path), offset, length, count) for path, offset, length, count in articles)
    return array("Q", [number for row in rows for number in row])


def _must(condition: bool) -> None:
    if not condition:
        message = "it is not laid out as this version writes it"
        raise ValueError(message)
