"""What is kept besides the snapshot and the journal: older snapshots, bytes that could not be read, a last resort."""

import contextlib
import itertools
import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import orjson

from store.disk.journal import Aside, read
from store.disk.line import Line, seal
from store.disk.names import Files
from store.disk.problem import Problem
from store.disk.system import System

PIECE = 1 << 20
"""Bytes of a file that are in memory while it is copied."""
NEWEST, DAYS = 5, 14
"""Backups kept: the newest, and one a day of so many days."""


def keep(files: Files, at: str, system: System, schema: int = 0) -> None:
    """Give the present snapshot a second name among the backups; without one nothing happens.

    Args:
        files: where it is.
        at: the time, UTC, RFC 3339.
        system: the operating system.
        schema: the version of the records, where it is an older one; such a backup stays for good.
    """
    if not files.snapshot.exists():
        return
    files.backups.mkdir(parents=True, exist_ok=True)
    stamp = at.replace(":", "").replace("-", "")
    mark = f".schema{schema}" if schema else ""  # a point, so that it is nobody's name
    names = (f"{files.annotator}{mark}-{stamp}{more}.json" for more in ("", *(f".{n}" for n in range(1, NEWEST + 1))))
    paths = [files.backups / name for name in names]
    target = next((path for path in paths if not path.exists()), paths[-1])  # several in a second, or a clock set back
    with contextlib.suppress(FileExistsError):
        try:
            system.link(files.snapshot.resolve(), target)
        except FileExistsError:
            raise
        except OSError:  # some file systems have no second names
            shutil.copyfile(files.snapshot, target)
    _thin_out(files)


def backups_of(files: Files) -> list[Path]:
    """The backups of an annotator's snapshot, the newest first."""
    name = re.compile(rf"{re.escape(files.annotator)}-\d{{8}}T\d{{6}}Z(\.\d)?\.json")
    return sorted((path for path in files.backups.glob("*.json") if name.fullmatch(path.name)), reverse=True)


def originals_of(files: Files) -> list[Path]:
    """The snapshots of an annotator as they were before they were repaired, the newest first; these stay for good."""
    return sorted(files.backups.glob(f"{files.annotator}.repair-*.json"), reverse=True)


def keep_originals(files: Files, at: str, system: System) -> list[Path]:
    """Copy the snapshot and the journal to the backups as they are, under names that no thinning takes; the copies.

    Raises:
        OSError: they cannot be copied.
    """
    if not files.backups.exists():
        files.backups.mkdir(parents=True, exist_ok=True)
        system.flush_folder(files.private)
    stamp = at.replace(":", "").replace("-", "")
    names = (
        f"{files.annotator}.repair-{stamp}{more}"
        for more in itertools.chain([""], (f".{n}" for n in itertools.count(1)))
    )
    name = next(name for name in names if not [*files.backups.glob(f"{name}.j*")])
    made = []
    for source in (files.snapshot, files.journal):
        if source.exists():
            made.append(files.backups / f"{name}{source.suffix}")
            with source.open("rb") as file:
                system.replace(made[-1], iter(lambda: file.read(PIECE), b""))
    return made


def _thin_out(files: Files) -> None:
    every = backups_of(files)
    days: dict[str, Path] = {}
    for path in every:
        days.setdefault(path.stem.rpartition("-")[2][:8], path)
    kept = {*every[:NEWEST], *list(days.values())[:DAYS]}
    for path in every:
        if path not in kept:
            with contextlib.suppress(OSError):
                path.unlink()


def reject(files: Files, source: Path, aside: Sequence[Aside]) -> None:
    """Keep bytes that could not be read, each only once.

    Raises:
        OSError: they cannot be kept.
    """
    files.rejected.mkdir(parents=True, exist_ok=True)
    path = files.rejected / f"{files.annotator}.jsonl"
    known = path.read_bytes() if path.exists() else b""
    rows = [
        orjson.dumps({"why": one.why, "file": source.name, "at": one.at, "raw": one.raw.decode("latin-1")}) + b"\n"
        for one in aside
    ]
    fresh = [row for row in rows if row not in known]
    if fresh:
        with path.open("ab") as file:
            file.writelines(fresh)
            file.flush()
            os.fsync(file.fileno())


def set_aside(files: Files, path: Path, aside: Sequence[Aside], *, may_write: bool) -> tuple[list[Problem], str | None]:
    """Keep what could not be read in a file; the problems to tell of, and why nothing may be written from now on."""
    how = "it was set aside, the rest is there"
    problems = [Problem(path.name, f"a damaged record or action: {one.why}", f"at byte {one.at}", how) for one in aside]
    if aside and may_write:
        try:
            reject(files, path, aside)
        except OSError as error:
            return problems, f"damaged lines cannot be set aside ({error.strerror})"
    return problems, None


def copies(files: Files, journal: str, kept: Sequence[bytes]) -> list[tuple[Path, list[Line]]]:
    """Emergency copies of actions that a journal does not hold, the oldest first.

    Args:
        files: of the annotator.
        journal: the journal's id; copies of other journals belong to other projects, unless they name this one.
        kept: the lines that it holds, without their newlines.
    """
    paths = sorted(own_folder().glob(f"{files.annotator}-*.journal"))
    known = set(kept) if paths else set()
    found = []
    for path in paths:
        with contextlib.suppress(OSError):
            data = path.read_bytes()
            contents, is_here = read(data), data.startswith(origin(files))
            both = zip(contents.lines, contents.raw, strict=True)
            lost = [line for line, raw in both if (is_here or line.journal == journal) and raw not in known]
            if lost:
                found.append((path, lost))
    return found


def copies_of(files: Files, journal: str, kept: Sequence[bytes]) -> list[Problem]:
    """What to say about emergency copies."""
    how, found = "`sidemark check --repair` takes them in", copies(files, journal, kept)
    counts = [("1 action", "is") if len(lines) == 1 else (f"{len(lines)} actions", "are") for _, lines in found]
    return [
        Problem(files.journal.name, f"{count} of an earlier session {verb} in {path}", how=how)
        for (count, verb), (path, _) in zip(counts, found, strict=True)
    ]


def origin(files: Files) -> bytes:
    """The first line of an emergency copy: the project it is from. A journal that never reached the disk has no other.

    It is no action and no header, so who reads a journal sets it aside.
    """
    root = os.fsencode(files.root.resolve()).decode(errors="backslashreplace")  # a path need not be UTF-8
    return seal({"annotator": files.annotator, "project": root})


def own_folder() -> Path:
    """The user's own folder for what has no other place."""
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "sidemark"
