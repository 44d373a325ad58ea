"""Sidecar: the database of words and fingerprints that makes a project quick to search; derived, and deletable.

One file beside the project, or none and everything in memory. The articles are the truth: whatever is found here is
looked for again in their texts. A changed article gets a new id and its old one is dead, for what is stored of a text
cannot be taken out again; when a fifth is dead the whole is to be made anew.

A fingerprint is stored as one integer, `segment << 44 | fingerprint << 12 | place in the segment`, so that a row costs
twelve bytes and an article of a new segment is appended, never sorted in.
"""

import sqlite3
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from threading import RLock
from typing import Any, NamedTuple

import orjson

from store.matching.digest import LONGEST, Digest
from store.matching.tokens import VERSION

FINGERPRINT = 32
"""Bits of a fingerprint."""
IN_SEGMENT = 14
"""Bits of the number of articles whose fingerprints stand together: a question costs a look for each segment, and each
step that puts articles in touches all of the last one."""
FORMAT = f"2 {VERSION} {LONGEST} {IN_SEGMENT} {sqlite3.sqlite_version_info[0]}"
"""What the file is made with; under any other it is made anew."""
TELLING = 1_000
"""A fingerprint of more articles says nothing as long as others say something."""
WAITS = 2.0
"""Seconds to wait for another program that is just writing."""
TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE article (
    id INTEGER PRIMARY KEY, path TEXT, size INTEGER, mtime INTEGER, sha256 BLOB, live INTEGER DEFAULT 1
);
CREATE TABLE pair (place INTEGER PRIMARY KEY);
CREATE TABLE vocabulary (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE VIRTUAL TABLE word USING fts5 (x, content='', tokenize='ascii', columnsize=0);
"""
CACHE = 32_000
"""Kilobytes of the database that stay in memory: above all the upper levels of its trees."""
AT_ONCE = 100_000
"""Numbers that are handed over at once."""
A_TURN = 500
"""Fingerprints that are asked for at once; a very long article has hundreds of thousands."""
HAVING = """
SELECT (
    SELECT json_group_array(id) FROM (
        SELECT (place >> :pair + :bits << :bits) | (place & :low) AS id
        FROM json_each(:segments) AS segment CROSS JOIN pair
        WHERE place BETWEEN (segment.value << :pair + :bits) | (wanted.value << :bits)
            AND (segment.value << :pair + :bits) | (wanted.value << :bits) | :low
        LIMIT :most
    )
) FROM json_each(:wanted) AS wanted
"""
"""For each of some fingerprints the ids that have it, rising, as JSON: in half the time that a row for each takes."""


class Stamp(NamedTuple):
    """What is known of an article's file without reading it, and of its text."""

    size: int
    """Bytes."""
    mtime_ns: int
    text_sha256: str


class Known(NamedTuple):
    """An article that is in the index."""

    id: int
    stamp: Stamp


class Fresh(NamedTuple):
    """An article that is to be in the index."""

    path: str
    stamp: Stamp
    digest: Digest


class Sidecar:
    """The database. Several threads may ask it; they wait for each other."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use `Sidecar.open` or `Sidecar.in_memory`."""
        self._connection, self._turn = connection, RLock()
        self._writes = False
        self._words: tuple[tuple[int, int], tuple[str, ...]] = ((-1, -1), ())

    @classmethod
    def open(cls, path: Path, *, writes: bool) -> "Sidecar":
        """The database of a file, which is made if there is none and it may be written.

        Raises:
            sqlite3.DatabaseError: it is damaged, of another version, not there, or cannot be read.
        """
        mode = "rwc" if writes else "ro"
        found = cls(_connected(f"{path.absolute().as_uri()}?mode={mode}"))
        try:
            if writes:
                found._ask("PRAGMA journal_mode = wal")  # says no by staying what it is, as on a network drive
                found._ask("PRAGMA synchronous = off")
            found._begin(writes=writes)
            found._writes = writes
        except sqlite3.Error:
            found.close()
            raise
        return found

    @classmethod
    def in_memory(cls) -> "Sidecar":
        """An empty database without a file."""
        found = cls(_connected(":memory:"))
        found._begin(writes=True)
        return found

    def _begin(self, *, writes: bool) -> None:
        tables = self._ask("SELECT count(*) FROM sqlite_master")[0][0]
        if not tables and writes:
            self._connection.executescript(f"BEGIN; {TABLES} COMMIT")
            self._ask("INSERT INTO meta VALUES ('format', ?)", FORMAT)
        found = self._ask("SELECT value FROM meta WHERE name = 'format'")
        if found != [(FORMAT,)]:
            message = f"it was made by another version ({found[0][0] if found else 'unknown'}, not {FORMAT})"
            raise sqlite3.DatabaseError(message)

    def close(self) -> None:
        """Let the file go."""
        with self._turn:
            if self._writes:
                with suppress(sqlite3.Error):  # what is in the log is read from there, too
                    self._ask("PRAGMA wal_checkpoint(truncate)")
            self._connection.close()

    def interrupt(self) -> None:
        """Stop the question that is being answered, if there is one; it fails with an OperationalError."""
        self._connection.interrupt()

    # writing

    def add(self, fresh: Sequence[Fresh], gone: Iterable[int] = ()) -> None:
        """Put articles in and let ids be dead, as one step; a thousand articles a step cost least.

        Raises:
            sqlite3.OperationalError: the disk is full, or somebody else writes.
        """
        with self._turn, self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._bury(gone)
            first = self._ask("SELECT coalesce(max(id), -1) + 1 FROM article")[0][0]
            rows = list(enumerate(fresh, first))
            self._connection.executemany(
                "INSERT INTO article (id, path, size, mtime, sha256) VALUES (?, ?, ?, ?, ?)",
                ((id_, one.path, one.stamp.size, one.stamp.mtime_ns, bytes.fromhex(one.stamp.text_sha256))
                 for id_, one in rows),
            )  # fmt: skip
            places = _places(rows)
            for at in range(0, len(places), AT_ONCE):
                self._ask("INSERT INTO pair SELECT value FROM json_each(?)", _json(places[at : at + AT_ONCE]))
            new = {word for one in fresh for word in one.digest.words}
            self._ask("INSERT OR IGNORE INTO vocabulary SELECT value FROM json_each(?)", _json(sorted(new)))
            self._connection.executemany(
                "INSERT INTO word (rowid, x) VALUES (?, ?)", ((id_, " ".join(one.digest.words)) for id_, one in rows)
            )

    def bury(self, gone: Iterable[int], touched: Mapping[int, Stamp]) -> None:
        """Let ids be dead, and note the new size and time of files whose texts are as they were."""
        with self._turn, self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._bury(gone)
            self._connection.executemany(
                "UPDATE article SET size = ?, mtime = ? WHERE id = ?",
                ((stamp.size, stamp.mtime_ns, id_) for id_, stamp in touched.items()),
            )

    def _bury(self, gone: Iterable[int]) -> None:
        self._connection.executemany("UPDATE article SET live = 0 WHERE id = ?", ((id_,) for id_ in gone))

    # reading

    def known(self) -> dict[str, Known]:
        """The articles that are in it, by path."""
        rows = self._ask("SELECT path, id, size, mtime, sha256 FROM article WHERE live")
        return {path: Known(id_, Stamp(size, mtime, sha.hex())) for path, id_, size, mtime, sha in rows}

    def counts(self) -> tuple[int, int]:
        """How many articles are in it, and how many ids are dead."""
        live, dead = self._ask("SELECT coalesce(sum(live), 0), coalesce(sum(1 - live), 0) FROM article")[0]
        return live, dead

    def paths(self, ids: Collection[int]) -> dict[int, str]:
        """The paths of those ids that are not dead."""
        rows = self._ask(
            "SELECT id, path FROM article WHERE live AND id IN (SELECT value FROM json_each(?))", _json(list(ids))
        )
        return dict(rows)

    def sharing(self, pairs: Collection[int], least: float) -> list[tuple[int, int]]:
        """Which articles share at least that part of some fingerprints, and two: id and how many, most first.

        Fingerprints that stand in more than a thousand articles are left out, unless that is most of them; then the
        four rarest of those count.
        """
        wanted = sorted(pairs)
        last = self._ask("SELECT coalesce(max(id), 0) FROM article")[0][0] >> IN_SEGMENT
        parts = (wanted[at : at + A_TURN] for at in range(0, len(wanted), A_TURN))  # others may ask in between
        every = [ids for part in parts for ids in self._having(part, last, TELLING + 1)]
        found = [ids for ids in every if len(ids) <= TELLING]
        common = [pair for pair, ids in zip(wanted, every, strict=True) if len(ids) > TELLING]
        if 2 * len(common) > len(wanted):
            rarest = sorted((self._reach(pair, last), pair) for pair in common)[:4]
            found += self._having([pair for _, pair in rarest], last, -1)
        shared = Counter(chain.from_iterable(found))
        enough = max(min(2, len(found)), least * len(found))
        return sorted(((id_, n) for id_, n in shared.items() if n >= enough), key=lambda row: (-row[1], row[0]))

    def _having(self, wanted: Sequence[int], last: int, most: int) -> list[list[int]]:
        """For each of some fingerprints the ids that have it, at most that many; -1 for all."""
        with self._turn:
            layout = {"pair": FINGERPRINT, "bits": IN_SEGMENT, "low": (1 << IN_SEGMENT) - 1}
            values = {"wanted": _json(wanted), "segments": _json(list(range(last + 1))), "most": most}
            return [orjson.loads(ids) for (ids,) in self._connection.execute(HAVING, layout | values)]

    def _reach(self, pair: int, last: int) -> int:
        """About how often a fingerprint occurs: how many articles of the first and the last segment have it."""
        ends = {0, last}
        rows = 0
        for segment in ends:
            start = segment << FINGERPRINT + IN_SEGMENT | pair << IN_SEGMENT
            rows += self._ask(
                "SELECT count(*) FROM pair WHERE place BETWEEN ? AND ?", start, start | (1 << IN_SEGMENT) - 1
            )[0][0]
        return rows

    def holding(self, wanted: str, most: int = -1, after: int = -1) -> list[int]:
        """The ids that match an FTS5 expression, rising, dead ones among them; made by `phrase` and `any_of` only."""
        rows = self._ask(
            "SELECT rowid FROM word WHERE word MATCH ? AND rowid > ? ORDER BY rowid LIMIT ?", wanted, after, most
        )
        return [id_ for (id_,) in rows]

    def vocabulary(self) -> tuple[str, ...]:
        """Every word that an article has or had, in order; kept until something is written."""
        with self._turn:
            version = self._ask("PRAGMA data_version")[0][0], self._connection.total_changes
            if self._words[0] != version:
                found = self._ask("SELECT word FROM vocabulary ORDER BY word")
                self._words = version, tuple(word for (word,) in found)
            return self._words[1]

    def begun(self, beginning: str) -> tuple[str, ...]:
        """Every word of the vocabulary that begins so, in order."""
        found = self.vocabulary()
        first = bisect_left(found, beginning)
        return found[first : bisect_left(found, beginning + "\U0010ffff", first)]

    def _ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        with self._turn:
            return self._connection.execute(question, values).fetchall()


def phrase(words: Sequence[str], *, is_begun: bool = False) -> str:
    """The FTS5 expression for words one after the other; what people type is never read as its syntax.

    Args:
        words: folded; there is at least one.
        is_begun: whether the last may be the beginning of a longer one.
    """
    quoted = " ".join(words).replace('"', '""')
    return f'"{quoted}"' + (" *" if is_begun else "")


def any_of(expressions: Iterable[str]) -> str:
    """The FTS5 expression for one or more of several."""
    return f"({' OR '.join(expressions)})"


def _connected(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, timeout=WAITS, isolation_level=None, check_same_thread=False, uri=True)
    connection.execute(f"PRAGMA cache_size = -{CACHE}")
    return connection


def _places(rows: Iterable[tuple[int, Fresh]]) -> list[int]:
    """The places of the fingerprints of some articles, rising, so that they are put in side by side."""
    found: list[int] = []
    for id_, one in rows:
        own = id_ >> IN_SEGMENT << FINGERPRINT + IN_SEGMENT | id_ & (1 << IN_SEGMENT) - 1
        found += [own | pair << IN_SEGMENT for pair in one.digest.pairs]
    found.sort()
    return found


def _json(values: object) -> str:
    return orjson.dumps(values).decode()
