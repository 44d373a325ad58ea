"""Stored: a snapshot as it is found on the disk, loaded when it is small and looked up in place when it is large."""

import contextlib
import os
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from store.classes import dataclass
from store.disk import snapshot
from store.disk.base import Base, Loaded
from store.disk.index import Index, index_of, read_index, stamp_of_open, write_index
from store.disk.indexed import Indexed, Tell
from store.disk.journal import Aside
from store.disk.loading import from_bytes
from store.disk.names import Files
from store.disk.snapshot import Meta
from store.disk.system import System, bytes_at

LARGE = 8 << 20
"""Bytes from which on a snapshot is looked up in place: about 17,000 records."""
Stamp = tuple[int, int, int] | None
"""Inode, size and time of the last change of a file; None when there is none."""


@dataclass(slots=True)
class Stored:
    """A snapshot that was opened."""

    base: Base
    meta: Meta = field(default_factory=Meta)
    others: Mapping[str, Any] = field(default_factory=dict)
    """Tables that this version does not know; they travel along."""
    aside: tuple[Aside, ...] = ()
    """What could not be read."""
    is_whole: bool = True
    """Whether it was JSON."""
    is_as_written: bool = True
    """Whether its checksum fits."""
    stamp: Stamp = None
    """What tells this state of the file from another."""

    @property
    def is_kept(self) -> bool:
        """Whether it is in memory, so that several may share it."""
        return isinstance(self.base, Loaded)


def open_snapshot(files: Files, system: System, tell: Tell, *, keeps_index: bool = True) -> Stored:
    """The snapshot of an annotator; an empty one when there is none.

    Args:
        files: where it is.
        system: the operating system.
        tell: takes what turns out later not to be readable.
        keeps_index: whether an index that had to be made is kept for the next time.

    Raises:
        OSError: it cannot be read.
    """
    try:
        descriptor = os.open(files.snapshot, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
    except FileNotFoundError:
        return Stored(Loaded(from_bytes(b"").tables))
    is_kept = False
    try:
        stamp = stamp_of_open(descriptor)
        index = _index(files, descriptor, system if keeps_index else None) if stamp[1] >= LARGE else None
        if index is not None and index.meta.schema == snapshot.SCHEMA:
            is_kept = True
            base = Indexed(descriptor, index, tell)
            return Stored(base, index.meta, index.others, stamp=stamp, is_as_written=index.is_as_written)
        data = bytes_at(descriptor)
        found = from_bytes(data)
        is_whole = found.is_whole and bool(data)
        return Stored(Loaded(found.tables), found.meta, found.others, found.aside, is_whole, found.is_as_written, stamp)
    finally:
        if not is_kept:
            os.close(descriptor)


def _index(files: Files, descriptor: int, system: System | None) -> Index | None:
    """The index of a snapshot, made anew if need be and, where that is possible, kept by `system`."""
    index = read_index(files.index, descriptor)
    if index is None:
        index = index_of(descriptor)
        if index is not None and system is not None:
            with contextlib.suppress(OSError):
                write_index(files.index, index, system)
    return index
