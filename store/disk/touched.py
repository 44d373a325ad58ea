"""Touched: a table as TinyDB hands it to whoever changes it, of which only what is looked at is copied."""

import copy
from collections.abc import Iterator, MutableMapping
from typing import Any

from store.annotation import Table
from store.change import Change
from store.disk.records import Records


class Touched(MutableMapping[int, Any]):
    """A table's records by number. Each that is handed out is a private copy; `changes` tells what became of it."""

    def __init__(self, records: Records, table: Table) -> None:
        self._records, self._table = records, table
        self._mine: dict[int, Any] = {}
        self._gone: set[int] = set()
        self._is_cleared = False

    def __getitem__(self, number: int) -> Any:
        if number not in self._mine:
            record = None if self._is_gone(number) else self._records.get(self._table, number)
            if record is None:
                raise KeyError(number)
            self._mine[number] = copy.deepcopy(record)
        return self._mine[number]

    def __setitem__(self, number: int, record: Any) -> None:
        self._mine[number] = record

    def __delitem__(self, number: int) -> None:
        if number not in self:
            raise KeyError(number)
        self._mine.pop(number, None)
        self._gone.add(number)

    def __contains__(self, number: object) -> bool:
        if number in self._mine:
            return True
        return isinstance(number, int) and not self._is_gone(number) and self._records.has(self._table, number)

    def __iter__(self) -> Iterator[int]:
        if not self._is_cleared:
            stored = (number for number, _ in self._records.rows(self._table))
            yield from (number for number in stored if number in self._mine or number not in self._gone)
        yield from [
            number
            for number in self._mine
            if self._is_cleared or not self._records.has(self._table, number)
        ]  # fmt: skip

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Take all records out."""
        self._mine.clear()
        self._is_cleared = True

    def changes(self) -> list[Change]:
        """What has to be done to the table so that it holds what this holds."""
        table, records = self._table, self._records
        if self._is_cleared:
            old = dict(records.items(table))
        else:
            old = {
                number: record
                for number in sorted({*self._gone, *self._mine})
                if (record := records.get(table, number)) is not None
            }
        found = [Change.delete(table, number, record) for number, record in old.items() if number not in self._mine]
        for number, record in self._mine.items():
            if number not in old:
                found.append(Change.insert(table, number, record))
            elif change := Change.between(table, number, old[number], record):
                found.append(change)
        return found

    def _is_gone(self, number: int) -> bool:
        return self._is_cleared or number in self._gone
