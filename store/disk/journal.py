"""The journal: one checksummed line of JSON per action, appended into padding and flushed.

The first line is the header: the journal's own id, made once per copy of a project, and the snapshot it continues. A
line whose checksum fails is set aside and never hides the lines after it.
"""

import math
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from store.change import Change
from store.disk.system import System

PADDING = 64 << 10
"""Newlines written ahead: a save then changes no file size, and one flush of data is enough."""
BLANK = b"\r \x00"
FIRST = b'{"seq":'
"""How every action begins."""
JOINT = re.compile(rb'(?<="\})[^\n](?=\{"seq":)')
"""What stands between two lines when the newline there is damaged."""
SEAL = 18
"""Bytes of `,"crc":"xxxxxxxx"}`."""


HISTORY, HISTORY_BYTES, HISTORY_LEAST = 1_000, 8 << 20, 20
"""Lines kept for undo over a compaction: so many, as long as they have so many bytes, but never fewer than the last."""
PLAIN = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_SUBCLASS
"""Values that would come back as something else are refused."""


def seal(value: Mapping[str, Any]) -> bytes:
    """A line for a value: compact JSON with a CRC-32 of what stands before it.

    Raises:
        TypeError: JSON cannot hold the value; a number that is not finite would silently become null.
    """
    _must_be_finite(value)
    body = orjson.dumps(value, option=PLAIN)[:-1]
    return body + b',"crc":"%08x"}\n' % zlib.crc32(body)


def _must_be_finite(value: object) -> None:
    if isinstance(value, float) and not math.isfinite(value):
        message = f"{value} is no number that JSON has"
        raise TypeError(message)
    if isinstance(value, Mapping):
        value = value.values()
    elif not isinstance(value, list | tuple):
        return
    for part in value:
        _must_be_finite(part)


def unseal(line: bytes) -> dict[str, Any] | None:
    """The value of a line without its newline, None when the checksum fails; compared before anything is parsed."""
    body, tail = line[:-SEAL], line[-SEAL:]
    if tail != b',"crc":"%08x"}' % zlib.crc32(body):
        return None
    value = orjson.loads(body + b"}")
    return value if isinstance(value, dict) else None


@dataclass(frozen=True, slots=True)
class Line:
    """One action."""

    seq: int
    journal: str
    at: str
    do: str
    changes: tuple[Change, ...]
    undo: int | None = None
    """The action that this one took back."""
    redo: int | None = None
    """The action that this one did again."""

    def to_bytes(self) -> bytes:
        """The sealed line.

        Raises:
            TypeError: JSON cannot hold a value in it.
        """
        value: dict[str, Any] = {"seq": self.seq, "journal": self.journal, "at": self.at, "do": self.do}
        if self.undo is not None:
            value["undo"] = self.undo
        if self.redo is not None:
            value["redo"] = self.redo
        value["ops"] = [change.to_op() for change in self.changes]
        return seal(value)

    def as_read(self, sealed: bytes) -> "Line":
        """The line as its own bytes say it: with values of its own, lists for tuples.

        Raises:
            ValueError: the bytes are not those of a line.
        """
        return self.from_value(unseal(sealed.removesuffix(b"\n")) or {})

    @classmethod
    def from_value(cls, value: Mapping[str, Any]) -> "Line":
        """The action of an unsealed line.

        Raises:
            ValueError: it is none.
        """
        try:
            changes = tuple(Change.from_op(op) for op in value["ops"])
            return cls(
                int(value["seq"]), str(value["journal"]), str(value["at"]), str(value["do"]), changes,
                value.get("undo"), value.get("redo"),
            )  # fmt: skip
        except (KeyError, TypeError) as error:
            message = f"{error} is missing or wrong"
            raise ValueError(message) from error


