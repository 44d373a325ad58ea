"""Entry: a file of a project's folder that is an article, or would be."""

from typing import NamedTuple

CATALOGUE = ".sidemark/articles.catalogue"
"""The file in which the entries of a large folder are kept from one start to the next."""
LEAST = 2_000
"""Entries from which on that is worth a file."""


class Entry(NamedTuple):
    """A file that is an article, or would be but for its `problem`."""

    path: str
    """Relative to the project, with `/`, in NFC."""
    size: int = 0
    """Bytes."""
    mtime_ns: int = 0
    problem: str | None = None
    """Why it cannot be opened; None when it can."""
    file: str = ""
    """Its path as it stands on the disk, where that is not in NFC; else empty."""
