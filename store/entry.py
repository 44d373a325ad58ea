"""Entry: a file of a project's folder that is an article, or would be."""

from typing import NamedTuple


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
