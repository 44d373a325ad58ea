"""A disk that cannot be read any more while a large project is open: words, nothing half done, nothing lost."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from store import DiskError, RefusedError
from store.change import Change
from store.disk import stored
from tests.store.disk.disks import add, everything, mention, opened, saved


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Has every read at an offset refused, until it is told otherwise."""
    monkeypatch.setattr(stored, "LARGE", 1)
    is_broken = [False]
    pread = os.pread

    def refused(descriptor: int, length: int, offset: int) -> bytes:
        if is_broken[0]:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return pread(descriptor, length, offset)

    monkeypatch.setattr(os, "pread", refused)
    yield is_broken
    is_broken[0] = False


def test_questions_are_answered_with_words(tmp_path: Path, broken: list[bool]) -> None:
    database = opened(tmp_path)
    saved(database, "Marl")
    database.close()
    database = opened(tmp_path)
    broken[0] = True
    for question in (
        lambda: database.get("annotations", 1),
        lambda: database.of_article("ferry.txt"),
        lambda: list(database.stream("annotations")),
    ):
        with pytest.raises(DiskError, match="cannot be read"):
            question()
    assert database.count("ferry.txt") == 1
    broken[0] = False
    assert everything(database) == {("annotations", 1): mention(1, "Marl")}
    database.close()


def test_an_action_is_done_or_not_and_work_goes_on(tmp_path: Path, broken: list[bool]) -> None:
    database = opened(tmp_path)
    for town in ("Marl", "Quay"):
        saved(database, town)
    database.close()
    database = opened(tmp_path)
    changes = [
        Change.delete("annotations", number, mention(number, town)) for number, town in ((1, "Marl"), (2, "Quay"))
    ]
    broken[0] = True
    with pytest.raises(RefusedError, match="nothing was changed"):
        database.commit([Change.insert("annotations", 3, mention(3)), *changes], "untag")
    assert add(database, "Tern Isle").wait(10), "a new tag needs nothing of the old file"
    broken[0] = False
    assert sorted(record["quote"] for record in everything(database).values()) == ["Marl", "Quay", "Tern Isle"]
    assert database.commit(changes, "untag").wait(10)
    database.close()
    again = opened(tmp_path)
    assert [record["quote"] for record in everything(again).values()] == ["Tern Isle"]
    again.close()
