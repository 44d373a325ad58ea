"""Condition: what an annotator's files are like and what they hold, found out without touching any of them."""

import os
import zlib
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path

import orjson

from store.classes import dataclass
from store.disk import backups, snapshot
from store.disk.index import read_index
from store.disk.indexed import Indexed
from store.disk.journal import Aside, Contents, read
from store.disk.line import Line
from store.disk.loading import PLACE
from store.disk.lock import owner
from store.disk.migrations import migrated
from store.disk.names import Files
from store.disk.network import remote_kind
from store.disk.records import Records
from store.disk.replay import Replayed, Watermark, replay
from store.disk.salvage import DOUBLE, GIVEN_TWICE, MARKERS
from store.disk.snapshot import is_as_written, with_zeros
from store.disk.stored import LARGE, Stored, open_snapshot
from store.disk.system import SYSTEM, bytes_of, stamp_of
from store.finding import Finding, counted

PIECE = 1 << 20
"""Bytes of a file that are in memory at a time."""
LAYOUT = b'{\n"_meta":'
"""How a snapshot of ours begins."""
TRIES = 3
"""How often files that change while they are read are read again."""


@dataclass(slots=True)
class Condition:
    """What was found."""

    files: Files
    findings: list[Finding] = field(default_factory=list)
    records: Records | None = None
    """What the files hold together; None when that cannot be read or needs a newer version."""
    aside: tuple[Aside, ...] = ()
    """What could not be read of the snapshot."""
    copies: list[tuple[Path, list[Line]]] = field(default_factory=list)
    """Emergency copies of actions that the journal does not hold."""

    def close(self) -> None:
        """Let the files go."""
        if self.records is not None:
            self.records.base.close()


def condition_of(files: Files) -> Condition:
    """Look at the files of an annotator."""
    found = Condition(files)
    holder = holder_of(files)
    if holder is not None:
        found.findings.append(Finding("locked", place_of(files, files.snapshot), f"is open in {holder}"))
    try:
        found.findings += index_findings(files)
        stored, contents = _read(files)
    except OSError as error:
        what = f"cannot be read ({error.strerror}); none of these annotations was looked at"
        how = "check its permissions and whether the disk is sound"
        found.findings.append(
            Finding("unreadable", place_of(files, Path(error.filename or files.folder)), what, how=how)
        )
        return found
    found.aside = stored.aside
    found.findings += _snapshot(files, stored, contents)
    found.findings += _journal(files, contents, is_held=holder is not None)
    if stored.meta.schema > snapshot.SCHEMA:
        what = f"needs a newer Sidemark (schema {stored.meta.schema}); its records were not looked at"
        found.findings.append(Finding("schema-newer", place_of(files, files.snapshot), what))
        stored.base.close()
    else:
        found.records = Records(stored.base)
        replayed = replay(found.records, stored.meta, contents, files.journal.name)
        if stored.stamp is not None and stored.meta.schema < snapshot.SCHEMA:
            found.records.replace(migrated(found.records, stored.meta.schema))
        found.findings += _relation(files, stored, contents)
        found.findings += _replay(files, replayed)
        found.findings += _ahead(files, stored, contents, replayed)
    found.copies = backups.copies(files, contents.id, contents.raw)
    found.findings += _around(found, is_held=holder is not None)
    return found


def holder_of(files: Files) -> str | None:
    """Who holds the lock of an annotator's file, in words; None when nobody does. The lock file stays as it is."""
    try:
        import fcntl  # noqa: PLC0415 - not there on Windows

        descriptor = os.open(files.lock, os.O_RDONLY | os.O_CLOEXEC)
    except (ImportError, OSError):
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return owner(files.lock)
    finally:
        os.close(descriptor)
    return None


def place_of(files: Files, path: Path) -> str:
    """A file's path as it is told: relative to the project where it is inside."""
    return path.relative_to(files.root).as_posix() if path.is_relative_to(files.root) else str(path)


def _read(files: Files) -> tuple[Stored, Contents]:
    """Snapshot and journal, of one moment: a session may fold one into the other meanwhile."""
    for left in reversed(range(TRIES)):
        before = stamp_of(files.snapshot), stamp_of(files.journal)
        more: list[Aside] = []
        stored = open_snapshot(files, SYSTEM, more.extend, keeps_index=False)
        try:
            contents = read(bytes_of(files.journal))
        except OSError:
            stored.base.close()
            raise
        if not left or before == (stamp_of(files.snapshot), stamp_of(files.journal)):
            break
        stored.base.close()
    stored.aside += tuple(more)
    return stored, contents


