"""The snapshot: TinyDB's file, one record a line, byte for byte stable; damage costs as little as it can."""

import json
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB

from store import RefusedError
from store.annotation import TABLES, Record
from store.change import Change
from store.disk.loading import from_bytes
from store.disk.snapshot import Meta, Snapshot, Tables, to_bytes
from tests.store.disk.disks import (
    Records,
    add,
    everything,
    mention,
    opened,
    quotes,
    rejected,
    saved,
    snapshot,
)

records = st.fixed_dictionaries(
    {"article": st.sampled_from(["ferry.txt", "2031/quay.txt"]), "start": st.integers(0, 99)},
    optional={"end": st.integers(0, 99) | st.none(), "note": st.text(), "tide": st.lists(st.integers(0, 3))},
)
tables = st.fixed_dictionaries({name: st.dictionaries(st.integers(1, 10**6), records, max_size=4) for name in TABLES})
MEMBERS = {
    "annotations": "article start end quote prefix suffix label id attributes note unsure cluster",
    "articles": "article id labels done note",
    "clusters": "id kind name aliases kb_id",
    "decisions": "article start end quote id kind verdict label target score reason",
    "links": "id type source target note",
}
CONFLICT = b"""{
"_meta":{"1":{"schema":1,"annotator":"ana","journal":"aa","last_seq":3,"next_number":4}},
"annotations":{
"1":{"article":"ferry.txt","quote":"Marl"},
<<<<<<< ours
"2":{"article":"ferry.txt","quote":"Orrin Bay"}
=======
"3":{"article":"ferry.txt","quote":"Tern Isle"}
>>>>>>> theirs
},
"links":{}
}
"""


def placed(root: Path, data: bytes) -> Path:
    snapshot(root).parent.mkdir(parents=True, exist_ok=True)
    snapshot(root).write_bytes(data)
    return root


def whole(count: int = 3) -> Snapshot:
    """Records in every table, with the members that the program gives them."""
    numbers = iter(range(1, 100))
    found: Tables = {name: {} for name in TABLES}
    for name, members in MEMBERS.items():
        for number in [next(numbers) for _ in range(count)]:
            place = mention(number) if "start" in members else {"id": f"ana-{number}"}
            found[name][number] = {**dict.fromkeys(members.split(), ""), **place}
    return Snapshot(Meta("ana", "0badcafe", 7, 99), found)


def flat(found: Tables) -> Records:
    return {(name, number): record for name, table in found.items() for number, record in table.items()}


@given(tables, st.dictionaries(st.sampled_from(["tides", "moons"]), records | st.none()))
def test_a_snapshot_comes_back_as_it_was_and_stays_the_same_bytes(found: Tables, others: dict[str, Any]) -> None:
    highest = max((number for _, number in flat(found)), default=0)
    data = to_bytes(Snapshot(Meta("ana", "0badcafe", 7, highest + 1), found, others))
    again = from_bytes(data)
    assert (again.tables, again.others, again.aside, again.is_whole) == (found, others, (), True)
    assert again.meta == Meta("ana", "0badcafe", 7, highest + 1)
    assert to_bytes(again) == data


@given(tables)
def test_a_record_is_a_line_and_the_lines_are_sorted(found: Tables) -> None:
    rows = to_bytes(Snapshot(tables=found)).splitlines()
    assert rows[1].startswith(b'"_meta":')
    assert sum(row.startswith(b'"') and row[1:2].isdigit() for row in rows) == len(flat(found))
    places: list[Record] = [orjson.loads(row.rstrip(b",").partition(b":")[2]) for row in rows if row[1:2].isdigit()]
    first = places[: len(found["annotations"])]
    assert [(one["article"], one["start"]) for one in first] == sorted((one["article"], one["start"]) for one in first)


def test_stock_tinydb_sees_every_table_and_annotation(tmp_path: Path) -> None:
    database = opened(tmp_path)
    for name in TABLES:
        number = database.take_number()
        database.commit([Change.insert(name, number, {**mention(number), "table": name})], "import")
    saved(database, "東京港")
    known = everything(database)
    assert database.close()
    with TinyDB(snapshot(tmp_path)) as stock:
        assert stock.tables() == {"_meta", *TABLES}
        assert {(name, one.doc_id): dict(one) for name in TABLES for one in stock.table(name)} == known


def test_a_file_that_stock_tinydb_wrote_is_read_and_gets_its_layout_back(tmp_path: Path) -> None:
    database = opened(tmp_path)
    saved(database, "Marl")
    database.close()
    with TinyDB(snapshot(tmp_path)) as stock:
        stock.table("annotations").insert({"article": "ferry.txt", "quote": "Tern Isle"})
    assert snapshot(tmp_path).read_bytes().count(b"\n") == 0
    database = opened(tmp_path)
    assert quotes(database) == ["Marl", "Tern Isle"]
    assert saved(database, "Orrin Bay") == 2
    assert database.numbers("annotations")[3]["quote"] == "Orrin Bay"
    database.close()
    rows = snapshot(tmp_path).read_bytes().splitlines()
    assert sum(row[1:2].isdigit() for row in rows) == 3


def test_unknown_members_and_tables_travel_along(tmp_path: Path) -> None:
    value = json.loads(to_bytes(whole(1)))
    value["tides"] = {"1": {"high": [3, None]}}
    value["annotations"]["1"]["moon"] = {"full": True}
    placed(tmp_path, json.dumps(value).encode())
    database = opened(tmp_path)
    record = database.numbers("annotations")[1]
    change = Change.between("annotations", 1, record, {**record, "note": "seen"})
    assert change
    database.commit([change], "note")
    database.close()
    after = json.loads(snapshot(tmp_path).read_bytes())
    assert after["tides"] == {"1": {"high": [3, None]}}
    assert (after["annotations"]["1"]["moon"], after["annotations"]["1"]["note"]) == ({"full": True}, "seen")


