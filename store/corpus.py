"""Corpus: the article files of a folder, found and read with the distrust that other people's folders deserve."""

import codecs
import os
import stat
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from itertools import count
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from store.classes import dataclass
from store.entry import Entry
from store.errors import ArticleError

if TYPE_CHECKING:
    from store.catalogue import Catalogue

SUFFIXES = (".txt", ".md")
"""What an article's file name ends in."""
SKIPPED = frozenset({"annotations", "__pycache__", "node_modules"})
"""Folders that hold no articles."""
NOT_ARTICLES = frozenset(
    {"readme.md", "license.txt", "license.md", "changelog.md", "contributing.md", "requirements.txt"}
)
"""Files about a project rather than of it."""
LIMIT = 64 << 20
"""Bytes of the largest article."""
READING = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_CLOEXEC", "O_NONBLOCK", "O_NOCTTY", "O_BINARY"))
"""How a file is opened that may have become something else since it was looked at: a FIFO does not hang."""
PIECE = 16_384
"""Bytes that are read at least at once."""
ODD_NAMES = ("", ".", "..")
"""What is no name of a file in a path."""
TWIN = "has the same name as another, in another Unicode form"
"""Why the second of two files cannot be opened."""
DEPTH = 40
"""How many folders deep articles are looked for."""


def scan(
    root: Path,
    encoding: str | None = None,
    known: "Catalogue | None" = None,
    folders: dict[str, int] | None = None,
    *,
    trusts: bool = False,
    most: int = sys.maxsize,
) -> tuple[Entry, ...]:
    """The articles of a folder and of those in it, by path; links are not followed, hidden folders not looked at.

    Args:
        root: the folder.
        encoding: how the user says that articles are to be decoded.
        known: what was found before; files of the same size and time are not read again.
        folders: takes the folders that were looked at, with their times.
        trusts: whether a folder of `known` whose time is the same is not looked at again.
        most: how many files are looked at; of those that come after them there are only the names.

    Raises:
        ArticleError: the folder itself cannot be read.
    """
    must_be_folder(root)
    into = folders if folders is not None else {}
    walk = _Walk(os.path.realpath(root), encoding, known, into, trusts=trusts, most=most)
    found = walk.entries(Path(root), "", 0)
    return tuple(_without_twins(sorted(found, key=itemgetter(0, 4))))


def must_be_folder(root: Path) -> None:
    """Refuse what is no folder that can be read.

    Raises:
        ArticleError: it is not.
    """
    try:
        with os.scandir(root):
            pass
    except NotADirectoryError as error:
        message = f"{root} is not a folder"
        raise ArticleError(message) from error
    except OSError as error:
        message = f"{root}: this folder cannot be read ({error.strerror}); check its name and permissions"
        raise ArticleError(message) from error


