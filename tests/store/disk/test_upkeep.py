"""Upkeep: the journal is folded in when that makes it shorter, and not again and again when it does not."""

from pathlib import Path

import pytest

from store.change import Change
from store.disk import compaction, journal
from store.disk.database import Database
from tests.store.disk.disks import add, mention, opened, snapshot
from tests.waiting import wait_for

LARGE = 60
"""Annotations of an action that alone is larger than what is folded in at once."""


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compaction, "GROWN", 1_000)
    monkeypatch.setattr(compaction, "FULL", 4_000)


def tag_many(database: Database) -> None:
    numbers = [database.take_number() for _ in range(LARGE)]
    changes = [Change.insert("annotations", number, mention(number)) for number in numbers]
    assert database.commit(changes, "tag").wait(10)


def tidied(database: Database, root: Path) -> bool:
    """Whether another snapshot is there after a look at the journal."""
    before = snapshot(root).stat() if snapshot(root).exists() else None
    assert database.flush()
    wait_for(lambda: database._writer.is_idle, "the writer")
    database.tidy()
    wait_for(lambda: database._writer.is_idle, "the writer")
    assert not database.problems
    return before is None or before.st_ino != snapshot(root).stat().st_ino


def test_a_large_action_is_folded_in_once_and_not_after_each_later_one(tmp_path: Path) -> None:
    database = opened(tmp_path)
    tag_many(database)
    assert tidied(database, tmp_path)
    for _ in range(3):
        assert add(database).wait(10)
        assert not tidied(database, tmp_path), "the large action stands in the journal for undo only"
    tag_many(database)
    assert tidied(database, tmp_path), "what is not in the snapshot yet counts"
    database.close()


def test_nor_after_a_restart(tmp_path: Path) -> None:
    database = opened(tmp_path)
    tag_many(database)
    assert database.close()
    assert len(tmp_path.joinpath("annotations", "ana.journal").read_bytes()) > compaction.FULL
    database = opened(tmp_path)
    assert add(database).wait(10)
    assert not tidied(database, tmp_path)
    tag_many(database)
    assert tidied(database, tmp_path)
    database.close()


def test_nor_is_a_journal_that_was_never_folded_in_taken_for_one_that_was(tmp_path: Path) -> None:
    database = opened(tmp_path)
    tag_many(database)
    assert database.close(compacts=False)
    database = opened(tmp_path)
    assert tidied(database, tmp_path)
    assert len(journal.read(tmp_path.joinpath("annotations", "ana.journal").read_bytes()).raw) == 1
    database.close()
