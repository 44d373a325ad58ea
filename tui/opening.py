"""Opening: which project the paths of a command line mean, whose annotations, and how."""

import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from store import ArticleError, Library, Project, StoreError, checked_annotator

if TYPE_CHECKING:
    import argparse


def root_of(paths: Sequence[Path]) -> Path:
    """The project that paths belong to: the nearest folder from the first up with a sidemark.toml, else its folder."""
    first = paths[0]
    folder = first if first.is_dir() else first.parent
    for above in (folder.resolve(), *folder.resolve().parents):
        if (above / "sidemark.toml").is_file():
            return above
    return folder


def inside(root: Path, path: Path) -> str:
    """The path of an article in a project.

    Raises:
        ArticleError: it is not in the project.
    """
    try:
        relative = (path.parent.resolve() / path.name).relative_to(root.resolve())
    except ValueError as error:
        message = f"{path} is not in {root}; open one project at a time"
        raise ArticleError(message) from error
    return unicodedata.normalize("NFC", relative.as_posix())


def default_annotator() -> str:
    """`$SIDEMARK_ANNOTATOR`, else the login name made fit for a file name.

    Raises:
        DiskError: the variable holds no fit name.
    """
    if name := os.environ.get("SIDEMARK_ANNOTATOR"):
        return checked_annotator(name)
    import getpass  # noqa: PLC0415 - 2 ms, only for those who set no name

    try:
        login = getpass.getuser()
    except (KeyError, OSError):
        login = ""
    try:
        return checked_annotator(re.sub(r"[^a-z0-9_-]+", "-", login.casefold()).strip("-_")[:32])
    except StoreError:
        return "annotator"


def opened(options: "argparse.Namespace", root: Path, *, reserved: Mapping[str, str] | None = None) -> Project:
    """The project in a folder, as the common options say; for reading unless `reserved` keys are given.

    Raises:
        StoreError: it cannot be opened.
    """
    return Project.open(
        Library(root, options.encoding, recalls=reserved is not None),
        annotator=options.annotator or default_annotator(),
        read_only=reserved is None or options.read_only,
        scheme_name=options.scheme,
        reserved=reserved or {},
    )
