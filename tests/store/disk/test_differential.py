"""Random calls of TinyDB's tables and queries, with restarts, kills and compactions between, against stock TinyDB.

Numbers differ: ours are never given twice. Order differs after a restart: ours is that of the file. All else is equal.
"""

import copy
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tinydb import Query, TinyDB, where
from tinydb.operations import add, decrement, delete, increment
from tinydb.operations import set as setting
from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table

from store.annotation import Record
from tests.store.disk.disks import as_left, opened

SEEDS = range(8)
CALLS = 2_000
"""Calls of each seed on both sides; 16,000 in all."""
TABLES = ("annotations", "links", "decisions")
TOWNS = ["Marl", "Orrin Bay", "Tern Isle", "東京港"]
TAGS = ["calm", "ebb", "flood"]
LARGE = 30
"""Records from which on tables are emptied more often."""


def document(random: Random) -> Record:
    """A record; some lack members, so that queries meet gaps."""
    made: Record = {"article": random.choice(TOWNS), "start": random.randrange(6)}
    if random.random() < 0.8:
        made["attributes"] = {"tide": random.randrange(3), "moon": {"full": random.random() < 0.5}}
    if random.random() < 0.7:
        made["tags"] = random.sample(TAGS, random.randrange(4))
    if random.random() < 0.5:
        made["stops"] = [{"at": random.randrange(3)} for _ in range(random.randrange(3))]
    return made


def is_even(value: Any, rest: int = 0) -> bool:
    return isinstance(value, int) and value % 2 == rest


def leaf(random: Random) -> Any:
    """A query without `&`, `|` and `~`."""
    town, number, tags = random.choice(TOWNS), random.randrange(6), random.sample(TAGS, 2)
    choices: list[Any] = [
        where("article") == town, where("article") == town, where("article") != town, where("start") > number,
        where("start") <= number, where("note").exists(), where("attributes")["tide"].one_of([0, 2]),
        where("attributes").moon.full == True, where("attributes").fragment({"tide": number % 3}),  # noqa: E712
        Query().fragment({"article": town, "start": number}), where("tags").any(tags), where("tags").all(tags[:1]),
        where("stops").any(where("at") == number % 3), where("stops").all(where("at") < 2),
        where("start").test(is_even), where("start").test(is_even, 1), where("article").matches("[A-O]"),
        where("article").search("r"), where("start").map(lambda at: -at) == -number, Query().noop(),
    ]  # fmt: skip
    return random.choice(choices)


def query(random: Random, depth: int = 2) -> Any:
    """A query; `article ==`, which can be answered without a look at other articles, in every place."""
    how = random.random()
    if depth == 0 or how < 0.4:
        return leaf(random)
    if how < 0.6:
        return query(random, depth - 1) & query(random, depth - 1)
    if how < 0.8:
        return query(random, depth - 1) | query(random, depth - 1)
    return ~query(random, depth - 1)


def moved(record: Record) -> None:
    """A change of several members, one of them deep."""
    record["start"] = record["start"] + 1
    record["attributes"] = {**record.get("attributes", {}), "tide": 1}
    record.pop("tags", None)


def fields(random: Random) -> Any:
    """What `update` takes: members, or a function."""
    choices: list[Any] = [
        {"note": "seen"}, {"attributes": {}}, {}, {"article": random.choice(TOWNS)}, {"start": random.randrange(6)},
        increment("start"), decrement("start"), add("start", 2), setting("note", "東京"), moved,
    ]  # fmt: skip
    return random.choice(choices)


class BrokenError(Exception):
    """What an updater of these tests raises."""


def breaking(after: int) -> Callable[[Any], None]:
    """An updater that changes a few records, the last one by half, and raises."""
    left = [after]

    def change(record: Any) -> None:
        record["start"] = 99
        record.setdefault("attributes", {})["tide"] = 99
        left[0] -= 1
        if left[0] < 0:
            raise BrokenError

    return change


