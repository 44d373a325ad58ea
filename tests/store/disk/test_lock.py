"""The lock: one program writes, the others read and say who does."""

import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest

from store import RefusedError
from store.disk.lock import Lock, owner
from tests.store.disk.disks import add, as_left, child, journal, opened, quotes, said, saved


def test_a_second_program_only_reads_and_says_who_writes(tmp_path: Path) -> None:
    database = opened(tmp_path)
    saved(database)
    with child(tmp_path, "hold") as second:
        assert said(second) == f"open in process {os.getpid()} on host {os.uname().nodename}"
        second.communicate(timeout=30)
        assert second.returncode == 0
    assert saved(database) == 2
    database.close()


def test_a_program_that_waits_behind_another_is_refused_every_change(tmp_path: Path) -> None:
    with child(tmp_path, "hold") as first:
        assert said(first) == "open"
        database = opened(tmp_path)
        assert f"process {first.pid} " in (database.read_only or "")
        with pytest.raises(RefusedError, match=f"open in process {first.pid}"):
            add(database)
        database.compact()
        assert database.close()
        assert not journal(tmp_path).exists()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, None], ids=["killed", "ended", "quit"])
def test_the_lock_is_free_when_its_program_is_gone(tmp_path: Path, how: signal.Signals | None) -> None:
    with child(tmp_path, "hold") as first:
        assert said(first) == "open"
        if how is not None:
            first.send_signal(how)
        first.communicate(timeout=30)
    database = opened(tmp_path)
    assert database.read_only is None
    assert saved(database) == 1
    database.close()


def test_annotators_do_not_lock_each_other_out(tmp_path: Path) -> None:
    first = Lock.take(tmp_path / "lock-ana")
    assert first
    assert Lock.take(tmp_path / "lock-ana") is None
    other = Lock.take(tmp_path / "lock-mira")
    assert other
    first.free()
    again = Lock.take(tmp_path / "lock-ana")
    assert again
    again.free()
    other.free()


def test_a_lock_knows_that_its_file_was_deleted(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    first = Lock.take(path)
    assert first
    held = [first.is_held]
    path.unlink()
    held.append(first.is_held)
    second = Lock.take(path)
    assert second
    assert [*held, first.is_held, second.is_held] == [True, False, False, True]
    first.free()
    second.free()


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"process":1}'])
def test_an_unreadable_lock_file_still_names_somebody(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "lock").write_bytes(data)
    assert owner(tmp_path / "lock") == "another program"


def test_who_lost_the_lock_does_not_write_over_who_has_it(tmp_path: Path) -> None:
    root = tmp_path / "p"
    first = opened(root)
    saved(first, "Marl")
    (root / ".sidemark" / "lock-ana").unlink()
    second = opened(root)
    assert second.read_only is None
    saved(second, "Quay")
    with suppress(OSError):
        first.compact()
    saved(second, "Tern Isle")
    left = opened(as_left(root, tmp_path / "left"))
    assert quotes(left) == ["Marl", "Quay", "Tern Isle"]
    for database in (left, second, first):
        database.close()
    assert quotes(opened(root, read_only=True)) == ["Marl", "Quay", "Tern Isle"]


def test_a_lock_that_cannot_be_looked_at_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(descriptor: int) -> None:  # noqa: ARG001 - as it is called
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fstat", refused)
        with pytest.raises(OSError, match="Input/output"):
            Lock.take(tmp_path / "lock")
    lock = Lock.take(tmp_path / "lock")
    assert lock is not None, "the first try still has it"
    lock.free()
