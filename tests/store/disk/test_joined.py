"""Journals that are not as they were left: of two copies, of another time, without a header, by an odd clock."""

import shutil
from pathlib import Path

import pytest

from store.change import Change
from store.disk.database import Database
from tests.store.disk.disks import QUICK, journal, opened, quotes, saved, snapshot


def test_a_clock_that_goes_back_changes_no_order(tmp_path: Path) -> None:
    times = iter(
        ["2031-05-14T09:15:04Z", "1999-01-01T00:00:00Z", "1970-01-01T00:00:00Z"] + ["1969-12-31T23:59:59Z"] * 99
    )
    database = Database.open(tmp_path, "ana", clock=lambda: next(times), system=QUICK)
    assert [saved(database, town) for town in ("Marl", "Quay", "Tern Isle")] == [1, 2, 3]
    assert database.close()
    again = opened(tmp_path)
    assert [line.seq for line in again.lines()] == [1, 2, 3]
    assert saved(again) == 4
    assert quotes(again) == ["Marl", "Orrin Bay", "Quay", "Tern Isle"]
    again.close()


def action_lines(root: Path) -> list[bytes]:
    return [line for line in journal(root).read_bytes().split(b"\n") if b'"ops"' in line]


@pytest.mark.parametrize("folds", [True, False], ids=["folded", "not folded"])
def test_two_journals_of_two_copies_in_one_file_are_both_done(tmp_path: Path, *, folds: bool) -> None:
    root, copy = tmp_path / "p", tmp_path / "copy"
    first = opened(root)
    saved(first, "Marl")
    first.close()
    shutil.copytree(root, copy)
    for place, town in ((root, "Quay"), (copy, "Tern Isle")):
        database = opened(place)
        saved(database, town)
        number = max(database.numbers("annotations"))
        upd = Change("upd", "annotations", number, new={"note": town}, old={})
        assert database.commit([upd], "note").wait(10)
        link = {"id": f"ana-{number + 1}", "type": "at", "source": f"ana-{number}", "target": "ana-1"}
        assert database.commit([Change.insert("links", database.take_number(), link)], "link").wait(10)
        database.close(compacts=folds and place == root)
    with journal(root).open("ab") as file:
        file.write(b"\n".join(action_lines(copy)) + b"\n")
    again = opened(root)
    for _ in range(2):
        found = again.numbers("annotations")
        assert quotes(again) == ["Marl", "Quay", "Tern Isle"]
        assert {one["quote"]: one.get("note") for one in found.values()} == {
            "Marl": None, "Quay": "Quay", "Tern Isle": "Tern Isle",
        }  # fmt: skip
        assert all(one["id"] == f"ana-{number}" for number, one in found.items())
        sources = [link["source"] for link in again.numbers("links").values()]
        quoted = {one["id"]: one["quote"] for one in found.values()}
        assert sorted(quoted[source] for source in sources) == ["Quay", "Tern Isle"]
        if again.problems:
            assert any("actions of two copies" in str(problem) for problem in again.problems)
        saved(again, "Orrin Bay")
        again.table("annotations").remove(doc_ids=[max(again.numbers("annotations"))])
        again.close()
        again = opened(root)
    assert not again.problems
    again.close()


def test_a_journal_that_was_joined_with_itself_changes_nothing(tmp_path: Path) -> None:
    database = opened(tmp_path)
    for town in ("Marl", "Quay"):
        saved(database, town)
    database.table("annotations").remove(doc_ids=[1])
    database.close(compacts=False)
    with journal(tmp_path).open("ab") as file:
        file.write(b"\n".join(action_lines(tmp_path)) + b"\n")
    again = opened(tmp_path)
    assert quotes(again) == ["Quay"]
    again.close()


def test_what_is_done_later_to_a_record_that_got_another_number_follows_it(tmp_path: Path) -> None:
    root, elsewhere = tmp_path / "p", tmp_path / "elsewhere"
    first = opened(root)
    saved(first, "Marl")
    first.close()
    shutil.copytree(root, elsewhere)
    for place, town in ((root, "Quay"), (elsewhere, "Tern Isle")):
        database = opened(place)
        saved(database, town)
        if place == root:
            change = Change("upd", "annotations", 2, new={"note": "ours"}, old={})
            assert database.commit([change], "note").wait(10)
        database.close(compacts=place == elsewhere)
    shutil.copy(snapshot(elsewhere), snapshot(root))
    again = opened(root)
    notes = {one["quote"]: one.get("note") for one in again.numbers("annotations").values()}
    assert notes == {"Marl": None, "Tern Isle": None, "Quay": "ours"}
    again.close()


def test_a_journal_of_an_older_state_beside_a_newer_snapshot_takes_nothing_back(tmp_path: Path) -> None:
    database = opened(tmp_path)
    saved(database, "Marl")
    database.close(compacts=False)
    old = journal(tmp_path).read_bytes()
    database = opened(tmp_path)
    saved(database, "Quay")
    database.close()
    journal(tmp_path).write_bytes(old)
    again = opened(tmp_path)
    assert quotes(again) == ["Marl", "Quay"]
    assert saved(again, "Tern Isle") == 3
    again.close()
    assert quotes(opened(tmp_path, read_only=True)) == ["Marl", "Quay", "Tern Isle"]


def test_a_journal_without_its_header_is_read_and_gets_one(tmp_path: Path) -> None:
    database = opened(tmp_path)
    saved(database, "Marl")
    database.close(compacts=False)
    journal(tmp_path).write_bytes(journal(tmp_path).read_bytes().split(b"\n", 1)[1])
    again = opened(tmp_path)
    assert quotes(again) == ["Marl"]
    saved(again, "Quay")
    assert journal(tmp_path).read_bytes().startswith(b'{"journal":')
    again.close()
    assert quotes(opened(tmp_path, read_only=True)) == ["Marl", "Quay"]
