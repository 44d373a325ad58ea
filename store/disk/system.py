"""The calls to the operating system that durability hangs on, in one place, so that tests can stand in for them."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

DURABLE_APPLE = 51
"""F_FULLFSYNC: on macOS `fsync` does not reach the disk itself."""


class System:
    """What the disk modules ask the operating system for."""

    def open(self, path: Path, flags: int, mode: int = 0o666) -> int:
        """A descriptor."""
        return os.open(path, flags | getattr(os, "O_CLOEXEC", 0), mode)

    def close(self, descriptor: int) -> None:
        """Give a descriptor back."""
        os.close(descriptor)

    def size(self, descriptor: int) -> int:
        """Bytes of an open file."""
        return os.fstat(descriptor).st_size

    def write_at(self, descriptor: int, data: bytes, offset: int) -> None:
        """Write all of `data`; a short write is no error, the rest follows."""
        while data:
            written = os.pwrite(descriptor, data, offset)
            data, offset = data[written:], offset + written

    def flush_data(self, descriptor: int) -> None:
        """Have the file's bytes, and its size where that changed, on the disk."""
        if sys.platform == "darwin":
            self.flush(descriptor)
        else:
            os.fdatasync(descriptor)

    def flush(self, descriptor: int) -> None:
        """Have everything about the file on the disk."""
        if sys.platform == "darwin":
            import fcntl  # noqa: PLC0415 - only there

            fcntl.fcntl(descriptor, DURABLE_APPLE)
        else:
            os.fsync(descriptor)

    def cut(self, descriptor: int, size: int) -> None:
        """Make a file that many bytes long."""
        os.ftruncate(descriptor, size)

    def rename(self, old: Path, new: Path) -> None:
        """Put a file in another's place, at once or not at all."""
        os.replace(old, new)  # noqa: PTH105 - one call to the system, by name

    def link(self, old: Path, new: Path) -> None:
        """Give a file a second name."""
        os.link(old, new)

    def remove(self, path: Path) -> None:
        """Take a name away."""
        os.unlink(path)  # noqa: PTH108 - one call to the system, by name

    def flush_folder(self, folder: Path) -> None:
        """Have the names in a folder on the disk."""
        descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            self.flush(descriptor)
        finally:
            os.close(descriptor)

    def replace(self, path: Path, parts: Iterable[bytes], amend: Callable[[], tuple[int, bytes]] | None = None) -> None:
        """Put bytes in a file's place: a temporary file, flushed, renamed, the folder flushed. Mode and links stay.

        Args:
            path: the file; when it is a link, what it leads to.
            parts: what it is to hold, a piece at a time.
            amend: says, when all is written, which bytes to put where; for what is known only then.
        """
        target = path.resolve()
        temporary = target.with_name(f"{target.name}.tmp")
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666
        descriptor = self.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        try:
            try:
                at = 0
                for part in parts:
                    self.write_at(descriptor, part, at)
                    at += len(part)
                if amend is not None:
                    at, part = amend()
                    self.write_at(descriptor, part, at)
                self.flush(descriptor)  # before the rename: else a power cut can keep the name and lose the bytes
            finally:
                self.close(descriptor)
            self.rename(temporary, target)
        except BaseException:
            with contextlib.suppress(OSError):
                self.remove(temporary)
            raise
        self.flush_folder(target.parent)


SYSTEM = System()
"""The operating system itself."""


def bytes_of(path: Path) -> bytes:
    """The bytes of a file, none when there is no such file.

    Raises:
        OSError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def bytes_at(descriptor: int) -> bytes:
    """All bytes of an open file.

    Raises:
        OSError: it cannot be read.
    """
    parts, at = [], 0
    while part := os.pread(descriptor, 1 << 24, at):
        parts.append(part)
        at += len(part)
    return b"".join(parts)


def stamp_of(path: Path) -> tuple[int, int, int] | None:
    """What tells one state of a file from another: inode, size, time of the last change; None when it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
