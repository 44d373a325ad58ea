"""Label file: a project's sidemark.toml on the disk: read, looked at again, and written whole or not at all."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from store.disk.system import SYSTEM, System, bytes_of, stamp_of
from store.errors import DiskError


class LabelFile:
    """The file, and the state of it that was read last."""

    def __init__(self, path: Path, stamp: object = None, system: System = SYSTEM) -> None:
        self.path = path
        """Where it is, whether there is one or not."""
        self.stamp = stamp
        """What tells the state that was read last; None when there was no file."""
        self.system = system
        """What it is written with."""

    def is_changed(self) -> bool:
        """Whether another program has written it since; asking again says no."""
        before, self.stamp = self.stamp, stamp_of(self.path)
        return before != self.stamp

    def text(self) -> str:
        """What it holds, its byte order mark included; nothing when there is no file.

        Raises:
            DiskError: it cannot be read.
        """
        try:
            return bytes_of(self.path).decode("utf-8")
        except OSError as error:
            message = f"{self.path.name} cannot be read ({error.strerror})"
            raise DiskError(message) from error
        except UnicodeDecodeError as error:
            message = f"{self.path.name} is not UTF-8 (byte {error.start})"
            raise DiskError(message) from error

    def must_be_writable(self) -> None:
        """Find out before anything is done whether it could be put in its place.

        Raises:
            DiskError: it could not.
        """
        if not os.access(self.path.resolve().parent, os.W_OK):
            message = f"{self.path.name} cannot be written (its folder cannot be written to)"
            raise DiskError(message)

    def put(self, text: str) -> None:
        """Write it, but never over what another program wrote meanwhile; with no text there is no file.

        Raises:
            DiskError: it cannot be written; it is as it was.
        """
        try:
            with _alone_in(self.path.resolve().parent, self.path.name):
                self._put(text)
        except OSError as error:
            message = f"{self.path.name} cannot be written ({error.strerror})"
            raise DiskError(message) from error
        self.stamp = stamp_of(self.path)

    def _put(self, text: str) -> None:
        if text:
            self.system.replace(self.path, [text.encode("utf-8")], self._is_ours)
        else:
            self._is_ours()
            self.system.remove(self.path)
            self.system.flush_folder(self.path.parent)

    def _is_ours(self) -> tuple[int, bytes]:
        """Asked when all is written and only the rename is left."""
        if stamp_of(self.path) != self.stamp:
            message = f"{self.path.name} was changed by another program meanwhile; nothing was written over"
            raise DiskError(message)
        return 0, b""


@contextlib.contextmanager
def _alone_in(folder: Path, name: str) -> Iterator[None]:
    """No other Sidemark puts a file into the folder meanwhile: both would write to one temporary file.

    Where a system or a file system has no such locks there is none.

    Raises:
        DiskError: another one is just doing it.
    """
    try:
        import fcntl  # noqa: PLC0415 - not there on Windows

        descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    except (ImportError, OSError):
        yield
        return
    try:
        with contextlib.suppress(OSError):  # a network file system may lock files only
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                message = f"{name} is being written by another program at this moment; do it again"
                raise DiskError(message) from error
        yield
    finally:
        os.close(descriptor)