@dataclass(frozen=True)
class _Walk:
    """A walk through a folder."""

    root: str
    """The real path that no article may leave."""
    encoding: str | None
    known: "Catalogue | None"
    folders: dict[str, int]
    trusts: bool = False
    most: int = sys.maxsize
    numbers: Iterator[int] = field(default_factory=count)
    """Those of the files that were come to."""

    @cached_property
    def before(self) -> Mapping[str, Mapping[str, Entry]]:
        """Folder -> path -> what was found there before."""
        found = self.known.by_folder() if self.known else {}
        return {folder: {one.file or one.path: one for one in entries} for folder, entries in found.items()}

    @cached_property
    def inside(self) -> Mapping[str, Sequence[str]]:
        """Folder -> the folders in it, as they were before."""
        found: dict[str, list[str]] = {}
        for folder in self.known.folders if self.known else ():
            if folder:
                found.setdefault(folder[: folder.rstrip("/").rfind("/") + 1], []).append(folder)
        return found

    def entries(self, folder: Path, prefix: str, depth: int) -> Iterator[Entry]:
        """The articles of a folder and of those in it, in the order of the disk."""
        try:
            self.folders[prefix] = time = os.stat(folder).st_mtime_ns  # noqa: PTH116 - one of many
            if self.trusts and self.known and self.known.folders.get(prefix) == time:
                yield from self._as_before(folder, prefix, depth)
                return
            with os.scandir(folder) as listing:
                items = list(listing)
        except OSError as error:
            yield Entry(prefix.rstrip("/"), problem=f"this folder cannot be read ({error.strerror})")
            return
        for item in items:
            name = item.name
            if name.startswith("."):
                continue
            if item.is_dir(follow_symlinks=False):
                if name.casefold() not in SKIPPED and depth < DEPTH:
                    yield from self.entries(Path(item.path), f"{prefix}{name}/", depth + 1)
            elif name.casefold().endswith(SUFFIXES) and name.casefold() not in NOT_ARTICLES:
                yield self._entry(item, prefix + name)

    def _as_before(self, folder: Path, prefix: str, depth: int) -> Iterator[Entry]:
        """What a folder held that has got and lost no name; the folders in it may have."""
        yield from self.before.get(prefix, {}).values()
        for other in self.inside.get(prefix, ()):
            yield from self.entries(folder / other[len(prefix) :], other, depth + 1)

    def _entry(self, item: "os.DirEntry[str]", path: str) -> Entry:
        if odd := _oddity(path):
            return Entry(path.encode("utf-8", "replace").decode("utf-8"), problem=odd)
        shown = path if path.isascii() else unicodedata.normalize("NFC", path)
        if next(self.numbers) >= self.most and item.is_file(follow_symlinks=False):
            return Entry(shown, file="" if shown == path else path)
        try:
            if item.is_symlink() and not _is_in(os.path.realpath(item.path), self.root):
                return Entry(shown, problem="leads out of the project and is not read")
            found = item.stat()
        except OSError as error:
            return Entry(shown, problem=f"cannot be read ({error.strerror})")
        if not stat.S_ISREG(found.st_mode):
            return Entry(shown, problem="is no plain file")
        size, changed = found.st_size, found.st_mtime_ns
        if old := self._known(path, size, changed):
            return old
        if problem := _too_large(size):
            return Entry(shown, size, changed, problem)
        return Entry(shown, size, changed, _binary(item.path, self.encoding), "" if shown == path else path)

    def _known(self, path: str, size: int, changed: int) -> Entry | None:
        old = self.before.get(path[: path.rfind("/") + 1], {}).get(path) if self.known else None
        return old if old is not None and (old.size, old.mtime_ns) == (size, changed) else None


def problem_of(root: Path, entry: Entry, encoding: str | None = None) -> str | None:
    """Why a file that was listed by its name cannot be opened as it is now; None when it can."""
    path = root / (entry.file or entry.path)
    try:
        size = path.stat().st_size
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    return _too_large(size) or _binary(os.fspath(path), encoding)


def _too_large(size: int) -> str | None:
    return f"has {size >> 20} MB; {LIMIT >> 20} is the most" if size > LIMIT else None


def _without_twins(entries: list[Entry]) -> Iterator[Entry]:
    """Of two files whose names differ in their Unicode form only, the second cannot be told apart by its path."""
    before = ""
    for entry in entries:
        if entry.path == before and entry.problem is None:
            yield Entry(entry.path, entry.size, entry.mtime_ns, TWIN)
        else:
            yield entry
        before = entry.path


def on_disk(root: Path, path: str) -> str:
    """The path of a file as it stands on the disk: other systems keep names in another Unicode form than NFC."""
    if os.path.lexists(root / path):
        return path
    found: list[str] = []
    for name in path.split("/"):
        folder = root.joinpath(*found)
        try:
            names = os.listdir(folder)  # noqa: PTH208 - names, not paths
        except OSError:
            names = []
        found.append(next((one for one in names if unicodedata.normalize("NFC", one) == name), name))
    return "/".join(found)


def _oddity(path: str) -> str | None:
    if path.isascii() and path.isprintable():
        return None
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return "has a name that is not UTF-8; rename it to tag it"
    if any(unicodedata.category(char) == "Cc" for char in path):
        return "has control characters in its name; rename it to tag it"
    return None


