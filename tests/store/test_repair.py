"""Repair: what it says it has put right is right, nothing is lost, the originals stay, whatever fails on the way."""

import errno
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from store import Repair, Span, Wanted, check, repair
from store.change import Change
from store.disk import migrations, stored
from store.disk.backups import NEWEST, keep
from store.disk.database import Database
from store.disk.lock import Lock
from store.disk.names import Files
from store.disk.snapshot import Tables
from store.mending import REWRITES
from tests.projects import open_project
from tests.store.disk.disks import (
    AT,
    QUICK,
    Faulty,
    Records,
    everything,
    journal,
    mention,
    opened,
    rejected,
    saved,
    snapshot,
)
from tests.store.test_health import JOURNALS, RECORDS, SNAPSHOTS, codes, home, left_open, root, swapped, tagged

__all__ = ["home", "root"]
BLOCKED = ("snapshot-missing", "snapshot-older", "schema-newer")
"""What has to be settled by somebody first."""


def repaired(root: Path, annotator: str | None = None) -> tuple[Repair, ...]:
    return repair(Wanted(root, annotator), QUICK)


def held(root: Path) -> Records:
    """All that a reader finds."""
    database = opened(root, read_only=True)
    found = everything(database)
    database.close()
    return found


def backed_up(root: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted((root / ".sidemark" / "backups").glob("ana.repair-*"))]


def files(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((root / "annotations").iterdir())}


def must_be_repaired(root: Path) -> None:
    """Repair, and see that a second look finds nothing of what was to be repaired, and nothing is gone."""
    before, was = held(root), files(root)
    deeds = repaired(root)
    assert all(deed.is_done for deed in deeds), deeds
    assert [path for path in was.values() if path not in backed_up(root)] == []
    assert not REWRITES & set(codes(root))
    assert not [one for one in check(Wanted(root)).findings if one.code in REWRITES]
    now = held(root)
    assert sorted(map(without_id, now.values())) == sorted(map(without_id, before.values()))


def without_id(record: object) -> str:
    """What a record says, but for ids, which a repair may change."""
    assert isinstance(record, dict)
    return json.dumps({k: v for k, v in record.items() if k not in ("id", "source", "target", "cluster")})


