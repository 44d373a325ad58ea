"""The records as a TinyDB: the same answers as stock TinyDB, but every call is one action of the journal."""

import copy
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tinydb import TinyDB, where
from tinydb.operations import delete, increment
from tinydb.queries import QueryLike
from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table

from store import RefusedError
from tests.store.disk.disks import add, everything, mention, opened, quotes, reread, saved

TOWNS = ["Marl", "Orrin Bay", "Tern Isle", "東京港"]
SEEDS = range(8)


class Pair:
    """A table of ours and a stock one, which get the same calls; numbers differ, since ours are never used twice."""

    def __init__(self, ours: Table, stock: Table, random: Random) -> None:
        self.ours, self.stock, self.random = ours, stock, random
        self.numbers: dict[int, int] = {}  # ours -> stock

    def bound(self, ours: Iterable[int], stock: Iterable[int]) -> None:
        self.numbers.update(zip(ours, stock, strict=True))

    def picked(self) -> list[int]:
        """Some of our numbers that are in use."""
        return [one.doc_id for one in self.ours if self.random.random() < 0.4]

    def both(self, call: Callable[[Table], Any]) -> None:
        ours, stock = call(self.ours), call(self.stock)
        if isinstance(ours, list) and all(type(one) is int for one in ours):
            assert [self.numbers.get(one, one) for one in ours] == stock
        else:
            assert ours == stock

    def same(self) -> None:
        assert [(self.numbers[one.doc_id], dict(one)) for one in self.ours] == [
            (one.doc_id, dict(one)) for one in self.stock
        ]
        assert len(self.ours) == len(self.stock)


def document(random: Random) -> dict[str, Any]:
    return {"article": random.choice(TOWNS), "start": random.randrange(6), "attributes": {"tide": random.randrange(3)}}


def query(random: Random) -> QueryLike:
    town, at = where("article") == random.choice(TOWNS), where("start") > random.randrange(6)
    tide = where("attributes")["tide"].one_of([0, 2])
    choices: list[QueryLike] = [town, at, town & at, town | tide, ~at, where("note").exists()]
    return random.choice(choices)


def insert(pair: Pair) -> None:
    one = document(pair.random)
    pair.bound([pair.ours.insert(one)], [pair.stock.insert(one)])


def insert_multiple(pair: Pair) -> None:
    many = [document(pair.random) for _ in range(pair.random.randrange(4))]
    pair.bound(pair.ours.insert_multiple(many), pair.stock.insert_multiple(many))


def update(pair: Pair) -> None:
    fields: Any = pair.random.choice([{"note": "seen"}, {"attributes": {}}, increment("start"), {}])
    condition = query(pair.random)
    pair.both(lambda table: table.update(fields, condition))


def update_numbers(pair: Pair) -> None:
    picked = pair.picked()
    ours = pair.ours.update({"note": "picked"}, doc_ids=picked)
    assert [pair.numbers[one] for one in ours] == pair.stock.update(
        {"note": "picked"}, doc_ids=[pair.numbers[one] for one in picked]
    )


def update_multiple(pair: Pair) -> None:
    pairs: list[Any] = [({"note": "first"}, query(pair.random)), (increment("start"), query(pair.random))]
    pair.both(lambda table: table.update_multiple(pairs))


def strip(pair: Pair) -> None:
    pair.both(lambda table: table.update(delete("note"), where("note").exists()))


def upsert(pair: Pair) -> None:
    one, condition = document(pair.random), where("article") == pair.random.choice(TOWNS)
    ours, stock = pair.ours.upsert(one, condition), pair.stock.upsert(one, condition)
    pair.bound(ours, stock)


def remove(pair: Pair) -> None:
    condition = query(pair.random)
    pair.both(lambda table: table.remove(condition))


def remove_numbers(pair: Pair) -> None:
    picked = pair.picked()[:2]
    pair.ours.remove(doc_ids=picked)
    pair.stock.remove(doc_ids=[pair.numbers[one] for one in picked])


def truncate(pair: Pair) -> None:
    if pair.random.random() < 0.2:
        pair.both(lambda table: table.truncate())


def questions(pair: Pair) -> None:
    condition = query(pair.random)
    pair.both(lambda table: [dict(one) for one in table.search(condition)])
    pair.both(lambda table: table.count(condition))
    pair.both(lambda table: table.contains(condition))
    pair.both(lambda table: table.get(condition))
    for number in pair.picked():
        assert pair.ours.get(doc_id=number) == pair.stock.get(doc_id=pair.numbers[number])
        assert pair.ours.contains(doc_id=number)
    assert pair.ours.get(doc_id=10**9) is None


