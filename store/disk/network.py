"""Network: whether a folder lies on another computer, where locks may not keep others out."""

import os
import re
from pathlib import Path

MOUNTS = Path("/proc/mounts")
REMOTE = re.compile(r"nfs4?|cifs|smb3|9p|fuse\..+")
"""Kinds of file systems on which a lock may be seen by this computer only."""
ESCAPED = re.compile(r"\\([0-7]{3})")
"""How a blank stands in a path there."""


def remote_kind(folder: Path, mounts: Path | None = None) -> str | None:
    """The kind of file system a folder is on, if that is on the network; None also where nobody can tell."""
    try:
        lines = (mounts or MOUNTS).read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return None
    path = folder.resolve()
    best, kind = -1, ""
    for line in lines:
        _, place, found, *_ = [*line.split(" "), "", "", ""]
        at = Path(ESCAPED.sub(lambda one: chr(int(one[1], 8)), place) or os.sep)
        if len(at.parts) >= best and path.is_relative_to(at):  # of two in one place the later one is seen
            best, kind = len(at.parts), found
    return kind if REMOTE.fullmatch(kind) else None
