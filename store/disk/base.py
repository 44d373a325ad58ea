"""What a snapshot holds, as the rest of the store asks for it: loaded into memory, or looked up in the file."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Protocol

try:
    from _blake2 import blake2b  # the same, without the cryptographic library that hashlib loads
except ImportError:
    from hashlib import blake2b

from store.annotation import Record
from store.disk.snapshot import BY_ARTICLE, ORDERS, Tables

Item = tuple[int, Record]
"""A record under its number."""


def hash_of(path: str) -> int:
    """What stands for an article's path: 64 bits of BLAKE2b."""
    return int.from_bytes(blake2b(path.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


class There:
    """The articles that are there, to ask records which of theirs are not among them."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = frozenset(paths)
        self._hashes: frozenset[int] | None = None

    @property
    def hashes(self) -> frozenset[int]:
        """What stands for the paths; made once, which takes 0.1 s for 100,000, so in a thread where there are many."""
        if self._hashes is None:
            self._hashes = frozenset(map(hash_of, self.paths))
        return self._hashes


NOWHERE = There(())


class StaleError(Exception):
    """What was known about a file does not fit it any more; `Base.again` reads it anew."""


class Base(Protocol):
    """The records of a snapshot. They never change; what is handed out must not be changed either."""

    highest: int
    """The highest number of any record."""

    def has(self, table: str, number: int) -> bool:
        """Whether there is a record."""

    def get(self, table: str, number: int) -> Record | None:
        """A record, or None.

        Raises:
            StaleError: the file is not what it was.
        """

    def of_article(self, table: str, path: str) -> list[Item]:
        """The records of an article, in file order.

        Raises:
            StaleError: the file is not what it was.
        """

    def each_of(self, table: str, path: str) -> Iterator[Item]:
        """The same one by one: memory does not grow with their number.

        Raises:
            StaleError: the file is not what it was; on the way.
        """

    def items(self, table: str) -> Iterator[Item]:
        """All records of a table, in file order."""

    def count(self, path: str) -> int:
        """How many annotations an article has."""

    def paths(self) -> Iterator[str]:
        """The articles that have annotations, in no order."""

    def paths_but(self, there: There) -> Iterator[str]:
        """The articles that have annotations and are not among those that are there."""

    def size(self, table: str) -> int:
        """How many records a table has."""

    def again(self) -> "Base":
        """The same snapshot read anew."""

    def close(self) -> None:
        """Let the file go."""


class Places:
    """Which records that are not as in the snapshot are about which article."""

    def __init__(self) -> None:
        self._numbers: dict[str, defaultdict[str, set[int]]] = {name: defaultdict(set) for name in BY_ARTICLE}
        self._more: defaultdict[str, int] = defaultdict(int)  # article -> annotations beyond those of the snapshot
        self.added: dict[str, list[int]] = {}
        """Article -> annotations that are to be found by the next who asks for that article."""

    def of(self, table: str, path: str) -> Collection[int]:
        """The numbers of those about an article."""
        if path in self.added:
            self._find(path)
        return self._numbers[table].get(path, ())

    def count(self, path: str) -> int:
        """How many annotations more than in the snapshot an article has."""
        return self._more.get(path, 0) + len(self.added.get(path, ()))

    @property
    def paths(self) -> Collection[str]:
        """The articles of those annotations."""
        return self._more.keys() | self.added.keys()

    def add(self, table: str, number: int, record: Record) -> None:
        """A record has come."""
        path = str(record.get("article", ""))
        self._numbers[table][path].add(number)
        if table == "annotations":
            self._more[path] += 1

    def drop(self, table: str, number: int, record: Record) -> None:
        """A record has gone."""
        path = str(record.get("article", ""))
        if path in self.added:
            self._find(path)
        self._numbers[table][path].discard(number)
        if table == "annotations":
            self._more[path] -= 1

    def _find(self, path: str) -> None:
        fresh = self.added.pop(path)
        self._numbers["annotations"][path].update(fresh)
        self._more[path] += len(fresh)


class Loaded:
    """The records of a snapshot in memory."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        """Table -> number -> record."""
        self.highest = max((max(table) for table in tables.values() if table), default=0)
        """The highest number of any record."""
        self._by_article: dict[str, dict[str, list[int]]] = {}

    def has(self, table: str, number: int) -> bool:
        """Whether there is a record."""
        return number in self.tables[table]

    def get(self, table: str, number: int) -> Record | None:
        """A record, or None."""
        return self.tables[table].get(number)

    def of_article(self, table: str, path: str) -> list[Item]:
        """The records of an article, in file order."""
        records = self.tables[table]
        found = [(number, records[number]) for number in self._articles(table).get(path, ())]
        found.sort(key=ORDERS[table])
        return found

    def each_of(self, table: str, path: str) -> Iterator[Item]:
        """The same one by one."""
        return iter(self.of_article(table, path))

    def items(self, table: str) -> Iterator[Item]:
        """All records of a table, in file order."""
        return iter(sorted(self.tables[table].items(), key=ORDERS[table]))

    def count(self, path: str) -> int:
        """How many annotations an article has."""
        return len(self._articles("annotations").get(path, ()))

    def paths(self) -> Iterator[str]:
        """The articles that have annotations, in no order."""
        return iter(self._articles("annotations"))

    def paths_but(self, there: There) -> Iterator[str]:
        """The articles that have annotations and are not among those that are there."""
        return (path for path in self.paths() if path not in there.paths)

    def size(self, table: str) -> int:
        """How many records a table has."""
        return len(self.tables[table])

    def again(self) -> "Loaded":
        """Itself: nothing about it can be out of date."""
        return self

    def close(self) -> None:
        """Nothing is open."""

    def _articles(self, table: str) -> Mapping[str, list[int]]:
        known = self._by_article.get(table)
        if known is None:
            assert table in BY_ARTICLE
            known = self._by_article[table] = {}
            for number, record in self.tables[table].items():
                known.setdefault(str(record.get("article", "")), []).append(number)
        return known
