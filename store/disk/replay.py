"""Replay: what a snapshot and a journal make together when a project is opened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from store.change import Change
from store.disk.journal import Contents, Line
from store.disk.problem import Problem
from store.disk.snapshot import Meta, Snapshot, Tables


@dataclass(slots=True)
class Replayed:
    """The state after the last line."""

    tables: Tables
    history: list[Line] = field(default_factory=list)
    """The lines that undo and redo go through, oldest first."""
    last_seq: int = 0
    next_number: int = 1
    is_foreign: bool = False
    """Whether the snapshot came from elsewhere: history does not fit it."""
    has_live: bool = False
    """Whether there are lines that are not in the snapshot."""
    problems: list[Problem] = field(default_factory=list)


def belongs(meta: Meta, contents: Contents) -> bool:
    """Whether a snapshot is the one that a journal continues, or the next one of a compaction that was cut short."""
    if contents.base is None:
        return True
    if (meta.journal, meta.last_seq) == contents.base:
        return True
    highest = max((line.seq for line in contents.lines), default=contents.base[1])
    return meta.journal == contents.id and contents.base[1] < meta.last_seq <= highest


def is_history(line: Line, meta: Meta, contents: Contents) -> bool:
    """Whether a line is in the snapshot already."""
    if contents.base is not None and line.seq <= contents.base[1]:
        return True
    return line.journal == meta.journal and line.seq <= meta.last_seq


def replay(snapshot: Snapshot, contents: Contents, file: str) -> Replayed:
    """Apply every verified line that the snapshot does not hold; none is ever skipped in silence."""
    meta = snapshot.meta
    is_foreign = not belongs(meta, contents)
    state = Replayed(snapshot.tables, is_foreign=is_foreign, next_number=meta.next_number)
    base = contents.base[1] if contents.base else 0
    state.last_seq = max([meta.last_seq, base, *(line.seq for line in contents.lines)])
    before = contents.base[1] if contents.base else None
    for line in contents.lines:
        if is_history(line, meta, contents):
            before = max(before or 0, line.seq)
            if not is_foreign:
                state.history.append(line)
            continue
        state.has_live = True
        if before is not None and line.seq > before + 1 and not is_foreign:
            lost = line.seq - before - 1
            state.problems.append(Problem(file, f"{lost} actions before number {line.seq} are missing"))
        before = max(before or 0, line.seq)
        _apply(line.changes, state, file, line.seq)
        if not is_foreign:
            state.history.append(line)
    if is_foreign:
        what = "the snapshot beside it is not the one it continues; its own actions were applied to it"
        state.problems.append(Problem(file, what, how="what lies before cannot be undone"))
    highest = max((number for table in state.tables.values() for number in table), default=0)
    state.next_number = max(state.next_number, highest + 1, _highest_named(contents.lines) + 1)
    return state


def _highest_named(lines: Iterable[Line]) -> int:
    return max((change.number for line in lines for change in line.changes), default=0)


def _apply(changes: Sequence[Change], state: Replayed, file: str, seq: int) -> None:
    moved: dict[str, str] = {}
    for original in changes:
        change = _renamed(original, moved)
        table = state.tables[change.table]
        known = table.get(change.number)
        if state.is_foreign and known is not None and change.kind != "upd":
            _apply_to_other(change, state, moved, file, seq)
        elif change.kind == "upd" and known is None:
            what = f"action {seq} changes {change.table} {change.number}, which is not there"
            state.problems.append(Problem(file, what, how="the rest of the action was applied"))
        elif (after := change.applied_to(known)) is not None:
            table[change.number] = after
        else:
            table.pop(change.number, None)


def _apply_to_other(change: Change, state: Replayed, moved: dict[str, str], file: str, seq: int) -> None:
    """Insert or delete where the snapshot, which this journal does not continue, has a record of that number."""
    table = state.tables[change.table]
    known = table[change.number]
    if change.kind == "del" and known != dict(change.old):
        what = f"action {seq} deletes {change.table} {change.number}, which was changed elsewhere"
        state.problems.append(Problem(file, what, how="the record was kept"))
    elif change.kind == "del":
        del table[change.number]
    elif known != dict(change.new):
        other = _elsewhere(change, state, moved)
        table[other.number] = dict(other.new)


def _elsewhere(change: Change, state: Replayed, moved: dict[str, str]) -> Change:
    """The insert under a number that is free, since another record has its own."""
    number = max((number for table in state.tables.values() for number in table), default=0) + 1
    record = dict(change.new)
    old_id = str(record.get("id", ""))
    new_id = f"{old_id.rpartition('-')[0]}-{number}"
    moved[old_id] = new_id
    return Change.insert(change.table, number, {**record, "id": new_id})


def _renamed(change: Change, moved: dict[str, str]) -> Change:
    """The change with ids that got other numbers earlier in its line."""
    if not moved:
        return change
    names = ("source", "target", "cluster")
    new = {
        name: moved.get(value, value) if name in names and isinstance(value, str) else value
        for name, value in change.new.items()
    }
    return Change(change.kind, change.table, change.number, new=new, old=change.old)
