"""Building: bring the index up to date with the articles, reading only those that have changed."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from store.article import Article
from store.corpus import scan
from store.disk.lock import Lock
from store.entry import Entry
from store.errors import ArticleError, StoreError
from store.matching.digest import digest
from store.matching.sidecar import Fresh, Known, Sidecar, Stamp
from store.readers.text import read_article

STEP = 1024
"""Articles that are put in as one step; what is killed loses no more than these."""
HEAVY = 16 << 20
"""Bytes of the articles of a step, for they are in memory at once."""
FIRST_STEP = 128
"""Articles of the first step, so that there soon is something to find."""
DEAD = 0.2
"""The share of dead ids from which on the index is made anew."""
LEAST_DEAD = 100
"""So few dead ids do no harm."""


class Progress(NamedTuple):
    """How far the index is."""

    done: int = 0
    """Articles that were looked at."""
    total: int = 0
    """All articles that can be read; 0 before that is known."""
    is_over: bool = False
    """Whether nothing goes on any more."""
    problem: str = ""
    """What went wrong or is worth knowing, fit to show; empty when there is nothing."""


Hear = Callable[[Progress], bool]
"""Is told how far it is; says whether to go on."""


def bring_up_to_date(
    sidecar: Sidecar, root: Path, entries: Iterable[Entry], encoding: str | None, hear: Hear
) -> Progress:
    """Put new and changed articles in, and let those be dead that are gone.

    Size and time of a file tell whether to read it, its text whether it has changed. 1 to 2 ms of work for an article.

    Raises:
        sqlite3.DatabaseError: the disk is full, or the database damaged; what was put in before stays.
    """
    known = sidecar.known()
    there = [entry for entry in entries if entry.problem is None]
    paths = {entry.path for entry in there}
    gone = [one.id for path, one in known.items() if path not in paths]
    if gone:
        sidecar.bury(gone, {})
    work = [entry for entry in there if not _is_known(entry, known)]
    done = len(there) - len(work)
    if not hear(Progress(done, len(there))):
        return Progress(done, len(there), is_over=True)
    for step in _steps(work):
        _put(sidecar, root, step, known, encoding)
        done += len(step)
        if not hear(Progress(done, len(there))):
            break
    return Progress(done, len(there), is_over=True)


def is_worn(sidecar: Sidecar) -> bool:
    """Whether so many ids are dead that the index is to be made anew."""
    live, dead = sidecar.counts()
    return dead >= LEAST_DEAD and dead > DEAD * (live + dead)


def _is_known(entry: Entry, known: dict[str, Known]) -> bool:
    one = known.get(entry.path)
    return one is not None and (one.stamp.size, one.stamp.mtime_ns) == (entry.size, entry.mtime_ns)


def _steps(work: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    first, most, weight = 0, FIRST_STEP, 0
    for end, entry in enumerate(work):
        if end - first == most or (weight and weight + entry.size > HEAVY):
            yield work[first:end]
            first, most, weight = end, STEP, 0
        weight += entry.size
    if first < len(work):
        yield work[first:]


def _put(sidecar: Sidecar, root: Path, step: Sequence[Entry], known: dict[str, Known], encoding: str | None) -> None:
    fresh: list[Fresh] = []
    gone: list[int] = []
    touched: dict[int, Stamp] = {}
    for entry in step:
        old = known.get(entry.path)
        article = _read(root, entry, encoding)
        if article is None:
            gone += [old.id] if old else []
            continue
        stamp = Stamp(entry.size, entry.mtime_ns, article.text_sha256)
        if old is not None and old.stamp.text_sha256 == stamp.text_sha256:
            touched[old.id] = stamp
            continue
        gone += [old.id] if old else []
        fresh.append(Fresh(entry.path, stamp, digest(article.text)))
    if touched:
        sidecar.bury((), touched)
    if fresh or gone:
        sidecar.add(fresh, gone)


def _read(root: Path, entry: Entry, encoding: str | None) -> Article | None:
    try:
        return read_article(root, entry.path, encoding, entry.file)
    except ArticleError:
        return None  # it says so where somebody opens it


# in a process of its own


def build(link: Connection, file: Path, root: Path, encoding: str | None) -> None:
    """What the building process does: bring a file up to date, and tell through `link` how far it is.

    Every step is whole or not there, so it can be killed at any time.

    Raises:
        OSError: nobody listens any more.
    """
    link.send(_built(link, file, root, encoding))


def _built(link: Connection, file: Path, root: Path, encoding: str | None) -> Progress:
    def hear(progress: Progress) -> bool:
        link.send(progress)
        return True

    lock = None
    try:
        file.parent.mkdir(exist_ok=True)
        lock = Lock.take(file.with_name("lock-index"))
        if lock is None:
            return Progress(is_over=True, problem="another program is bringing the index up to date")
        entries = scan(root, encoding)
        sidecar, news = opened_anew(file)
        try:
            done = bring_up_to_date(sidecar, root, entries, encoding, hear)
        finally:
            sidecar.close()
        return done._replace(problem=news)
    except sqlite3.DatabaseError as error:
        return Progress(is_over=True, problem=why(error))
    except BrokenPipeError:
        raise
    except (OSError, StoreError) as error:
        return Progress(is_over=True, problem=f"the index cannot be written: {getattr(error, 'strerror', '') or error}")
    finally:
        if lock is not None:
            lock.free()


def opened_anew(file: Path) -> tuple[Sidecar, str]:
    """The database of a file, a fresh one where it is damaged, worn or of another version, and what was done.

    Raises:
        sqlite3.DatabaseError: not even a fresh one can be opened.
    """
    try:
        sidecar = Sidecar.open(file, writes=True)
        if not is_worn(sidecar):
            return sidecar, ""
        sidecar.close()
        news = ""
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "full" in str(error) or "unable to open" in str(error):
            raise
        news = f"the index was damaged ({error}) and was made anew"
    except sqlite3.DatabaseError as error:
        news = f"the index could not be used ({error}) and was made anew"
    delete(file)
    return Sidecar.open(file, writes=True), news


def delete(file: Path) -> None:
    """Delete the index; it is made again when somebody searches."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)


def why(error: sqlite3.Error) -> str:
    """What went wrong with the database, in words."""
    words = str(error)
    if "fts5" in words or "no such module" in words:
        return "this Python's SQLite has no full-text search; the articles themselves are searched, which takes longer"
    if "full" in words:
        return "the index could not be written: the disk is full; what is in it can be searched"
    if "locked" in words:
        return "another program is writing the index"
    return f"the index cannot be used ({words})"
