"""The byte index: it says what stands in the file, is made again when it does not fit, never believed blindly."""

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from store.annotation import TABLES, Record
from store.change import Change
from store.disk import index as disk_index
from store.disk import stored
from store.disk.base import StaleError
from store.disk.fold import Fold
from store.disk.index import Index, index_of, read_index, write_index
from store.disk.indexed import Indexed
from store.disk.loading import from_bytes
from store.disk.names import Files
from store.disk.records import Records, must_fit
from store.disk.rows import line_at, pieces
from store.disk.snapshot import BY_ARTICLE, ORDERS, Meta, Snapshot, Tables, to_bytes
from tests.store.disk.disks import QUICK, everything, mention, opened, quotes, saved, snapshot

ARTICLES = "abcdefghij"
SEEDS = range(12)
ODD = ['}]\n,{"', "},", "\u2028", '\\"', "東京港", ""]
"""What looks like the frame of a snapshot, in a value."""


def record_of(random: Random, table: str, number: int) -> Record:
    if table not in BY_ARTICLE:
        return {"id": f"ana-{number}", "name": random.choice(ODD)}
    start = random.randrange(9)
    return {"article": f"{random.choice(ARTICLES)}.txt", "start": start, "end": 10, "note": random.choice(ODD)}


def some_tables(random: Random) -> tuple[Tables, int]:
    """Records of all kinds, and the next number."""
    tables: Tables = {}
    number = 1
    for name in TABLES:
        tables[name] = {}
        for _ in range(random.choice([0, 0, 1, 3, 40])):
            tables[name][number] = record_of(random, name, number)
            number += random.choice([1, 1, 5])
    return tables, number


class Place:
    """A snapshot on the disk."""

    def __init__(self, path: Path, tables: Tables, others: dict[str, Any]) -> None:
        path.write_bytes(to_bytes(Snapshot(Meta("ana", "0badcafe", 5, 999), tables, others)))
        self.descriptor = os.open(path, os.O_RDONLY)
        self.path = path

    def indexed(self) -> Indexed:
        index = index_of(self.descriptor)
        assert index is not None
        return Indexed(self.descriptor, index, lambda _: None)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Any]:
    made: list[Place] = []

    def make(tables: Tables, others: dict[str, Any] | None = None) -> Place:
        made.append(Place(tmp_path / f"{len(made)}.json", tables, others or {}))
        return made[-1]

    yield make
    for one in made:
        os.close(one.descriptor)


def some_changes(random: Random, tables: Tables, number: int) -> Iterator[Change]:
    """Changes that fit, one after the other; `tables` is kept in step."""
    for _ in range(random.choice([0, 1, 5, 60])):
        name = random.choice(TABLES)
        known = tables[name]
        if not known or random.random() < 0.4:
            number += random.choice([1, 1, 30])
            known[number] = record_of(random, name, number)
            yield Change.insert(name, number, known[number])
            continue
        chosen = random.choice(list(known))
        if random.random() < 0.5:
            yield Change.delete(name, chosen, known.pop(chosen))
        else:
            new = record_of(random, name, chosen)
            if change := Change.between(name, chosen, known[chosen], new):
                known[chosen] = change.applied_to(known[chosen]) or {}
                yield change


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_looked_up_is_what_was_written(place: Any, seed: int) -> None:
    random = Random(seed)
    for _ in range(10):
        tables, number = some_tables(random)
        base = place(tables).indexed()
        assert base.highest == max((max(table) for table in tables.values() if table), default=0)
        for name in TABLES:
            in_order = sorted(tables[name].items(), key=ORDERS[name])
            assert list(base.items(name)) == in_order
            assert {one: base.get(name, one) for one in range(number + 3)} == {
                one: tables[name].get(one) for one in range(number + 3)
            }
            assert base.size(name) == len(in_order)
            if name in BY_ARTICLE:
                for article in (f"{letter}.txt" for letter in ARTICLES):
                    here = [item for item in in_order if item[1]["article"] == article]
                    assert base.of_article(name, article) == here
                    assert name != "annotations" or base.count(article) == len(here)