def index_findings(files: Files) -> Iterator[Finding]:
    """Whether the index of a large snapshot fits it; a project may also have none."""
    if not files.index.exists() or not files.snapshot.exists():
        return
    descriptor = os.open(files.snapshot, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
    try:
        if os.fstat(descriptor).st_size >= LARGE and read_index(files.index, descriptor) is None:
            what, how = f"does not fit {files.snapshot.name}", "it is made anew when the project is opened"
            yield Finding("index", place_of(files, files.index), what, how=how)
    finally:
        os.close(descriptor)


def _snapshot(files: Files, stored: Stored, contents: Contents) -> Iterator[Finding]:
    file = place_of(files, files.snapshot)
    if stored.stamp is None or not stored.stamp[1]:
        if stored.stamp is not None or (contents.base or ("", 0))[1]:
            yield Finding("snapshot-missing", file, "is empty" if stored.stamp else "is missing", how=_newest(files))
        return
    if not stored.is_whole:
        yield from _unwhole(files, file)
    else:
        yield from _checksum(files, file, stored)
    for one in stored.aside:
        is_double = one.why.startswith((DOUBLE, GIVEN_TWICE))
        where = f"byte {one.at}" if one.at else _told(one.raw)
        how = "both are kept" if is_double else "it is set aside, the rest is there"
        yield Finding("duplicate-number" if is_double else "unreadable-record", file, one.why, where, how)
    meta = stored.meta
    if meta.annotator not in ("", files.annotator):
        what = f"says that it is {meta.annotator}'s, not {files.annotator}'s"
        yield Finding("wrong-annotator", file, what, how="it counts under the name of the file")
    if meta.schema < snapshot.SCHEMA:
        yield Finding("schema-older", file, f"is of version {meta.schema}; this is version {snapshot.SCHEMA}")
    for name in stored.others:
        yield Finding("unknown-table", file, f"has a table {name!r}, which this version does not know", name)


def _unwhole(files: Files, file: str) -> Iterator[Finding]:
    how = "it is read line by line; older states are in .sidemark/backups"
    with files.snapshot.open("rb") as lines:
        conflicts = sum(line.startswith(MARKERS[0]) for line in lines)
    if conflicts:
        yield Finding(
            "conflict", file, f"holds {counted(conflicts, 'conflict')} that git has left", how="both sides count"
        )
        return
    try:
        is_json = isinstance(orjson.loads(files.snapshot.read_bytes().removeprefix(b"\xef\xbb\xbf")), dict)
    except (ValueError, RecursionError):
        is_json = False
    if not is_json:  # else a number stands there twice, which is told of by itself
        yield Finding("not-json", file, "is no JSON any more", how=how)


def _checksum(files: Files, file: str, stored: Stored) -> Iterator[Finding]:
    descriptor = os.open(files.snapshot, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
    try:
        start = os.pread(descriptor, PLACE, 0)
        is_sound = stored.is_as_written
        if isinstance(stored.base, Indexed):  # its index may remember a time at which it was sound
            is_sound = is_as_written(start, crc_at(stored.base.descriptor), stored.meta.crc)
    finally:
        os.close(descriptor)
    if not is_sound:
        what = "is not as it was written: another program has changed it, or it is damaged"
        yield Finding("checksum", file, what, how="all of it counts; older states are in .sidemark/backups")
    elif not start.startswith(LAYOUT):
        yield Finding("layout", file, "is not laid out one record a line", how="the next session lays it out again")


def crc_at(descriptor: int) -> str:
    """The checksum that an open snapshot should have, reckoned a piece at a time."""
    start, _ = with_zeros(os.pread(descriptor, PLACE, 0))
    crc, at = zlib.crc32(start), len(start)
    while piece := os.pread(descriptor, PIECE, at):
        crc, at = zlib.crc32(piece, crc), at + len(piece)
    return f"{crc:08x}"


def _journal(files: Files, contents: Contents, *, is_held: bool) -> Iterator[Finding]:
    file = place_of(files, files.journal)
    aside = list(contents.aside)
    if contents.base is None and (contents.lines or aside):
        how = "every line that is whole counts"
        yield Finding("bad-header", file, "has no readable first line", how=how)
        aside = [one for one in aside if one.at]
    if contents.is_open and aside and aside[-1].at + len(aside[-1].raw) >= contents.end:
        last = aside.pop()
        if not is_held:  # else it is just being written
            what = "the last line is cut off; it was never called saved"
            yield Finding("torn-tail", file, what, f"byte {last.at}", "it is set aside at the next action")
    for one in aside:
        yield Finding("unreadable-action", file, one.why, f"byte {one.at}", "it is set aside, the rest counts")


def _relation(files: Files, stored: Stored, contents: Contents) -> Iterator[Finding]:
    """How the two files stand to each other."""
    meta, file = stored.meta, place_of(files, files.snapshot)
    if stored.stamp is None or not stored.stamp[1] or contents.base is None:
        return
    if Watermark(Records(stored.base), meta, contents).belongs:
        if meta.journal == contents.id and meta.last_seq > contents.base[1]:
            what = f"was begun before {files.snapshot.name} was written"
            yield Finding("compaction-cut-short", place_of(files, files.journal), what, how="nothing is lost")
    elif meta.journal != contents.id:
        what = f"is not the one that {files.journal.name} continues: it comes from elsewhere"
        yield Finding("snapshot-foreign", file, what, how="the journal's own actions count, too")
    elif meta.last_seq < contents.base[1]:
        what = f"is older than {files.journal.name}: it ends at action {meta.last_seq}, not {contents.base[1]}"
        yield Finding("snapshot-older", file, what, how=f"if it was not put there on purpose: {_newest(files)}")
    else:
        what = f"is newer than {files.journal.name}: it ends at action {meta.last_seq}"
        yield Finding("snapshot-newer", file, what, how="all of it counts; what lies before cannot be undone")


def _replay(files: Files, replayed: Replayed) -> Iterator[Finding]:
    for one in replayed.problems:
        if one.code:
            yield Finding(one.code, place_of(files, files.journal), one.what, one.where, one.how)


def _ahead(files: Files, stored: Stored, contents: Contents, replayed: Replayed) -> Iterator[Finding]:
    if replayed.has_live:
        watermark = Watermark(Records(stored.base), stored.meta, contents)
        count = sum(not watermark.is_in(line) for line in contents.lines)
        what = f"{counted(count, 'action')} not in {files.snapshot.name} yet"
        yield Finding(
            "journal-ahead", place_of(files, files.journal), what, how="nothing is wrong with that", count=count
        )


def _around(found: Condition, *, is_held: bool) -> Iterator[Finding]:
    """What lies about besides the two files."""
    files = found.files
    if kind := remote_kind(files.root):
        what = f"is on a network file system ({kind}), where locks may not be seen by other computers"
        yield Finding("network", place_of(files, files.folder), what, how="work on it from one computer at a time")
    for path, lines in found.copies:
        what = f"holds {counted(len(lines), 'action')} that could not be saved"
        how = "`sidemark check --repair` takes them in"
        yield Finding("emergency-copy", place_of(files, path), what, how=how, count=len(lines))
    for path in temporaries(files) if not is_held else ():
        how = "the next session deletes it"
        yield Finding("leftover", place_of(files, path), "was left by a session that was killed", how=how)
    rejected = files.rejected / f"{files.annotator}.jsonl"
    if rejected.exists():
        with rejected.open("rb") as lines_of:
            count = sum(1 for _ in lines_of)
        what = f"keeps {counted(count, 'piece')} that could not be read or that something newer replaced"
        yield Finding(
            "rejected", place_of(files, rejected), what, how="delete it when you need it no more", count=count
        )
    older = [*backups.backups_of(files), *backups.originals_of(files)]
    if older:
        what = f"{counted(len(older), 'older state')} of {files.annotator}, the newest {older[0].name}"
        yield Finding("backups", place_of(files, files.backups), what, count=len(older))


def temporaries(files: Files) -> list[Path]:
    """What a crash in the middle of a compaction has left."""
    targets = (path.resolve() for path in (files.snapshot, files.journal, files.index))
    return [path for target in targets if (path := target.with_name(f"{target.name}.tmp")).exists()]


def _newest(files: Files) -> str:
    older = backups.backups_of(files)
    if not older:
        return "there is no backup of it"
    return f"put the newest backup, {place_of(files, older[0])}, in its place"


def _told(raw: bytes) -> str:
    """The number of a record that was set aside, in words."""
    number = raw[:24].partition(b'"')[2].partition(b'"')[0].decode("ascii", "replace")
    return f"number {number}" if number.isdigit() else ""
