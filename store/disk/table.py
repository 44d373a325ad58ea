"""The records as a TinyDB: its tables and queries, but a change goes to the journal instead of a whole file."""

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table

from store.annotation import TABLES, Record
from store.change import Change
from store.errors import RefusedError


class Records(Protocol):
    """What a table needs of the database."""

    def take_number(self) -> int:
        """A number that no record had before."""

    def numbers(self, table: str) -> Mapping[int, Record]:
        """The records of a table."""

    def commit(self, changes: list[Change], action: str) -> object:
        """Do changes as one action."""


class JournalStorage(Storage):
    """Hands TinyDB what is in memory; the tables write by themselves."""

    def __init__(self, records: Records) -> None:
        self.records = records
        """The database."""

    def read(self) -> dict[str, dict[str, Any]]:
        """Every table that holds something, with keys as text, as TinyDB's own storage has them."""
        tables = {name: self.records.numbers(name) for name in TABLES}
        return {name: {str(key): record for key, record in table.items()} for name, table in tables.items() if table}

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Make the records those in `data`: what TinyDB does when it drops tables."""
        changes: list[Change] = []
        for name in TABLES:
            known = self.records.numbers(name)
            wanted = {int(key): dict(record) for key, record in data.get(name, {}).items()}
            changes += _between(name, known, wanted)
        self.records.commit(changes, "table")


class JournalTable(Table):
    """A TinyDB table whose changes become one action of the journal."""

    def _get_next_id(self) -> int:
        return self._records.take_number()

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return {str(key): record for key, record in self._records.numbers(_known(self.name)).items()}

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        known = self._records.numbers(_known(self.name))
        wanted: dict[int, Mapping[str, Any]] = {number: copy.deepcopy(dict(record)) for number, record in known.items()}
        updater(wanted)  # one that raises leaves no trace
        self._records.commit(_between(self.name, known, wanted), "table")
        self.clear_cache()

    @property
    def _records(self) -> Records:
        storage = self._storage
        assert isinstance(storage, JournalStorage)
        return storage.records

    def __iter__(self) -> Iterator[Any]:
        for number, record in [*self._records.numbers(_known(self.name)).items()]:
            yield Document(copy.deepcopy(record), number)

    def search(self, cond: QueryLike) -> list[Document]:
        """The records that a query matches, as copies."""
        return [copy.deepcopy(found) for found in super().search(cond)]

    def get(self, *wanted: Any, **options: Any) -> Any:
        """One record, or those with some numbers, as copies."""
        return copy.deepcopy(super().get(*wanted, **options))


class JournalTinyDB(TinyDB):
    """A TinyDB over the records of an annotator."""

    table_class = JournalTable
    default_table_name = "annotations"

    def table(self, name: str, **options: Any) -> Table:
        """A table; without a cache, which would hand out what undo has changed behind its back."""
        return super().table(name, **{**options, "cache_size": 0})


def opened(records: Records) -> TinyDB:
    """The records as a TinyDB."""
    return JournalTinyDB(records, storage=JournalStorage)


def _known(name: str) -> str:
    if name not in TABLES:
        message = f"there is no table {name!r}; there are {', '.join(TABLES)}"
        raise RefusedError(message)
    return name


def _between(name: str, known: Mapping[int, Record], wanted: Mapping[int, Mapping[str, Any]]) -> list[Change]:
    table: Any = _known(name)
    changes = [Change.delete(table, number, known[number]) for number in known if number not in wanted]
    for number, record in wanted.items():
        if number not in known:
            changes.append(Change.insert(table, number, copy.deepcopy(dict(record))))
        elif change := Change.between(table, number, known[number], copy.deepcopy(dict(record))):
            changes.append(change)
    return changes
