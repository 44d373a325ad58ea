"""Packed: an archive among the files of a dataset, as a source of its own; unpacked in memory, with limits."""

import io
import zipfile
from typing import BinaryIO

from store.errors import FormatError
from store.formats.found import Source

LARGEST, TOGETHER = 64 << 20, 256 << 20
"""Bytes of a file in it, and of all."""
RATIO = 200
"""How many times its size a file of more than a megabyte may unpack to."""
MOST = 10_000
BROKEN = (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError, IndexError)
"""What the library raises for archives that are damaged, encrypted or packed otherwise."""


class Packed:
    """The files of a ZIP in a source."""

    def __init__(self, source: Source, name: str) -> None:
        """Look into an archive.

        Raises:
            FormatError: it is none, or holds too much.
        """
        self.name = name
        with source.open(name) as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            message = f"has more than {LARGEST >> 20} MB"
            raise FormatError(message)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except BROKEN as error:
            message = f"is no archive that can be read ({error})"
            raise FormatError(message) from error
        self._parts = {info.filename: info for info in self._archive.infolist() if not info.is_dir()}
        if len(self._parts) > MOST or sum(info.file_size for info in self._parts.values()) > TOGETHER:
            message = f"holds more than {MOST:,} files or {TOGETHER >> 20} MB"
            raise FormatError(message)

    def names(self) -> tuple[str, ...]:
        """The files in it, sorted."""
        return tuple(sorted(self._parts))

    def open(self, name: str) -> BinaryIO:
        """A file, unpacked.

        Raises:
            FormatError: it is damaged, or unpacks to too much.
        """
        info = self._parts[name]
        if info.file_size > LARGEST or info.file_size > max(1 << 20, RATIO * info.compress_size):
            message = f"{name} unpacks to too much"
            raise FormatError(message)
        try:
            with self._archive.open(info) as file:  # gives no more than it says it has
                return io.BytesIO(file.read(LARGEST))
        except BROKEN as error:
            message = f"{name} cannot be unpacked ({error})"
            raise FormatError(message) from error
