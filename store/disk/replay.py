"""Replay: what a snapshot and a journal make together when a project is opened."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from itertools import repeat
from operator import ge
from typing import Any

import orjson

from store.annotation import Record
from store.change import Change
from store.classes import dataclass
from store.disk.journal import Aside, Contents
from store.disk.line import Line, Lines
from store.disk.problem import Problem
from store.disk.records import Records
from store.disk.snapshot import Meta

NAMED = ("id", "source", "target", "cluster")
"""Members that hold ids."""


@dataclass(slots=True)
class Replayed:
    """What came of the lines of a journal."""

    lines: Lines
    """All lines, and of them ..."""
    kept: list[int] = field(default_factory=list)
    """... those that undo and redo go through, oldest first."""
    last_seq: int = 0
    next_number: int = 1
    is_foreign: bool = False
    """Whether the snapshot, or a part of the journal, came from elsewhere: history does not fit it."""
    has_live: bool = False
    """Whether there are lines that are not in the snapshot."""
    problems: list[Problem] = field(default_factory=list)
    displaced: list[Aside] = field(default_factory=list)
    """Steps that could not be done, and values that a step on a snapshot from elsewhere replaced."""
    numbers: dict[tuple[str, int], int] = field(default_factory=dict)
    """(table, number) -> the number that a record has instead, as another record from elsewhere has its own."""
    ids: dict[str, str] = field(default_factory=dict)
    """The same as ids."""
    copy: int = 0
    """Of a joined journal the copy whose lines are being read."""

    @property
    def history(self) -> list[Line]:
        """The lines that undo and redo go through, oldest first."""
        return [self.lines[at] for at in self.kept]


class Watermark:
    """Tells which lines of a journal are in a snapshot already, and whether that is the one it continues.

    Two copies of a project that were made with their journals have one id and number their actions alike. So what a
    snapshot says that it holds is looked for in it.
    """

    def __init__(self, records: Records, meta: Meta, contents: Contents) -> None:
        self._meta, self._contents = meta, contents
        base = self._base = contents.base[1] if contents.base else 0
        last, lines = meta.last_seq, contents.lines
        seqs = enumerate(lines.seqs if base < last else ())
        between = [line for at, seq in seqs if base < seq <= last and self._claims(line := lines[at])]
        self._holds = contents.base is None or _holds(records, between)
        self.highest = max(self._base, meta.last_seq)
        """No line above it is in the snapshot."""

    def _claims(self, line: Line) -> bool:
        return line.seq <= self._meta.last_seq and line.journal == self._meta.journal

    @property
    def belongs(self) -> bool:
        """Whether the journal continues the snapshot, or the one before it: a compaction was cut short."""
        contents, meta = self._contents, self._meta
        if contents.base is None or (meta.journal, meta.last_seq) == contents.base:
            return True
        highest = max(contents.lines.seqs, default=self._base)
        return meta.journal == contents.id and self._base < meta.last_seq <= highest and self._holds

    def is_in(self, line: Line) -> bool:
        """Whether a line is in the snapshot."""
        return line.seq <= self._base or (self._holds and self._claims(line))


def _holds(records: Records, lines: Iterable[Line]) -> bool:
    """Whether records are as some actions have left them; one that cannot be read says nothing."""
    left: dict[tuple[str, int], Record | None] = {}
    for line in lines:
        try:
            changes = line.changes
        except ValueError:
            continue
        for change in changes:
            at = change.table, change.number
            left[at] = change.applied_to(left.get(at))
    found = ((records.get(*at), record) for at, record in left.items())
    return all(
        record == known if record is None or known is None else record.items() <= known.items()
        for known, record in found
    )


def replay(records: Records, meta: Meta, contents: Contents, file: str) -> Replayed:
    """Apply every verified line that the snapshot does not hold; none is ever skipped in silence.

    Args:
        records: what the snapshot holds; the lines are applied to it.
        meta: what the snapshot says about itself.
        contents: the journal.
        file: the journal's name, for messages.
    """
    lines, seqs = contents.lines, contents.lines.seqs
    is_joined = any(map(ge, seqs, seqs[1:]))
    watermark = Watermark(records, meta, contents)
    state = Replayed(lines, is_foreign=is_joined or not watermark.belongs, next_number=meta.next_number)
    state.next_number = max(state.next_number, records.highest + 1)
    base = contents.base[1] if contents.base else 0
    state.last_seq = max(meta.last_seq, base, *seqs)
    if not state.is_foreign:
        due = base + 1 if contents.base else min(seqs, default=0)
        _go_on(records, state, watermark, file, due)
        return state
    state.next_number = max(state.next_number, _highest_named(lines) + 1)
    for copy, line in _copies(lines) if is_joined else zip(repeat(0), lines):
        if copy != state.copy:
            state.copy, state.numbers, state.ids = copy, {}, {}
        if copy or line.seq > watermark.highest or not watermark.is_in(line):
            state.has_live = True
            _apply(line, records, state, file)
    what = "the snapshot beside it is not the one it continues; its own actions were applied to it"
    if is_joined:
        what = "it holds actions of two copies of the project; those of both were done"
    state.problems.append(Problem(file, what, how="what lies before cannot be undone"))
    return state


def _go_on(records: Records, state: Replayed, watermark: Watermark, file: str, due: int) -> None:
    """Do the lines of a journal to the snapshot that it continues; `due` is the number that should come first."""
    lines, heads, seqs = state.lines, state.lines.heads, state.lines.seqs
    ends = iter([len(seqs)])
    if seqs and seqs[-1] - seqs[0] >= len(seqs):
        ends = (at for at in range(1, len(seqs) + 1) if at == len(seqs) or seqs[at] != seqs[at - 1] + 1)
    at = end = 0
    while at < len(seqs):
        seq = seqs[at]
        while at >= end:
            end = next(ends)
        if seq <= watermark.highest and watermark.is_in(lines[at]):
            state.kept.append(at)
            at, due = at + 1, max(due, seq + 1)
            continue
        state.has_live = True
        if seq > due:
            state.problems.append(Problem(file, f"{seq - due} actions before number {seq} are missing", code="gap"))
        begun, last = at, end if seq > watermark.highest else at + 1
        at, number = records.take(lines.raw, heads, begun, last)
        state.kept += range(begun, at)
        state.next_number = max(state.next_number, number + 1)
        if at < last:
            if _apply(lines[at], records, state, file):
                state.kept.append(at)
            at += 1
        due = seqs[at - 1] + 1


def _copies(lines: Iterable[Line]) -> Iterator[tuple[int, Line]]:
    """Each line of a joined journal, and which copy it is from: another one's begin where the numbers go back.

    What the copies have in common, before they went different ways, comes once.
    """
    seen: set[bytes] = set()
    copy = last = 0
    is_apart = False
    for line in lines:
        if line.seq <= last:
            copy, is_apart = copy + 1, False
        last = line.seq
        is_apart = is_apart or line.raw not in seen
        if is_apart:
            seen.add(line.raw)
            yield copy, line


def _highest_named(lines: Iterable[Line]) -> int:
    """The highest number that was ever given in some lines; those that do not say are passed over."""
    highest = 0
    for line in lines:
        try:
            highest = max([highest, *(change.number for change in line.changes)])
        except ValueError:
            continue
    return highest


def _apply(line: Line, records: Records, state: Replayed, file: str) -> bool:
    """Do all that a line says; False when it does not say."""
    try:
        changes = line.changes
    except ValueError as error:
        state.displaced.append(Aside(0, line.raw, f"it is no action: {error}"))
        what = f"action {line.seq} cannot be read ({error})"
        state.problems.append(Problem(file, what, how="it was set aside", code="unreadable-action"))
        return False
    for original in changes:
        change = original
        if state.numbers:
            change = renamed(original, state.ids, state.numbers.get((original.table, original.number)))
        state.next_number = max(state.next_number, change.number + 1)
        known = records.get(change.table, change.number)
        if known is None and change.kind != "ins":
            _missing(change, line, state, file)
        elif state.is_foreign and known is not None:
            _apply_to_other(change, known, records, state, f"{file}: action {line.seq}")
        else:
            records.put(change.table, change.number, known, change.applied_to(known))
    return True


def _missing(change: Change, line: Line, state: Replayed, file: str) -> None:
    """A step on a record that is not there: what was deleted elsewhere is gone as it should be, the rest is said."""
    if change.kind == "del":
        return
    what = f"action {line.seq} changes {change.table} {change.number}, which is not there"
    how = "the rest of the action was applied, this was set aside"
    state.problems.append(Problem(file, what, how=how, code="missing-record"))
    state.displaced.append(Aside(0, orjson.dumps(change.to_op()), what))


def _apply_to_other(change: Change, known: Record, records: Records, state: Replayed, where: str) -> None:
    """A step on a snapshot that this journal does not continue, where there is a record of that number."""
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
            other = _elsewhere(change, state)
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


def _elsewhere(change: Change, state: Replayed) -> Change:
    """The insert under a number that is free, since another record has its own."""
    number, state.next_number = state.next_number, state.next_number + 1
    record = dict(change.new)
    old_id = str(record.get("id", ""))
    new_id = f"{old_id.rpartition('-')[0]}-{number}"
    state.numbers[change.table, change.number] = number
    state.ids[old_id] = new_id
    return Change.insert(change.table, number, {**record, "id": new_id})


def renamed(change: Change, ids: Mapping[str, str], number: int | None = None) -> Change:
    """The change with its references to records that have other ids now, and under another number if one is given.

    Args:
        change: as it was made.
        ids: old id -> new id.
        number: what its own record is called now.
    """
    new, old = (
        {
            name: ids.get(value, value) if name in NAMED and isinstance(value, str) else value
            for name, value in record.items()
        }
        for record in (change.new, change.old)
    )
    return Change(change.kind, change.table, change.number if number is None else number, new=new, old=old)