def _binary(path: str, encoding: str | None) -> str | None:
    """Why the first bytes of a file are no text, None when they may be."""
    try:
        descriptor = os.open(path, READING)  # a file object costs twice as much, and there may be 100,000 files
        try:
            return looks_binary(os.read(descriptor, 512), encoding)
        finally:
            os.close(descriptor)
    except PermissionError:
        return "cannot be read (no permission)"
    except OSError as error:
        return f"cannot be read ({error.strerror})"


MAGIC = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x1f\x8b": "a gzip archive",
    b"\x7fELF": "a program",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"SQLite format 3\0": "an SQLite database",
}
"""How well-known formats begin."""
MARKS = tuple(MAGIC)
CONTROLS = bytes({*range(0x20), 0x7F} - {*b"\b\t\n\v\f\r\x1b"})
"""Bytes that texts hardly hold, in whatever encoding of one or more bytes a character."""
BOMS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
"""Byte order marks of encodings in which zero bytes are text."""


def looks_binary(data: bytes, encoding: str | None = None) -> str | None:
    """What bytes look like if not like text: the mark of a known format, or zero and control bytes without a reason.

    An `encoding` that the user gives is a reason, and so is UTF-8 for control characters.
    """
    if data.startswith(MARKS):
        return next(f"looks like {what}, not text" for mark, what in MAGIC.items() if data.startswith(mark))
    if encoding is not None or data.startswith(BOMS):
        return None
    controls = len(data) - len(data.translate(None, CONTROLS))
    if data.count(0) > len(data) // 50 or (controls > len(data) // 25 and not _is_utf8(data)):
        return "looks like binary data, not text; if it is text, say with --encoding how it is written"
    return None


def _is_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8, or the beginning of some."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True


def _is_in(real: str, root: str) -> bool:
    return real == root or real.startswith(root.rstrip(os.sep) + os.sep)


def read_regular(root: Path, path: str, limit: int = LIMIT) -> bytes:
    """The bytes of a plain file inside `root`: a FIFO does not hang, a device does not fill memory, no link leads out.

    Raises:
        ArticleError: it is none, is outside, too large, or cannot be read.
    """
    data = read_head(root, path, limit + 1)
    if len(data) > limit:
        message = f"{path} is larger than {limit} bytes"
        raise ArticleError(message)
    return data


def read_head(root: Path, path: str, size: int) -> bytes:
    """The first `size` bytes of a plain file inside `root`, or all if there are fewer; guarded in the same way.

    Raises:
        ArticleError: it is none, is outside, or cannot be read.
    """
    try:
        top = _real("", str(root.absolute()).lstrip("/"))
        return _read_inside(top, path, size)
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror})"
        raise ArticleError(message) from error
    except ValueError as error:  # a NUL in the name
        message = f"{path!r} is no file name"
        raise ArticleError(message) from error


def _read_inside(top: str, path: str, size: int) -> bytes:
    real = _real(top, path)  # strings: a name need not be UTF-8
    if not _is_in(real, top):
        message = f"{path} leads out of the project and is not read"
        raise ArticleError(message)
    descriptor = os.open(real, READING | getattr(os, "O_NOFOLLOW", 0))
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            message = f"{path} is no plain file"
            raise ArticleError(message)
        return _all(descriptor, size, found.st_size)
    finally:
        os.close(descriptor)


def _all(descriptor: int, size: int, about: int) -> bytes:
    """What a file holds, up to `size` bytes; asked for at once it would need memory for so many, at any length."""
    found: list[bytes] = []
    while size > 0 and (piece := os.read(descriptor, min(size, max(PIECE, about + 1)))):
        found.append(piece)
        size -= len(piece)
    return b"".join(found)


def _real(folder: str, path: str) -> str:
    """The real path of what stands in a folder, whose path is real; a third of the work where there are no links.

    Raises:
        OSError: there is no such file.
    """
    at = folder.rstrip("/")
    for name in path.split("/"):
        at = f"{at}/{name}"
        if name in ODD_NAMES or stat.S_ISLNK(os.lstat(at).st_mode):
            return os.path.realpath(f"{folder}/{path}")
    return at
