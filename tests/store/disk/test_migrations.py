"""Migrations: older records are brought up to date in memory and written at a compaction; the old file stays."""

import shutil
from pathlib import Path

import pytest

from store import RefusedError
from store.disk import migrations, snapshot
from store.disk.loading import from_bytes
from store.disk.snapshot import Tables
from tests.store.disk import disks
from tests.store.disk.disks import as_left, everything, journal, mention, opened, saved
from tests.store.disk.disks import snapshot as snapshot_of


def with_sources(tables: Tables) -> Tables:
    """A step to a second version, in which every annotation says where it is from."""
    annotations = {number: {**record, "from": "typed"} for number, record in tables["annotations"].items()}
    return {**tables, "annotations": annotations}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A project of version 1: two tags in the snapshot, one in the journal only."""
    root = tmp_path / "p"
    database = opened(root)
    saved(database, "Marl")
    saved(database, "Quay")
    database.compact()
    saved(database, "Tern Isle")
    left = as_left(root, tmp_path / "left")
    database.close()
    shutil.rmtree(root)
    return left.rename(root)


@pytest.fixture
def newer(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on this program has the second version; the project was made before."""
    assert old.exists()
    monkeypatch.setattr(snapshot, "SCHEMA", 2)
    monkeypatch.setattr(migrations, "MIGRATIONS", {1: with_sources})


@pytest.mark.usefixtures("newer")
def test_old_records_are_brought_up_to_date_and_nothing_is_written_by_opening(old: Path) -> None:
    before = snapshot_of(old).read_bytes(), journal(old).read_bytes()
    database = opened(old, read_only=True)
    towns = enumerate(("Marl", "Quay", "Tern Isle"), 1)
    wanted = {("annotations", n): mention(n, town) | {"from": "typed"} for n, town in towns}
    assert everything(database) == wanted
    database.close()
    writer = opened(old)
    assert everything(writer) == wanted
    assert (snapshot_of(old).read_bytes(), journal(old).read_bytes()) == before
    writer.close()


@pytest.mark.usefixtures("newer")
def test_the_new_version_is_written_before_the_first_action_and_the_old_file_stays_for_good(old: Path) -> None:
    before = snapshot_of(old).read_bytes()
    database = opened(old)
    assert database.lines() == [], "what was done to old records cannot be undone on new ones"
    saved(database, "Orrin Bay")
    assert from_bytes(snapshot_of(old).read_bytes()).meta.schema == 2
    for town in range(20):
        saved(database, str(town))
        database.compact()
    database.close()
    (kept,) = (old / ".sidemark" / "backups").glob("ana.schema1-*.json")
    assert kept.read_bytes() == before
    again = opened(old)
    assert len(everything(again)) == 24
    assert again.problems == ()
    assert len(again.lines()) == 21
    again.close()


def test_a_newer_version_is_read_and_never_written(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(snapshot, "SCHEMA", 2)
        patched.setattr(migrations, "MIGRATIONS", {1: with_sources})
        database = opened(old)
        saved(database)
        database.close()
    data = snapshot_of(old).read_bytes()
    database = opened(old)
    assert "newer Sidemark (schema 2)" in (database.read_only or "")
    assert len(everything(database)) == 4
    with pytest.raises(RefusedError, match="newer Sidemark"):
        disks.add(database)
    database.close()
    assert snapshot_of(old).read_bytes() == data
