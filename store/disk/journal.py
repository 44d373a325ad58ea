"""The journal: one checksummed line of JSON per action, appended into padding and flushed.

The first line is the header: the journal's own id, made once per copy of a project, and the snapshot it continues. A
line whose checksum fails is set aside and never hides the lines after it.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from pathlib import Path

import orjson

from store.classes import dataclass
from store.disk.guard import Guard
from store.disk.line import BEGINNING, Line, Lines, are_sealed, is_sealed, seal
from store.disk.system import System, bytes_of

PADDING = 256 << 10
"""Newlines written ahead: a save then changes no file size, and one flush of data is enough."""
LOW = 16 << 10
"""Bytes of padding left below which more is written while nothing else is to do."""
BLANK = b"\r \x00"
FIRST = b'{"seq":'
"""How every action begins."""
JOINT = re.compile(rb'(?<="\})[^\n](?=\{"seq":)')
"""What stands between two lines when the newline there is damaged."""
HISTORY, HISTORY_BYTES, HISTORY_LEAST = 1_000, 8 << 20, 20
"""Lines kept for undo over a compaction: so many, as long as they have so many bytes, but never fewer than the last."""
OPS = b'"ops":['
"""What every action has and no header."""


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
    lines: Lines = field(default_factory=lambda: Lines([], [], []))
    aside: tuple[Aside, ...] = ()
    end: int = 0
    """Where the next line goes, in bytes."""
    is_open: bool = False
    """Whether the last line has no newline."""

    @property
    def raw(self) -> list[bytes]:
        """The lines as they stand in the file, without their newlines."""
        return self.lines.raw


def header(journal: str, annotator: str, base: tuple[str, int]) -> bytes:
    """The first line of a journal."""
    return seal({"journal": journal, "annotator": annotator, "base": list(base)})


def read(data: bytes) -> Contents:
    """What the bytes of a journal hold; every line that verifies counts, whatever stands before it."""
    aside: list[Aside] = []
    written = data.rstrip(BLANK + b"\n")  # padding is long
    newline = data.find(b"\n", len(written))
    end = (newline + 1 or len(data)) if written else 0
    body = written if newline == len(written) else data[: end if newline < 0 else newline]
    pieces = body.split(b"\n")
    if are_sealed(pieces):
        lines, first = _actions(pieces, lambda at: sum(map(len, pieces[:at])) + at, aside)
    else:
        found = [*_pieces(body, aside)]
        places = [place for place, _, is_sound in found if is_sound]
        aside += [Aside(place, piece, "its checksum fails") for place, piece, is_sound in found if not is_sound]
        lines, first = _actions([piece for _, piece, is_sound in found if is_sound], places.__getitem__, aside)
    aside.sort(key=lambda one: one.at)
    journal, base = first or (lines[0].journal if lines else "", None)
    is_open = bool(written) and newline < 0
    return Contents(journal, base, lines, tuple(aside), end, is_open)


def _actions(
    pieces: list[bytes], place: Callable[[int], int], aside: list[Aside]
) -> tuple[Lines, tuple[str, tuple[str, int]] | None]:
    """The actions among sealed lines, and what the header says if there is one; what is neither goes aside.

    Args:
        pieces: the lines.
        place: where in the file one of them begins.
        aside: takes what is none.
    """
    raw, heads, gone = pieces[:], list(map(BEGINNING.match, pieces)), []
    made: list[Line | None] = [None] * len(raw)
    first = None
    for at in [at for at, head in enumerate(heads) if head is None]:
        piece = raw[at]
        try:
            if piece.startswith(FIRST) or OPS in piece:
                made[at] = Line.written(piece)
                continue
            if first is None:
                first = _header(piece)
        except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
            aside.append(Aside(place(at), piece, f"it is no action: {error}"))
        gone.append(at)
    for at in reversed(gone):
        del raw[at], heads[at], made[at]
    return Lines(raw, heads, made), first


def _header(line: bytes) -> tuple[str, tuple[str, int]]:
    """The journal's id and what it continues."""
    value = orjson.loads(line)
    return str(value["journal"]), (str(value["base"][0]), int(value["base"][1]))


