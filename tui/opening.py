"""Opening: which project the paths of a command line mean, whose annotations, and how."""

import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

from store import ArticleError, Library, Project, StoreError, checked_annotator

if TYPE_CHECKING:
    import argparse

PATIENCE = 0.5
"""Seconds after which somebody who waits is told why."""


@contextmanager
def explained(words: Callable[[], str]) -> Iterator[None]:
    """Say on stderr what is being waited for, if what is done inside takes longer than people like to wait."""
    patience = Timer(PATIENCE, lambda: say_on_stderr(f"sidemark: {words()}\n"))
    patience.daemon = True
    patience.start()
    try:
        yield
    finally:
        patience.cancel()


def say_on_stderr(words: str) -> None:
    """Write words that are fit to be shown, as far as anybody can still read them."""
    with suppress(OSError):  # the terminal may be gone
        sys.stderr.write(words)
        sys.stderr.flush()


def say_who_has(project: Project) -> None:
    """Say on stderr that these are nobody's tags, and whose there are."""
    if names := ", ".join(project.others.names):
        say_on_stderr(f"sidemark: {project.annotator} has no tags here; --annotator takes {names}\n")


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