CALLS = [
    insert, insert_multiple, update, update_numbers, update_multiple, strip, upsert, remove, remove_numbers, truncate,
    questions,
]  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_every_call_answers_as_stock_tinydb(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    database = opened(tmp_path / "p")
    with TinyDB(storage=MemoryStorage) as stock:
        pair = Pair(database.tiny().table("annotations"), stock.table("annotations"), random)
        for _ in range(60):
            random.choice(CALLS)(pair)
            pair.same()
            questions(pair)
    assert database.flush()
    assert reread(tmp_path / "p", tmp_path / "left") == everything(database)
    database.close()


def test_a_call_is_one_action_and_an_empty_one_is_none(tmp_path: Path) -> None:
    database = opened(tmp_path)
    table = database.table("annotations")
    table.insert_multiple([mention(n) for n in range(50)])
    table.update({"note": "x"})
    table.update({"note": "x"})
    table.remove(where("start") == 1_000)
    assert saved(database) == 3
    database.close()


def test_a_number_is_never_given_twice(tmp_path: Path) -> None:
    database = opened(tmp_path)
    table = database.table("annotations")
    assert table.insert_multiple([{}, {}]) == [1, 2]
    table.truncate()
    assert table.insert({}) == 3
    table.remove(doc_ids=[3])
    database.close()
    database = opened(tmp_path)
    assert database.table("links").insert({}) == 4
    assert database.table("annotations").insert(Document({}, doc_id=50)) == 50
    assert database.table("annotations").insert({}) == 51
    with pytest.raises(ValueError, match="exists"):
        database.table("annotations").insert(Document({}, doc_id=50))
    database.close()


def test_an_updater_that_fails_leaves_no_trace(tmp_path: Path) -> None:
    database = opened(tmp_path)
    table = database.table("annotations")
    table.insert_multiple([mention(n, attributes={"n": n}) for n in range(3)])
    before = copy.deepcopy(everything(database))

    def halfway(record: Any) -> None:
        record["attributes"]["n"] += 10
        if record["start"] == 1:
            raise LookupError

    with pytest.raises(LookupError):
        table.update(halfway)
    assert everything(database) == before
    with pytest.raises(RefusedError):
        table.update({"note": {"no", "json"}})
    assert everything(database) == before
    assert saved(database) == 2
    database.close()


def change_in_place(value: Any) -> None:
    value["attributes"]["tide"] = "changed without saving"


@pytest.mark.parametrize("how", ["iteration", "all", "search", "get by query", "get by number", "inserted"])
def test_what_a_table_hands_out_or_takes_is_a_copy(tmp_path: Path, how: str) -> None:
    database = opened(tmp_path)
    table = database.table("annotations")
    mine = mention(1, attributes={"tide": 1})
    table.insert(mine)
    known = where("start") == 1
    given: dict[str, Callable[[], Any]] = {
        "iteration": lambda: next(iter(table)),
        "all": lambda: table.all()[0],
        "search": lambda: table.search(known)[0],
        "get by query": lambda: table.get(known),
        "get by number": lambda: table.get(doc_id=1),
        "inserted": lambda: mine,
    }
    change_in_place(given[how]())
    assert database.numbers("annotations")[1]["attributes"] == {"tide": 1}
    database.close()


def test_tables_are_dropped_as_one_action(tmp_path: Path) -> None:
    database = opened(tmp_path)
    tiny = database.tiny()
    tiny.table("annotations").insert({"quote": "Marl"})
    tiny.table("links").insert({})
    tiny.drop_table("links")
    assert quotes(database) == ["Marl"]
    tiny.drop_tables()
    assert everything(database) == {}
    database.close()
    again = opened(tmp_path)
    assert everything(again) == {}
    assert len(again.lines()) == 4
    again.close()


def test_a_table_follows_what_is_done_beside_it(tmp_path: Path) -> None:
    database = opened(tmp_path)
    table = database.table("annotations")
    assert table.search(where("quote") == "Quay") == []
    add(database, "Quay")
    assert [one["start"] for one in table.search(where("quote") == "Quay")] == [1]
    assert {one["quote"] for one in database.tiny()} == {"Quay"}, "annotations are the default table"
    database.close()


def test_unknown_tables_and_readers_are_refused(tmp_path: Path) -> None:
    database = opened(tmp_path)
    with pytest.raises(RefusedError, match="no table 'tides'"):
        database.table("tides").insert({})
    saved(database)
    reader = opened(tmp_path, read_only=True)
    with pytest.raises(RefusedError, match="read-only"):
        reader.table("annotations").insert({})
    assert len(reader.table("annotations")) == 1
    database.close()
