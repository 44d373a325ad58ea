"""Catalogue: the articles of a large folder as they were found the last time, so that a start need not look at each.

It lives in `.sidemark/articles.catalogue`, may be deleted at any time, and is believed only as far as it can be checked
at once: a folder whose time is what it was then holds the same names. What has changed inside of files is found by a
scan that looks at each of them, in the background, which also keeps the catalogue anew.

The file: a line of JSON (version, byte order, encoding, the folders with their times, and what is odd about entries), a
line for each path, then sizes and times as 64-bit integers.
"""

import os
import sys
from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from store.classes import dataclass
from store.entries import Entries
from store.entry import CATALOGUE, LEAST, Entry
from store.sitting import kept

VERSION = 1
LARGEST = 512 << 20
"""Bytes of a catalogue that is read."""
RACY = 2_000_000_000
"""Nanoseconds: a folder that changed so shortly before it was looked at may have changed again without another time."""
FEW = 4
"""A catalogue is kept where there are so many articles for each folder: else looking at the folders costs as much."""
EACH = 8
"""Bytes of a number."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The articles of a folder, and when each folder in it was changed last."""

    entries: Sequence[Entry]
    """By path, as `scan` gives them."""
    folders: Mapping[str, int]
    """The folders that were looked at: path with a `/` behind it, empty for the first, and time in nanoseconds."""

    def is_current(self, root: Path) -> bool:
        """Whether no folder has got or lost a name since."""
        try:
            return all(os.stat(root / folder).st_mtime_ns == time for folder, time in self.folders.items())  # noqa: PTH116 - a look at many
        except (OSError, ValueError):
            return False

    def by_folder(self) -> Mapping[str, Sequence[Entry]]:
        """The entries of each folder that has any."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            path = entry.file or entry.path
            found[path[: path.rfind("/") + 1]].append(entry)
        return found

    def keep(self, root: Path, encoding: str | None, begun: int) -> bool:
        """Write it beside the project's other caches, if it is worth it; whether that was done.

        Args:
            root: the project.
            encoding: how the user says that articles are to be decoded.
            begun: when the look at the folders began, in nanoseconds since the epoch.
        """
        entries = self.entries
        is_worth = len(entries) >= LEAST and len(entries) >= FEW * len(self.folders)
        if not is_worth or any(time > begun - RACY for time in self.folders.values()):
            return False
        odd = {
            str(number): [entry.problem, entry.file]
            for number, entry in enumerate(entries)
            if entry.problem is not None or entry.file
        }
        head: dict[str, Any] = {"version": VERSION, "order": sys.byteorder, "encoding": encoding, "count": len(entries)}
        head |= {"folders": dict(self.folders), "odd": odd}
        try:
            paths = "".join(f"{entry.path}\n" for entry in entries)
            data = b"%b\n%b" % (orjson.dumps(head), paths.encode())
        except (TypeError, UnicodeEncodeError):
            return False
        if paths.count("\n") != len(entries):  # a name with a line break
            return False
        numbers = array("q", [entry.size for entry in entries] + [entry.mtime_ns for entry in entries])
        return kept(root / CATALOGUE, data + numbers.tobytes())


def recalled(root: Path, encoding: str | None) -> Catalogue | None:
    """The catalogue that was kept in a project; None if there is none that can be read and fits."""
    try:
        path = root / CATALOGUE
        if path.is_symlink() or path.stat().st_size > LARGEST:
            return None
        data = path.read_bytes()
        end = data.index(b"\n")
        head = orjson.loads(data[:end])
        if (head["version"], head["order"], head["encoding"]) != (VERSION, sys.byteorder, encoding):
            return None
        return _read(data, end + 1, head)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return None


def _read(data: bytes, start: int, head: Mapping[str, Any]) -> Catalogue:
    """What stands behind the first line.

    Raises:
        ValueError: it does not fit together.
    """
    count = int(head["count"])
    at = len(data) - 2 * EACH * count
    paths = data[start:at].decode()
    folders = {str(folder): int(time) for folder, time in head["folders"].items()}
    if not folders:
        message = "no folder was looked at"
        raise ValueError(message)
    numbers = array("q")
    numbers.frombytes(data[at:])
    odd = {int(number): (problem, str(file or "")) for number, (problem, file) in head["odd"].items()}
    return Catalogue(Entries(paths, numbers, odd), folders)
