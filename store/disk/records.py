"""Records: what a snapshot holds and what was changed since, as one."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import merge
from typing import Any, TypeVar

from store.annotation import TABLES, Record
from store.change import Change
from store.disk.base import Base, Item, Loaded, Places, StaleError, There
from store.disk.journal import Aside
from store.disk.line import Head, Later, Op, Value, adds_only, altered, later, opened, record_in
from store.disk.snapshot import BY_ARTICLE, ORDERS, Tables
from store.errors import DiskError, RefusedError
from store.progress import steps

Answer = TypeVar("Answer")


Changed = dict[str, dict[int, Value]]
"""Table -> number -> the record."""


class Records:
    """The records of all tables. They are replaced, never changed in place; what is handed out must not be either."""

    def __init__(self, base: Base, tell: Callable[[Sequence[Aside]], None] = lambda _: None) -> None:
        """Have the records of a snapshot.

        Args:
            base: the snapshot.
            tell: takes changes of records that were not looked at before another program took them out of the file.
        """
        self._tell = tell
        self.base = base
        """The snapshot that was read."""
        self.changed: Changed = {name: {} for name in TABLES}
        """What is not as it is there; changed by `put` only."""
        self._begin()

    def replace(self, tables: Tables) -> None:
        """Have other records in the place of all."""
        self.base.close()
        self.base, self.changed = Loaded(tables), {name: {} for name in TABLES}
        self._begin()

    def rebase(self, base: Base) -> None:
        """Have the same changes over another base: that of a file which was changed in place."""
        changed, self.base, self.changed = self.changed, base, {name: {} for name in TABLES}
        self._begin()
        lost = []
        for name, table in changed.items():
            for number, value in table.items():
                before = base.get(name, number)
                self.put(name, number, before, opened(value, before))
                if isinstance(value, Later) and before is None and not value.line:
                    lost += [Aside(0, line, "its record was deleted elsewhere") for line in value.steps]
        self._tell(lost)

    def _begin(self) -> None:
        self._places = Places()
        self._sizes: dict[str, int] = dict.fromkeys(TABLES, 0)  # table -> records beyond those of the base

    @property
    def highest(self) -> int:
        """The highest number that a record has or had."""
        return max(self.base.highest, *(max(table, default=0) for table in self.changed.values()))

    def has(self, table: str, number: int) -> bool:
        """Whether there is a record."""
        changed = self.changed[table]
        return changed[number] is not None if number in changed else self.base.has(table, number)

    def get(self, table: str, number: int) -> Record | None:
        """A record, or None."""
        changed = self.changed[table]
        if number in changed:
            self._read(table, number)
            return opened(self.changed[table][number])
        if number > self.base.highest:
            return None
        return self._ask(lambda base: base.get(table, number))

    def of_article(self, path: str, table: str = "annotations") -> list[Record]:
        """The records of an article, in text order; not for tables that do not say which article."""
        return [record for _, record in self.items_of(path, table)]

    def items_of(self, path: str, table: str) -> list[Item]:
        """Number and record of everything about an article, in text order."""
        found = self._ask(lambda base: base.of_article(table, path))
        if changed := self.changed[table]:
            found = [*_still(found, changed)]
            for number in self._places.of(table, path):
                if (record := opened(changed[number])) is not None:
                    found.append((number, record))
            found.sort(key=ORDERS[table])
        return found

    def each_of(self, path: str, table: str) -> Iterator[Item]:
        """The same one by one: memory does not grow with their number, but for those that have changed."""
        self._read_all(table)
        changed, order = self.changed[table], ORDERS[table]
        stored = self._going_on(lambda base: base.each_of(table, path), order)
        if not changed:
            return stored
        numbers = self._places.of(table, path)
        fresh = sorted(((one, now) for one in numbers if (now := opened(changed[one])) is not None), key=order)
        return merge((item for item in stored if item[0] not in changed), fresh, key=order)

    def items(self, table: str) -> Iterator[Item]:
        """Number and record of everything in a table, in file order; memory does not grow with the table."""
        self._read_all(table)
        order, changed = ORDERS[table], self.changed[table]
        if not changed:
            yield from self._stored(table)
            return
        fresh = sorted(
            ((number, one) for number, value in changed.items() if (one := opened(value)) is not None), key=order
        )
        at, path = 0, _article(fresh[0]) if fresh else ""
        for item in self._stored(table):
            if item[0] in changed:
                continue
            while at < len(fresh) and _article(item) >= path and order(fresh[at]) < order(item):
                yield fresh[at]
                at += 1
                path = _article(fresh[at]) if at < len(fresh) else ""
            yield item
        yield from fresh[at:]

    def rows(self, table: str) -> Iterator[Item]:
        """As `items`, but in the order in which TinyDB has them: as in the file, and what was added since behind it."""
        self._read_all(table)
        changed = self.changed[table]
        for number, record in self._stored(table):
            now = opened(changed.get(number, record))
            if now is not None:
                yield number, now
        fresh = [(number, record) for number, record in changed.items() if not self.base.has(table, number)]
        yield from ((number, now) for number, record in fresh if (now := opened(record)) is not None)

    def rows_of(self, path: str, table: str) -> list[Item]:
        """As `rows`, but only what is about an article."""
        stored = self._ask(lambda base: base.of_article(table, path))
        for number, _ in stored:
            self._read(table, number)
        changed = self.changed[table]
        here = self._places.of(table, path)
        found = [
            (number, changed.get(number, record))
            for number, record in stored
            if number not in changed or number in here
        ]
        if here:
            known = {number for number, _ in found}
            found += [(number, changed[number]) for number in changed if number in here and number not in known]
        return [(number, now) for number, record in found if (now := opened(record)) is not None]

    def stream(self, table: str) -> Iterator[Record]:
        """The records of a table, in file order."""
        return (record for _, record in self.items(table))

    def count(self, path: str) -> int:
        """How many annotations an article has."""
        return self.base.count(path) + self._places.count(path)

    def counts(self) -> dict[str, int]:
        """How many annotations each article has, by path."""
        return self._counted(self._ask(lambda base: set(base.paths())))

    def gone(self, there: There) -> dict[str, int]:
        """How many annotations articles have that are not among those that are there, by path."""
        counts = self._counted(self._ask(lambda base: set(base.paths_but(there))))
        return {path: count for path, count in counts.items() if path not in there.paths}

    def _counted(self, paths: set[str]) -> dict[str, int]:
        counts = ((path, self.count(path)) for path in paths.union(self._places.paths))
        return {path: count for path, count in counts if count}

    def size(self, table: str) -> int:
        """How many records a table has."""
        return self.base.size(table) + self._sizes[table]

    def hold(self, changes: Sequence[Change]) -> None:
        """Have the records that changes are about in memory, so that none of them can fail half way.

        Raises:
            RefusedError: the snapshot cannot be read.
        """
        due = {(change.table, change.number) for change in changes if change.kind != "ins"}
        try:
            for table, number in steps(due, "reading", len(due), may_stop=True):
                self._read(table, number)
                if number not in self.changed[table] and (record := self.get(table, number)) is not None:
                    self.put(table, number, record, record)
        except DiskError as error:
            message = f"{error}; nothing was changed"
            raise RefusedError(message) from error

    def apply(self, change: Change) -> None:
        """Do one change, whose values nobody else holds; an insert stands in the place of a record that is there."""
        before = self.get(change.table, change.number)
        after = change.new if change.kind == "ins" and isinstance(change.new, dict) else change.applied_to(before)
        self.put(change.table, change.number, before, after)

    def add(self, change: Change, op: Op) -> bool:
        """Do what most actions are: an insert under a number that no record had; False, and nothing, where it is none.

        Args:
            change: the change.
            op: its op, whose values nobody else holds.
        """
        table, number, changed = change.table, change.number, self.changed.get(change.table)
        if changed is None or number in changed or number <= self.base.highest or change.kind != "ins":
            return False
        record = changed[number] = op[3]
        self._sizes[table] += 1
        if table in BY_ARTICLE:
            self._places.add(table, number, record)
        return True

    def put(self, table: str, number: int, before: Record | None, after: Record | None) -> None:
        """Have another record, or none, under a number; `before` is what `get` says."""
        changed = self.changed[table]
        if before is None:
            changed.pop(number, None)  # the last added stands last
        changed[number] = after
        self._sizes[table] += (after is not None) - (before is not None)
        if table in BY_ARTICLE:
            if before is not None:
                self._places.drop(table, number, before)
            if after is not None:
                self._places.add(table, number, after)

    def take(self, lines: Sequence[bytes], heads: Sequence[Head | None], start: int, end: int) -> tuple[int, int]:
        """Do what lines of the journal say, from one to another, as far as that is plain; what they hold is read later.

        Returns:
            Where the first is that is not so plain, `end` where all are; the highest number of an annotation in them.
        """
        base, changed, highest, fresh = self.base.highest, self.changed["annotations"], 0, 0
        added, at = self._places.added, start
        with contextlib.suppress(UnicodeDecodeError):  # it comes before anything is done
            for at in range(start, end):
                line, head = lines[at], heads[at]
                if head is None:
                    break
                digits, path = head.group(2, 3)
                if digits is None:
                    number = self._take_step(line, head)
                    if not number:
                        break
                else:
                    number, article = int(digits), path.decode()
                    if number <= base or number in changed or not adds_only(line, head.end()):
                        break
                    changed[number] = line
                    if article in added:
                        added[article].append(number)
                    else:
                        added[article] = [number]
                    fresh += 1
                if number > highest:
                    highest = number
            else:
                at = end
        self._sizes["annotations"] += fresh
        return at, highest

    def _take_step(self, line: bytes, head: Head) -> int:
        number, changed = altered(line, head), self.changed["annotations"]
        value = changed.get(number)
        if not number or (value is None and (number in changed or not self.base.has("annotations", number))):
            return 0
        changed[number] = later(value, line)
        return number

    def _read_all(self, table: str) -> None:
        """Have all that was left for later read."""
        for number in [number for number, value in self.changed[table].items() if isinstance(value, Later)]:
            self._read(table, number)

    def _read(self, table: str, number: int) -> None:
        """Have a changed record read that was left for later."""
        value = self.changed[table].get(number)
        if isinstance(value, Later):
            before = None if value.line else self._ask(lambda base: base.get(table, number))
            if self.changed[table][number] is value:  # else all were read just now, over another base
                self.put(table, number, before := before or record_in(value.line), opened(value, before))

    def _ask(self, question: Callable[[Base], Answer]) -> Answer:
        """The base's answer; when its file is not what it was, that of the file read anew.

        Raises:
            DiskError: it cannot be read.
        """
        try:
            try:
                return question(self.base)
            except StaleError:
                self.rebase(self.base.again())
                return question(self.base)
        except OSError as error:
            raise unreadable(error) from error

    def _stored(self, table: str) -> Iterator[Item]:
        """What the base has in a table."""
        return self._going_on(lambda base: base.items(table), ORDERS[table])

    def _going_on(
        self, ask: Callable[[Base], Iterator[Item]], order: Callable[[Item], tuple[Any, ...]]
    ) -> Iterator[Item]:
        """What the base has; if its file is not what it was, the rest comes from the file read anew."""
        last = None
        try:
            for last in ask(self.base):
                yield last
        except StaleError:
            self.rebase(self.base.again())
            items = ask(self.base)
            yield from items if last is None else (item for item in items if order(item) > order(last))
        except OSError as error:
            raise unreadable(error) from error


def must_fit(records: Records, changes: Sequence[Change]) -> None:
    """Refuse changes that do not fit the records as they are.

    Raises:
        RefusedError: an insert of a record that is there, or a change of one that is not.
    """
    there: dict[tuple[str, int], bool] = {}
    for change in steps(changes, "checking", len(changes), may_stop=True):
        if change.table not in records.changed:
            message = f"there is no table {change.table!r}; there are {', '.join(TABLES)}"
            raise RefusedError(message)
        place = (change.table, change.number)
        exists = there[place] if place in there else records.has(*place)
        if exists == (change.kind == "ins"):
            message = f"{change.table} {change.number} is {'there already' if exists else 'not there'}"
            raise RefusedError(message)
        there[place] = change.kind != "del"


def unreadable(error: OSError) -> DiskError:
    """What to say when a snapshot cannot be read any more."""
    return DiskError(f"the annotations cannot be read ({error.strerror}); is the disk still there?")


def _still(found: Iterable[Item], changed: Mapping[int, Value]) -> Iterator[Item]:
    """The records of an article in the snapshot as they are now, without those that were changed and read."""
    for number, record in found:
        value = changed.get(number, record)
        if value is record or (isinstance(value, Later) and not value.line):
            now = opened(value, record)
            if now is not None:
                yield number, now


def _article(item: Item) -> str:
    return str(item[1].get("article", ""))