@pytest.mark.parametrize("seed", SEEDS)
def test_changes_over_a_snapshot_and_their_fold_are_what_a_dict_holds(place: Any, seed: int) -> None:
    random = Random(seed)
    for _ in range(15):
        tables, number = some_tables(random)
        others = random.choice([{}, {"tides": {"1": {"high": 3}}}])
        records = Records(place(tables, others).indexed())
        for change in some_changes(random, tables, number):
            must_fit(records, [change])
            records.apply(change)
        for name in TABLES:
            assert list(records.items(name)) == sorted(tables[name].items(), key=ORDERS[name])
            assert dict(records.rows(name)) == tables[name]
            assert records.size(name) == len(tables[name])
        for article in (f"{letter}.txt" for letter in ARTICLES):
            here = {one: record for one, record in tables["annotations"].items() if record["article"] == article}
            assert (
                dict(records.items_of(article, "annotations")) == dict(records.rows_of(article, "annotations")) == here
            )
            assert [*records.each_of(article, "annotations")] == records.items_of(article, "annotations")
            assert records.count(article) == len(here)
        assert isinstance(records.base, Indexed)
        meta = Meta("ana", "0badcafe", 9, 2_000)
        fold = Fold(records.base, records.changed, meta, others)
        data = b"".join(fold.pieces())
        at, digits = fold.checksum()
        data = data[:at] + digits + data[at + len(digits) :]
        assert data == to_bytes(Snapshot(meta, tables, others))
        again = place(tables, others).indexed().index
        moved = len(to_bytes(Snapshot(meta, tables, others))) - again.stamp[1]  # the new head may be longer
        for name in TABLES:
            made, found = fold.parts[name], again.parts[name]
            assert [one - moved for one in made.numbers] == list(found.numbers)
            assert (made.start - moved, made.end - moved) == (found.start, found.end)
            assert len(made.articles) == len(found.articles)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_index_comes_back_as_it_was_kept(place: Any, tmp_path: Path, seed: int) -> None:
    tables, _ = some_tables(Random(seed))
    made = place(tables, {"tides": {}})
    index = made.indexed().index
    write_index(tmp_path / "kept" / "ana.index", index, QUICK)
    again = read_index(tmp_path / "kept" / "ana.index", made.descriptor)
    assert again is not None
    assert (again.stamp, again.ends, again.meta, again.others) == (index.stamp, index.ends, index.meta, index.others)
    for name in TABLES:
        assert list(again.parts[name].numbers) == list(index.parts[name].numbers)
        assert list(again.parts[name].articles) == list(index.parts[name].articles)


def test_a_damaged_index_is_none(place: Any, tmp_path: Path) -> None:
    made = place({name: {} for name in TABLES} | {"annotations": {7: record_of(Random(0), "annotations", 7)}})
    path = tmp_path / "ana.index"
    write_index(path, made.indexed().index, QUICK)
    data = path.read_bytes()
    start = len(disk_index.MAGIC)
    for cut in range(len(data)):
        path.write_bytes(data[:cut])
        assert read_index(path, made.descriptor) is None, cut
    for at in range(len(data) - 8 * 5):  # the description; the numbers behind it are checked when they are used
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        found = read_index(path, made.descriptor)
        assert found is None or at >= start + 8, at
    path.write_bytes(data)
    assert read_index(path, made.descriptor) is not None


