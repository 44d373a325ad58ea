"""Findings: what was found wrong with an annotator's files, what was put aside, and whether they may be written."""

import contextlib
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from store.disk import backups, snapshot
from store.disk.journal import Aside, Contents, read
from store.disk.names import Files
from store.disk.network import remote_kind
from store.disk.problem import Problem
from store.disk.replay import Replayed
from store.disk.stored import Stored, open_snapshot
from store.disk.system import System, bytes_of, stamp_of
from store.errors import DiskError

if TYPE_CHECKING:
    from store.disk.merge import Merged


class Findings:
    """Reads the files of an annotator and remembers what was wrong with them; nothing is thrown away."""

    def __init__(self, files: Files, read_only: str | None) -> None:
        self._files = files
        self.annotator = files.annotator
        """Whose files they are."""
        self.read_only = read_only
        """Why nothing can be written, fit to show; None when it can."""
        self.problems: list[Problem] = []
        """What was found, fit to show."""

    def read(self, system: System, known: Stored | None = None) -> tuple[Stored, Contents]:
        """The snapshot and the journal.

        Args:
            system: the operating system.
            known: the snapshot as it was read before; read again only if it has changed.

        Raises:
            DiskError: they cannot be read.
        """
        files = self._files
        try:
            is_known = known is not None and known.is_kept and known.stamp == stamp_of(files.snapshot)
            stored = known if known and is_known else open_snapshot(files, system, self.of_snapshot)
            contents = read(bytes_of(files.journal))
        except OSError as error:
            what = "; see to the permissions of its files" if isinstance(error, PermissionError) else ""
            message = f"{files.folder}: {files.annotator}'s annotations cannot be read ({error.strerror}){what}"
            raise DiskError(message) from error
        if stored.meta.schema > snapshot.SCHEMA:
            self.read_only = self.read_only or f"these annotations need a newer Sidemark (schema {stored.meta.schema})"
        # who only reads may see a line that is just being written
        torn = contents.aside[:-1] if self.read_only and contents.is_open else contents.aside
        self.of_snapshot(stored.aside)
        self._set_aside(files.journal, torn)
        if not stored.is_whole and not stored.aside:
            self.problems.append(Problem(files.snapshot.name, "was damaged and was read line by line"))
        elif not stored.is_as_written:
            what = "is not as it was written: another program has changed it, or it is damaged"
            how = "all of it that can be read is here; older states are in .sidemark/backups"
            self.problems.append(Problem(files.snapshot.name, what, how=how))
        return stored, contents

    def of_snapshot(self, aside: Sequence[Aside]) -> None:
        """Keep what could not be read of the snapshot, and say so."""
        self._set_aside(self._files.snapshot, aside)

    def of_place(self) -> None:
        """Say that the files are on another computer, where nobody may be kept out."""
        if not self.read_only and (kind := remote_kind(self._files.root)):
            what = f"is on a network file system ({kind}), where locks may not be seen by other computers"
            how = "work on it from one computer at a time"
            self.problems.append(Problem(self._files.lock.parent.name, what, how=how))

    def of_replay(self, replayed: Replayed) -> None:
        """Say what the lines of the journal met, and keep what they displaced."""
        self.problems += replayed.problems
        if replayed.displaced and not self.read_only:
            with contextlib.suppress(OSError):
                backups.reject(self._files, self._files.journal, replayed.displaced)

    def not_written(self, why: object) -> None:
        """Say that a compaction failed."""
        self.problems.append(Problem(self._files.snapshot.name, f"not written ({why}); the journal has it all"))

    def of_merge(self, found: "Merged") -> None:
        """Say what was taken over from another program, and keep what a newer record displaced.

        Raises:
            OSError: it cannot be kept.
        """
        path = self._files.snapshot
        if found.displaced:
            lost = [Aside(0, orjson.dumps(record), "a newer one took its place") for record in found.displaced]
            backups.reject(self._files, path, lost)
        what = f"was changed by another program; {len(found.changes)} of its records were taken over"
        self.problems.append(Problem(path.name, what))

    def of_journal(self, data: bytes, kept: Collection[bytes], fresh: Iterable[bytes]) -> None:
        """Keep what another program wrote into the journal while it was open here, and say what it did.

        Args:
            data: what is in the file.
            kept: the lines that this program left in it.
            fresh: those that come to them.

        Raises:
            OSError: it cannot be kept.
        """
        path, known, found = self._files.journal, {*kept, *fresh}, read(data)
        theirs = [Aside(0, raw, "by another program") for raw in found.raw if raw not in known]
        theirs += found.aside
        if theirs:
            backups.reject(self._files, path, theirs)
            how = "they are kept in .sidemark/rejected, and what was done here is whole"
            self.problems.append(Problem(path.name, f"{len(theirs)} lines were put in by another program", how=how))
        if not set(kept) <= set(found.raw):
            how = "what was in it has been written anew"
            self.problems.append(Problem(path.name, "was cut or deleted by another program", how=how))

    def _set_aside(self, path: Path, aside: Sequence[Aside]) -> None:
        problems, why = backups.set_aside(self._files, path, aside, may_write=not self.read_only)
        self.problems += problems
        self.read_only = self.read_only or why
