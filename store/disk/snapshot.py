"""The snapshot: all records of an annotator as JSON that TinyDB opens, one record a line, sorted, byte for byte stable.

Line 2 is always `_meta`, which says up to which line of which journal everything is in here, and ends in the CRC-32 of
the whole file with zeros in the place of these eight digits: who wrote it last, and whether a bit has fallen over.
"""

import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any

import orjson

from store.annotation import TABLES, Record
from store.classes import dataclass
from store.disk.journal import Aside

SCHEMA = 1
"""The version of the records; a newer one is opened for reading only."""
Tables = dict[str, dict[int, Record]]
"""Table -> number -> record."""
ZEROS = b"00000000"
"""What stands for the checksum while it is reckoned."""
_LOST = re.compile(rb'\{\n[^\n]*":"[0-9a-f]{8}"\}\},?\n')
"""A second line that ends as one with a checksum does, whatever has become of its words."""
_CRC = re.compile(rb'\{\n"_meta":\{"1":\{[^\n]*"crc":"([0-9a-f]{8})"\}\},?\n')


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
    crc: str = field(default="", compare=False)
    """The checksum of the snapshot, eight hexadecimal digits; "" where it has none."""


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
    is_as_written: bool = True
    """Whether its checksum fits, if it has one; else somebody has changed it, or it is damaged."""


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
    data = head_of(snapshot.meta) + body + tail_of(snapshot.others)
    at = crc_place(snapshot.meta)
    return data[:at] + b"%08x" % zlib.crc32(data) + data[at + len(ZEROS) :]


def head_of(meta: Meta) -> bytes:
    """The lines of a snapshot before its tables, with zeros for the checksum."""
    fixed = {
        "schema": meta.schema,
        "annotator": meta.annotator,
        "journal": meta.journal,
        "last_seq": meta.last_seq,
        "next_number": meta.next_number,
        "crc": ZEROS.decode(),
    }
    return b'{\n"_meta":{"1":' + orjson.dumps(fixed) + b"},\n"


def crc_place(meta: Meta) -> int:
    """Where the digits of the checksum stand, in bytes."""
    return len(head_of(meta)) - len(b'00000000"}},\n')


def with_zeros(start: bytes) -> tuple[bytes, str]:
    """The first bytes of a snapshot with zeros in the place of its checksum, and that; "" when they hold none."""
    found = _CRC.match(start)
    if found is None:
        return start, ""
    return start[: found.start(1)] + ZEROS + start[found.end(1) :], found[1].decode()


def is_as_written(start: bytes, crc: str, told: str) -> bool:
    """Whether a snapshot is as it was written; one that never had a checksum is.

    Args:
        start: its first bytes.
        crc: the checksum that it should have.
        told: the one that it says it has.
    """
    return crc == told if told else _LOST.match(start) is None


def row_of(item: tuple[int, Record]) -> bytes:
    """A record as it stands in a snapshot, without comma and newline."""
    return b'"%d":' % item[0] + orjson.dumps(item[1])


def tail_of(others: Mapping[str, Any]) -> bytes:
    """What stands after the tables: those that this version does not know, a line each, and the end."""
    rows = [orjson.dumps(name) + b":" + orjson.dumps(value) for name, value in others.items()]
    return b",\n".join(rows) + b"\n}\n"


def meta_of_line(line: bytes) -> Meta:
    """What a snapshot says about itself in its second line.

    Raises:
        ValueError: it says nothing.
    """
    try:
        return meta_of(orjson.loads(b"{" + line.rstrip(b",\r\n") + b"}")["_meta"]["1"])
    except (KeyError, TypeError) as error:
        message = "it does not say what is in the snapshot"
        raise ValueError(message) from error


def meta_of(value: Any) -> Meta:
    """What the record of `_meta` says; the least where it says nothing."""
    if not isinstance(value, dict):
        return Meta()
    numbers = {name: value.get(name) for name in ("last_seq", "next_number", "schema")}
    last, following, schema = (number if type(number) is int else 0 for number in numbers.values())
    annotator, journal, crc = (str(value.get(name, "")) for name in ("annotator", "journal", "crc"))
    return Meta(annotator, journal, last, max(1, following), schema or SCHEMA, crc)
