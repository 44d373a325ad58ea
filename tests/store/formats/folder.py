"""A dataset on the disk as readers take it, and what a reader finds in it."""

from pathlib import Path
from typing import BinaryIO

from store import Article, format_of
from store.formats.found import Found, Wish


class Folder:
    """A file, or the files of a folder."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._root = path if path.is_dir() else path.parent
        found = path.rglob("*") if path.is_dir() else [path]
        self._names = tuple(sorted(one.relative_to(self._root).as_posix() for one in found if one.is_file()))

    def names(self) -> tuple[str, ...]:
        return self._names

    def open(self, name: str) -> BinaryIO:
        return (self._root / name).open("rb")


class Nobody:
    """A project without articles."""

    def article(self, path: str = "", sha256: str = "", text: str | None = None) -> Article | None:
        del path, sha256, text
        return None


def found_in(path: Path, name: str) -> Found:
    """Everything that the reader of a format finds, put together."""
    read = format_of(name).read
    assert read is not None
    whole = Found()
    for found in read(Folder(path), Nobody(), Wish()):
        for member in ("articles", "annotations", "links", "clusters", "decisions", "refused", "remarks"):
            getattr(whole, member).extend(getattr(found, member))
    return whole
