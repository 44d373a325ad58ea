"""Source: the files of a dataset, whatever they lie in; read with distrust, never written, never extracted.

A file is a stranger's, and so is an archive: names in it are only labels, links are not followed, what unpacks to too
much is refused before it is in memory, and an archive in an archive is a file like any other.
"""

import io
import os
import stat
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from store.corpus import DEPTH, READING
from store.errors import FormatError

WHOLE = 64 << 20
"""Bytes of the largest file that may be read as a whole; lines of a longer one are read one by one."""
LONGEST_LINE = 16 << 20
"""Bytes of the longest line."""
MOST_FILES = 10_000
MOST_TOGETHER = 256 << 20
"""Bytes that an archive may unpack to."""
RATIO = 200
"""How many times its size a part of an archive of more than a megabyte may unpack to."""
COMPANIONS = {
    ".ann": (".txt",),
    ".csv": (".links.csv",),
    ".html": (),
}
"""By suffix: what else belongs to a file, by the suffixes that stand in its place."""
SETTINGS = "sidemark.toml"
"""The label set of a project; what is called NAME.sidemark.toml is one of a dataset."""


class Files(Protocol):
    """What a reader is given; see `store.formats.found.Source`."""

    name: str

    def names(self) -> tuple[str, ...]:
        """The files, relative, with `/`, sorted."""

    def open(self, name: str) -> BinaryIO:
        """A file, from its first byte."""


class Folder:
    """Files of a folder."""

    def __init__(self, root: Path, name: str, names: Iterator[str]) -> None:
        self.name = name
        self._root = root
        self._names = tuple(sorted(names))

    def names(self) -> tuple[str, ...]:
        """The files, sorted."""
        return self._names

    def open(self, name: str) -> BinaryIO:
        """A file; a FIFO does not hang, no link leads out.

        Raises:
            FormatError: it cannot be read.
        """
        path = self._root / name
        try:
            if os.path.realpath(path) != os.path.join(os.path.realpath(self._root), name):  # noqa: PTH118 - strings
                message = f"{name} leads out of {self.name} and is not read"
                raise FormatError(message)
            return _opened(path, name)
        except (OSError, ValueError) as error:
            raise FormatError(_cannot(name, error)) from error


class File:
    """One file, and those that belong to it."""

    def __init__(self, path: Path, name: str | None = None) -> None:
        self.name = name or path.name
        self._paths = {self.name: path}
        for suffix in COMPANIONS.get(path.suffix, ()):
            beside = path.with_suffix(suffix)
            if beside.is_file():
                self._paths[beside.name] = beside
        for settings in (
            path.with_suffix(f".{SETTINGS}"),
            path.with_name(f"labels.{SETTINGS}"),
            path.with_name(SETTINGS),
        ):
            if path.suffix == ".jsonl" and settings.is_file():
                self._paths[settings.name] = settings
                break

    def names(self) -> tuple[str, ...]:
        """The files, sorted."""
        return tuple(sorted(self._paths))

    def open(self, name: str) -> BinaryIO:
        """A file.

        Raises:
            FormatError: it cannot be read.
        """
        try:
            return _opened(self._paths[name], name)
        except (OSError, ValueError) as error:
            raise FormatError(_cannot(name, error)) from error


class Archive:
    """A ZIP archive; its files are unpacked in memory, one at a time, and counted."""

    def __init__(self, path: Path, name: str | None = None) -> None:
        """Look into an archive.

        Raises:
            FormatError: it is damaged, encrypted, or not to be trusted.
        """
        self.name = name or path.name
        self._left = MOST_TOGETHER
        self._file = _opened(path, self.name)
        try:
            with _damage(self.name):
                self._zip = zipfile.ZipFile(self._file)
                self._members = _members(self._zip, self.name)
        except BaseException:
            self._file.close()
            raise

    def __del__(self) -> None:
        if file := getattr(self, "_file", None):
            file.close()

    def names(self) -> tuple[str, ...]:
        """The files, sorted."""
        return tuple(sorted(self._members))

    def open(self, name: str) -> BinaryIO:
        """A file, unpacked.

        Raises:
            FormatError: it is damaged, or unpacks to too much.
        """
        info = self._members[name]
        with _damage(self.name), self._zip.open(info) as file:
            data = file.read(WHOLE + 1)
        self._left -= len(data)
        is_bomb = len(data) > max(1 << 20, RATIO * info.compress_size)
        if len(data) > WHOLE or self._left < 0 or is_bomb:
            message = f"{self.name}: {name} unpacks to too much: {WHOLE >> 20} MB a file, {RATIO} times its size and "
            message += f"{MOST_TOGETHER >> 20} MB in all are the most"
            raise FormatError(message)
        return io.BytesIO(data)


class Bare:
    """A source without the label sets in it: other formats than ours would take them for data."""

    def __init__(self, source: Files) -> None:
        self.name = source.name
        self._source = source

    def names(self) -> tuple[str, ...]:
        """The other files, sorted."""
        return tuple(name for name in self._source.names() if not name.endswith(SETTINGS))

    def open(self, name: str) -> BinaryIO:
        """A file, from its first byte.

        Raises:
            FormatError: it cannot be read.
        """
        return self._source.open(name)


