"""Merge: what another program wrote into a snapshot, brought into the records in memory; nothing is thrown away."""

from dataclasses import dataclass, field

from store.annotation import TABLES, Record
from store.change import Change
from store.disk.snapshot import Tables


@dataclass(slots=True)
class Merged:
    """What has to be done to take over another program's records."""

    changes: list[Change] = field(default_factory=list)
    """Inserts, which stand for "this is the record now"."""
    displaced: list[Record] = field(default_factory=list)
    """Records that lost against a newer one with the same number."""


def merged(ours: Tables, known: Tables, theirs: Tables, free: int) -> Merged:
    """Bring records together by number; `known` is what stood in the file when it was last read or written.

    The side that changed a record wins, also over a deletion on the other. Where both changed it the one that was
    updated later stays and the other is displaced. Of two new ones with the same number ours keeps it and theirs gets
    one of the numbers from `free` on. What they deleted stays here.
    """
    found = Merged()
    free = max([free, *(number + 1 for table in theirs.values() for number in table)])
    for name in TABLES:
        for number, record in theirs.get(name, {}).items():
            own, before = ours[name].get(number), known[name].get(number)
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


def _renumbered(record: Record, number: int) -> Record:
    """The record under another number, which its id ends in if it has one."""
    annotator, hyphen, _ = str(record.get("id", "")).rpartition("-")
    return {**record, "id": f"{annotator}-{number}"} if hyphen else dict(record)
