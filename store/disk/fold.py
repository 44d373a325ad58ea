"""Fold: what a snapshot held and what was changed since, as the bytes of a new snapshot and its index.

Of a large snapshot only the articles that were touched are parsed; runs of untouched lines are copied as they stand.
"""

import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from store.annotation import TABLES, Record
from store.disk.base import Item, StaleError, hash_of
from store.disk.index import SHIFT, STRIDE, Part
from store.disk.indexed import Indexed
from store.disk.line import Later, Value, opened
from store.disk.records import Changed
from store.disk.rows import line_at, parsed, pieces
from store.disk.snapshot import BY_ARTICLE, ORDERS, Meta, crc_place, head_of, row_of, tail_of

MASK = (1 << SHIFT) - 1
COPIED = 1 << 20
"""Bytes copied at a time."""


class Edit(NamedTuple):
    """Lines that stand in the place of others."""

    offset: int
    """Where the old ones begin, in the old snapshot ..."""
    length: int
    """... and how many bytes they have; 0 where something is put between."""
    path: str
    items: list[Item]


class Run(NamedTuple):
    """Lines that are copied."""

    start: int
    end: int
    """In the old snapshot."""
    shift: int
    """By how much they have moved in the new one."""


class Fold:
    """Makes a new snapshot of an indexed one and of what was changed since."""

    def __init__(self, base: Indexed, changed: Changed, meta: Meta, others: Mapping[str, Any]) -> None:
        self._base, self._meta, self._others = base, meta, others
        self._changed: dict[str, dict[int, Record | None]] = {
            name: {key: opened(one, _before(base, name, key, one)) for key, one in table.items()}
            for name, table in changed.items()
        }
        self._at = self._crc = 0
        self.parts: dict[str, Part] = {}
        """Where everything is in the new snapshot, as far as it was written."""

    def pieces(self) -> Iterator[bytes]:
        """The bytes of the new snapshot, with zeros for its checksum.

        Raises:
            StaleError: the old snapshot is not what it was.
        """
        yield self._counted(head_of(self._meta))
        for name in TABLES:
            yield self._counted(b'"%s":{\n' % name.encode())
            yield from self._table(name)
            yield self._counted(b"}" if name == TABLES[-1] and not self._others else b"},\n")
        yield self._counted(tail_of(self._others))

    def checksum(self) -> tuple[int, bytes]:
        """Where the checksum stands, and its digits, when all pieces are written."""
        return crc_place(self._meta), b"%08x" % self._crc

    def _counted(self, data: bytes) -> bytes:
        self._at += len(data)
        self._crc = zlib.crc32(data, self._crc)
        return data

    def _table(self, name: str) -> Iterator[bytes]:
        part, start = self._base.index.parts[name], self._at
        runs: list[Run] = []
        fresh: list[tuple[str, int, int, Item]] = []  # path, offset, bytes, record
        is_first = True
        for piece in _segments(part, self._edits(name)):
            if not is_first:
                yield self._counted(b",\n")
            is_first = False
            if isinstance(piece, Edit):
                yield from self._rows(piece, fresh)
            else:
                runs.append(Run(*piece, self._at - piece[0]))
                yield from self._copied(*piece)
        if not is_first:
            yield self._counted(b"\n")
        self.parts[name] = Part(start, self._at, _numbers(part, runs, fresh), _articles(part, runs, fresh, name))
        if self.parts[name].count != part.count + self._growth(name):
            message = f"{name}: the index does not fit the file"
            raise StaleError(message)

    def _growth(self, name: str) -> int:
        base, changed = self._base, self._changed[name]
        return sum((record is not None) - base.has(name, number) for number, record in changed.items())

    def _rows(self, edit: Edit, fresh: list[tuple[str, int, int, Item]]) -> Iterator[bytes]:
        for number, item in enumerate(edit.items):
            if number:
                yield self._counted(b",\n")
            row = row_of(item)
            fresh.append((edit.path, self._at, len(row), item))
            yield self._counted(row)

    def _copied(self, start: int, end: int) -> Iterator[bytes]:
        """Whole lines, without the comma and newline of the last one."""
        before = b""
        for _, data in pieces(self._base.descriptor, start, end, COPIED):
            if before:
                yield self._counted(before)
            before = data
        yield self._counted(before.rstrip(b",\n"))

    def _edits(self, name: str) -> list[Edit]:
        """What is put in the place of what, in file order."""
        if not self._changed[name]:
            return []
        edits = self._by_article(name) if name in BY_ARTICLE else self._by_number(name)
        return sorted(
            edits, key=lambda edit: (edit.offset, edit.length, edit.path, edit.items[:1] and edit.items[0][0])
        )

    def _by_article(self, name: str) -> Iterator[Edit]:
        base, changed, part = self._base, self._changed[name], self._base.index.parts[name]
        records: list[Record | None] = [*changed.values(), *(base.get(name, number) for number in changed)]
        fresh: dict[str, list[Item]] = {_article(record): [] for record in records if record is not None}
        for number, record in changed.items():
            if record is not None:
                fresh[_article(record)].append((number, record))
        offsets = sorted(part.articles[1::STRIDE]) if fresh else []
        for path, come in fresh.items():
            old = base.of_article(name, path)
            block = next((one for one in part.blocks(path) if old and self._is_at(one, old[0][0])), None)
            kept = [item for item in old if item[0] not in changed]
            items = sorted((*kept, *come), key=ORDERS[name])
            if block is not None:
                yield Edit(block[0], self._length(block, part), path, items)
            elif items:
                at = bisect_left(offsets, path, key=self._path_at)
                yield Edit(offsets[at] if at < len(offsets) else part.end, 0, path, items)

    def _by_number(self, name: str) -> Iterator[Edit]:
        part = self._base.index.parts[name]
        for number, record in self._changed[name].items():
            place = part.place(number)
            items = [] if record is None else [(number, record)]
            if place is not None:
                yield Edit(place, len(line_at(self._base.descriptor, place)), "", items)
            elif items:
                at = bisect_left(part.numbers, number << SHIFT)
                yield Edit(part.numbers[at] & MASK if at < part.count else part.end, 0, "", items)

    def _is_at(self, block: tuple[int, int, int], number: int) -> bool:
        return line_at(self._base.descriptor, block[0]).startswith(b'"%d":' % number)

    def _length(self, block: tuple[int, int, int], part: Part) -> int:
        """Bytes of an article's lines, with the comma and newline of the last one."""
        offset, length, _ = block
        end = offset + length
        return min(part.end, end + (2 if line_at(self._base.descriptor, end)[:1] == b"," else 1)) - offset

    def _path_at(self, offset: int) -> str:
        return _article(parsed(line_at(self._base.descriptor, offset))[0][1])


