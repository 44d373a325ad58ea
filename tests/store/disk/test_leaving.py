"""Leaving before the journal is folded into a large snapshot: nothing is lost, and the next end does it."""

import gc
from pathlib import Path
from weakref import ref

import pytest

from store.disk import stored
from tests.store.disk.disks import everything, journal, opened, quotes, saved, snapshot


def test_who_is_in_a_hurry_does_not_wait_for_the_folding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = opened(tmp_path)
    for quote in ("Marl", "Quay", "Tern Isle"):
        saved(first, quote)
    assert first.close()
    monkeypatch.setattr(stored, "LARGE", 1)  # as a large project
    database = opened(tmp_path)
    saved(database, "Orrin Bay")
    saved(database, "Hask Gate")
    before, whole, asked = snapshot(tmp_path).read_bytes(), everything(database), []

    def is_hurried() -> bool:
        asked.append(True)
        return len(asked) == 2  # the writing has begun

    assert database.unfolded == 2
    assert database.close(is_hurried=is_hurried)
    assert database.problems == ()
    assert snapshot(tmp_path).read_bytes() == before
    assert [path.name for path in snapshot(tmp_path).parent.glob("*.tmp")] == []
    again = opened(tmp_path)
    assert (everything(again), again.unfolded) == (whole, 2)
    assert again.close()
    assert snapshot(tmp_path).read_bytes() != before
    last = opened(tmp_path)
    assert (last.unfolded, quotes(last)) == (0, ["Hask Gate", "Marl", "Orrin Bay", "Quay", "Tern Isle"])
    assert journal(tmp_path).exists()
    last.close()


def test_a_closed_store_goes_at_once_and_waits_for_no_collector(tmp_path: Path) -> None:
    gc.disable()
    try:
        database = opened(tmp_path)
        saved(database, "Marl")
        database.compact()
        assert saved(database, "Quay")
        reader = opened(tmp_path, read_only=True)
        saved(database, "Tern Isle")
        fresh = reader.followed()
        assert fresh
        parts = [ref(one) for one in (database, reader, fresh)]
        for one in (database, reader, fresh):
            one.close()
        del database, reader, fresh, one
        assert [part() for part in parts] == [None, None, None]
    finally:
        gc.enable()
