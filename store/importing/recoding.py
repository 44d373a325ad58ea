"""Recoding: the files of a source in the encoding that somebody says, as if they were UTF-8; without byte order mark.

One place for all formats, so that none has to know of encodings. Memory holds one block.
"""

import codecs
import io
from typing import Any, BinaryIO, cast

from store.errors import FormatError
from store.importing.source import Files

BLOCK = 1 << 16
SELF_SAID = (".zip", ".xmi", ".xml")
"""Files that are no text, or say themselves how they are encoded."""


class Recoded:
    """A source whose texts are read in an encoding."""

    def __init__(self, source: Files, encoding: str) -> None:
        """Nothing is read yet.

        Raises:
            FormatError: there is no such encoding.
        """
        try:
            self._encoding = codecs.lookup(encoding).name
        except LookupError as error:
            message = f"there is no encoding {encoding!r}; utf-8, cp1252 and shift_jis are some"
            raise FormatError(message) from error
        self.name, self._source = source.name, source

    def names(self) -> tuple[str, ...]:
        """The files, sorted."""
        return self._source.names()

    def open(self, name: str) -> BinaryIO:
        """A file, its text as UTF-8.

        Raises:
            FormatError: it cannot be read; while it is read, where it is not in the encoding.
        """
        file = self._source.open(name)
        if name.casefold().endswith(SELF_SAID):
            return file
        return cast("BinaryIO", io.BufferedReader(_Recoding(file, name, self._encoding), BLOCK))


class _Recoding(io.RawIOBase):
    """A file, decoded and encoded again as it is read."""

    def __init__(self, file: BinaryIO, name: str, encoding: str) -> None:
        self._file, self._name, self._encoding = file, name, encoding
        self._decoder = codecs.getincrementaldecoder(encoding)("strict")
        self._rest = b""
        self._is_first, self._is_over = True, False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest and not self._is_over:
            self._rest = self._next()
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size

    def _next(self) -> bytes:
        data = self._file.read(BLOCK)
        self._is_over = not data
        try:
            text = self._decoder.decode(data, final=not data)
            if text and self._is_first:
                self._is_first, text = False, text.removeprefix("\ufeff")
            return text.encode("utf-8")
        except UnicodeError as error:
            message = f"{self._name}: is not {self._encoding} ({getattr(error, 'reason', error)})"
            raise FormatError(message) from error

    def close(self) -> None:
        self._file.close()
        super().close()