def _before(base: Indexed, table: str, number: int, value: Value) -> Record | None:
    """The record of the old snapshot that a changed one is still to be made of."""
    return base.get(table, number) if isinstance(value, Later) and not value.line else None


def _segments(part: Part, edits: Iterable[Edit]) -> Iterator["Edit | tuple[int, int]"]:
    """The lines of a table that stay, as (start, end), and between them the edits that leave something."""
    at = part.start
    for edit in edits:
        if edit.offset > at:
            yield at, edit.offset
        if edit.items:
            yield edit
        at = edit.offset + edit.length
    if at < part.end:
        yield at, part.end


def _numbers(part: Part, runs: list[Run], fresh: list[tuple[str, int, int, Item]]) -> "array[int]":
    """Numbers and offsets in the new snapshot."""
    moved = array("Q", _shifted(part.numbers, runs))
    if not fresh:
        return moved
    return array("Q", sorted([*moved, *(item[0] << SHIFT | offset for _, offset, _, item in fresh)]))


def _shifted(numbers: Iterable[int], runs: list[Run]) -> Iterable[int]:
    """The numbers of records in the runs, with the offsets they have now."""
    if not runs:
        return ()
    if len(runs) == 1:
        (start, end, shift), *_ = runs
        return (number + shift for number in numbers if start <= number & MASK < end)
    starts = [run.start for run in runs]
    ends, shifts = [run.end for run in runs], [run.shift for run in runs]
    found = ((number, bisect_right(starts, number & MASK) - 1) for number in numbers)
    return (number + shifts[run] for number, run in found if run >= 0 and number & MASK < ends[run])


def _articles(part: Part, runs: list[Run], fresh: list[tuple[str, int, int, Item]], name: str) -> "array[int]":
    """Hash, offset, length and count of each article in the new snapshot."""
    if name not in BY_ARTICLE:
        return array("Q")
    rows: list[tuple[int, int, int, int]] = []
    old, starts = part.articles, [run.start for run in runs]
    for at in range(0, len(old), STRIDE):
        run = bisect_right(starts, old[at + 1]) - 1
        if run >= 0 and old[at + 1] < runs[run].end:
            rows.append((old[at], old[at + 1] + runs[run].shift, old[at + 2], old[at + 3]))
    blocks: dict[str, tuple[int, int, int]] = {}
    for path, offset, size, _ in fresh:
        start, _, count = blocks.get(path, (offset, 0, 0))
        blocks[path] = start, offset + size - start, count + 1
    rows += [(hash_of(path), *block) for path, block in blocks.items()]
    return array("Q", [number for row in sorted(rows) for number in row])


def _article(record: Record) -> str:
    return str(record.get("article", ""))
