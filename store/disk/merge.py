"""Merge: what another program wrote into a snapshot, brought into the records in memory; nothing is thrown away."""

from collections.abc import Collection, Mapping
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


def merged(ours: Tables, known: Mapping[str, Collection[int]], theirs: Tables) -> Merged:
    """Bring records together by number.

    A record that only they have is new, unless it was `known` here, for then it was deleted here. Of two with the same
    number the one that was updated later stays; the other is displaced.
    """
    found = Merged()
    for name in TABLES:
        for number, record in theirs.get(name, {}).items():
            own = ours[name].get(number)
            if own is None:
                if number not in known[name]:
                    found.changes.append(Change.insert(name, number, record))
            elif own != record:
                is_newer = str(record.get("updated", "")) > str(own.get("updated", ""))
                found.displaced.append(own if is_newer else record)
                if is_newer:
                    found.changes.append(Change.insert(name, number, record))
    return found
