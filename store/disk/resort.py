"""The last resort: a copy, in the user's own folder, of actions that the disk goes on refusing."""

import contextlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from store.disk.backups import origin, own_folder
from store.disk.names import Files
from store.disk.problem import Problem

PATIENCE = 10
"""Looks, one a second, after which a disk that refuses gets a copy beside it."""


class LastResort:
    """Copies what waits when nothing else helps, and takes the copy away when it is not needed any more."""

    def __init__(self, files: Files, now: Callable[[], str]) -> None:
        self._files, self._now = files, now
        self._looks = 0
        self._copied: list[bytes] = []
        self._path: Path | None = None
        self.problem: Problem | None = None
        """Where the copy is, or why there is none; None while there is no need for one."""

    @property
    def path(self) -> Path | None:
        """The copy; None when there is none."""
        return self._path

    def look(self, waiting: Sequence[bytes]) -> None:
        """Copy what has been waiting for ten looks; to be called once a second.

        Args:
            waiting: the lines that the disk refuses, without their newlines; none while it does not.
        """
        self._looks = self._looks + 1 if waiting else 0
        if self._looks >= PATIENCE:
            self.copy(waiting)
        elif not waiting:
            self.clear()

    def copy(self, waiting: Sequence[bytes]) -> bool:
        """Have the lines in the copy; whether they are."""
        if self._path is not None and self._copied == list(waiting):
            return True
        name = f"{self._files.annotator}-{self._now().replace(':', '')}-{os.getpid()}.journal"
        path = self._path or own_folder() / name
        count = f"{len(waiting)} action{'s' if len(waiting) > 1 else ''}"
        try:
            _write(path, [origin(self._files), *(line + b"\n" for line in waiting)])
        except OSError as error:
            what = f"{count} could not be saved, nor copied to {path.parent} ({error.strerror})"
            how = "they are lost when this ends; make room first"
            self.problem = Problem(self._files.journal.name, what, how=how)
            return False
        self._path, self._copied = path, list(waiting)
        what = f"{count} could not be saved; a copy is in {path}"
        how = "once there is room they are saved by themselves; after the end `sidemark check --repair` takes them in"
        self.problem = Problem(self._files.journal.name, what, how=how)
        return True

    def clear(self) -> None:
        """Everything is on the disk: take the copy away."""
        if self._path is not None:
            with contextlib.suppress(OSError):  # what is in the journal is not offered again
                self._path.unlink()
        self._path, self.problem, self._copied = None, None, []


def _write(path: Path, lines: Sequence[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(descriptor)
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
