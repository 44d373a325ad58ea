"""The snapshot: all records of an annotator as JSON that TinyDB opens, one record a line, sorted, byte for byte stable.

Line 2 is always `_meta`, which says up to which line of which journal everything is in here. A snapshot that is no JSON
any more is read line by line, so that a damaged byte costs one record at most.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from store.annotation import TABLES, Record, Table
from store.disk.journal import Aside

SCHEMA = 1
"""The version of the records; a newer one is opened for reading only."""
Tables = dict[str, dict[int, Record]]
"""Table -> number -> record."""
RECORD = re.compile(rb'\s*"(\d+)"\s*:\s*(\{.*\})\s*,?\s*')
JOINT = re.compile(rb'(?<=\},)[^\n](?="\d+":\{)')
"""What stands between two records when the newline there is damaged."""
TABLE = re.compile(rb'\s*"([A-Za-z_]+)"\s*:\s*\{\s*(.*)')
MEMBERS: Mapping[Table, frozenset[str]] = {
    "decisions": frozenset({"article", "start", "verdict"}),
    "annotations": frozenset({"article", "start", "quote", "label"}),
    "links": frozenset({"type", "source", "target"}),
    "clusters": frozenset({"kind", "name", "aliases"}),
    "articles": frozenset({"article", "labels", "done"}),
}
"""Members by which the records of a table are known when its name is lost."""
MARKERS = (b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")


@dataclass(frozen=True, slots=True)
class Meta:
    """What a snapshot says about itself."""

    annotator: str = ""
    journal: str = ""
    """The journal whose lines are in it ..."""
    last_seq: int = 0
    """... up to this one."""
    next_number: int = 1
    """The next number for a record; never lowered, so that no id is ever given twice."""
    schema: int = SCHEMA


@dataclass(slots=True)
class Snapshot:
    """The contents of a snapshot."""

    meta: Meta = field(default_factory=Meta)
    tables: Tables = field(default_factory=lambda: {name: {} for name in TABLES})
    others: dict[str, Any] = field(default_factory=dict)
    """Tables that this version does not know; they travel along."""
    aside: tuple[Aside, ...] = ()
    """Lines that could not be read."""
    is_whole: bool = True
    """Whether the file was JSON."""


def _by_place(item: tuple[int, Record]) -> tuple[str, int, int, int]:
    number, record = item
    start, end = record.get("start", 0), record.get("end", 0)
    return str(record.get("article", "")), start if type(start) is int else 0, end if type(end) is int else 0, number


def _by_article(item: tuple[int, Record]) -> tuple[str, int]:
    return str(item[1].get("article", "")), item[0]


def _by_number(item: tuple[int, Record]) -> int:
    return item[0]


ORDERS: Mapping[str, Callable[[tuple[int, Record]], Any]] = {
    "annotations": _by_place,
    "articles": _by_article,
    "clusters": _by_number,
    "decisions": _by_place,
    "links": _by_number,
}
"""How the records of a table are sorted."""
BY_ARTICLE = frozenset({"annotations", "articles", "decisions"})
"""The tables in which the records of an article stand together."""


def to_bytes(snapshot: Snapshot) -> bytes:
    """The snapshot as it stands on the disk.

    Raises:
        TypeError: JSON cannot hold a value in it.
    """
    parts = []
    for name in TABLES:
        records = sorted(snapshot.tables[name].items(), key=ORDERS[name])
        rows = b",\n".join(map(row_of, records))
        parts.append(b'"%s":{\n' % name.encode() + rows + (b"\n}" if rows else b"}"))
    body = b",\n".join(parts) + (b",\n" if snapshot.others else b"")
    return head_of(snapshot.meta) + body + tail_of(snapshot.others)


def head_of(meta: Meta) -> bytes:
    """The lines of a snapshot before its tables."""
    fixed = {
        "schema": meta.schema,
        "annotator": meta.annotator,
        "journal": meta.journal,
        "last_seq": meta.last_seq,
        "next_number": meta.next_number,
    }
    return b'{\n"_meta":{"1":' + orjson.dumps(fixed) + b"},\n"


def row_of(item: tuple[int, Record]) -> bytes:
    """A record as it stands in a snapshot, without comma and newline."""
    return b'"%d":' % item[0] + orjson.dumps(item[1])


def tail_of(others: Mapping[str, Any]) -> bytes:
    """What stands after the tables: those that this version does not know, a line each, and the end."""
    rows = [orjson.dumps(name) + b":" + orjson.dumps(value) for name, value in others.items()]
    return b",\n".join(rows) + b"\n}\n"


def from_bytes(data: bytes) -> Snapshot:
    """The snapshot in bytes; what cannot be read is set aside, the rest counts."""
    if not data.strip(b"\xef\xbb\xbf \r\n\t\x00"):
        return Snapshot(is_whole=not data)
    try:
        whole = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        return _by_lines(data)
    if not isinstance(whole, dict):
        return Snapshot(aside=(Aside(0, data, "it is no TinyDB file"),), is_whole=False)
    if _has_duplicates(data, whole):
        return _by_lines(data)
    return _from_json(whole)


def _has_duplicates(data: bytes, whole: Mapping[str, Any]) -> bool:
    """Whether a number stands twice in a table, which JSON readers let pass in silence."""
    count = sum(len(table) for name, table in whole.items() if isinstance(table, dict) and name != "_meta")
    lines = sum(1 for line in data.split(b"\n") if RECORD.fullmatch(line))
    return lines > count


def _from_json(whole: Mapping[str, Any]) -> Snapshot:
    found = Snapshot()
    aside: list[Aside] = []
    for name, table in whole.items():
        if name == "_meta":
            found.meta = _meta(table.get("1") if isinstance(table, dict) else None)
        elif name in found.tables:
            _fill(found.tables[name], name, table, aside)
        elif (meant := _meant(table, whole)) is not None:
            _fill(found.tables[meant], meant, table, aside)
            aside.append(Aside(0, orjson.dumps({name: len(table)}), f"a table of this name was read as {meant}"))
        else:
            found.others[name] = table
    found.aside = tuple(aside)
    _lift(found)
    return found


def _fill(records: dict[int, Record], name: str, table: object, aside: list[Aside]) -> None:
    if not isinstance(table, dict):
        aside.append(Aside(0, orjson.dumps({name: table}), f"it is no table of {name}"))
        return
    for key, record in table.items():
        if key.isascii() and key.isdigit() and isinstance(record, dict):
            _unite(records, int(key), record, aside, 0)  # "07" and "7" are two keys
        else:
            aside.append(Aside(0, orjson.dumps({key: record}), f"it is no record of {name}"))


def _meant(table: object, whole: Mapping[str, Any]) -> Table | None:
    """Which table of ours one with an unknown name is: one that we always write is missing, its records are here."""
    if "_meta" not in whole or not isinstance(table, dict) or not table:
        return None
    kinds = {_kind_of(record) if isinstance(record, dict) else None for record in table.values()}
    kind = kinds.pop()
    return kind if not kinds and kind is not None and kind not in whole else None


def _kind_of(record: Record) -> Table | None:
    """Which table a record belongs to, by the members that only records of that table have."""
    return next((name for name, members in MEMBERS.items() if members <= record.keys()), None)


def _by_lines(data: bytes) -> Snapshot:
    """Read a file that is no JSON any more: commas and conflict markers are forgiven, both sides count."""
    found, aside = Snapshot(is_whole=False), list[Aside]()
    table, at = "", 0
    for line in _lines(data):
        place, at = at, at + len(line) + 1
        bare = line.strip(b"\xef\xbb\xbf \r\t\x00")
        if bare in (b"", b"{", b"}", b"},", b"}}") or bare.startswith(MARKERS):
            continue
        if bare.startswith(b'"_meta"'):
            found.meta = _higher(found.meta, _meta_of(bare, aside, place))
            continue
        if opened := TABLE.fullmatch(bare):
            table, bare = opened[1].decode(), opened[2].strip()
            if bare in (b"", b"}", b"},"):
                continue
        if record := _record(bare):
            number, value = record
            _unite(found.tables.setdefault(_kind_of(value) or table or "annotations", {}), number, value, aside, place)
        else:
            aside.append(Aside(place, line, "it is no record"))
    found.others |= {name: found.tables.pop(name) for name in [*found.tables] if name not in TABLES}
    found.aside = tuple(aside)
    _lift(found)
    return found


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


def _unite(table: dict[int, Record], number: int, value: Record, aside: list[Aside], place: int) -> None:
    """Of two records with one number the one whose id has it counts, else the newer; the other is set aside."""
    known = table.get(number)
    if known is None or known == value:
        table[number] = value
        return
    first, other = sorted((known, value), key=lambda record: _claim(record, number), reverse=True)
    table[number] = first
    aside.append(Aside(place, orjson.dumps({str(number): other}), "another record has its number"))


def _claim(record: Record, number: int) -> tuple[bool, str]:
    return str(record.get("id", "")).endswith(f"-{number}"), str(record.get("updated", ""))


def _meta_of(line: bytes, aside: list[Aside], place: int) -> Meta:
    try:
        return meta_of_line(line)
    except ValueError:
        aside.append(Aside(place, line, "it does not say what is in the snapshot"))
        return Meta()


def meta_of_line(line: bytes) -> Meta:
    """What a snapshot says about itself in its second line.

    Raises:
        ValueError: it says nothing.
    """
    try:
        return _meta(orjson.loads(b"{" + line.rstrip(b",\r\n") + b"}")["_meta"]["1"])
    except (KeyError, TypeError) as error:
        message = "it does not say what is in the snapshot"
        raise ValueError(message) from error


def _meta(value: Any) -> Meta:
    if not isinstance(value, dict):
        return Meta()
    numbers = {name: value.get(name) for name in ("last_seq", "next_number", "schema")}
    last, following, schema = (number if type(number) is int else 0 for number in numbers.values())
    return Meta(
        str(value.get("annotator", "")), str(value.get("journal", "")), last, max(1, following), schema or SCHEMA
    )


def _higher(one: Meta, other: Meta) -> Meta:
    high = max(one, other, key=lambda meta: meta.last_seq)
    return Meta(
        high.annotator,
        high.journal,
        high.last_seq,
        max(one.next_number, other.next_number),
        max(one.schema, other.schema),
    )


def _lift(snapshot: Snapshot) -> None:
    """Keep the next number above every number that is there."""
    highest = max((number for table in snapshot.tables.values() for number in table), default=0)
    meta = snapshot.meta
    if highest >= meta.next_number:
        snapshot.meta = Meta(meta.annotator, meta.journal, meta.last_seq, highest + 1, meta.schema)