@dataclass(frozen=True, slots=True)
class Aside:
    """Bytes of a file that could not be understood."""

    at: int
    """Their place in the file, in bytes."""
    raw: bytes
    why: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a journal file holds."""

    id: str = ""
    base: tuple[str, int] | None = None
    """The snapshot it continues: journal and last number; None when the header is lost."""
    lines: tuple[Line, ...] = ()
    raw: tuple[bytes, ...] = ()
    """The lines as they stand in the file, newline included."""
    aside: tuple[Aside, ...] = ()
    end: int = 0
    """Where the next line goes, in bytes."""
    is_open: bool = False
    """Whether the last line has no newline."""


def header(journal: str, annotator: str, base: tuple[str, int]) -> bytes:
    """The first line of a journal."""
    return seal({"journal": journal, "annotator": annotator, "base": list(base)})


def read(data: bytes) -> Contents:
    """What the bytes of a journal hold; every line that verifies counts, whatever stands before it."""
    found: list[tuple[Line, bytes]] = []
    aside: list[Aside] = []
    journal, base, at, end = "", None, 0, 0
    pieces = list(_pieces(data, aside))
    for number, piece in enumerate(pieces):
        line = piece.strip(BLANK)
        place, at = at, at + len(piece) + 1
        if not line:
            continue
        end = place + len(piece) + (number < len(pieces) - 1)
        try:
            value = unseal(line)
            if value is None:
                aside.append(Aside(place, piece, "its checksum fails"))
            elif "ops" in value:
                found.append((Line.from_value(value), line + b"\n"))
            elif not journal:
                journal, base = str(value["journal"]), (str(value["base"][0]), int(value["base"][1]))
        except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
            aside.append(Aside(place, piece, f"it is no action: {error}"))
    journal = journal or next((line.journal for line, _ in found), "")
    lines, raw = tuple(line for line, _ in found), tuple(kept for _, kept in found)
    is_open = bool(pieces[-1].strip(BLANK))
    return Contents(journal, base, lines, raw, tuple(aside), end, is_open)


def _pieces(data: bytes, aside: list[Aside]) -> Iterator[bytes]:
    """What stands between newlines; of two lines whose newline is damaged each one, and that byte goes aside."""
    at = 0
    for piece in data.split(b"\n"):
        start = 0
        is_joined = piece.rfind(FIRST) > 0 and unseal(piece.strip(BLANK)) is None
        for joint in JOINT.finditer(piece) if is_joined else ():
            aside.append(Aside(at + joint.start(), joint[0], "a line ends here"))
            yield piece[start : joint.start()]
            start = joint.end()
        yield piece[start:]
        at += len(piece) + 1


class JournalFile:
    """The open journal of the one who writes. Every method may raise OSError; what was acknowledged stays."""

    def __init__(self, system: System, path: Path, first: bytes, kept: Iterable[bytes] = (), end: int = 0) -> None:
        """Prepare to write.

        Args:
            system: the operating system.
            path: the file; made at the first line.
            first: its header.
            kept: the lines that are in it.
            end: where the next line goes, 0 when there is no file yet.
        """
        self._system, self._path, self._header = system, path, first
        self._kept = list(kept)
        self._end = end
        self._size = 0
        self._descriptor: int | None = None
        self._is_doubtful = False

    @property
    def size(self) -> int:
        """Bytes of the lines in it."""
        return self._end

    @property
    def kept(self) -> tuple[bytes, ...]:
        """The lines in it."""
        return tuple(self._kept)

    def append(self, lines: list[bytes]) -> None:
        """Have lines on the disk.

        After a failed flush the file is written anew: the kernel may have called the lost pages clean, and the next
        flush of that descriptor would succeed without them.

        Raises:
            OSError: they are not; the file holds what it held, and the same lines can be tried again.
        """
        if self._is_doubtful or not self._end:
            self.rewrite(self._header, [*self._kept, *lines])
            return
        data = b"".join(lines)
        self._pad(len(data))
        descriptor = self._opened()
        try:
            self._system.write_at(descriptor, data, self._end)
        except OSError:
            self._cut_back(descriptor)
            raise
        try:
            self._system.flush_data(descriptor)
        except OSError:
            self._is_doubtful = True
            raise
        self._end += len(data)
        self._size = max(self._size, self._end)
        self._kept += lines

    def rewrite(self, first: bytes, lines: Iterable[bytes]) -> None:
        """Put another journal in this one's place, all or nothing."""
        kept = list(lines)
        data = first + b"".join(kept)
        folder = self._path.parent
        if not folder.exists():
            folder.mkdir(exist_ok=True)
            self._system.flush_folder(folder.parent)  # else a power cut takes the new folder and all that is in it
        self.close()
        self._is_doubtful = True  # should this fail half way, nobody knows which of the two is there
        self._system.replace(self._path, data)
        self._header, self._kept, self._end, self._is_doubtful = first, kept, len(data), False

    def close(self) -> None:
        """Let the file go; the padding is taken off if that is possible."""
        if self._descriptor is None:
            return
        descriptor, self._descriptor = self._descriptor, None
        try:
            if self._size > self._end and not self._is_doubtful:
                self._system.cut(descriptor, self._end)
        except OSError:
            pass  # padding does no harm
        finally:
            self._system.close(descriptor)

    def _opened(self) -> int:
        if self._descriptor is None:
            self._descriptor = self._system.open(self._path, os.O_RDWR)
            self._size = self._system.size(self._descriptor)
        return self._descriptor

    def _pad(self, wanted: int) -> None:
        descriptor = self._opened()
        if self._end + wanted <= self._size:
            return
        try:
            self._system.write_at(descriptor, b"\n" * (PADDING + wanted), self._size)
            self._system.flush(descriptor)
        except OSError:  # a full disk may still hold the line itself; what was not flushed is not flushed again
            self._descriptor = None
            self._system.close(descriptor)
        else:
            self._size += PADDING + wanted

    def _cut_back(self, descriptor: int) -> None:
        """Take away what a failed write may have left, so that no fragment stands before a shorter line."""
        try:
            self._system.cut(descriptor, self._end)
            self._size = self._end
        except OSError:
            self._is_doubtful = True


def newest(lines: Sequence[bytes], seq: int, *, keep_history: bool = True) -> list[bytes]:
    """The lines that a journal keeps when everything up to `seq` is in the snapshot: the later ones, some for undo."""
    later = [line for line in lines if seq_of(line) > seq]
    history = [line for line in lines if seq_of(line) <= seq][-HISTORY:] if keep_history else []
    total = sum(map(len, history))
    dropped = 0
    while len(history) - dropped > HISTORY_LEAST and total > HISTORY_BYTES:
        total -= len(history[dropped])
        dropped += 1
    return history[dropped:] + later


def seq_of(line: bytes) -> int:
    """The number of a sealed line; it stands first."""
    return int(line[len(FIRST) : line.index(b",")])
