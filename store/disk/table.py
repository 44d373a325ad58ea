"""The records as a TinyDB: its tables and queries, but a change goes to the journal instead of a whole file.

No call reads everything where it need not: a record is one look-up, an article's records are one, and whoever asks
for all of them gets one after the other.
"""

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table

from store.annotation import TABLES
from store.annotation import Table as TableName
from store.change import Change
from store.disk.base import Item
from store.disk.records import Records
from store.disk.snapshot import BY_ARTICLE
from store.disk.touched import Touched
from store.errors import RefusedError

Commit = Callable[[Sequence[Change], str], object]
"""Does changes as one action."""


class JournalStorage(Storage):
    """Hands TinyDB the records; the tables write by themselves."""

    def __init__(self, records: Records, take_number: Callable[[], int], commit: Commit) -> None:
        self.records = records
        """What there is."""
        self.take_number = take_number
        """Gives a number that no record had before."""
        self.commit = commit
        """Does changes as one action."""

    def read(self) -> dict[str, dict[str, Any]]:
        """Every table that holds something, with keys as text, as TinyDB's own storage has them."""
        tables = {name: {str(key): record for key, record in self.records.rows(name)} for name in TABLES}
        return {name: table for name, table in tables.items() if table}

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Make the records those in `data`: what TinyDB does when it drops tables."""
        changes: list[Change] = []
        for name in TABLES:
            touched = Touched(self.records, name)
            touched.clear()
            touched.update({int(key): dict(record) for key, record in data.get(name, {}).items()})
            changes += touched.changes()
        self.commit(changes, "table")


class JournalTable(Table):
    """A TinyDB table whose changes become one action of the journal."""

    def search(self, cond: QueryLike) -> list[Document]:
        """The records that a query matches, as copies."""
        return [self._document(item) for item in self._matching(cond)]

    def get(
        self, cond: QueryLike | None = None, doc_id: int | None = None, doc_ids: list[int] | None = None
    ) -> Any:  # what TinyDB gives depends on what it is asked
        """One record, or those with some numbers, as copies."""
        if doc_id is not None:
            record = self._records.get(self._table_name, int(doc_id))
            return None if record is None else self._document((int(doc_id), record))
        if doc_ids is not None:
            numbers = dict.fromkeys(int(number) for number in doc_ids)
            found = ((number, self._records.get(self._table_name, number)) for number in sorted(numbers))
            return [self._document((number, record)) for number, record in found if record is not None]
        if cond is not None:
            return next((self._document(item) for item in self._matching(cond)), None)
        message = "You have to pass either cond or doc_id or doc_ids"
        raise RuntimeError(message)  # as TinyDB does

    def count(self, cond: QueryLike) -> int:
        """How many records a query matches."""
        return sum(1 for _ in self._matching(cond))

    def update(
        self,
        fields: Mapping[str, Any] | Callable[[Any], None],
        cond: QueryLike | None = None,
        doc_ids: Iterable[int] | None = None,
    ) -> list[int]:
        """Change some records, or all; the numbers of those. Only these are copied."""
        if doc_ids is None and cond is not None:
            doc_ids = [number for number, _ in self._matching(cond)]
        return super().update(fields, None, doc_ids)

    def update_multiple(
        self, updates: Iterable[tuple[Mapping[str, Any] | Callable[[Any], None], QueryLike]]
    ) -> list[int]:
        """Change records by several queries; a number stands in the answer once for each that it matched."""
        pairs = list(updates)
        # what no query matches at first is not changed by any, so no later one can match it either
        hit = [number for number, record in self._items() if any(cond(record) for _, cond in pairs)]
        done: list[int] = []

        def updater(table: Any) -> None:
            for number in hit:
                for fields, cond in pairs:
                    if cond(table[number]):
                        done.append(number)
                        fields(table[number]) if callable(fields) else table[number].update(fields)

        self._update_table(updater)
        return done

    def remove(self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        """Delete some records; their numbers."""
        if doc_ids is None and cond is not None:
            doc_ids = [number for number, _ in self._matching(cond)]
        return super().remove(None, doc_ids)

    def __iter__(self) -> Iterator[Document]:
        return (self._document(item) for item in self._items())

    def __len__(self) -> int:
        return self._records.size(self._table_name)

    def _get_next_id(self) -> int:
        return self._journal.take_number()

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return {str(number): record for number, record in self._items()}

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        touched = Touched(self._records, self._table_name)
        updater(touched)  # one that raises leaves no trace
        self._journal.commit(touched.changes(), "table")

    def _items(self) -> Iterator[Item]:
        return self._records.rows(self._table_name)

    def _matching(self, cond: QueryLike) -> Iterator[Item]:
        path = _article(getattr(cond, "_hash", None)) if self._table_name in BY_ARTICLE else None
        if path is None:
            return (item for item in self._items() if cond(item[1]))
        return (item for item in self._records.rows_of(path, self._table_name) if cond(item[1]))

    def _document(self, item: Item) -> Document:
        return Document(copy.deepcopy(item[1]), item[0])

    @property
    def _journal(self) -> JournalStorage:
        return cast("JournalStorage", self._storage)

    @property
    def _records(self) -> Records:
        return self._journal.records

    @property
    def _table_name(self) -> TableName:
        for name in TABLES:
            if name == self.name:
                return name
        message = f"there is no table {self.name!r}; there are {', '.join(TABLES)}"
        raise RefusedError(message)


class JournalTinyDB(TinyDB):
    """A TinyDB over the records of an annotator."""

    table_class = JournalTable
    default_table_name = "annotations"

    def table(self, name: str, **options: Any) -> Table:
        """A table; without a cache, which would hand out what undo has changed behind its back."""
        return super().table(name, **{**options, "cache_size": 0})


def opened(records: Records, take_number: Callable[[], int], commit: Commit) -> TinyDB:
    """Records as a TinyDB."""
    return JournalTinyDB(records, take_number, commit, storage=JournalStorage)


def _article(told: object) -> str | None:
    """The article that a query asks for, from what TinyDB tells of it; None when it may match others too.

    `where("article") == x` is `("==", ("article",), x)`, and `&` joins such in `("and", frozenset)`. What stands in
    `or` and `not` says nothing.
    """
    match told:
        case ("==", ("article",), str(path)):
            return path
        case ("and", frozenset() as parts):
            paths = {_article(part) for part in parts} - {None}
            return paths.pop() if len(paths) == 1 else None
    return None
