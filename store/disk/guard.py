"""Guard: notices that another program has touched a file that is open here, and keeps what it wrote there."""

import os
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from store.disk.system import bytes_of, stamp_of

Keep = Callable[[bytes, Collection[bytes], Iterable[bytes]], None]
"""Given a file's bytes, the lines that were in it and those that come, keeps others; raises OSError when it cannot."""


class Guard:
    """Knows one file as this program left it: its inode and size."""

    def __init__(self, path: Path, stamp: tuple[int, int, int] | None, keep: Keep) -> None:
        """Begin with the file as it was read.

        Args:
            path: the file.
            stamp: its inode, size and time then; None when there was none.
            keep: takes what others have written.
        """
        self._path, self._keep = path, keep
        self._left = stamp and stamp[:2]
        self._link = ""  # where the system tells the open file's path
        self._name: str | None = None

    @property
    def is_touched(self) -> bool:
        """Whether the file is not as it was left: longer, shorter, another one, or gone."""
        found = stamp_of(self._path)
        return (found and found[:2]) != self._left

    def opened(self, descriptor: int) -> None:
        """The file is open now; see `is_touched_while`."""
        self._link = f"/proc/{os.getpid()}/fd/{descriptor}"  # "self" is a link, and takes longer
        self._name = _path_at(self._link)

    def is_touched_while(self, descriptor: int) -> bool:
        """As `is_touched`, of the open file and cheap enough for every save.

        It does not ask for the file's times: where a file system keeps them finely, whoever asks makes the next write
        note another one, and the flush after it write more than the data.
        """
        if self._name is None or self._left is None:
            return self.is_touched
        return os.lseek(descriptor, 0, os.SEEK_END) != self._left[1] or _path_at(self._link) != self._name

    def leave(self, descriptor: int, size: int | None = None) -> None:
        """Take the open file for what this program has made of it; `size` in bytes, None where a write was cut short.

        With a size, what others add in the same moment is noticed at the next look.
        """
        found = os.fstat(descriptor)
        self._left = found.st_ino, found.st_size if size is None else size

    def replaced(self) -> None:
        """Take the file that has just been put there for this program's own."""
        found = stamp_of(self._path)
        self._left = found and found[:2]

    def keep_theirs(self, kept: Collection[bytes], fresh: Iterable[bytes]) -> None:
        """Keep what others wrote into the file, which is about to be replaced.

        Args:
            kept: the lines that this program left in it.
            fresh: those that come to them.

        Raises:
            OSError: it cannot be read or kept, and must not be replaced.
        """
        if self.is_touched:
            self._keep(bytes_of(self._path), kept, fresh)


def _path_at(link: str) -> str | None:
    """The path of an open file as the system has it now, None where it does not tell; another one once it is moved."""
    try:
        return os.readlink(link)  # noqa: PTH115 - a Path costs more than the call
    except OSError:
        return None
