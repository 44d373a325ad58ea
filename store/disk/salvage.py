"""Salvage: a snapshot that is no JSON any more, read line by line, so that a damaged byte costs one record at most.

Commas and the marks of a conflict that git left are forgiven. Both sides of a conflict count: of two states of one
record the newer one, and of two new records with one number the second gets another, with all that refers to it on its
side.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import field, replace

import orjson

from store.annotation import Record, Table
from store.classes import dataclass
from store.disk.journal import Aside
from store.disk.snapshot import Meta, Snapshot, meta_of_line

RECORD = re.compile(rb'\s*"(\d+)"\s*:\s*(\{.*\})\s*,?\s*')
"""A record as a line."""
JOINT = re.compile(rb'(?<=\},)[^\n](?="\d+":\{)')
"""What stands between two records when the newline there is damaged."""
TABLE = re.compile(rb'\s*"([A-Za-z_]+)"\s*:\s*\{\s*(.*)')
"""A line that opens a table."""
MEMBERS: Mapping[Table, frozenset[str]] = {
    "decisions": frozenset({"article", "start", "verdict"}),
    "annotations": frozenset({"article", "start", "quote", "label"}),
    "links": frozenset({"type", "source", "target"}),
    "clusters": frozenset({"kind", "name", "aliases"}),
    "articles": frozenset({"article", "labels", "done"}),
}
"""Members by which the records of a table are known when its name is lost."""
THEIRS, ORIGIN = b"=======", b"|||||||"
"""What stands before the second side of a conflict, and before what both sides began with."""
MARKERS = (b"<<<<<<<", ORIGIN, THEIRS, b">>>>>>>")
"""How git marks a conflict, in the order of the marks."""
DOUBLE, GIVEN_TWICE = "another record has its number", "its number was given twice"
"""Why one of two records with one number is set aside, and of one that has another number now."""


def kind_of(record: Record) -> Table | None:
    """Which table a record belongs to, by the members that only records of that table have."""
    return next((name for name, members in MEMBERS.items() if members <= record.keys()), None)


def by_lines(data: bytes) -> Snapshot:
    """Read a file line by line."""
    return _Salvage().read(data)


@dataclass(slots=True)
class _Salvage:
    """What was found so far."""

    found: Snapshot = field(default_factory=lambda: Snapshot(is_whole=False))
    aside: list[Aside] = field(default_factory=list)
    table: str = ""
    side: bytes = b""
    """The mark that was seen last: in which side of a conflict the lines stand."""
    theirs: list[tuple[str, int]] = field(default_factory=list)
    """The records that stand on the second side only."""
    twins: list[tuple[str, int, Record, int]] = field(default_factory=list)
    """New records of the second side whose number the first side has given, too: table, number, record, place."""

    def read(self, data: bytes) -> Snapshot:
        """All of a file."""
        at = 0
        for line in _lines(data):
            self._take(line, at)
            at += len(line) + 1
        found = self.found
        found.others |= {name: found.tables.pop(name) for name in [*found.tables] if name not in MEMBERS}
        lift(found)
        self._renumber()
        found.aside = tuple(self.aside)
        return found

    def _take(self, line: bytes, place: int) -> None:
        bare = line.strip(b"\xef\xbb\xbf \r\t\x00")
        if bare.startswith(MARKERS):
            self.side = bare[:7]
            return
        if bare in (b"", b"{", b"}", b"},", b"}}") or self.side == ORIGIN:
            return
        if bare.startswith(b'"_meta"'):
            self.found.meta = _higher(self.found.meta, _meta_of(bare, self.aside, place))
            return
        if opened := TABLE.fullmatch(bare):
            self.table, bare = opened[1].decode(), opened[2].strip()
            if bare in (b"", b"}", b"},"):
                return
        if record := _record(bare):
            self._put(*record, place)
        else:
            self.aside.append(Aside(place, line, "it is no record"))

    def _put(self, number: int, value: Record, place: int) -> None:
        name = kind_of(value) or self.table or "annotations"
        table = self.found.tables.setdefault(name, {})
        known = table.get(number)
        if self.side == THEIRS and known is not None and are_twins(known, value):
            self.twins.append((name, number, value, place))
            return
        if self.side == THEIRS and known is None:
            self.theirs.append((name, number))
        unite(table, number, value, self.aside, place)

    def _renumber(self) -> None:
        """Give the second of two new records another number, and let what stands on its side refer to that."""
        moved: dict[str, str] = {}
        for name, _, record, place in self.twins:
            number = self.found.meta.next_number
            self.found.meta = replace(self.found.meta, next_number=number + 1)
            old = str(record.get("id", ""))
            moved[old] = f"{old.rpartition('-')[0]}-{number}"
            self.found.tables[name][number] = {**record, "id": moved[old]}
            self.theirs.append((name, number))
            self.aside.append(Aside(place, orjson.dumps(record), f"{GIVEN_TWICE}; it is {moved[old]} now"))
        for name, number in self.theirs if moved else ():
            record = self.found.tables[name][number]
            changed = {
                part: moved[record[part]] for part in ("source", "target", "cluster") if record.get(part) in moved
            }
            self.found.tables[name][number] = {**record, **changed}


def are_twins(one: Record, other: Record) -> bool:
    """Whether two records with one number are two things: made at other times, or of other things."""
    return any(one.get(name) != other.get(name) for name in ("created", "article") if name in one and name in other)


def _lines(data: bytes) -> Iterator[bytes]:
    """The lines, without the byte after each; two records are two lines also when their newline is damaged."""
    for line in data.split(b"\n"):
        is_joined = JOINT.search(line) is not None and _record(line.strip()) is None
        yield from JOINT.split(line) if is_joined else (line,)


def _record(line: bytes) -> tuple[int, Record] | None:
    """The record of a line; braces that close its table and the file may stand behind it."""
    bare = line.rstrip(b", \r\t")
    for _ in range(3):
        match = RECORD.fullmatch(bare)
        if match is None:
            return None
        try:
            value: Record = orjson.loads(match[2])
        except (ValueError, RecursionError):
            bare = bare.removesuffix(b"}").rstrip()
        else:
            return int(match[1]), value
    return None


def unite(table: dict[int, Record], number: int, value: Record, aside: list[Aside], place: int) -> None:
    """Of two records with one number the one whose id has it counts, else the newer; the other is set aside."""
    known = table.get(number)
    if known is None or known == value:
        table[number] = value
        return
    first, other = sorted((known, value), key=lambda record: _claim(record, number), reverse=True)
    table[number] = first
    aside.append(Aside(place, orjson.dumps({str(number): other}), DOUBLE))


def _claim(record: Record, number: int) -> tuple[bool, str]:
    return str(record.get("id", "")).endswith(f"-{number}"), str(record.get("updated", ""))


def _meta_of(line: bytes, aside: list[Aside], place: int) -> Meta:
    try:
        return meta_of_line(line)
    except ValueError:
        aside.append(Aside(place, line, "it does not say what is in the snapshot"))
        return Meta()


def _higher(one: Meta, other: Meta) -> Meta:
    high = max(one, other, key=lambda meta: meta.last_seq)
    return Meta(
        high.annotator,
        high.journal,
        high.last_seq,
        max(one.next_number, other.next_number),
        max(one.schema, other.schema),
    )


def lift(snapshot: Snapshot) -> None:
    """Keep the next number above every number that is there."""
    highest = max((number for table in snapshot.tables.values() for number in table), default=0)
    meta = snapshot.meta
    if highest >= meta.next_number:
        snapshot.meta = Meta(meta.annotator, meta.journal, meta.last_seq, highest + 1, meta.schema)