class Twins:
    """A table of ours and a stock one that get the same calls."""

    def __init__(self, ours: Table, stock: Table, random: Random) -> None:
        self.ours, self.stock, self.random = ours, stock, random
        self.numbers: dict[int, int] = {}  # ours -> stock

    def same(self) -> None:
        """All records are equal, however they are asked for."""
        stock = {one.doc_id: dict(one) for one in self.stock}
        assert self.by_number(self.ours) == self.by_number(self.ours.all()) == stock
        assert len(self.ours) == len(stock)

    def by_number(self, found: Iterable[Any]) -> dict[int, Record]:
        """Our records under the numbers that stock TinyDB gave them."""
        return {self.numbers[one.doc_id]: dict(one) for one in found}

    def picked(self) -> list[int]:
        """Some of our numbers that are in use."""
        return [one.doc_id for one in self.ours if self.random.random() < 0.3]

    def as_stock(self, ours: Iterable[int]) -> list[int]:
        return [self.numbers[one] for one in ours]

    def bind(self, ours: Iterable[int], stock: Iterable[int]) -> None:
        self.numbers.update(zip(ours, stock, strict=True))

    def change(self, call: Callable[[Table], list[int]]) -> None:
        """A call on both that gives the numbers it has changed."""
        assert sorted(self.as_stock(call(self.ours))) == sorted(call(self.stock))


def insert(twins: Twins) -> None:
    one = document(twins.random)
    if twins.random.random() < 0.2:  # under a number of the caller's own
        number = max([*twins.numbers, *twins.numbers.values(), 0]) + twins.random.randrange(1, 9)
        twins.bind(
            [twins.ours.insert(Document(copy.deepcopy(one), number))], [twins.stock.insert(Document(one, number))]
        )
    else:
        twins.bind([twins.ours.insert(copy.deepcopy(one))], [twins.stock.insert(one)])


def insert_multiple(twins: Twins) -> None:
    many = [document(twins.random) for _ in range(twins.random.randrange(5))]
    twins.bind(twins.ours.insert_multiple(copy.deepcopy(many)), twins.stock.insert_multiple(many))


def update(twins: Twins) -> None:
    new, condition = fields(twins.random), twins.random.choice([None, query(twins.random), query(twins.random)])
    twins.change(lambda table: table.update(copy.deepcopy(new), condition))


def update_numbers(twins: Twins) -> None:
    new, picked = fields(twins.random), twins.picked()
    ours, stock = twins.ours.update(new, doc_ids=picked), twins.stock.update(new, doc_ids=twins.as_stock(picked))
    assert twins.as_stock(ours) == stock


def update_multiple(twins: Twins) -> None:
    pairs = [(fields(twins.random), query(twins.random)) for _ in range(twins.random.randrange(1, 4))]
    twins.change(lambda table: table.update_multiple(pairs))


def strip(twins: Twins) -> None:
    twins.change(lambda table: table.update(delete("note"), where("note").exists()))


def upsert(twins: Twins) -> None:
    one, condition = document(twins.random), query(twins.random)
    ours, stock = twins.ours.upsert(copy.deepcopy(one), condition), twins.stock.upsert(one, condition)
    if not set(ours) <= twins.numbers.keys():
        twins.bind(ours, stock)
    assert sorted(twins.as_stock(ours)) == sorted(stock)


def upsert_number(twins: Twins) -> None:
    for number in twins.picked()[:1]:
        one = document(twins.random)
        ours = twins.ours.upsert(Document(copy.deepcopy(one), number))
        assert twins.as_stock(ours) == twins.stock.upsert(Document(one, twins.numbers[number]))


def remove(twins: Twins) -> None:
    condition = query(twins.random) & query(twins.random)
    twins.change(lambda table: table.remove(condition))


def remove_numbers(twins: Twins) -> None:
    picked = twins.picked()[:2]
    assert twins.as_stock(twins.ours.remove(doc_ids=picked)) == twins.stock.remove(doc_ids=twins.as_stock(picked))


