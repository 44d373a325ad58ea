"""Compaction: the records written as a new snapshot, and the journal begun anew; atomic, and never a failed save."""

import errno
from collections.abc import Callable, Mapping
from typing import Any

from store.disk import backups, snapshot
from store.disk.journal import JournalFile, header, newest
from store.disk.names import Files
from store.disk.snapshot import Meta, Snapshot, Tables
from store.disk.system import System, bytes_of, stamp_of

GROWN, LARGE, QUIET = 1 << 20, 4 << 20, 5
"""Bytes of a journal that is folded in after so many quiet looks, and of one that is folded in at once."""
Stamp = tuple[int, int, int] | None


class Compactor:
    """Writes snapshots of one annotator, and knows what stands in the present one."""

    def __init__(self, files: Files, system: System, journal: JournalFile, clock: Callable[[], str]) -> None:
        self._files, self._system, self._journal, self._clock = files, system, journal, clock
        self.stamp: Stamp = None
        """What tells whether the snapshot is still the one that was read or written last."""
        self.was: Tables = {}
        """Its records."""
        self.seq = -1
        """The last action that is in it; -1 for one before the journal's last."""
        self._quiet, self._seen, self._tried = 0, 0, -1

    def is_due(self, seq: int) -> bool:
        """Whether the journal has grown and nothing happens, or has grown too large; to be asked once a second.

        Args:
            seq: the last action that was done.
        """
        self._quiet = self._quiet + 1 if seq == self._seen else 0
        self._seen = seq
        size = self._journal.size
        large = max(LARGE, self.stamp[1] // 20 if self.stamp else 0)
        if seq == self._tried or not (size > large or (size > GROWN and self._quiet >= QUIET)):
            return False
        self._tried = seq
        return True

    def theirs(self) -> Snapshot | None:
        """What another program has made of the snapshot, None when it is as it was.

        Raises:
            OSError: it cannot be read, or this version may not write over it.
        """
        if self.stamp == stamp_of(self._files.snapshot):
            return None
        found = snapshot.from_bytes(bytes_of(self._files.snapshot))
        if found.meta.schema > snapshot.SCHEMA:
            raise OSError(errno.EPERM, f"a newer Sidemark has written {self._files.snapshot.name} meanwhile")
        return found

    def write(self, meta: Meta, tables: Tables, others: Mapping[str, Any], *, keeps_history: bool) -> None:
        """Put a new snapshot in the old one's place and keep in the journal what came later, and some lines for undo.

        Args:
            meta: says up to which action everything is in `tables`.
            tables: the records; nobody changes these dicts meanwhile.
            others: tables that this version does not know.
            keeps_history: whether actions before this can be undone on these records.

        Raises:
            OSError: it failed; the old files stand.
        """
        data = snapshot.to_bytes(Snapshot(meta, tables, dict(others)))
        self._files.folder.mkdir(exist_ok=True)
        backups.keep(self._files, self._clock(), self._system)
        before = stamp_of(self._files.snapshot)
        try:
            self._system.replace(self._files.snapshot, data)
        finally:
            if (now := stamp_of(self._files.snapshot)) != before:  # also where only the flush of its folder failed
                self.stamp, self.was = now, tables
        first = header(meta.journal, meta.annotator, (meta.journal, meta.last_seq))
        self._journal.rewrite(first, newest(self._journal.kept, meta.last_seq, keep_history=keeps_history))
        self.seq = meta.last_seq
