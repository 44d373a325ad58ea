"""Upkeep: when the journal is folded into a new snapshot, and what is done about a snapshot from somebody else."""

import contextlib
from collections.abc import Callable
from typing import Any

from store.classes import dataclass
from store.disk import snapshot
from store.disk.base import StaleError
from store.disk.compaction import Compactor
from store.disk.findings import Findings
from store.disk.indexed import Indexed
from store.disk.records import Changed, Records
from store.disk.snapshot import Meta
from store.disk.writer import Writer

PATIENCE = 10.0
"""Seconds that a compaction, or the end of the program, waits for the disk."""


@dataclass(slots=True)
class Count:
    """What an annotator's file has come to."""

    journal: str
    """The journal's id."""
    seq: int
    """The number of the last action."""
    following: int
    """The next number for a record."""

    def take_number(self) -> int:
        """A number that no record had before, nor will have again."""
        number, self.following = self.following, self.following + 1
        return number

    def has(self, number: int) -> None:
        """A record has that number."""
        if number >= self.following:
            self.following = number + 1


class Upkeep:
    """Keeps snapshot and journal of one annotator in order. Its methods are for the thread that changes the records."""

    def __init__(
        self, compactor: Compactor, records: Records, findings: Findings, writer: Writer, count: Count
    ) -> None:
        self._compactor, self._records, self._findings = compactor, records, findings
        self._writer, self._count = writer, count
        self.others: dict[str, Any] = {}
        """Tables that this version does not know; they travel along."""
        self.must_hold: Callable[[], None] = lambda: None
        """Raises OSError when writing has become somebody else's right."""
        self.is_unsettled = False
        """Whether the snapshot is not the one that the journal continues, so that both must become one first."""

    def compact(self) -> None:
        """Write a new snapshot and begin the journal anew; when that fails, nothing is lost and the old ones stay.

        Raises:
            OSError: it failed.
        """
        if self._findings.read_only or not self._writer.flush(PATIENCE):
            return
        try:
            self.must_hold()
        except OSError as error:
            self._findings.read_only = error.strerror
            return
        self._merge_outside_changes()
        try:
            self._compaction()()
        except StaleError:
            self._records.rebase(self._records.base.again())
            self._compaction()()

    def tidy(self) -> None:
        """Compact in the background if the journal has grown; call it about once a second."""
        if self._findings.read_only or not self._compactor.is_due(self._count.seq) or not self._writer.is_idle:
            return
        try:
            self.must_hold()
            self._merge_outside_changes()
        except OSError as error:
            self._findings.not_written(error)
        else:
            self._writer.run(self._compaction())

    def settle(self) -> None:
        """Make one state of a journal and a snapshot from elsewhere, before the first action on them."""
        if self.is_unsettled:
            with contextlib.suppress(OSError):  # then both are read together again at the next start, as they were now
                self.compact()

    def migrate(self, schema: int) -> None:
        """Bring records of an older version up to date, in memory; the old file goes to the backups, to stay there."""
        from store.disk.migrations import migrated  # noqa: PLC0415 - only for a file of an older version

        self._records.replace(migrated(self._records, schema))
        self.is_unsettled = True
        self._compactor.seq = -1
        self._compactor.old_schema = schema

    def _compaction(self) -> Callable[[], None]:
        """What writes the records as they are now and begins the journal anew; for the writer's thread too."""
        records, count = self._records, self._count
        changed: Changed = {name: dict(table) for name, table in records.changed.items()}
        others = dict(self.others)
        meta = Meta(self._findings.annotator, count.journal, count.seq, count.following, snapshot.SCHEMA)
        # what is older than a snapshot from elsewhere was done to other records and cannot be undone on these
        keeps_history = not self.is_unsettled

        def work() -> None:
            self._compactor.write(meta, records.base, changed, others, keeps_history=keeps_history)
            self.is_unsettled = False

        return work

    def _merge_outside_changes(self) -> None:
        """Take over what somebody else wrote into the snapshot since it was read; nothing is ever written over.

        Raises:
            OSError: it cannot be read, or this version may not write over it.
        """
        theirs = self._compactor.theirs(self._findings.of_snapshot)
        if theirs is None:
            return
        from store.disk.merge import merged  # noqa: PLC0415 - only when another program has written

        self._findings.of_snapshot(theirs.aside)
        self.others |= theirs.others
        found = merged(self._records, self._compactor.was, theirs.base, self._count.following)
        self._findings.of_merge(found)
        for change in found.changes:
            self._records.apply(change)
            self._count.has(change.number)
        self._count.has(theirs.meta.next_number - 1)
        base = self._records.base
        if isinstance(base, Indexed) and theirs.stamp is not None and theirs.stamp[0] == base.inode:
            self._records.rebase(theirs.base)  # it was changed in place: what it held stands nowhere else
        else:
            theirs.base.close()