def truncate(twins: Twins) -> None:
    if len(twins.stock) > LARGE or twins.random.random() < 0.1:
        twins.ours.truncate()
        twins.stock.truncate()


def break_off(twins: Twins) -> None:
    """Ours is as before, which stock TinyDB cannot promise: it is not asked."""
    if len(twins.stock) > 1:
        with pytest.raises(BrokenError):
            twins.ours.update(breaking(twins.random.randrange(len(twins.stock))))


def look(twins: Twins) -> None:
    condition = query(twins.random)
    stock = {one.doc_id: dict(one) for one in twins.stock.search(condition)}
    assert twins.by_number(twins.ours.search(condition)) == stock
    assert twins.ours.count(condition) == twins.stock.count(condition) == len(stock)
    assert twins.ours.contains(condition) == twins.stock.contains(condition)
    first = twins.ours.get(condition)
    assert (first is None) == (not stock)
    assert not isinstance(first, Document) or stock[twins.numbers[first.doc_id]] == dict(first)


def look_up(twins: Twins) -> None:
    picked = twins.picked()
    for number in picked:
        assert twins.ours.get(doc_id=number) == twins.stock.get(doc_id=twins.numbers[number])
        assert twins.ours.contains(doc_id=number)
    ours, stock = twins.ours.get(doc_ids=picked), twins.stock.get(doc_ids=twins.as_stock(picked))
    assert isinstance(ours, list)
    assert isinstance(stock, list)
    assert twins.by_number(ours) == {one.doc_id: dict(one) for one in stock}
    assert twins.ours.get(doc_id=10**9) is None
    assert not twins.ours.contains(doc_id=10**9)


CALLED: Mapping[Callable[[Twins], None], int] = {
    insert: 6, insert_multiple: 4, update: 4, update_numbers: 3, update_multiple: 3, strip: 1, upsert: 4,
    upsert_number: 2, remove: 3, remove_numbers: 2, truncate: 1, break_off: 2, look: 8, look_up: 3,
}  # fmt: skip
"""What is called, and how often."""


class Play:
    """A store of ours and a stock one, played against each other."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.random = folder, Random(seed)
        self.root = folder / "0"
        self.database = opened(self.root)
        self.stock = TinyDB(storage=MemoryStorage)
        self.twins = {name: Twins(self._ours(name), self.stock.table(name), self.random) for name in TABLES}
        self.kills = 0

    def _ours(self, name: str) -> Table:
        return self.database.tiny().table(name)

    def step(self) -> None:
        """One call on both sides, rarely something else before it."""
        how = self.random.random()
        if how < 0.01:
            self.restart(is_killed=how < 0.004)
        elif how < 0.02:
            self.database.compact()
        twins = self.twins[self.random.choice(TABLES)]
        call = self.random.choices(list(CALLED), list(CALLED.values()))[0]
        call(twins)
        twins.same()

    def restart(self, *, is_killed: bool) -> None:
        """End and begin again, or go on where a killed program would have left the files."""
        old = self.database
        if is_killed:
            assert old.flush()
            self.kills += 1
            self.root = as_left(self.root, self.folder / f"{self.kills}")
        assert old.close()
        self.database = opened(self.root)
        assert self.database.problems == ()
        for name, twins in self.twins.items():
            twins.ours = self._ours(name)
            twins.same()

    def end(self) -> None:
        self.restart(is_killed=True)
        self.restart(is_killed=False)
        self.database.close()
        self.stock.close()


@pytest.mark.parametrize("seed", SEEDS)
def test_every_call_answers_as_stock_tinydb(
    tmp_path: Path, seed: int, record_property: Callable[[str, object], None]
) -> None:
    play = Play(tmp_path, seed)
    for _ in range(CALLS):
        play.step()
    play.end()
    record_property("random calls answered as by stock TinyDB", CALLS)
