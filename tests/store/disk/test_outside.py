"""Other programs at the snapshot: what they wrote is taken over, what was done here stays, nothing is written over."""

import errno
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB, where

from tests.store.disk.disks import (
    Faulty,
    add,
    as_left,
    everything,
    journal,
    mention,
    opened,
    quotes,
    rejected,
    saved,
    snapshot,
)

LATER = "2031-06-01T00:00:00Z"


def begun(root: Path, *towns: str) -> None:
    """A project with a snapshot."""
    database = opened(root)
    for town in towns:
        saved(database, town)
    assert database.close()


def edit(root: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """What a script does to the snapshot; as a new file, as editors and git write."""
    value = json.loads(snapshot(root).read_bytes())
    change(value)
    fresh = snapshot(root).with_suffix(".new")
    fresh.write_text(json.dumps(value), encoding="utf-8")
    fresh.replace(snapshot(root))


def test_a_record_that_another_program_added_stays(tmp_path: Path) -> None:
    begun(tmp_path, "Marl")
    database = opened(tmp_path)
    edit(tmp_path, lambda value: value["annotations"].update({"70": mention(70, "Tern Isle")}))
    saved(database, "Quay")
    database.compact()
    assert quotes(database) == ["Marl", "Quay", "Tern Isle"]
    assert any("changed by another program" in str(problem) for problem in database.problems)
    assert database.take_number() == 71
    assert [one["quote"] for one in database.of_article("ferry.txt")] == ["Marl", "Quay", "Tern Isle"]
    database.close()
    again = opened(tmp_path)
    assert (quotes(again), again.problems) == (["Marl", "Quay", "Tern Isle"], ())
    again.close()


def test_of_two_changes_of_a_record_the_newer_counts_and_the_other_is_kept_aside(tmp_path: Path) -> None:
    begun(tmp_path, "Marl", "Quay")
    database = opened(tmp_path)

    def change(value: dict[str, Any]) -> None:
        value["annotations"]["1"].update(note="theirs, newer", updated=LATER)
        value["annotations"]["2"].update(note="theirs, older")

    edit(tmp_path, change)
    table = database.table("annotations")
    table.update({"note": "ours, older"}, doc_ids=[1])
    table.update({"note": "ours, newer", "updated": LATER}, doc_ids=[2])
    database.close()
    notes = {number: one["note"] for number, one in opened(tmp_path, read_only=True).numbers("annotations").items()}
    assert notes == {1: "theirs, newer", 2: "ours, newer"}
    raws = [json.loads(row)["raw"] for row in rejected(tmp_path).splitlines()]
    assert sorted(json.loads(raw)["note"] for raw in raws) == ["ours, older", "theirs, older"]


def test_what_was_deleted_here_stays_deleted_and_what_was_deleted_there_stays(tmp_path: Path) -> None:
    begun(tmp_path, "Marl", "Quay")
    database = opened(tmp_path)
    edit(tmp_path, lambda value: value["annotations"].pop("1"))
    database.table("annotations").remove(doc_ids=[2])
    database.close()
    assert quotes(opened(tmp_path, read_only=True)) == ["Marl"]


def test_a_record_that_only_another_program_changed_is_as_it_left_it(tmp_path: Path) -> None:
    begun(tmp_path, "Marl")
    database = opened(tmp_path)
    edit(tmp_path, lambda value: value["annotations"]["1"].update(note="by a script that sets no time"))
    saved(database, "Quay")
    database.close()
    assert opened(tmp_path, read_only=True).numbers("annotations")[1]["note"] == "by a script that sets no time"


def test_a_record_that_was_changed_there_and_deleted_here_is_kept(tmp_path: Path) -> None:
    begun(tmp_path, "Marl")
    database = opened(tmp_path)
    edit(tmp_path, lambda value: value["annotations"]["1"].update(note="long work", updated=LATER))
    database.table("annotations").remove(doc_ids=[1])
    database.close()
    assert quotes(opened(tmp_path, read_only=True)) == ["Marl"]


def test_two_new_records_with_one_number_are_both_kept(tmp_path: Path) -> None:
    begun(tmp_path, "Marl")
    database = opened(tmp_path)
    with TinyDB(snapshot(tmp_path)) as stock:
        assert stock.table("annotations").insert({"article": "ferry.txt", "quote": "Tern Isle"}) == 2
    assert saved(database, "Quay") == 2
    assert everything(database)["annotations", 2]["quote"] == "Quay"
    database.close()
    again = opened(tmp_path)
    assert quotes(again) == ["Marl", "Quay", "Tern Isle"]
    assert again.numbers("annotations")[2]["quote"] == "Quay", "what the screen called ana-2 keeps that name"
    again.close()


def test_a_table_that_another_program_added_travels_along(tmp_path: Path) -> None:
    begun(tmp_path, "Marl")
    database = opened(tmp_path)
    edit(tmp_path, lambda value: value.update(tides={"1": {"high": 3}}))
    saved(database, "Quay")
    database.close()
    assert json.loads(snapshot(tmp_path).read_bytes())["tides"] == {"1": {"high": 3}}


def test_a_newer_file_is_not_written_over_with_an_older_one(tmp_path: Path) -> None:
    begun(tmp_path, "Marl")
    database = opened(tmp_path)
    edit(tmp_path, lambda value: value["_meta"]["1"].update(schema=9))
    data = snapshot(tmp_path).read_bytes()
    saved(database, "Quay")
    database.close()
    assert snapshot(tmp_path).read_bytes() == data


@pytest.mark.parametrize("data", [None, b"", b"[1,2", b"\0" * 600], ids=["deleted", "empty", "damaged", "zeros"])
def test_a_snapshot_that_was_ruined_while_open_is_made_again(tmp_path: Path, data: bytes | None) -> None:
    begun(tmp_path, "Marl")
    database = opened(tmp_path)
    snapshot(tmp_path).unlink()
    if data is not None:
        snapshot(tmp_path).write_bytes(data)
    saved(database, "Quay")
    assert database.close()
    again = opened(tmp_path)
    assert (quotes(again), again.problems) == (["Marl", "Quay"], ())
    again.close()


def test_a_merge_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    begun(tmp_path, "Marl")
    system = Faulty()
    database = opened(tmp_path, system)
    edit(tmp_path, lambda value: value["annotations"].update({"70": mention(70, "Tern Isle")}))
    saved(database, "Quay")
    system.broken = {"rename": errno.ENOSPC}
    with pytest.raises(OSError, match="No space"):
        database.compact()
    system.broken = {}
    saved(database, "Orrin Bay")
    database.close()
    assert quotes(opened(tmp_path, read_only=True)) == ["Marl", "Orrin Bay", "Quay", "Tern Isle"]


def replaced(root: Path, tmp_path: Path) -> None:
    """Work that is in the journal only, beside a snapshot from elsewhere."""
    begun(root, "Marl")
    shutil.copytree(root, tmp_path / "elsewhere")
    begun(root, "Quay")
    database = opened(root)
    saved(database, "Orrin Bay")
    left = as_left(root, tmp_path / "left")  # killed here, with one action in the journal
    database.close()
    shutil.rmtree(root)
    left.rename(root)
    shutil.copy(snapshot(tmp_path / "elsewhere"), snapshot(root))


def test_work_in_the_journal_is_put_onto_a_snapshot_from_elsewhere(tmp_path: Path) -> None:
    root = tmp_path / "p"
    replaced(root, tmp_path)
    database = opened(root)
    assert quotes(database) == ["Marl", "Orrin Bay"], "what the other snapshot left out was its own decision"
    assert any("not the one it continues" in str(problem) for problem in database.problems)
    assert not database.lines()
    assert saved(database, "Tern Isle") == 4
    database.close()
    again = opened(root)
    assert (quotes(again), again.problems) == (["Marl", "Orrin Bay", "Tern Isle"], ())
    again.close()


def test_an_insert_under_a_number_that_was_given_elsewhere_gets_another(tmp_path: Path) -> None:
    root = tmp_path / "p"
    replaced(root, tmp_path)
    edit(root, lambda value: value["annotations"].update({"3": mention(3, "Tern Isle")}))
    database = opened(root)
    found = database.numbers("annotations")
    assert {one["quote"]: one["id"] for one in found.values()} == {
        "Marl": "ana-1",
        "Tern Isle": "ana-3",
        "Orrin Bay": "ana-4",
    }
    database.close()


@pytest.mark.parametrize("call", ["open", "write_at", "flush", "rename", "flush_folder", "link"])
@pytest.mark.parametrize("after", [0, 1, 2])
def test_settling_with_a_snapshot_from_elsewhere_can_fail_and_loses_nothing(
    tmp_path: Path, call: str, after: int
) -> None:
    root = tmp_path / "p"
    replaced(root, tmp_path)
    system = Faulty(**{call: errno.ENOSPC})
    system.after = after
    opened(root, system).close()
    again = opened(root)
    assert quotes(again) == ["Marl", "Orrin Bay"]
    again.close()


def test_work_after_a_backup_was_put_back_twice_is_there(tmp_path: Path) -> None:
    root, backup = tmp_path / "p", tmp_path / "backup.json"
    begun(root, "Marl")
    shutil.copy(snapshot(root), backup)
    begun(root, "Quay", "Orrin Bay")
    for town in ("Tern Isle", "東京港"):
        shutil.copy(backup, snapshot(root))
        database = opened(root)
        assert quotes(database) == ["Marl"]
        database.close()
        shutil.copy(backup, snapshot(root))
        database = opened(root)
        saved(database, town)
        left = opened(as_left(root, tmp_path / "left"))
        assert town in quotes(left), "an acknowledged action is gone"
        left.close()
        database.close()


def test_a_clone_goes_on_with_numbers_of_its_own_journal(tmp_path: Path) -> None:
    root, clone = tmp_path / "p", tmp_path / "clone"
    begun(root, "Marl", "Quay")
    shutil.copytree(root / "annotations", clone / "annotations")
    journal(clone).unlink()
    begun(clone, "Tern Isle")
    shutil.copy(snapshot(clone), snapshot(root))
    database = opened(root)
    assert quotes(database) == ["Marl", "Quay", "Tern Isle"]
    add(database, "Orrin Bay")
    database.close()
    assert quotes(opened(root, read_only=True)) == ["Marl", "Orrin Bay", "Quay", "Tern Isle"]


def test_stock_tinydb_may_change_a_closed_file(tmp_path: Path) -> None:
    begun(tmp_path, "Marl", "Quay")
    with TinyDB(snapshot(tmp_path)) as stock:
        stock.table("annotations").update({"note": "by a script"}, where("quote") == "Quay")
    database = opened(tmp_path)
    assert [one.get("note") for one in database.of_article("ferry.txt")] == [None, "by a script"]
    assert len(database.lines()) == 2
    database.close()