def test_an_index_of_another_state_of_the_file_is_none(place: Any, tmp_path: Path) -> None:
    made = place({name: {} for name in TABLES})
    path = tmp_path / "ana.index"
    write_index(path, made.indexed().index, QUICK)
    found = made.path.stat()
    os.utime(made.path, ns=(found.st_atime_ns, found.st_mtime_ns + 1))
    assert read_index(path, made.descriptor) is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b'{\n"_meta":{"1":{}}\n}\n',
        b'{\n"_meta":{"1":{}},\n"annotations":{\n"1":{"article":"a"},\n"1":{"article":"a"}\n},\n"articles":{\n},\n'
        b'"clusters":{\n},\n"decisions":{\n},\n"links":{\n}\n}\n',
        b'{\n"_meta":{"1":{}},\n"annotations":{\n"1":{"article":"b"},\n"2":{"article":"a"}\n},\n"articles":{\n},\n'
        b'"clusters":{\n},\n"decisions":{\n},\n"links":{\n}\n}\n',
    ],
    ids=["empty", "one line", "no tables", "a number twice", "not sorted"],
)  # fmt: skip
def test_another_layout_is_not_indexed(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "ana.json"
    path.write_bytes(data)
    descriptor = os.open(path, os.O_RDONLY)
    assert index_of(descriptor) is None
    os.close(descriptor)


def test_what_does_not_stand_where_the_index_says_is_stale(place: Any) -> None:
    tables: Tables = {name: {} for name in TABLES}
    tables["annotations"] = {1: {"article": "a", "start": 0}, 2: {"article": "b", "start": 0}}
    base = place(tables).indexed()
    part = base.index.parts["annotations"]
    offset = part.place(1)
    part.numbers = [part.numbers[1] - (1 << disk_index.SHIFT), part.numbers[1]]  # number 1 at the place of 2
    with pytest.raises(StaleError):
        base.get("annotations", 1)
    again = base.again()
    assert isinstance(again, Indexed)
    assert again.index.parts["annotations"].place(1) == offset
    again.close()


def test_records_go_on_when_the_file_was_changed_in_place(place: Any) -> None:
    tables: Tables = {name: {} for name in TABLES}
    tables["annotations"] = {1: {"article": "a", "start": 0}, 2: {"article": "b", "start": 0}}
    made = place(tables)
    records = Records(made.indexed())
    records.apply(Change.insert("annotations", 3, {"article": "b", "start": 5}))
    tables["annotations"] = {1: {"article": "a", "start": 0, "note": "x" * 99}, 2: {"article": "b", "start": 1}}
    with made.path.open("r+b") as file:
        file.write(to_bytes(Snapshot(Meta(), tables)))
    assert records.get("annotations", 2) == {"article": "b", "start": 1}
    assert [record["start"] for record in records.of_article("b")] == [1, 5]
    assert (records.count("b"), records.size("annotations")) == (2, 3)
    records.base.close()


def test_pieces_are_whole_lines_and_a_line_is_found_whatever_its_length(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    lines = [b"x" * size + b"\n" for size in (0, 1, 5_000, 30, 70_000, 2)]
    path.write_bytes(b"".join(lines))
    descriptor = os.open(path, os.O_RDONLY)
    for size in (1, 7, 64, 1 << 20):
        found = list(pieces(descriptor, 0, path.stat().st_size, size))
        assert b"".join(data for _, data in found) == b"".join(lines)
        assert all(data.endswith(b"\n") for _, data in found)
    at = 0
    for line in lines:
        assert line_at(descriptor, at) == line
        at += len(line)
    with pytest.raises(StaleError):
        list(pieces(descriptor, 0, at + 1))
    os.close(descriptor)


def test_a_large_project_is_opened_through_its_index_and_one_of_another_layout_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored, "LARGE", 1)
    database = opened(tmp_path)
    for town in ("Marl", "Quay"):
        saved(database, town)
    database.close()
    index = Files(tmp_path, "ana").index
    assert index.exists(), "the next start would have to make it"
    database = opened(tmp_path, read_only=True)
    assert isinstance(database._records.base, Indexed)
    assert quotes(database) == ["Marl", "Quay"]
    database.close()
    index.unlink()
    database = opened(tmp_path, read_only=True)
    assert isinstance(database._records.base, Indexed)
    assert index.exists(), "it is made again"
    database.close()
    whole = from_bytes(snapshot(tmp_path).read_bytes())
    snapshot(tmp_path).write_bytes(to_bytes(whole).replace(b"\n", b" "))
    database = opened(tmp_path)
    assert not isinstance(database._records.base, Indexed)
    assert everything(database) == {("annotations", n): mention(n, town) for n, town in ((1, "Marl"), (2, "Quay"))}
    saved(database, "Tern Isle")
    database.close()
    assert snapshot(tmp_path).read_bytes().count(b"\n") > 10, "it gets its layout back"


def test_reading_alone_makes_no_index_where_it_cannot_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "LARGE", 1)
    database = opened(tmp_path)
    saved(database, "Marl")
    database.close()
    index = Files(tmp_path, "ana").index
    index.unlink()
    index.mkdir()  # nothing can be put there
    database = opened(tmp_path, read_only=True)
    assert quotes(database) == ["Marl"]
    assert database.problems == ()
    database.close()


def test_index_of_is_an_index(place: Any) -> None:
    tables, _ = some_tables(Random(3))
    assert isinstance(place(tables).indexed().index, Index)
