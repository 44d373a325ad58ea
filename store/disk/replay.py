"""Replay: what a snapshot and a journal make together when a project is opened."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson

from store.annotation import Record
from store.change import Change
from store.disk.journal import Aside, Contents
from store.disk.line import Line
from store.disk.problem import Problem
from store.disk.records import Records
from store.disk.snapshot import Meta


@dataclass(slots=True)
class Replayed:
    """What came of the lines of a journal."""

    history: list[Line] = field(default_factory=list)
    """The lines that undo and redo go through, oldest first."""
    last_seq: int = 0
    next_number: int = 1
    is_foreign: bool = False
    """Whether the snapshot came from elsewhere: history does not fit it."""
    has_live: bool = False
    """Whether there are lines that are not in the snapshot."""
    problems: list[Problem] = field(default_factory=list)
    displaced: list[Aside] = field(default_factory=list)
    """Steps that could not be done, and values that a step on a snapshot from elsewhere replaced."""


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


def replay(records: Records, meta: Meta, contents: Contents, file: str) -> Replayed:
    """Apply every verified line that the snapshot does not hold; none is ever skipped in silence.

    Args:
        records: what the snapshot holds; the lines are applied to it.
        meta: what the snapshot says about itself.
        contents: the journal.
        file: the journal's name, for messages.
    """
    state = Replayed(is_foreign=not belongs(meta, contents), next_number=meta.next_number)
    state.next_number = max(state.next_number, records.highest + 1)
    base = contents.base[1] if contents.base else 0
    state.last_seq = max([meta.last_seq, base, *(line.seq for line in contents.lines)])
    if state.is_foreign:
        state.next_number = max(state.next_number, _highest_named(contents.lines) + 1)
    before = contents.base[1] if contents.base else None
    watermark = max(base, meta.last_seq)  # nothing above it is in the snapshot
    for line in contents.lines:
        seq = line.seq
        if seq <= watermark and is_history(line, meta, contents):
            before = max(before or 0, seq)
            if not state.is_foreign:
                state.history.append(line)
            continue
        state.has_live = True
        if before is not None and seq > before + 1 and not state.is_foreign:
            lost = seq - before - 1
            state.problems.append(Problem(file, f"{lost} actions before number {seq} are missing", code="gap"))
        if before is None or seq > before:
            before = seq
        _apply(line, records, state, file)
    if state.is_foreign:
        what = "the snapshot beside it is not the one it continues; its own actions were applied to it"
        state.problems.append(Problem(file, what, how="what lies before cannot be undone"))
    return state


def _highest_named(lines: Iterable[Line]) -> int:
    """The highest number that was ever given in some lines; those that do not say are passed over."""
    highest = 0
    for line in lines:
        try:
            highest = max([highest, *(change.number for change in line.changes)])
        except ValueError:
            continue
    return highest


def _apply(line: Line, records: Records, state: Replayed, file: str) -> None:
    added = line.added
    if added is not None and not state.is_foreign and records.add_unread(*added):
        if added[0] >= state.next_number:
            state.next_number = added[0] + 1
        state.history.append(line)
        return
    try:
        changes = line.changes
    except ValueError as error:
        state.displaced.append(Aside(0, line.raw, f"it is no action: {error}"))
        what = f"action {line.seq} cannot be read ({error})"
        state.problems.append(Problem(file, what, how="it was set aside", code="unreadable-action"))
        return
    moved: dict[str, str] = {}
    for original in changes:
        change = renamed(original, moved) if moved else original
        state.next_number = max(state.next_number, change.number + 1)
        known = records.get(change.table, change.number)
        if known is None and change.kind != "ins":
            _missing(change, line, state, file)
        elif state.is_foreign and known is not None:
            _apply_to_other(change, known, records, state, (moved, f"{file}: action {line.seq}"))
        else:
            records.put(change.table, change.number, known, change.applied_to(known))
    if not state.is_foreign:
        state.history.append(line)


def _missing(change: Change, line: Line, state: Replayed, file: str) -> None:
    """A step on a record that is not there: what was deleted elsewhere is gone as it should be, the rest is said."""
    if change.kind == "del":
        return
    what = f"action {line.seq} changes {change.table} {change.number}, which is not there"
    how = "the rest of the action was applied, this was set aside"
    state.problems.append(Problem(file, what, how=how, code="missing-record"))
    state.displaced.append(Aside(0, orjson.dumps(change.to_op()), what))


def _apply_to_other(
    change: Change, known: Record, records: Records, state: Replayed, around: tuple[dict[str, str], str]
) -> None:
    """A step on a snapshot that this journal does not continue, where there is a record of that number."""
    moved, where = around
    if change.kind == "upd":
        replaced = _replaced(change, known)
        if replaced:
            what = f"changed {change.table} {change.number}, which was changed elsewhere"
            how = "the other values were set aside"
            state.problems.append(Problem("", f"{where} {what}", how=how, code="overwritten"))
            state.displaced.append(Aside(0, orjson.dumps({str(change.number): replaced}), what))
        records.put(change.table, change.number, known, change.applied_to(known))
    elif change.kind == "ins":
        if known != dict(change.new):
            other = _elsewhere(change, state, moved)
            records.put(other.table, other.number, None, dict(other.new))
    elif known == dict(change.old):
        records.put(change.table, change.number, known, None)
    else:
        what = f"{where} deletes {change.table} {change.number}, which was changed elsewhere"
        state.problems.append(Problem("", what, how="the record was kept", code="overwritten"))


def _replaced(change: Change, known: Record) -> dict[str, Any]:
    """The members that an update replaces though they are neither as it found them nor as it leaves them."""
    names = {*change.old, *change.new} - {"updated"}
    nothing = object()
    return {
        name: known[name]
        for name in names
        if name in known and known[name] not in (change.old.get(name, nothing), change.new.get(name, nothing))
    }


def _elsewhere(change: Change, state: Replayed, moved: dict[str, str]) -> Change:
    """The insert under a number that is free, since another record has its own."""
    number, state.next_number = state.next_number, state.next_number + 1
    record = dict(change.new)
    old_id = str(record.get("id", ""))
    new_id = f"{old_id.rpartition('-')[0]}-{number}"
    moved[old_id] = new_id
    return Change.insert(change.table, number, {**record, "id": new_id})


def renamed(change: Change, moved: dict[str, str]) -> Change:
    """The change with its references to records that have other ids now; `moved` is old id -> new id."""
    names = ("source", "target", "cluster")
    new = {
        name: moved.get(value, value) if name in names and isinstance(value, str) else value
        for name, value in change.new.items()
    }
    return Change(change.kind, change.table, change.number, new=new, old=change.old)
