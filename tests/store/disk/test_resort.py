"""The copy of what the disk refuses: made while running, kept up to date, taken away when it is not needed."""

import os
from pathlib import Path

import pytest

from store.disk.database import Database
from store.disk.resort import PATIENCE
from tests.store.disk.disks import FULL, Faulty, add, journal, opened, quotes, saved


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "sidemark"


def refused(tmp_path: Path) -> tuple[Database, Faulty]:
    """A database with one action on the disk and one that the disk refuses."""
    system = Faulty()
    database = opened(tmp_path / "p", system)
    saved(database, "Marl")
    system.broken = dict(FULL)
    assert not database.flush() or not add(database, "Quay").wait(0.01)
    return database, system


def looks(database: Database, count: int = PATIENCE) -> None:
    for _ in range(count):
        assert not database.flush()
        database.tidy()


def test_after_ten_seconds_what_waits_is_copied_and_said(tmp_path: Path, state: Path) -> None:
    database, system = refused(tmp_path)
    looks(database, PATIENCE - 1)
    assert not state.exists()
    looks(database, 1)
    (copy,) = state.iterdir()
    assert copy == database.copy
    assert copy.stat().st_mode & 0o777 == 0o600
    assert copy.read_bytes().count(b'"Quay"') == 1
    assert str(copy) in str(database.problems[-1])
    add(database, "Tern Isle")
    looks(database, 1)
    assert copy.read_bytes().count(b'"do":"tag"') == 2
    assert list(state.iterdir()) == [copy]
    system.broken = {}
    assert database.flush()
    database.tidy()
    assert list(state.iterdir()) == []
    assert not database.problems
    assert database.close()
    assert quotes(opened(tmp_path / "p", read_only=True)) == ["Marl", "Quay", "Tern Isle"]


def test_a_copy_survives_a_kill_and_is_named_at_the_next_start(tmp_path: Path) -> None:
    database, _ = refused(tmp_path)
    looks(database)
    again = opened(tmp_path / "p", read_only=True)  # as after a kill: nothing was closed
    assert any(str(database.copy) in str(problem) for problem in again.problems)
    assert any("1 action of an earlier session is in" in str(problem) for problem in again.problems)
    database.close()


def test_closing_in_time_takes_the_copy_away(tmp_path: Path, state: Path) -> None:
    database, system = refused(tmp_path)
    looks(database)
    system.broken = {}
    assert database.close()
    assert list(state.iterdir()) == []


def test_without_a_place_for_a_copy_nobody_is_told_there_is_one(tmp_path: Path, state: Path) -> None:
    database, system = refused(tmp_path)
    state.parent.mkdir()
    state.write_text("in the way")
    looks(database)
    assert database.copy is None
    assert "nor copied" in str(database.problems[-1])
    assert os.strerror(17) in str(database.problems[-1])
    assert not database.rescue()
    system.broken = {}
    assert database.rescue()
    database.close()


def unsaved(root: Path) -> None:
    """A first session whose journal never reaches the disk; its only action ends in an emergency copy."""
    database = opened(root, Faulty(**FULL))
    add(database, "Captain Marrow")
    assert not database.close(compacts=False)
    assert not journal(root).exists()


def test_what_a_first_session_could_not_save_is_offered_at_the_next_start(tmp_path: Path) -> None:
    unsaved(tmp_path / "harbour")
    for name, offers in (("harbour", 1), ("quay", 0)):  # another project of the same annotator has no part in it
        database = opened(tmp_path / name)
        assert sum("1 action of an earlier session" in str(problem) for problem in database.problems) == offers
        database.close()


def test_it_is_offered_still_after_a_session_that_could_save(tmp_path: Path) -> None:
    unsaved(tmp_path / "harbour")
    database = opened(tmp_path / "harbour")
    saved(database, "Orrin Bay")
    assert database.close()
    again = opened(tmp_path / "harbour")
    assert any("1 action of an earlier session" in str(problem) for problem in again.problems)
    again.close()
