"""Merge: what another program wrote into a snapshot, brought into the records in memory; nothing is thrown away."""

import os
from collections.abc import Iterator
from dataclasses import field

from store.annotation import TABLES, Record, Table
from store.change import Change
from store.classes import dataclass
from store.disk.base import Base, Item, StaleError
from store.disk.index import STRIDE
from store.disk.indexed import Indexed
from store.disk.records import Records
from store.disk.rows import parsed
from store.disk.snapshot import BY_ARTICLE


@dataclass(slots=True)
class Merged:
    """What has to be done to take over another program's records."""

    changes: list[Change] = field(default_factory=list)
    """Inserts, which stand for "this is the record now"."""
    displaced: list[Record] = field(default_factory=list)
    """Records that lost against a newer one with the same number."""


def merged(ours: Records, known: Base, theirs: Base, free: int) -> Merged:
    """Bring records together by number; `known` is what stood in the file when it was last read or written.

    The side that changed a record wins, also over a deletion on the other. Where both changed it the one that was
    updated later stays and the other is displaced. Of two new ones with the same number ours keeps it and theirs gets
    one of the numbers from `free` on. What they deleted stays here. Where a file was changed in place nobody can tell
    any more what a record was; it then counts as changed by both.
    """
    found = Merged()
    free = max(free, theirs.highest + 1)
    for name in TABLES:
        for number, record in _different(known, theirs, name):
            own, before = ours.get(name, number), _before(known, name, number)
            if record in (own, before):
                continue
            if own is None or own == before:
                found.changes.append(Change.insert(name, number, record))
            elif before is None:
                found.changes.append(Change.insert(name, free, _renumbered(record, free)))
                free += 1
            else:
                is_newer = str(record.get("updated", "")) > str(own.get("updated", ""))
                found.displaced.append(own if is_newer else record)
                if is_newer:
                    found.changes.append(Change.insert(name, number, record))
    return found


def _before(known: Base, table: str, number: int) -> Record | None:
    """A record as it was; an empty one, which is like no other, when it cannot be read any more."""
    try:
        return known.get(table, number)
    except StaleError:
        return {} if known.has(table, number) else None


def _different(known: Base, theirs: Base, table: Table) -> Iterator[Item]:
    """At least the records of a table that are not in another snapshot as they are in this one."""
    is_beside = isinstance(known, Indexed) and isinstance(theirs, Indexed) and known.inode != theirs.inode
    if not (is_beside and table in BY_ARTICLE):
        yield from theirs.items(table)
        return
    assert isinstance(known, Indexed)
    assert isinstance(theirs, Indexed)
    old, new = known.index.parts[table].articles, theirs.index.parts[table].articles
    places = {old[at]: (old[at + 1], old[at + 2]) for at in range(0, len(old), STRIDE)}
    for at in range(0, len(new), STRIDE):
        offset, length = new[at + 1], new[at + 2]
        place = places.get(new[at], (0, 0))
        rows = os.pread(theirs.descriptor, length, offset)
        if place[1] != length or os.pread(known.descriptor, length, place[0]) != rows:
            yield from parsed(rows)


def _renumbered(record: Record, number: int) -> Record:
    """The record under another number, which its id ends in if it has one."""
    annotator, hyphen, _ = str(record.get("id", "")).rpartition("-")
    return {**record, "id": f"{annotator}-{number}"} if hyphen else dict(record)
