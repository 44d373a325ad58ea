"""Records: one annotator's tables in memory, changed by Changes only."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from store.annotation import Record
from store.change import Change
from store.disk.snapshot import ORDERS, Tables
from store.errors import RefusedError


class Records:
    """The records of all tables, and which annotations each article has."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        """Table -> number -> record; not to be changed but by `apply`."""
        self._by_article: dict[str, dict[int, None]] = {}
        for number, record in tables["annotations"].items():
            self._by_article.setdefault(str(record.get("article", "")), {})[number] = None

    def get(self, table: str, number: int) -> Record | None:
        """A record, None when there is none; do not change it."""
        return self.tables[table].get(number)

    def of_article(self, path: str) -> list[Record]:
        """The annotations of an article, in text order."""
        records = ((number, self.tables["annotations"][number]) for number in self._by_article.get(path, ()))
        return [record for _, record in sorted(records, key=ORDERS["annotations"])]

    def stream(self, table: str) -> Iterator[Record]:
        """The records of a table, in file order."""
        order = ORDERS.get(table, lambda item: item[0])
        return (record for _, record in sorted(self.tables[table].items(), key=order))

    def counts(self) -> Mapping[str, int]:
        """How many annotations each article has."""
        return Counter({path: len(numbers) for path, numbers in self._by_article.items() if numbers})

    def must_fit(self, changes: Sequence[Change]) -> None:
        """Refuse changes that do not fit the records as they are.

        Raises:
            RefusedError: an insert of a record that is there, or a change of one that is not.
        """
        there: dict[tuple[str, int], bool] = {}
        for change in changes:
            if change.table not in self.tables:
                message = f"there is no table {change.table!r}; there are {', '.join(self.tables)}"
                raise RefusedError(message)
            place = (change.table, change.number)
            exists = there.get(place, change.number in self.tables[change.table])
            if exists == (change.kind == "ins"):
                message = f"{change.table} {change.number} is {'there already' if exists else 'not there'}"
                raise RefusedError(message)
            there[place] = change.kind != "del"

    def apply(self, change: Change) -> None:
        """Do one change; an insert stands in the place of a record that is there."""
        table = self.tables[change.table]
        before = table.get(change.number)
        after = change.applied_to(before)
        if after is None:
            table.pop(change.number, None)
        else:
            table[change.number] = after
        if change.table != "annotations":
            return
        if before is not None:
            self._by_article.get(str(before.get("article", "")), {}).pop(change.number, None)
        if after is not None:
            self._by_article.setdefault(str(after.get("article", "")), {})[change.number] = None
