"""Database: one annotator's records in memory, every action in the journal before it is called saved."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from store.annotation import Record
from store.change import Change
from store.disk import backups, snapshot
from store.disk.journal import Aside, Contents, JournalFile, Line, header, read
from store.disk.lock import Lock, owner
from store.disk.merge import merged
from store.disk.names import Files, checked_annotator
from store.disk.problem import Problem, Saved, SaveState
from store.disk.replay import Replayed, replay
from store.disk.snapshot import Meta, Snapshot
from store.disk.system import SYSTEM, System
from store.disk.writer import Writer
from store.errors import DiskError, RefusedError

if TYPE_CHECKING:
    from tinydb import TinyDB
    from tinydb.table import Table as TinyTable

HISTORY, HISTORY_BYTES, HISTORY_LEAST = 1_000, 8 << 20, 20
"""Lines kept for undo over a compaction: so many, as long as they have so many bytes, but never fewer than the last."""
PATIENCE = 10.0
"""Seconds that the end of the program waits for the disk."""


def utc_now() -> str:
    """The time, as records have it: UTC, RFC 3339, in seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Database:
    """The records of one annotator. Use it on one thread; the writer has its own and sees bytes only.

    `commit` changes memory at once and queues one line; the line is on the disk when its `Saved` is done. Opening
    changes no file of the project.
    """

    def __init__(self, files: Files, lock: Lock | None, why: str | None, *, clock: Callable[[], str], system: System):
        """Use `Database.open`."""
        self.files = files
        """Where the files are."""
        self.read_only = why
        """Why nothing can be changed, fit to show; None when it can."""
        self.now = clock
        """The time, as records have it."""
        self._lock, self._system = lock, system
        self._problems: list[Problem] = []
        stored, contents = self._read()
        self._others = stored.others
        self._was = {name: frozenset(table) for name, table in stored.tables.items()}
        self._replayed: Replayed = replay(stored, contents, files.journal.name)
        self._problems += self._replayed.problems
        self._tables = self._replayed.tables
        self._seq = self._replayed.last_seq
        self._next = self._replayed.next_number
        self._by_article: dict[str, dict[int, None]] = {}
        for number, record in self._tables["annotations"].items():
            self._by_article.setdefault(str(record.get("article", "")), {})[number] = None
        self._is_dirty = self._replayed.has_live
        self._journal_id = contents.id or os.urandom(4).hex()
        base = contents.base or (stored.meta.journal, stored.meta.last_seq)
        first = header(self._journal_id, files.annotator, base)
        is_sound = contents.base is not None and not contents.aside and not contents.is_open
        self._journal = JournalFile(system, files.journal, first, contents.raw, contents.end if is_sound else 0)
        self._writer = Writer(self._journal, clock)
        self._is_closed = False
        if self._replayed.is_foreign and not self.read_only:
            self._settle()

    @classmethod
    def open(
        cls,
        root: Path,
        annotator: str,
        *,
        read_only: bool = False,
        clock: Callable[[], str] = utc_now,
        system: System = SYSTEM,
    ) -> "Database":
        """Open the file of an annotator, for writing if nothing speaks against it.

        Raises:
            DiskError: the name cannot be an annotator's, or the files cannot be read.
        """
        files = Files(root, checked_annotator(annotator))
        if read_only:
            return cls(files, None, "opened with --read-only", clock=clock, system=system)
        lock, why = _locked(files)
        try:
            return cls(files, lock, why, clock=clock, system=system)
        except BaseException:
            if lock is not None:
                lock.free()
            raise

    @property
    def annotator(self) -> str:
        """Whose records they are."""
        return self.files.annotator

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found wrong with the files."""
        return tuple(self._problems)

    @property
    def state(self) -> SaveState:
        """What of the work is on the disk."""
        return self._writer.state

    def on_state(self, callback: Callable[[SaveState], None]) -> None:
        """Have `callback` called, on the writer's thread, whenever the state changes."""
        self._writer.on_state(callback)

    def take_number(self) -> int:
        """A number that no record had before, nor will have again."""
        number, self._next = self._next, self._next + 1
        return number

    def commit(
        self, changes: Sequence[Change], action: str, *, undoes: int | None = None, redoes: int | None = None
    ) -> Saved:
        """Do changes as one action: memory now, the journal as soon as the disk allows.

        Raises:
            RefusedError: nothing can be changed, or a value cannot be kept; nothing was changed.
        """
        if self.read_only:
            message = f"read-only: {self.read_only}"
            raise RefusedError(message)
        if not changes:
            done = Saved(0)
            done.acknowledge()
            return done
        line = Line(self._seq + 1, self._journal_id, self.now(), action, tuple(changes), undoes, redoes)
        try:
            sealed = line.to_bytes()
        except TypeError as error:
            message = f"this cannot be kept: {error}"
            raise RefusedError(message) from error
        self._must_apply(changes)
        for change in changes:
            self._apply(change)
        self._seq = line.seq
        self._is_dirty = True
        saved = Saved(line.seq)
        self._writer.put(sealed, saved)
        return saved

    def get(self, table: str, number: int) -> Record | None:
        """A record, None when there is none; do not change it."""
        return self._tables[table].get(number)

    def of_article(self, path: str) -> list[Record]:
        """The annotations of an article, in text order."""
        records = ((number, self._tables["annotations"][number]) for number in self._by_article.get(path, ()))
        return [record for _, record in sorted(records, key=snapshot.ORDERS["annotations"])]

    def stream(self, table: str) -> Iterator[Record]:
        """The records of a table, in file order."""
        order = snapshot.ORDERS.get(table, lambda item: item[0])
        return (record for _, record in sorted(self._tables[table].items(), key=order))

    def numbers(self, table: str) -> Mapping[int, Record]:
        """The records of a table by number; do not change them."""
        return self._tables[table]

    def counts(self) -> Mapping[str, int]:
        """How many annotations each article has."""
        return Counter({path: len(numbers) for path, numbers in self._by_article.items() if numbers})

    def lines(self) -> Sequence[Line]:
        """The actions that can still be undone or done again, oldest first, as they were at opening."""
        return self._replayed.history

    def tiny(self) -> "TinyDB":
        """The records as a TinyDB: what is changed through it goes through `commit`, one call one action."""
        from store.disk.table import opened  # noqa: PLC0415 - TinyDB is loaded when it is asked for

        return opened(self)

    def table(self, name: str) -> "TinyTable":
        """A table of `tiny`."""
        return self.tiny().table(name)

    def flush(self, timeout: float = PATIENCE) -> bool:
        """Wait until every action is on the disk; False when that took too long or the disk refused."""
        return self._writer.flush(timeout)

    def compact(self) -> None:
        """Write a new snapshot and begin the journal anew; when that fails, nothing is lost and the old ones stay.

        Raises:
            OSError: it failed.
        """
        if self.read_only or not self.flush():
            return
        self._merge_outside_changes()
        meta = Meta(self.annotator, self._journal_id, self._seq, self._next)
        data = snapshot.to_bytes(Snapshot(meta, self._tables, self._others))
        self.files.folder.mkdir(exist_ok=True)
        backups.keep(self.files, self.now(), self._system)
        self._system.replace(self.files.snapshot, data)
        self._stamp = _stamp(self.files.snapshot)
        self._was = {name: frozenset(table) for name, table in self._tables.items()}
        first = header(self._journal_id, self.annotator, (self._journal_id, self._seq))
        self._journal.rewrite(first, _newest(self._journal.kept))
        self._is_dirty = False

    def close(self) -> bool:
        """Write what is waiting, compact, let the files go; False when something could not be written.

        What could not is then in an emergency copy, which the last of `problems` names.
        """
        if self._is_closed:
            return True
        self._is_closed = True
        is_safe = self._writer.waiting == [] or self._writer.flush(PATIENCE)
        if is_safe and self._is_dirty and not self.read_only:
            try:
                self.compact()
            except (OSError, TypeError) as error:
                self._problems.append(
                    Problem(self.files.snapshot.name, f"not written ({error}); the journal has it all")
                )
        is_safe = self._writer.close(PATIENCE) and is_safe
        if waiting := self._writer.waiting:
            self._problems.append(backups.emergency(self.files, self._journal.kept, waiting, self.now()))
            is_safe = False
        self._journal.close()
        if self._lock is not None:
            self._lock.free()
        return is_safe

    def _read(self) -> tuple[Snapshot, Contents]:
        try:
            self._stamp = _stamp(self.files.snapshot)
            stored = snapshot.from_bytes(_bytes_of(self.files.snapshot))
            contents = read(_bytes_of(self.files.journal))
        except OSError as error:
            message = f"{self.files.folder}: {self.annotator}'s annotations cannot be read ({error.strerror})"
            raise DiskError(message) from error
        if stored.meta.schema > snapshot.SCHEMA and not self.read_only:
            self.read_only = f"these annotations need a newer Sidemark (schema {stored.meta.schema})"
        for path, aside in ((self.files.snapshot, stored.aside), (self.files.journal, contents.aside)):
            self._set_aside(path, aside)
        if not stored.is_whole and stored.meta.journal and not stored.aside:
            self._problems.append(Problem(self.files.snapshot.name, "was damaged and was read line by line"))
        return stored, contents

    def _set_aside(self, path: Path, aside: Sequence[Aside]) -> None:
        """Keep what could not be read, and say so."""
        for one in aside:
            self._problems.append(
                Problem(
                    path.name,
                    f"a damaged record or action: {one.why}",
                    f"at byte {one.at}",
                    "it was set aside, the rest is there",
                )
            )
        if aside and not self.read_only:
            try:
                backups.reject(self.files, path, aside)
            except OSError as error:
                self.read_only = f"damaged lines cannot be set aside ({error.strerror})"

    def _settle(self) -> None:
        """Make one state of a journal and a snapshot from elsewhere, before anything else is done."""
        try:
            self._journal.rewrite(header(self._journal_id, self.annotator, (self._journal_id, self._seq)), ())
            self.compact()
        except OSError as error:
            self.read_only = f"the annotations changed elsewhere and cannot be written ({error.strerror})"

    def _merge_outside_changes(self) -> None:
        """Take over what somebody else wrote into the snapshot since it was read; nothing is ever written over."""
        if self._stamp == _stamp(self.files.snapshot):
            return
        theirs = snapshot.from_bytes(_bytes_of(self.files.snapshot))
        self._set_aside(self.files.snapshot, theirs.aside)
        found = merged(self._tables, self._was, theirs.tables)
        lost = [Aside(0, orjson.dumps(record), "a newer one took its place") for record in found.displaced]
        if lost:
            backups.reject(self.files, self.files.snapshot, lost)
        for change in found.changes:
            self._apply(change)
        self._next = max(self._next, theirs.meta.next_number)
        what = f"was changed by another program; {len(found.changes)} of its records were taken over"
        self._problems.append(Problem(self.files.snapshot.name, what))

    def _must_apply(self, changes: Sequence[Change]) -> None:
        """Refuse changes that do not fit the records as they are.

        Raises:
            RefusedError: an insert of a record that is there, or a change of one that is not.
        """
        there: dict[tuple[str, int], bool] = {}
        for change in changes:
            place = (change.table, change.number)
            exists = there.get(place, change.number in self._tables[change.table])
            if exists == (change.kind == "ins"):
                message = f"{change.table} {change.number} is {'there already' if exists else 'not there'}"
                raise RefusedError(message)
            there[place] = change.kind != "del"

    def _apply(self, change: Change) -> None:
        table = self._tables[change.table]
        before = table.get(change.number)
        after = change.applied_to(before)
        if after is None:
            del table[change.number]
        else:
            table[change.number] = after
        self._next = max(self._next, change.number + 1)
        if change.table != "annotations":
            return
        if before is not None:
            self._by_article.get(str(before.get("article", "")), {}).pop(change.number, None)
        if after is not None:
            self._by_article.setdefault(str(after.get("article", "")), {})[change.number] = None


def _locked(files: Files) -> tuple[Lock | None, str | None]:
    """The lock of an annotator's file, or why there is none."""
    try:
        files.private.mkdir(exist_ok=True)
        lock = Lock.take(files.lock)
    except OSError as error:
        return None, f"this folder cannot be written to ({error.strerror})"
    if lock is None:
        return None, f"open in {owner(files.lock)}"
    for path in (files.folder, files.snapshot, files.journal):
        if path.exists() and not os.access(path, os.W_OK):
            lock.free()
            return None, f"{path.name} cannot be written to (no permission)"
    return lock, None


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _newest(lines: Sequence[bytes]) -> list[bytes]:
    """The lines that are kept for undo."""
    kept = list(lines[-HISTORY:])
    total = sum(map(len, kept))
    while len(kept) > HISTORY_LEAST and total > HISTORY_BYTES:
        total -= len(kept.pop(0))
    return kept
