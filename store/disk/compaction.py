"""Compaction: the records written as a new snapshot, and the journal begun anew; atomic, and never a failed save."""

import contextlib
import errno
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from store.annotation import TABLES
from store.disk import backups, snapshot, stored
from store.disk.base import Base, Loaded
from store.disk.index import Index, ends_of, index_of, stamp_of_open, write_index
from store.disk.indexed import Indexed, Tell
from store.disk.journal import JournalFile, header, newest, seq_of
from store.disk.names import Files
from store.disk.records import Changed, Records
from store.disk.snapshot import Meta, Snapshot, Tables
from store.disk.stored import Stamp, Stored, open_snapshot
from store.disk.system import System, stamp_of

if TYPE_CHECKING:
    from store.disk.fold import Fold

GROWN, FULL, QUIET = 1 << 20, 4 << 20, 5
"""Bytes of a journal that is folded in after so many quiet looks, and of one that is folded in at once."""

Turn = Callable[[], AbstractContextManager[None]]
"""Keeps everybody else away from the journal."""


class Compactor:
    """Writes snapshots of one annotator, and knows what stands in the present one."""

    def __init__(
        self, files: Files, system: System, journal: JournalFile, turn: Turn, clock: Callable[[], str]
    ) -> None:
        self._files, self._system, self._journal, self._turn, self._clock = files, system, journal, turn, clock
        self._busy = threading.Lock()
        self.stamp: Stamp = None
        """What tells whether the snapshot is still the one that was read or written last."""
        self.was: Base = Loaded({name: {} for name in TABLES})
        """What is in it."""
        self.seq = -1
        """The last action that is in it; -1 for one before the journal's last."""
        self.old_schema = 0
        """The version of the snapshot where it is older than this one's; 0 where it is not."""
        self.is_hurried: Callable[[], bool] = lambda: False
        """Whether somebody would rather leave than wait for a large snapshot; asked again and again."""
        self._wrote = ("", -1)  # what was last put in the snapshot's place, or was to be
        self._folded = -1  # the last action that is in the snapshot as it was opened or written here
        self._old: int | None = None  # bytes of the journal's lines up to that one, once somebody has counted
        self._quiet, self._seen, self._tried = 0, 0, -1

    def begin(self, stored: Stored, seq: int) -> None:
        """Go on from what was opened; `seq`: its last action, -1 where the journal has later ones."""
        self.stamp, self.was = stored.stamp, stored.base
        self.seq, self._folded = seq, stored.meta.last_seq

    def is_due(self, seq: int) -> bool:
        """Whether the journal has grown and nothing happens, or has grown too large; to be asked once a second.

        Args:
            seq: the last action that was done.
        """
        self._quiet = self._quiet + 1 if seq == self._seen else 0
        self._seen = seq
        size = self._journal.size
        if size > GROWN:
            size -= self._only_for_undo
        full = max(FULL, self.stamp[1] // 20 if self.stamp else 0)
        if seq == self._tried or not (size > full or (size > GROWN and self._quiet >= QUIET)):
            return False
        self._tried = seq
        return True

    @property
    def _only_for_undo(self) -> int:
        """Bytes of the journal that are in the snapshot too: folding in would leave them where they are."""
        if self._old is None:
            self._old = sum(len(line) + 1 for line in self._journal.kept if seq_of(line) <= self._folded)
        return self._old

    def theirs(self, tell: Tell) -> Stored | None:
        """What another program has made of the snapshot, None when it is as it was.

        Raises:
            OSError: it cannot be read, or this version may not write over it.
        """
        if self.stamp == stamp_of(self._files.snapshot):
            return None
        found = open_snapshot(self._files, self._system, tell)
        if found.meta.schema > snapshot.SCHEMA:
            raise OSError(errno.EPERM, f"a newer Sidemark has written {self._files.snapshot.name} meanwhile")
        if found.is_as_written and found.meta.crc and (found.meta.journal, found.meta.last_seq) == self._wrote:
            self.stamp, self.was = found.stamp, found.base  # our own: it stood there before the disk refused the rest
            return None
        return found

    def write(
        self, meta: Meta, base: Base, changed: Changed, others: Mapping[str, Any], *, keeps_history: bool
    ) -> None:
        """Put a new snapshot in the old one's place and keep in the journal what came later, and some lines for undo.

        One at a time. Saves go on beside it until the journal is replaced, in the writer's turn.

        Args:
            meta: says up to which action everything is in the records.
            base: the records that were read.
            changed: what is different now; nobody changes these dicts meanwhile.
            others: tables that this version does not know.
            keeps_history: whether actions before this can be undone on these records.

        Raises:
            OSError: it failed; the old files stand.
        """
        with self._busy:
            self._files.folder.mkdir(exist_ok=True)
            backups.keep(self._files, self._clock(), self._system, self.old_schema)
            self.old_schema = 0
            before, self._wrote = self.was, (meta.journal, meta.last_seq)
            if isinstance(base, Indexed):
                from store.disk.fold import Fold  # noqa: PLC0415 - only for a snapshot that stays on the disk

                self._fold(Fold(base, changed, meta, others), meta, others)
            else:
                self._write_whole(base, changed, meta, others)
            if before is not base:
                before.close()
            first = header(meta.journal, meta.annotator, (meta.journal, meta.last_seq))
            with self._turn():
                self._journal.rewrite(first, newest(self._journal.kept, meta.last_seq, keep_history=keeps_history))
            self.seq = self._folded = meta.last_seq
            self._old = None

    def close(self) -> None:
        """Let the present snapshot go."""
        self.was.close()

    def _write_whole(self, base: Base, changed: Changed, meta: Meta, others: Mapping[str, Any]) -> None:
        records = Records(base)
        records.changed = changed
        tables: Tables = {name: dict(records.items(name)) for name in TABLES}
        data = snapshot.to_bytes(Snapshot(meta, tables, dict(others)))
        self._system.replace(self._files.snapshot, [data])
        self.was, self.stamp = Loaded(tables), stamp_of(self._files.snapshot)
        if len(data) >= stored.LARGE:
            self._index_later()

    def _index_later(self) -> None:
        """Make the index that the next start of a project that has become large would have to make."""
        with contextlib.suppress(OSError):
            descriptor = self._opened()
            try:
                if (index := index_of(descriptor)) is not None:
                    write_index(self._files.index, index, self._system)
            finally:
                os.close(descriptor)

    def _fold(self, fold: "Fold", meta: Meta, others: Mapping[str, Any]) -> None:
        self._system.replace(self._files.snapshot, self._unhurried(fold.pieces()), fold.checksum)
        descriptor = self._opened()
        stamp = stamp_of_open(descriptor)
        meta = replace(meta, crc=fold.checksum()[1].decode())
        index = Index(stamp, ends_of(descriptor, stamp[1]), meta, fold.parts, others)
        self.was, self.stamp = Indexed(descriptor, index, lambda _: None), stamp
        with contextlib.suppress(OSError):  # the next start can make it again
            write_index(self._files.index, index, self._system)

    def _unhurried(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            if self.is_hurried():
                raise InterruptedError(errno.EINTR, "left for the next time")
            yield piece

    def _opened(self) -> int:
        return os.open(self._files.snapshot, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
