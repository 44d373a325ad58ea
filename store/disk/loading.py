"""Loading: a whole snapshot from its bytes, whatever has become of them; what cannot be read is set aside."""

import zlib
from collections.abc import Mapping
from typing import Any

import orjson

from store.annotation import Record, Table
from store.disk.journal import Aside
from store.disk.salvage import RECORD, by_lines, kind_of, lift, unite
from store.disk.snapshot import Snapshot, is_as_written, meta_of, with_zeros

PLACE = 1 << 12
"""Bytes in which the checksum stands if there is one."""


def from_bytes(data: bytes) -> Snapshot:
    """The snapshot in bytes; what cannot be read is set aside, the rest counts."""
    if not data.strip(b"\xef\xbb\xbf \r\n\t\x00"):
        return Snapshot(is_whole=not data)
    try:
        whole = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        return by_lines(data)
    if not isinstance(whole, dict):
        return Snapshot(aside=(Aside(0, data, "it is no TinyDB file"),), is_whole=False)
    if _has_duplicates(data, whole):
        return by_lines(data)
    found = _from_json(whole)
    found.is_as_written = is_as_written(data[:PLACE], crc_of(data), found.meta.crc)
    return found


def crc_of(data: bytes) -> str:
    """The checksum that a snapshot of these bytes should have."""
    start, _ = with_zeros(data[:PLACE])
    return f"{zlib.crc32(memoryview(data)[PLACE:], zlib.crc32(start)):08x}"


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
            found.meta = meta_of(table.get("1") if isinstance(table, dict) else None)
        elif name in found.tables:
            _fill(found.tables[name], name, table, aside)
        elif (meant := _meant(table, whole)) is not None:
            _fill(found.tables[meant], meant, table, aside)
            aside.append(Aside(0, orjson.dumps({name: len(table)}), f"a table of this name was read as {meant}"))
        else:
            found.others[name] = table
    found.aside = tuple(aside)
    lift(found)
    return found


def _fill(records: dict[int, Record], name: str, table: object, aside: list[Aside]) -> None:
    if not isinstance(table, dict):
        aside.append(Aside(0, orjson.dumps({name: table}), f"it is no table of {name}"))
        return
    for key, record in table.items():
        if key.isascii() and key.isdigit() and isinstance(record, dict):
            unite(records, int(key), record, aside, 0)  # "07" and "7" are two keys
        else:
            aside.append(Aside(0, orjson.dumps({key: record}), f"it is no record of {name}"))


def _meant(table: object, whole: Mapping[str, Any]) -> Table | None:
    """Which table of ours one with an unknown name is: one that we always write is missing, its records are here."""
    if "_meta" not in whole or not isinstance(table, dict) or not table:
        return None
    kinds = {kind_of(record) if isinstance(record, dict) else None for record in table.values()}
    kind = kinds.pop()
    return kind if not kinds and kind is not None and kind not in whole else None