def _pieces(data: bytes, aside: list[Aside]) -> Iterator[tuple[int, bytes, bool]]:
    """(offset, what stands between newlines, whether its checksum holds) unless it is blank.

    Of two lines whose newline is damaged each comes by itself, and that byte goes aside.
    """
    at = 0
    for piece in data.split(b"\n"):
        if is_sealed(piece):
            yield at, piece, True
        elif line := piece.strip(BLANK):
            if is_sealed(line):
                yield at, line, True
            elif piece.rfind(FIRST) > 0:
                yield from _parted(at, piece, aside)
            else:
                yield at, piece, False
        at += len(piece) + 1


def _parted(at: int, piece: bytes, aside: list[Aside]) -> Iterator[tuple[int, bytes, bool]]:
    """Two lines or more whose newline is damaged, as from `_pieces`."""
    start = 0
    for joint in JOINT.finditer(piece):
        aside.append(Aside(at + joint.start(), joint[0], "a line ends here"))
        yield at + start, (line := piece[start : joint.start()]), is_sealed(line)
        start = joint.end()
    rest = piece[start:]
    line = rest.strip(BLANK)
    is_sound = is_sealed(line)
    yield at + start, line if is_sound else rest, is_sound


class JournalFile:
    """The open journal of the one who writes. Every method may raise OSError; what was acknowledged stays."""

    def __init__(
        self, system: System, path: Path, guard: Guard, first: bytes, kept: Iterable[bytes] = (), end: int = 0
    ) -> None:
        """Prepare to write.

        Args:
            system: the operating system.
            path: the file; made at the first line.
            guard: keeps what other programs do to it meanwhile.
            first: its header.
            kept: the lines that are in it, without their newlines.
            end: where the next line goes, 0 when there is no file yet.
        """
        self._system, self._path, self._guard, self._header = system, path, guard, first
        self._kept = list(kept)
        self._end = end
        self._size = 0
        self._descriptor: int | None = None
        self._is_doubtful = False
        self._is_short = False  # whether there was no room for all of the padding

    @property
    def size(self) -> int:
        """Bytes of the lines in it."""
        return self._end

    @property
    def is_low(self) -> bool:
        """Whether there is so little padding left that `pad` has something to do."""
        return self._descriptor is None or self._size - self._end < LOW or self._is_short

    @property
    def kept(self) -> tuple[bytes, ...]:
        """The lines in it, without their newlines."""
        return tuple(self._kept)

    def is_ours(self) -> bool:
        """Whether the file holds no line but those that are known here; for who was not alone with it.

        Raises:
            OSError: it cannot be read.
        """
        return set(read(bytes_of(self._path)).raw) <= set(self._kept)

    def restore(self, must_hold: Callable[[], None]) -> None:
        """Write the file again as it was if somebody has deleted it while it was open; a moved one is where it went.

        Args:
            must_hold: raises OSError when writing has become somebody else's right.

        Raises:
            OSError: it is deleted, and the disk does not take it.
        """
        is_gone = self._descriptor is not None and not os.fstat(self._descriptor).st_nlink
        if is_gone and not self._path.exists():
            must_hold()
            self.rewrite(self._header, self._kept)

    def append(self, lines: list[bytes]) -> None:
        """Have lines, which come without their newlines, on the disk.

        After a failed flush the file is written anew: the kernel may have called the lost pages clean, and the next
        flush of that descriptor would succeed without them. So it is when another program has touched it.

        Raises:
            OSError: they are not; the file holds what it held, and the same lines can be tried again.
        """
        if self._is_doubtful or not self._end or self._is_touched:
            self.rewrite(self._header, [*self._kept, *lines])
            return
        data = b"\n".join((*lines, b""))
        descriptor = self._opened()
        if self._end + len(data) > self._size:
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
        if self._end > self._size:  # there was no room for padding
            self._size = self._end
            self._guard.leave(descriptor, self._size)
        self._kept += lines

    def pad(self) -> None:
        """Write padding ahead when little is left, so that no save has to wait for it; to be called when idle.

        Raises:
            OSError: the disk does not take it; what was written stays, and lines are written without padding.
        """
        if not self.is_low:
            return
        if self._end and not self._is_doubtful and not self._is_touched:
            self._opened()
            # a disk that took a part of the padding is asked for the rest, to know whether there is room again
            if self.is_low:
                self._pad(LOW, is_ahead=True)

    def rewrite(self, first: bytes, lines: Iterable[bytes]) -> None:
        """Put another journal in this one's place, all or nothing; the lines come without their newlines."""
        kept = list(lines)
        self._guard.keep_theirs(self._kept, kept)
        data = first + b"".join(line + b"\n" for line in kept)
        folder = self._path.parent
        if not folder.exists():
            folder.mkdir(exist_ok=True)
            self._system.flush_folder(folder.parent)  # else a power cut takes the new folder and all that is in it
        self.close()
        self._is_doubtful = True  # should this fail half way, nobody knows which of the two is there
        self._system.replace(self._path, [data])
        self._guard.replaced()
        self._header, self._kept, self._end, self._is_doubtful = first, kept, len(data), False

    def close(self) -> None:
        """Let the file go; the padding is taken off if that is possible."""
        if self._descriptor is None:
            return
        descriptor, self._descriptor = self._descriptor, None
        try:
            if self._size > self._end and not self._is_doubtful and self._is_padding(descriptor):
                self._system.cut(descriptor, self._end)
                self._guard.leave(descriptor, self._end)
        except OSError:
            pass  # padding does no harm
        finally:
            self._system.close(descriptor)

    @property
    def _is_touched(self) -> bool:
        if self._descriptor is None:
            return self._guard.is_touched
        return self._guard.is_touched_while(self._descriptor)

    def _is_padding(self, descriptor: int) -> bool:
        """Whether what follows the last line is still nothing; who was not alone may find somebody's work there."""
        return self._system.size(descriptor) == self._size and not (
            os.pread(descriptor, self._size - self._end, self._end).strip(BLANK + b"\n")
        )

    def _opened(self) -> int:
        if self._descriptor is None:
            self._descriptor = self._system.open(self._path, os.O_RDWR)
            self._size = self._system.size(self._descriptor)
            self._guard.opened(self._descriptor)
        return self._descriptor

    def _pad(self, wanted: int, *, is_ahead: bool = False) -> None:
        descriptor = self._opened()
        if self._end + wanted <= self._size and not (is_ahead and self._is_short):
            return
        try:
            self._system.write_at(descriptor, b"\n" * (PADDING + wanted), self._size)
            self._system.flush(descriptor)
        except OSError:  # a full disk may still hold the line itself; what was not flushed is not flushed again
            self._descriptor, self._is_short = None, True
            self._guard.leave(descriptor)
            self._system.close(descriptor)
            if is_ahead:
                raise
        else:
            self._size += PADDING + wanted
            self._is_short = False
            self._guard.leave(descriptor, self._size)

    def _cut_back(self, descriptor: int) -> None:
        """Take away what a failed write may have left, so that no fragment stands before a shorter line."""
        try:
            self._system.cut(descriptor, self._end)
            self._size = self._end
        except OSError:
            self._is_doubtful = True
        self._guard.leave(descriptor)


def newest(lines: Sequence[bytes], seq: int, *, keep_history: bool = True) -> list[bytes]:
    """The lines that a journal keeps when everything up to `seq` is in the snapshot: the later ones, some for undo.

    Lines come and go without their newlines.
    """
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
