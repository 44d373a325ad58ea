"""The records as a TinyDB: the same answers as stock TinyDB, but every call is one action of the journal."""

import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tinydb import where
from tinydb.table import Document

from store import RefusedError
from tests.store.disk.disks import add, everything, mention, opened, quotes, saved

if TYPE_CHECKING:
    from collections.abc import Callable


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
