"""Renumber: ids for records whose own does not fit or is another's, and references that follow; pure functions."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from typing import Any, Protocol

from store.annotation import TABLES, Record, Table, id_number
from store.change import Change
from store.classes import dataclass
from store.disk.replay import renamed
from store.health import Misfit

REFERENCES: Mapping[Table, Mapping[str, Table]] = {
    "annotations": {"cluster": "clusters"},
    "links": {"source": "annotations", "target": "annotations"},
}
"""Table -> member -> the table whose ids stand there."""
Names = dict[tuple[Table, str], str]
"""Table and old id -> new id."""


class Records(Protocol):
    """Where the records of an annotator are."""

    def get(self, table: str, number: int) -> Record | None:
        """A record, or None."""

    def has(self, table: str, number: int) -> bool:
        """Whether there is a record."""

    def items(self, table: str) -> Iterator[tuple[int, Record]]:
        """Number and record of everything in a table."""

    def take_number(self) -> int:
        """A number that no record had before."""


@dataclass(slots=True)
class Plan:
    """Which ids the misfits of one annotator get."""

    annotator: str = ""
    ids: dict[tuple[Table, int], str] = field(default_factory=dict)
    """Table and number -> new id."""
    names: Names = field(default_factory=dict)
    """What became of the old ids."""

    @property
    def come(self) -> Names:
        """Those that are of others: records that came from another file together refer to each other."""
        return {key: new for key, new in self.names.items() if key[1].rpartition("-")[0] != self.annotator}


def plan(annotator: str, records: Records, misfits: Iterable[Misfit], claims: Mapping[str, int]) -> Plan:
    """New ids for misfits: that of their number where nobody else has or claims it, else one with a new number.

    Args:
        annotator: whose records they are.
        records: all of them.
        misfits: those whose id does not fit.
        claims: how many misfits of the project have each id.
    """
    found = Plan(annotator)
    for one in misfits:
        record = records.get(one.table, one.number)
        if record is None or str(record.get("id") or "") != one.id:
            continue  # it was changed since it was looked at
        fitting = f"{annotator}-{one.number}"
        is_free = not claims.get(fitting) and not any(
            records.has(table, one.number) for table in TABLES if table != one.table
        )
        new = fitting if is_free else f"{annotator}-{records.take_number()}"
        found.ids[one.table, one.number] = new
        if one.id:
            found.names.setdefault((one.table, one.id), new)
    return found


def followed(own: Plan, plans: Iterable[Plan], is_held: Callable[[Table, str], bool]) -> Names:
    """The new ids that references of the records which keep their ids follow: the old one must be nobody's any more.

    Args:
        own: of the file that the references stand in; what it says counts before what other files say.
        plans: of all annotators; an old id that two of them have says nothing.
        is_held: whether a record that keeps its id has this one.
    """
    every = list(plans)
    uses = Counter(key for one in every for key in one.names)
    names = {key: new for one in every for key, new in one.names.items() if uses[key] == 1} | own.names
    return {key: new for key, new in names.items() if not is_held(*key)}


def changes(records: Records, own: Plan, names: Names) -> list[Change]:
    """What has to be done to the records of an annotator: new ids, and references to new ids.

    Args:
        records: of the annotator.
        own: the ids that some of them get.
        names: what the references of the others follow.
    """
    found, among = [], {**names, **own.come}
    for (table, number), new in own.ids.items():
        record = records.get(table, number)
        assert record is not None
        found += _moved(table, number, record, {**_referring(table, record, among), "id": new})
    targets = {table for table, _ in names}
    for table, members in REFERENCES.items():
        if targets & {*members.values()}:
            for number, record in records.items(table):
                if (table, number) not in own.ids and (change := _led(table, number, record, names)):
                    found.append(change)
    return found


def _led(table: Table, number: int, record: Record, names: Names) -> Change | None:
    return Change.between(table, number, record, _referring(table, record, names))


def _referring(table: Table, record: Record, names: Names) -> dict[str, Any]:
    """A record with its references led to new ids."""
    led = dict(record)
    for member, target in REFERENCES.get(table, {}).items():
        if isinstance(name := record.get(member), str):
            led[member] = names.get((target, name), name)
    return led


def _moved(table: Table, number: int, old: Record, new: Record) -> list[Change]:
    """The changes that put a record in another's place, under the number that its new id has."""
    to = id_number(new["id"])
    if to != number:
        return [Change.delete(table, number, old), Change.insert(table, to, new)]
    change = Change.between(table, number, old, new)
    return [change] if change else []


def taken_in(steps: Iterable[Change], records: Records, annotator: str) -> tuple[list[Change], list[Change]]:
    """What has to be done so that actions which were never saved are done after all, and the steps that do not fit.

    A step fits where its record is as it was then. An insert under a number that was given since gets another.
    """
    now: dict[tuple[Table, int], Record | None] = {}
    moved: dict[str, str] = {}
    unfit = []
    wanted = [*steps]
    own = {step.number for step in wanted}  # a number that a later step brings along is not free
    for step in wanted:
        change = renamed(step, moved)
        key = change.table, change.number
        known = now[key] if key in now else records.get(*key)
        if change.kind == "ins" and known != dict(change.new) and (known is not None or _is_taken(change, records)):
            number = next(number for number in iter(records.take_number, -1) if number not in own)
            new_id = f"{annotator}-{number}"
            moved[str(change.new.get("id", ""))] = new_id
            now[change.table, number] = {**change.new, "id": new_id}
        elif _is_done(change, known):
            continue
        elif _fits(change, known):
            now[key] = change.applied_to(known)
        else:
            unfit.append(change)
    return [one for key, record in now.items() for one in _difference(key, records.get(*key), record)], unfit


def _is_taken(change: Change, records: Records) -> bool:
    """Whether a record of another table has the number."""
    return any(records.has(table, change.number) for table in TABLES if table != change.table)


def _is_done(change: Change, known: Record | None) -> bool:
    """Whether a step has been done already."""
    if change.kind == "del":
        return known is None
    if known is None:
        return False
    gone = change.old.keys() - change.new.keys()
    return not gone & known.keys() and all(name in known and known[name] == one for name, one in change.new.items())


def _fits(change: Change, known: Record | None) -> bool:
    """Whether a record is as a step found it."""
    if change.kind == "ins":
        return known is None
    if known is None:
        return False
    if change.kind == "del":
        return known == dict(change.old)
    nothing = object()
    names = {*change.old, *change.new} - {"updated"}
    return all(known.get(name, nothing) == change.old.get(name, nothing) for name in names)


def _difference(key: tuple[Table, int], before: Record | None, after: Record | None) -> list[Change]:
    if before is None:
        return [Change.insert(*key, after)] if after is not None else []
    if after is None:
        return [Change.delete(*key, before)]
    change = Change.between(*key, before, after)
    return [change] if change else []
