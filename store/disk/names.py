"""Names of annotators, which become names of files, and where those files are."""

import re
from pathlib import Path

from store.classes import dataclass
from store.errors import DiskError

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{number}" for number in range(10)), *(f"lpt{number}" for number in range(10))}
)
"""Names that Windows gives to devices."""


def checked_annotator(name: str) -> str:
    """The name, if it can be the name of a file everywhere.

    Raises:
        DiskError: it cannot; the text says what can.
    """
    if not NAME.fullmatch(name) or name in RESERVED:
        message = f"{name!r} cannot be an annotator's name: 1 to 32 of a-z, 0-9, - and _, the first a letter or digit"
        raise DiskError(message)
    return name


@dataclass(frozen=True, slots=True)
class Files:
    """Where the files of one annotator are."""

    root: Path
    annotator: str

    @property
    def folder(self) -> Path:
        """The folder of all annotators' files."""
        return self.root / "annotations"

    @property
    def snapshot(self) -> Path:
        """All records as they were at the last compaction."""
        return self.folder / f"{self.annotator}.json"

    @property
    def journal(self) -> Path:
        """The actions since, and some older ones for undo."""
        return self.folder / f"{self.annotator}.journal"

    @property
    def private(self) -> Path:
        """What belongs to this computer and can be made again."""
        return self.root / ".sidemark"

    @property
    def lock(self) -> Path:
        """Held by the one who writes."""
        return self.private / f"lock-{self.annotator}"

    @property
    def index(self) -> Path:
        """Where everything is in a large snapshot; made again when it does not fit."""
        return self.private / f"{self.annotator}.index"

    @property
    def rejected(self) -> Path:
        """Bytes that could not be read."""
        return self.private / "rejected"

    @property
    def backups(self) -> Path:
        """Older snapshots."""
        return self.private / "backups"


def annotators(root: Path) -> list[str]:
    """The annotators who have a file in a project, by name."""
    folder = root / "annotations"
    try:
        names = {path.stem for path in folder.iterdir() if path.suffix in (".json", ".journal")}
    except OSError:
        return []
    return sorted(name for name in names if NAME.fullmatch(name))
