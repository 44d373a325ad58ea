"""Database: one annotator's records, and every action in the journal before it is called saved."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.annotation import Record
from store.change import Change
from store.disk import backups, snapshot
from store.disk.compaction import Compactor
from store.disk.findings import Findings
from store.disk.guard import Guard
from store.disk.journal import Contents, JournalFile, header, seq_of
from store.disk.line import Line, bare
from store.disk.lock import Hold, Lock, is_free, lock_of, owned_by
from store.disk.names import Files, checked_annotator
from store.disk.problem import Problem, Saved, SaveState
from store.disk.records import Records, must_fit
from store.disk.replay import Replayed, replay
from store.disk.resort import LastResort
from store.disk.stored import Stored
from store.disk.system import SYSTEM, System, stamp_of
from store.disk.upkeep import PATIENCE, Count, Upkeep
from store.disk.writer import Writer
from store.errors import RefusedError
from store.progress import steps
from store.splice import Splice

if TYPE_CHECKING:
    from tinydb import TinyDB
    from tinydb.table import Table as TinyTable


ASKED = "opened with --read-only"
"""Why nothing can be changed when the user wants it so."""
RESCUE = 1.0
"""Seconds that somebody who wants to leave waits for a disk that refuses."""


class Clock:
    """Tells the time as records have it: UTC, RFC 3339, in seconds; written out once a second at most."""

    def __init__(self) -> None:
        self._second, self._words = -1, ""

    def __call__(self) -> str:
        """The time."""
        second = int(time.time())
        if second != self._second:
            self._second, self._words = second, datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return self._words


class Database:
    """The records of one annotator. Use it on one thread; the writer has its own and sees bytes only.

    `commit` changes memory at once and queues one line; the line is on the disk when its `Saved` is done. Opening
    changes no file of the project. A large snapshot stays on the disk and is looked up there.
    """

    def __init__(
        self,
        files: Files,
        lock: Lock | None,
        why: str | None,
        *,
        clock: Callable[[], str],
        system: System,
        known: Stored | None = None,
    ) -> None:
        """Use `Database.open`."""
        self.files = files
        """Where the files are."""
        self.now = clock
        """The time, as records have it."""
        self.is_waiting = False
        """Whether another program holds the lock, so that this one may write when it is free."""
        self._system = system
        self._findings = Findings(files, why)
        self._journal_stamp = stamp_of(files.journal)
        stored, contents = self._findings.read(system, known)
        self._stored = stored
        records = self._records = Records(stored.base, self._findings.of_snapshot)
        self._replayed: Replayed = replay(records, stored.meta, contents, files.journal.name)
        self._findings.of_replay(self._replayed)
        self.get, self.has, self.of_article, self.items = records.get, records.has, records.of_article, records.items
        self.items_of, self.stream, self.size = records.items_of, records.stream, records.size
        self.each_of = records.each_of
        self.count, self.counts, self.gone = records.count, records.counts, records.gone
        """What can be asked about the records; see `Records`."""
        self._count = Count(contents.id or os.urandom(4).hex(), self._replayed.last_seq, self._replayed.next_number)
        self._journal = self._journal_of(stored, contents)
        self._hold = Hold(files, lock, self._journal.is_ours)
        self._writer = Writer(self._journal, clock, self._hold.check)
        self._compactor = Compactor(files, system, self._journal, self._writer.turn, clock)
        self._upkeep = self._upkeep_of(stored)
        self._is_closed = False
        self._resort = LastResort(files, clock)
        self._findings.of_place()
        self._findings.problems += backups.copies_of(files, self._count.journal, contents.raw)

    @classmethod
    def open(
        cls,
        root: Path,
        annotator: str,
        *,
        read_only: bool = False,
        clock: Callable[[], str] | None = None,
        system: System = SYSTEM,
    ) -> "Database":
        """Open the file of an annotator, for writing if nothing speaks against it.

        Raises:
            DiskError: the name cannot be an annotator's, or the files cannot be read.
        """
        files, clock = Files(root, checked_annotator(annotator)), clock or Clock()
        if read_only:
            return cls(files, None, ASKED, clock=clock, system=system)
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
    def read_only(self) -> str | None:
        """Why nothing can be changed, fit to show; None when it can."""
        return self._findings.read_only

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found wrong with the files."""
        name = self.files.snapshot.name
        failed = (Problem(name, f"not written ({why}); the journal has it all") for why in self._writer.failures)
        last = self._resort.problem
        return (*self._findings.problems, *failed, *([last] if last else []))

    @property
    def copy(self) -> Path | None:
        """Where a copy of what the disk refuses is; None when there is none."""
        return self._resort.path

    def followed(self) -> "Database | None":
        """The same file opened anew when another program has changed it, or has let the lock go; else None.

        For those who only read; this one is to be closed then.
        """
        now = stamp_of(self.files.snapshot), stamp_of(self.files.journal)
        if self.is_waiting and is_free(self.files):
            return Database.open(self.files.root, self.annotator, clock=self.now, system=self._system)
        if not self.read_only or (self._compactor.stamp, self._journal_stamp) == now:
            return None
        fresh = Database(self.files, None, self.read_only, clock=self.now, system=self._system, known=self._stored)
        fresh.is_waiting = self.is_waiting
        return fresh

    @property
    def state(self) -> SaveState:
        """What of the work is on the disk."""
        return self._writer.state

    def on_state(self, callback: Callable[[SaveState], None]) -> None:
        """Have `callback` called, on the writer's thread, whenever the state changes."""
        self._writer.on_state(callback)

    def take_number(self) -> int:
        """A number that no record had before, nor will have again."""
        return self._count.take_number()

    def commit(
        self,
        changes: Sequence[Change],
        action: str,
        *,
        undoes: int | None = None,
        redoes: int | None = None,
        settings: Splice | None = None,
    ) -> Saved:
        """Do changes as one action: memory now, the journal as soon as the disk allows; `settings` is kept in its line.

        Raises:
            RefusedError: nothing can be changed, or a value cannot be kept; nothing was changed.
        """
        body = self._done(changes, action, undoes, redoes, settings)
        return self._writer.put(body, self._count.seq) if body else Saved(0)

    def save(self, changes: Sequence[Change], action: str, timeout: float = PATIENCE) -> bool:
        """As `commit`, and wait until the disk has it; for who cannot go on before, and so writes it himself.

        False when that took longer than `timeout` seconds, or the disk refused; it is tried again. Raises as `commit`.
        """
        body = self._done(changes, action)
        return not body or self._writer.write(body, self._count.seq, timeout)

    def _done(
        self,
        changes: Sequence[Change],
        action: str,
        undoes: int | None = None,
        redoes: int | None = None,
        settings: Splice | None = None,
    ) -> bytes:
        """Do changes in memory; the body of the line that says so, none where none are done. Raises as `commit`."""
        if self._findings.read_only:
            message = f"read-only: {self.read_only}"
            raise RefusedError(message)
        if not changes and settings is None:
            return b""
        if self._writer.is_full:
            message = f"{self.state.waiting} changes are waiting for the disk: {self.state.why}; make room first"
            raise RefusedError(message)
        count = self._count
        head: dict[str, Any] = {"seq": count.seq + 1, "journal": count.journal, "at": self.now(), "do": action}
        if undoes is not None:
            head["undo"] = undoes
        if redoes is not None:
            head["redo"] = redoes
        try:
            body, ops = bare(head, changes, settings)
        except (TypeError, ValueError) as error:
            message = f"this cannot be kept: {error}"
            raise RefusedError(message) from error
        if len(ops) == 1 and not self._upkeep.is_unsettled and self._records.add(changes[0], ops[0]):
            count.has(changes[0].number)
        else:
            self._do([one.holding(op) for one, op in zip(changes, ops, strict=True)])
        count.seq += 1
        return body

    def _do(self, changes: Sequence[Change]) -> None:
        """Do changes whose values nobody else holds, in memory, all or none. Raises RefusedError if they do not fit."""
        must_fit(self._records, changes)
        self._upkeep.settle()
        self._records.hold(changes)
        for change in steps(changes, "changing", len(changes)):
            self._records.apply(change)
            self._count.has(change.number)

    def numbers(self, table: str) -> Mapping[int, Record]:
        """All records of a table by number; reads all of it."""
        return dict(self._records.items(table))

    def lines(self) -> Sequence[Line]:
        """The actions that can still be undone or done again, oldest first, as they were at opening."""
        return self._replayed.history

    def tiny(self, commit: Callable[[Sequence[Change], str], object] | None = None) -> "TinyDB":
        """The records as a TinyDB; a call that changes any is one action, done by `commit`, else by its own."""
        from store.disk.table import opened  # noqa: PLC0415 - TinyDB is loaded when it is asked for

        return opened(self._records, self.take_number, commit or self.commit)

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
        self._upkeep.compact()

    def tidy(self) -> None:
        """Compact in the background if the journal has grown, copy what the disk refuses; call it once a second."""
        self._upkeep.tidy()
        self._resort.look(self._writer.waiting if self.state.kind == "failed" else ())

    def rescue(self) -> bool:
        """Have everything on the disk or else in a copy; False when neither takes it, as the last problem says."""
        return self.flush(RESCUE) or self._resort.copy(self._writer.waiting)

    @property
    def unfolded(self) -> int:
        """How many actions are in the journal only, and not in the snapshot yet."""
        folded = self._compactor.seq
        return max(0, self._count.seq - (self._stored.meta.last_seq if folded < 0 else folded))

    def close(self, *, compacts: bool = True, is_hurried: Callable[[], bool] = lambda: False) -> bool:
        """Write what is waiting, compact, let the files go; False when something could not be written.

        What could not is then in an emergency copy, which the last of `problems` names.

        Args:
            compacts: whether to fold the journal in; without that the end is quick and nothing is lost.
            is_hurried: asked while that goes on; once it says so, the rest is left for the next time.
        """
        if self._is_closed:
            return True
        self._is_closed = True
        is_safe = self._writer.close(PATIENCE)
        if is_safe and compacts and self._compactor.seq != self._count.seq and not self.read_only:
            self._compactor.is_hurried = is_hurried
            try:
                self.compact()
            except InterruptedError:
                pass  # the old snapshot and the journal stand
            except (OSError, TypeError) as error:
                self._findings.not_written(error)
        if waiting := [*self._deleted(), *self._writer.waiting]:
            self._resort.copy(waiting)
            is_safe = False
        else:
            self._resort.clear()
        self._journal.close()
        self._records.base.close()
        self._compactor.close()
        self._hold.free()
        return is_safe

    def _deleted(self) -> list[bytes]:
        """The lines since the snapshot if somebody has deleted the journal, and it cannot be made again."""
        try:
            self._journal.restore(self._hold.check)
        except OSError:
            folded = self._count.seq - self.unfolded
            return [line for line in self._journal.kept if seq_of(line) > folded]
        return []

    def _journal_of(self, stored: Stored, contents: Contents) -> JournalFile:
        """The journal to go on with; one that is damaged is written anew at the first action."""
        base = contents.base or (stored.meta.journal, stored.meta.last_seq)
        first = header(self._count.journal, self.annotator, base)
        is_sound = contents.base is not None and not contents.aside and not contents.is_open
        path, end = self.files.journal, contents.end if is_sound else 0
        guard = Guard(path, self._journal_stamp, self._findings.of_journal)
        return JournalFile(self._system, path, guard, first, contents.raw, end)

    def _upkeep_of(self, stored: Stored) -> Upkeep:
        self._compactor.begin(stored, -1 if self._replayed.has_live else self._replayed.last_seq)
        upkeep = Upkeep(self._compactor, self._records, self._findings, self._writer, self._count)
        upkeep.others, upkeep.must_hold = dict(stored.others), self._hold.check
        upkeep.is_unsettled = self._replayed.is_foreign
        if stored.stamp is not None and stored.meta.schema < snapshot.SCHEMA:
            upkeep.migrate(stored.meta.schema)
            self._replayed.kept.clear()  # its lines are about the old records
        return upkeep
