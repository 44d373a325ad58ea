"""What is kept besides the snapshot and the journal: older snapshots, bytes that could not be read, a last resort."""

import contextlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import orjson

from store.disk.journal import Aside
from store.disk.names import Files
from store.disk.problem import Problem
from store.disk.system import System

NEWEST, DAYS = 5, 14
"""Backups kept: the newest, and one a day of so many days."""


def keep(files: Files, at: str, system: System) -> None:
    """Give the present snapshot a second name among the backups; without one nothing happens."""
    if not files.snapshot.exists():
        return
    files.backups.mkdir(parents=True, exist_ok=True)
    stamp = at.replace(":", "").replace("-", "")
    names = (f"{files.annotator}-{stamp}{more}.json" for more in ("", *(f".{n}" for n in range(1, NEWEST + 1))))
    paths = [files.backups / name for name in names]
    target = next((path for path in paths if not path.exists()), paths[-1])  # several in a second, or a clock set back
    with contextlib.suppress(FileExistsError):
        try:
            system.link(files.snapshot.resolve(), target)
        except FileExistsError:
            raise
        except OSError:  # some file systems have no second names
            target.write_bytes(files.snapshot.read_bytes())
    _thin_out(files)


def _thin_out(files: Files) -> None:
    every = sorted(files.backups.glob(f"{files.annotator}-*.json"), reverse=True)
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


def emergency(files: Files, kept: Iterable[bytes], waiting: Sequence[bytes], at: str) -> Problem:
    """Write the actions that could not be saved to the user's own folder; where they are, or that there is no place."""
    del kept
    base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    folder = Path(base) / "sidemark"
    path = folder / f"{files.annotator}-{at.replace(':', '')}.journal"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(waiting)
            file.flush()
            os.fsync(descriptor)
    except OSError as error:
        what = f"{len(waiting)} actions could not be saved, nor copied ({error.strerror})"
        return Problem(files.journal.name, what, how="they are lost when this ends")
    what = f"{len(waiting)} actions could not be saved; they are in {path}"
    return Problem(files.journal.name, what, how="append that file to the journal when there is room")