def test_where_nothing_is_wrong_nothing_is_touched(root: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    assert repaired(root) == ()
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


@pytest.mark.parametrize("code", [code for code in SNAPSHOTS if code not in (*BLOCKED, "duplicate-number")])
def test_a_damaged_snapshot_is_written_anew(root: Path, code: str) -> None:
    snapshot(root).write_bytes(SNAPSHOTS[code](snapshot(root).read_bytes()))
    assert code in codes(root)
    must_be_repaired(root)


def test_records_of_an_older_version_are_looked_at_as_they_will_be(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def renamed(tables: Tables) -> Tables:
        rows = tables["annotations"].items()
        return {**tables, "annotations": {number: {**record, "label": "HUMAN"} for number, record in rows}}

    monkeypatch.setattr("store.disk.snapshot.SCHEMA", 2)
    monkeypatch.setattr(migrations, "MIGRATIONS", {1: renamed})
    (root / "sidemark.toml").write_text('[[label]]\nname = "HUMAN"\n\n[[link]]\ntype = "same"\n')
    found = check(Wanted(root)).findings
    assert [one.code for one in found] == ["schema-older"]
    must_be_repaired(root)
    assert b'"schema":2' in snapshot(root).read_bytes()


@pytest.mark.parametrize("code", JOURNALS)
def test_a_damaged_journal_is_folded_in(root: Path, code: str) -> None:
    journal(root).write_bytes(JOURNALS[code](left_open(root)))
    assert code in codes(root)
    must_be_repaired(root)


def test_what_cannot_be_read_is_set_aside_byte_for_byte(root: Path) -> None:
    data = left_open(root)
    journal(root).write_bytes(data[:-30])
    torn = data[:-30].rpartition(b"\n")[2]
    repaired(root)
    (row,) = rejected(root).splitlines()
    assert json.loads(row)["raw"].encode("latin-1") == torn


@pytest.mark.parametrize("code", BLOCKED)
def test_what_could_lose_something_is_left_as_it_is(root: Path, code: str) -> None:
    snapshot(root).write_bytes(SNAPSHOTS[code](snapshot(root).read_bytes()))
    before = files(root)
    (deed,) = repaired(root)
    assert not deed.is_done
    assert code in deed.what
    assert files(root) == before


def test_a_second_record_with_a_number_gets_one_of_its_own(root: Path) -> None:
    snapshot(root).write_bytes(SNAPSHOTS["duplicate-number"](snapshot(root).read_bytes()))
    assert len(held(root)) == 5
    repaired(root)
    found = held(root)
    assert len(found) == 6
    assert found["annotations", 6]["quote"] == "captain"
    assert found["annotations", 6]["id"] == "ana-6"
    assert found["annotations", 1]["quote"] == "Captain"
    assert not REWRITES & set(codes(root))


@pytest.mark.parametrize("code", ["wrong-id", "duplicate-id"])
def test_a_record_whose_id_does_not_fit_gets_one_that_does(root: Path, code: str) -> None:
    swapped(root, RECORDS[code])
    must_be_repaired(root)
    assert held(root)["annotations", 3]["id"] == "ana-3"


def test_references_follow_to_a_new_id(root: Path) -> None:
    swapped(root, (b'"id":"ana-2"', b'"id":"ana-20"'), (b'"target":"ana-2"', b'"target":"ana-20"'))
    must_be_repaired(root)
    assert held(root)["links", 4]["target"] == "ana-2"
    assert codes(root) == []


def test_references_to_an_id_that_another_record_keeps_stay(root: Path) -> None:
    swapped(root, (b'"id":"ana-3"', b'"id":"ana-1"'))
    must_be_repaired(root)
    assert held(root)["links", 4]["source"] == "ana-1"


def test_two_records_that_have_each_others_ids_get_new_ones_and_their_references(root: Path) -> None:
    swapped(root, (b'"id":"ana-1"', b'"id":"ana-x"'), (b'"id":"ana-2"', b'"id":"ana-1"'))
    swapped(root, (b'"id":"ana-x"', b'"id":"ana-2"'))
    before = {record["id"]: record["quote"] for (table, _), record in held(root).items() if table == "annotations"}
    repaired(root)
    found = held(root)
    by_id = {record["id"]: record.get("quote") for record in found.values()}
    assert not {"ana-1", "ana-2"} & by_id.keys()
    (link,) = (record for (table, _), record in found.items() if table == "links")
    assert [by_id[link["source"]], by_id[link["target"]]] == [before["ana-1"], before["ana-2"]]
    assert codes(root) == []


def test_a_number_in_two_tables_is_given_anew_in_the_second(root: Path) -> None:
    swapped(root, (b'"5":{"id":"ana-5"', b'"2":{"id":"ana-2"'), (b'"cluster":"ana-5"', b'"cluster":"ana-2"'))
    must_be_repaired(root)
    found = held(root)
    assert found["annotations", 1]["cluster"] == "ana-6"
    assert found["links", 4]["target"] == "ana-2"
    assert codes(root) == []


def test_a_copy_under_another_name_becomes_a_file_of_its_own(root: Path) -> None:
    (root / "annotations" / "bob.json").write_bytes(snapshot(root).read_bytes())
    before = held(root)
    repaired(root)
    assert codes(root) == []
    assert held(root) == before
    bob = Database.open(root, "bob", read_only=True)
    assert bob.get("annotations", 1) == {**before["annotations", 1], "id": "bob-1", "cluster": "bob-5"}
    assert bob.get("links", 4) == {**before["links", 4], "id": "bob-4", "source": "bob-1", "target": "bob-2"}
    bob.close()


def test_the_links_of_another_annotator_follow_too(root: Path) -> None:
    bob = open_project(root, "bob")
    tagged(bob, "ferry.txt", (0, 7))
    own = tagged(bob, "harbour.txt", (4, 11))[0]
    ana = open_project(root, read_only=True)
    bob.link(own, next(iter(ana.layer(ana.library.article("harbour.txt")))), "same")
    bob.close()
    ana.close()
    swapped(root, (b'"id":"ana-3"', b'"id":"ana-44"'))
    path = root / "annotations" / "bob.json"
    path.write_bytes(path.read_bytes().replace(b'"target":"ana-3"', b'"target":"ana-44"'))
    repaired(root)
    assert codes(root) == []
    assert b'"target":"ana-3"' in path.read_bytes()


def test_new_ids_are_one_action_that_can_be_undone(root: Path) -> None:
    swapped(root, (b'"id":"ana-2"', b'"id":"ana-20"'), (b'"id":"ana-3"', b'"id":"ana-30"'))
    before = held(root)
    repaired(root)
    project = open_project(root)
    assert project.undo().action == "repair"
    project.close()
    assert held(root) == before


def test_dangling_links_orphans_and_unknown_labels_stay_and_are_told(root: Path) -> None:
    swapped(root, RECORDS["dangling-link"], RECORDS["unknown-label"])
    found, before = codes(root), held(root)
    assert repaired(root) == ()
    assert (codes(root), held(root)) == (found, before)


def waiting(root: Path, *changes: Change) -> Path:
    """An emergency copy, of what a session did that followed the last one."""
    database = opened(root, Faulty(write_at=errno.ENOSPC, open=errno.ENOSPC))
    for change in changes:
        database.commit([change], "tag")
    assert not database.close(compacts=False)
    (path,) = Path(database.problems[-1].what.rpartition(" in ")[2]).parent.glob("*.journal")
    return path


def test_an_emergency_copy_is_taken_in_as_one_action_and_not_offered_again(root: Path) -> None:
    link = held(root)["links", 4]
    path = waiting(root, Change.insert("annotations", 6, mention(6)), Change.delete("links", 4, link))
    assert codes(root) == ["emergency-copy"]
    repaired(root)
    found = held(root)
    assert ("links", 4) not in found
    assert found["annotations", 6] == mention(6)
    assert "emergency-copy" not in codes(root)
    assert path.with_name(f"{path.name}.taken").exists()
    project = open_project(root)
    assert project.undo().action == "take-in"
    project.close()
    assert ("annotations", 6) not in held(root)


def test_a_number_that_was_given_since_is_not_taken_from_its_record(root: Path) -> None:
    made = Change.insert("annotations", 6, mention(6, "Tern Isle"))
    drawn = Change.insert("links", 7, {"id": "ana-7", "type": "same", "source": "ana-6", "target": "ana-1"})
    waiting(root, made, drawn)
    project = open_project(root)
    tagged(project, "harbour.txt", (12, 17))
    project.close()
    before = held(root)
    repaired(root)
    found = held(root)
    assert found.items() >= before.items()
    by_id = {record["id"]: record for record in found.values()}
    (link,) = (record for (table, number), record in found.items() if table == "links" and number != 4)
    assert by_id[link["source"]]["quote"] == "Tern Isle"


def test_a_change_that_does_not_fit_any_more_is_left_in_the_copy_and_told(root: Path) -> None:
    record = held(root)["annotations", 1]
    path = waiting(root, Change("upd", "annotations", 1, new={"note": "mine"}, old={"note": ""}))
    project = open_project(root)
    project.update([project.layer(project.library.article("ferry.txt")).over(Span(0, 1))[0]], "note", note="newer")
    project.close()
    data = path.read_bytes()
    deeds = repaired(root)
    assert [deed for deed in deeds if "left out" in deed.what and not deed.is_done]
    assert held(root)["annotations", 1]["note"] == "newer" != record["note"]
    assert path.with_name(f"{path.name}.taken").read_bytes() == data


def test_a_file_that_another_program_has_open_is_refused_with_who_has_it(root: Path) -> None:
    snapshot(root).write_bytes(SNAPSHOTS["checksum"](snapshot(root).read_bytes()))
    before = files(root)
    lock = Lock.take(root / ".sidemark" / "lock-ana")
    assert lock is not None
    (deed,) = repaired(root)
    lock.free()
    assert not deed.is_done
    assert "open in process" in deed.what
    assert files(root) == before


def test_what_a_killed_session_left_is_deleted(root: Path) -> None:
    path = root / "annotations" / "ana.json.tmp"
    path.write_bytes(b"half")
    before = snapshot(root).stat().st_mtime_ns
    assert [deed.what for deed in repaired(root)] == ["deleted"]
    assert not path.exists()
    assert snapshot(root).stat().st_mtime_ns == before


def test_an_index_that_does_not_fit_is_made_anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "LARGE", 1)
    monkeypatch.setattr("store.disk.condition.LARGE", 1)
    opened(root, read_only=True).close()
    index = root / ".sidemark" / "ana.index"
    whole = index.read_bytes()
    index.write_bytes(whole[:-8])
    assert [deed.what for deed in repaired(root)] == ["made anew"]
    assert index.read_bytes() == whole


def test_originals_stay_however_many_backups_follow(root: Path) -> None:
    snapshot(root).write_bytes(SNAPSHOTS["checksum"](snapshot(root).read_bytes()))
    damaged = snapshot(root).read_bytes()
    repaired(root)
    for hour in range(NEWEST + 20):
        keep(Files(root, "ana"), f"2031-05-14T{hour % 24:02}:{hour:02}:00Z", QUICK)
    assert damaged in backed_up(root)


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "snapshot": lambda data: SNAPSHOTS["unreadable-record"](data).replace(b'"id":"ana-2"', b'"id":"ana-20"'),
    "ids": lambda data: data.replace(b'"id":"ana-2"', b'"id":"ana-20"'),
}