def test_a_newer_snapshot_is_shown_and_not_touched(tmp_path: Path) -> None:
    data = to_bytes(Snapshot(Meta("ana", "0badcafe", 7, 99, schema=2), whole().tables))
    database = opened(placed(tmp_path, data))
    assert "newer" in (database.read_only or "")
    assert everything(database) == flat(whole().tables)
    with pytest.raises(RefusedError, match="schema 2"):
        add(database)
    database.close()
    assert snapshot(tmp_path).read_bytes() == data


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\n", b"\0" * 700, b"\xef\xbb\xbf", b"{}", b"[]", b"null", b"7", b'"text"', b"{", b"[" * 200_000,
        b'{"a":' * 100_000, b"\xff\xfe{}", b"words and nothing else", b'{"_meta":[]}', b'{"_meta":{"1":null}}',
        b'{"_meta":{"1":{"last_seq":"x","next_number":null,"schema":true}}}', b'{"annotations":[]}',
        b'{"annotations":null,"links":7}', b'{"annotations":{"x":{},"1":[]}}', b'{"annotations":{"1":{"quote":NaN}}}',
    ],
    ids=lambda data: repr(data[:24]),
)  # fmt: skip
def test_whatever_stands_in_the_file_work_goes_on_and_its_bytes_are_kept(tmp_path: Path, data: bytes) -> None:
    database = opened(placed(tmp_path, data))
    saved(database, "Marl")
    database.close()
    with TinyDB(snapshot(tmp_path)) as stock:
        assert "Marl" in [one["quote"] for one in stock.table("annotations")]
    again = opened(tmp_path)
    assert "Marl" in quotes(again)
    again.close()
    backups = b"".join(path.read_bytes() for path in (tmp_path / ".sidemark").rglob("*.json"))
    assert data in backups or rejected(tmp_path)


@pytest.mark.parametrize("change", [(b"", b"\xef\xbb\xbf"), (b"\n", b"\r\n"), (b'":{"article', b'" : {"article')])
def test_a_layout_that_an_editor_changed_is_read(change: tuple[bytes, bytes]) -> None:
    data = to_bytes(whole())
    odd = change[1] + data if not change[0] else data.replace(*change)
    found = from_bytes(odd)
    assert (found.tables, found.aside) == (whole().tables, ())


def test_both_sides_of_a_conflict_count() -> None:
    found = from_bytes(CONFLICT)
    assert {number: one["quote"] for number, one in found.tables["annotations"].items()} == {
        1: "Marl",
        2: "Orrin Bay",
        3: "Tern Isle",
    }
    assert (found.aside, found.meta.next_number) == ((), 4)


def test_one_number_twice_keeps_both_records() -> None:
    data = CONFLICT.replace(b'"3":{', b'"2":{"updated":"2031-05-14T09:15:04Z",')
    found = from_bytes(data)
    assert found.tables["annotations"][2]["quote"] == "Tern Isle"
    assert [orjson.loads(one.raw)["2"]["quote"] for one in found.aside] == ["Orrin Bay"]


@pytest.mark.parametrize("key", [b"1", b"01"])
def test_a_number_twice_in_sound_json_keeps_both_records(key: bytes) -> None:
    data = to_bytes(Snapshot(tables=whole(2).tables)).replace(b'"2":{', b'"%s":{' % key, 1)
    assert json.loads(data), "git may merge two branches into this without a conflict"
    found = from_bytes(data)
    assert found.tables["annotations"] == {1: whole(2).tables["annotations"][1]}, "the one whose id has the number"
    assert [orjson.loads(one.raw)["1"]["id"] for one in found.aside] == ["ana-2"]


def test_a_cut_keeps_every_line_before_it() -> None:
    data, known = to_bytes(whole()), flat(whole().tables)
    for cut in range(len(data)):
        found = flat(from_bytes(data[:cut]).tables)
        complete = [line for line in data[:cut].split(b"\n")[:-1] if line[1:2].isdigit()]
        assert all(known[key] == record for key, record in found.items()), (cut, "half a record")
        assert len(found) >= len(complete), cut


def flips(kind: bool) -> list[int]:
    """Places in a snapshot: inside its records, or in what is between them."""
    places, at = list[int](), 0
    for line in to_bytes(whole(2)).splitlines(keepends=True):
        if (line[1:2].isdigit()) is kind and not line.startswith(b'"_meta"'):
            places += range(at, at + len(line))
        at += len(line)
    return places


def after_flip(at: int) -> tuple[Records, Snapshot]:
    data = bytearray(to_bytes(whole(2)))
    data[at] ^= 0x01
    found = from_bytes(bytes(data))
    return flat(found.tables), found


def test_a_flipped_bit_in_a_record_costs_that_record() -> None:
    known = flat(whole(2).tables)
    for at in flips(kind=True):
        found, how = after_flip(at)
        right = sum(found.get(key) == record for key, record in known.items())
        assert right >= len(known) - 1, at
        assert len(found) == len(known) or how.aside, at


def test_a_flipped_bit_between_the_records_moves_none_and_hides_none() -> None:
    known = flat(whole(2).tables)
    wrong: list[tuple[int, str]] = []
    for at in flips(kind=False):
        found, how = after_flip(at)
        if any(key not in known for key in found):
            wrong.append((at, "a record is in another table"))
        elif len(found) < len(known) and not how.aside:
            wrong.append((at, "records are gone and nobody says so"))
    assert wrong == []