class Watched:
    """A source that tells somebody how much of it was read."""

    def __init__(self, source: Files, progress: Callable[[int], None]) -> None:
        self.name = source.name
        self._source, self._progress = source, progress
        self._read = 0

    def names(self) -> tuple[str, ...]:
        """The files, sorted."""
        return self._source.names()

    def open(self, name: str) -> BinaryIO:
        """A file, each block of which is told of.

        Raises:
            FormatError: it cannot be read.
        """
        return cast("BinaryIO", io.BufferedReader(_Counted(self._source.open(name), self._tell), 1 << 16))

    def _tell(self, size: int) -> None:
        self._read += size
        self._progress(self._read)


class _Counted(io.RawIOBase):
    """A file whose reading is counted."""

    def __init__(self, file: BinaryIO, tell: Callable[[int], None]) -> None:
        self._file, self._tell = file, tell

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self._tell(len(data))
        return len(data)

    def seekable(self) -> bool:
        return self._file.seekable()

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()
        super().close()


def source_of(path: Path) -> Files:
    """The files that a path means: a folder's, an archive's, or one file with those that belong to it.

    Raises:
        FormatError: there is nothing to read.
    """
    try:
        if path.is_dir():
            return Folder(path, path.name or str(path), _walk(path, "", 0))
        with _opened(path, str(path)) as file:
            is_archive = file.read(4) == b"PK\x03\x04"
    except (OSError, ValueError) as error:
        raise FormatError(_cannot(str(path), error)) from error
    return Archive(path) if is_archive else File(path)


def stream_source(stream: BinaryIO) -> Files:
    """What standard input holds, put aside where it can be read twice."""
    kept = tempfile.NamedTemporaryFile(prefix="sidemark-", suffix=".input")  # noqa: SIM115 - gone with the source
    while block := stream.read(1 << 20):
        kept.write(block)
    kept.flush()
    source = File(Path(kept.name), "stdin")
    source.kept = kept  # type: ignore[attr-defined]  # as long as the source is used
    return source


def read_whole(source: Files, name: str) -> bytes:
    """All bytes of a file of a source.

    Raises:
        FormatError: it is too large, or cannot be read.
    """
    with source.open(name) as file:
        data = file.read(WHOLE + 1)
    if len(data) > WHOLE:
        message = f"{name} has more than {WHOLE >> 20} MB and cannot be read as a whole"
        raise FormatError(message)
    return data


def _opened(path: Path, name: str) -> BinaryIO:
    descriptor = os.open(path, READING)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            message = f"{name} is no plain file"
            raise FormatError(message)
    except BaseException:
        os.close(descriptor)
        raise
    return os.fdopen(descriptor, "rb")


def _cannot(name: str, error: Exception) -> str:
    return f"{name}: cannot be read ({getattr(error, 'strerror', None) or error})"


def _walk(folder: Path, prefix: str, depth: int) -> Iterator[str]:
    """The plain files below a folder; hidden ones, links and what the program keeps for itself are left out."""
    with os.scandir(folder) as listing:
        items = sorted(listing, key=lambda item: item.name)
    for item in items:
        if item.name.startswith(".") or item.is_symlink():
            continue
        if item.is_dir(follow_symlinks=False):
            if depth < DEPTH and item.name != "__MACOSX":
                yield from _walk(Path(item.path), f"{prefix}{item.name}/", depth + 1)
        elif item.is_file(follow_symlinks=False):
            yield prefix + item.name


def _members(archive: zipfile.ZipFile, name: str) -> dict[str, zipfile.ZipInfo]:
    """The files of an archive by name; names that lead out, that clash or that are none are refused."""
    found: dict[str, zipfile.ZipInfo] = {}
    seen: dict[str, str] = {}
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MOST_FILES:
        message = f"{name}: has {len(infos):,} files; {MOST_FILES:,} are the most"
        raise FormatError(message)
    for info in infos:
        inner = info.filename
        parts = inner.split("/")
        if "\0" in inner or "\\" in inner or inner.startswith("/") or ".." in parts or inner[1:2] == ":":
            message = f"{name}: {inner!r} is a name that leads out of the archive; nothing was read"
            raise FormatError(message)
        if stat.S_ISLNK(info.external_attr >> 16):
            message = f"{name}: {inner!r} is a link; nothing was read"
            raise FormatError(message)
        if any(part.startswith(".") for part in parts) or parts[0] == "__MACOSX":
            continue
        key = unicodedata.normalize("NFC", inner).casefold()
        if key in seen:
            message = f"{name}: {seen[key]!r} and {inner!r} have the same name; nothing was read"
            raise FormatError(message)
        seen[key] = inner
        found[inner] = info
    return found


class _damage:  # noqa: N801 - used like a function
    """Tells of whatever a damaged archive raises as one error."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        damaged = (
            zipfile.BadZipFile, RuntimeError, NotImplementedError, UnicodeError, IndexError, RecursionError, OSError,
            ValueError, EOFError,
        )  # fmt: skip
        if isinstance(error, damaged) or type(error).__module__ in ("zlib", "lzma", "bz2"):
            message = f"{self._name}: this archive cannot be read ({error})"
            raise FormatError(message) from cast("Exception", error)