@pytest.mark.parametrize("call", ["open", "write_at", "flush_data", "flush", "rename", "link", "flush_folder"])
@pytest.mark.parametrize("kind", [*DAMAGE, "copy"])
def test_a_repair_that_fails_at_any_call_loses_nothing_and_can_be_tried_again(
    root: Path, home: Path, tmp_path: Path, call: str, kind: str
) -> None:
    left_open(root, 2)
    lost = []
    if kind == "copy":
        waiting(root, Change.insert("annotations", 20, mention(20, "Tern Isle")))
        lost = [mention(20, "Tern Isle")]
    else:
        snapshot(root).write_bytes(DAMAGE[kind](snapshot(root).read_bytes()))
    records = [*held(root).values()]
    known, wanted = (sorted(map(without_id, some)) for some in (records, [*records, *lost]))
    state = shutil.copytree(home, tmp_path / "home") if home.exists() else None
    after, refusals = 0, 1
    while refusals:
        copy = shutil.copytree(root, tmp_path / f"copy-{after}")
        shutil.rmtree(home, ignore_errors=True)
        if state is not None:
            shutil.copytree(state, home)
        system = Faulty(**{call: errno.ENOSPC})
        system.after = after
        deeds = repair(Wanted(copy), system)
        refusals = system.refusals
        if all(deed.is_done for deed in deeds):
            assert not REWRITES & {one.code for one in check(Wanted(copy)).findings}, (after, deeds)
        assert sorted(map(without_id, held(copy).values())) in (known, wanted), after
        repaired(copy)
        assert sorted(map(without_id, held(copy).values())) == wanted, after
        assert not REWRITES & set(codes(copy)), after
        after += 1
    assert after > 1 or call == "flush_data"


def test_a_disk_without_room_for_the_originals_stops_it_before_anything_is_changed(root: Path) -> None:
    snapshot(root).write_bytes(SNAPSHOTS["checksum"](snapshot(root).read_bytes()))
    before = files(root)
    deeds = repair(Wanted(root), Faulty(write_at=errno.ENOSPC))
    assert [deed.is_done for deed in deeds] == [False]
    assert "No space left" in deeds[0].what
    assert files(root) == before
    assert opened(root, read_only=True).now() == AT
    saved(opened(root), "Orrin Bay")
