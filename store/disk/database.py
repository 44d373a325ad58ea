"""Database: one annotator's records in memory, every action in the journal before it is called saved."""

import contextlib
import errno
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from store.annotation import Record
from store.change import Change
from store.disk import backups, snapshot
from store.disk.compaction import Compactor, Stamp
from store.disk.journal import Aside, Contents, JournalFile, Line, header, read
from store.disk.lock import Lock, lock_of, owned_by
from store.disk.merge import merged
from store.disk.names import Files, checked_annotator
from store.disk.problem import Problem, Saved, SaveState
from store.disk.records import Records
from store.disk.replay import Replayed, replay
from store.disk.snapshot import Meta, Snapshot
from store.disk.system import SYSTEM, System, bytes_of, stamp_of
from store.disk.writer import Writer
from store.errors import DiskError, RefusedError

if TYPE_CHECKING:
    from tinydb import TinyDB
    from tinydb.table import Table as TinyTable

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
        self.is_waiting = False
        """Whether another program holds the lock, so that this one may write when it is free."""
        self._lock, self._system = lock, system
        self._problems: list[Problem] = []
        stored, contents = self._read()
        self._others = stored.others
        was = {name: dict(table) for name, table in stored.tables.items()}
        self._replayed: Replayed = replay(stored, contents, files.journal.name)
        self._problems += self._replayed.problems
        known = self._records = Records(self._replayed.tables)
        self.get, self.of_article, self.stream, self.counts = known.get, known.of_article, known.stream, known.counts
        """What can be asked about the records; see `Records`."""
        self._seq = self._replayed.last_seq
        self._next = self._replayed.next_number
        self._is_unsettled = self._replayed.is_foreign
        self._journal_id = contents.id or os.urandom(4).hex()
        base = contents.base or (stored.meta.journal, stored.meta.last_seq)
        first = header(self._journal_id, files.annotator, base)
        is_sound = contents.base is not None and not contents.aside and not contents.is_open
        self._journal = JournalFile(system, files.journal, first, contents.raw, contents.end if is_sound else 0)
        self._compactor = Compactor(files, system, self._journal, clock)
        self._compactor.stamp, self._compactor.was = self._stamps[0], was
        self._compactor.seq = -1 if self._replayed.has_live else self._replayed.last_seq
        self._writer = Writer(self._journal, clock, self._must_hold)
        self._is_closed = False

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
        lock, why = lock_of(files)
        try:
            database = cls(files, lock, why or owned_by(files, lock), clock=clock, system=system)
            database.is_waiting = lock is None and why is None
            return database
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
        name = self.files.snapshot.name
        failed = (Problem(name, f"not written ({why}); the journal has it all") for why in self._writer.failures)
        return (*self._problems, *failed)

    @property
    def has_changed(self) -> bool:
        """Whether the files are not what they were when they were read; for those who only read."""
        return self._stamps != (stamp_of(self.files.snapshot), stamp_of(self.files.journal))

    @property
    def may_write_now(self) -> bool:
        """Whether the program that held the lock has let it go."""
        lock, _ = lock_of(self.files) if self.is_waiting else (None, None)
        if lock is not None:
            lock.free()
        return lock is not None

    def reopened(self) -> "Database":
        """The same file opened anew, for writing if that is possible by now; this one is to be closed."""
        return Database.open(
            self.files.root, self.annotator, read_only=not self.is_waiting, clock=self.now, system=self._system
        )

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
        if self._writer.is_full:
            message = f"{self.state.waiting} changes are waiting for the disk: {self.state.why}; make room first"
            raise RefusedError(message)
        line = Line(self._seq + 1, self._journal_id, self.now(), action, tuple(changes), undoes, redoes)
        try:
            sealed = line.to_bytes()
            changes = line.as_read(sealed).changes  # as they will be read again; nobody else holds their values
        except (TypeError, ValueError) as error:
            message = f"this cannot be kept: {error}"
            raise RefusedError(message) from error
        self._records.must_fit(changes)
        self._settle()
        for change in changes:
            self._apply(change)
        self._seq = line.seq
        saved = Saved(line.seq)
        self._writer.put(sealed, saved)
        return saved

    def numbers(self, table: str) -> Mapping[int, Record]:
        """The records of a table by number; do not change them."""
        return self._records.tables[table]

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
        try:
            self._must_hold()
        except OSError as error:
            self.read_only = error.strerror
            return
        self._merge_outside_changes()
        self._compaction()()

    def tidy(self) -> None:
        """Compact in the background if the journal has grown; call it about once a second."""
        if self.read_only or not self._compactor.is_due(self._seq) or not self._writer.is_idle:
            return
        try:
            self._must_hold()
            self._merge_outside_changes()
        except OSError as error:
            self._not_written(error)
        else:
            self._writer.run(self._compaction())

    def _compaction(self) -> Callable[[], None]:
        """What writes the records as they are now and begins the journal anew; for the writer's thread too."""
        tables = {name: dict(table) for name, table in self._records.tables.items()}
        meta, others = Meta(self.annotator, self._journal_id, self._seq, self._next), dict(self._others)
        # what is older than a snapshot from elsewhere was done to other records and cannot be undone on these
        keeps_history = not self._is_unsettled

        def work() -> None:
            self._compactor.write(meta, tables, others, keeps_history=keeps_history)
            self._is_unsettled = False

        return work

    def _not_written(self, error: Exception) -> None:
        self._problems.append(Problem(self.files.snapshot.name, f"not written ({error}); the journal has it all"))

    def _settle(self) -> None:
        """Make one state of a journal and a snapshot from elsewhere, before the first action on them."""
        if self._is_unsettled:
            with contextlib.suppress(OSError):  # then both are read together again at the next start, as they were now
                self.compact()

    def close(self) -> bool:
        """Write what is waiting, compact, let the files go; False when something could not be written.

        What could not is then in an emergency copy, which the last of `problems` names.
        """
        if self._is_closed:
            return True
        self._is_closed = True
        is_safe = self._writer.close(PATIENCE)
        if is_safe and self._compactor.seq != self._seq and not self.read_only:
            try:
                self.compact()
            except (OSError, TypeError) as error:
                self._not_written(error)
        if waiting := self._writer.waiting:
            self._problems.append(backups.emergency(self.files, self._journal.kept, waiting, self.now()))
            is_safe = False
        self._journal.close()
        if self._lock is not None:
            self._lock.free()
        return is_safe

    def _read(self) -> tuple[Snapshot, Contents]:
        self._stamps, stored, contents = _read(self.files)
        if stored.meta.schema > snapshot.SCHEMA and not self.read_only:
            self.read_only = f"these annotations need a newer Sidemark (schema {stored.meta.schema})"
        # who only reads may see a line that is just being written
        torn = contents.aside[:-1] if self.read_only and contents.is_open else contents.aside
        for path, aside in ((self.files.snapshot, stored.aside), (self.files.journal, torn)):
            self._set_aside(path, aside)
        if not stored.is_whole and stored.meta.journal and not stored.aside:
            self._problems.append(Problem(self.files.snapshot.name, "was damaged and was read line by line"))
        return stored, contents

    def _set_aside(self, path: Path, aside: Sequence[Aside]) -> None:
        """Keep what could not be read, and say so."""
        problems, why = backups.set_aside(self.files, path, aside, may_write=not self.read_only)
        self._problems += problems
        self.read_only = self.read_only or why

    def _merge_outside_changes(self) -> None:
        """Take over what somebody else wrote into the snapshot since it was read; nothing is ever written over.

        Raises:
            OSError: it cannot be read, or this version may not write over it.
        """
        theirs = self._compactor.theirs()
        if theirs is None:
            return
        self._set_aside(self.files.snapshot, theirs.aside)
        self._others |= theirs.others
        found = merged(self._records.tables, self._compactor.was, theirs.tables, self._next)
        lost = [Aside(0, orjson.dumps(record), "a newer one took its place") for record in found.displaced]
        if lost:
            backups.reject(self.files, self.files.snapshot, lost)
        for change in found.changes:
            self._apply(change)
        self._next = max(self._next, theirs.meta.next_number)
        what = f"was changed by another program; {len(found.changes)} of its records were taken over"
        self._problems.append(Problem(self.files.snapshot.name, what))

    def _apply(self, change: Change) -> None:
        self._records.apply(change)
        self._next = max(self._next, change.number + 1)

    def _must_hold(self) -> None:
        """Refuse to write when the lock file was deleted or replaced: another program may write by now.

        Raises:
            OSError: it was.
        """
        if self._lock is not None and not self._lock.is_held:
            raise OSError(errno.ENOLCK, "the lock file was taken away; another program may be writing")


def _read(files: Files) -> tuple[tuple[Stamp, Stamp], Snapshot, Contents]:
    """What tells the two files of an annotator from their later states, and what is in them."""
    try:
        stamps = stamp_of(files.snapshot), stamp_of(files.journal)
        return stamps, snapshot.from_bytes(bytes_of(files.snapshot)), read(bytes_of(files.journal))
    except OSError as error:
        message = f"{files.folder}: {files.annotator}'s annotations cannot be read ({error.strerror})"
        raise DiskError(message) from error
