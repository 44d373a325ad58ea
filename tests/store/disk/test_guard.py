"""Other programs at the journal and the lock of an open project: nobody's work is written over or lost."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from store.disk.database import Database
from store.disk.journal import PADDING, read
from store.disk.lock import Lock
from tests.store.disk.disks import (
    ROOT,
    Faulty,
    add,
    as_left,
    child,
    journal,
    opened,
    quotes,
    rejected,
    said,
    saved,
    snapshot,
)
from tests.waiting import wait_for


def alone(database: Database, town: str) -> None:
    """One more annotation that is on the disk, and the padding behind it too: the writer has nothing left to do."""
    saved(database, town)
    wait_for(lambda: journal(database.files.root).stat().st_size > PADDING, "the padding")


def deleted(path: Path) -> None:
    path.unlink()


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: data.rindex(b'{"seq"') + 20])


def appended(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"a line of a sync tool\n")


def replaced(path: Path) -> None:
    path.with_suffix(".new").write_bytes(b"<<<<<<< ours\n" + path.read_bytes().rstrip(b"\n") + b"\n>>>>>>> theirs\n")
    path.with_suffix(".new").replace(path)


@pytest.mark.parametrize("how", [deleted, emptied, cut, appended, replaced], ids=lambda how: how.__name__)
@pytest.mark.parametrize("after", ["open", "save", "compaction"])
def test_a_journal_that_was_touched_while_open_is_made_whole(
    tmp_path: Path, how: Callable[[Path], None], after: str
) -> None:
    root = tmp_path / "p"
    before = opened(root)
    saved(before, "Marl")
    assert before.close(compacts=False)
    database = opened(root)
    towns = ["Marl"]
    if after != "open":
        alone(database, "Quay")
        towns.append("Quay")
    if after == "compaction":
        database.compact()
    how(journal(root))
    saved(database, "Tern Isle")
    left = opened(as_left(root, tmp_path / "left"))
    assert quotes(left) == [*towns, "Tern Isle"]
    assert not left.problems
    left.close()
    told = [str(problem) for problem in database.problems]
    assert any("by another program" in one for one in told), told
    if how in (appended, replaced):
        assert (b"a line of a sync tool" if how is appended else b">>>>>>> theirs") in rejected(root)
    database.compact()
    assert database.close()
    again = opened(root)
    assert (quotes(again), again.problems) == ([*towns, "Tern Isle"], ())
    again.close()


def test_a_line_that_another_program_added_is_kept_when_nothing_else_is_done(tmp_path: Path) -> None:
    database = opened(tmp_path)
    alone(database, "Marl")
    appended(journal(tmp_path))
    assert database.close(compacts=False)
    assert b"a line of a sync tool" in journal(tmp_path).read_bytes()
    again = opened(tmp_path)
    assert quotes(again) == ["Marl"]
    assert b"a line of a sync tool" in rejected(tmp_path)
    again.close()


def test_a_journal_is_not_written_over_when_what_others_wrote_cannot_be_kept(tmp_path: Path) -> None:
    database = opened(tmp_path)
    alone(database, "Marl")
    (tmp_path / ".sidemark" / "rejected").write_text("in the way")
    appended(journal(tmp_path))
    assert not add(database, "Quay").wait(0.05)
    assert database.state.kind == "failed"
    assert b"a line of a sync tool" in journal(tmp_path).read_bytes()
    (tmp_path / ".sidemark" / "rejected").unlink()
    assert database.flush()
    assert quotes(database) == ["Marl", "Quay"]
    database.close()


def test_a_journal_that_became_a_folder_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    database = opened(tmp_path)
    saved(database, "Marl")
    journal(tmp_path).unlink()
    journal(tmp_path).mkdir()
    assert not add(database, "Quay").wait(0.05)
    assert database.state.why == os.strerror(errno.EISDIR)
    journal(tmp_path).rmdir()
    assert database.flush()
    database.close()
    assert quotes(opened(tmp_path, read_only=True)) == ["Marl", "Quay"]


def test_a_project_that_was_moved_away_is_not_made_again_and_goes_on_when_it_is_back(tmp_path: Path) -> None:
    root = tmp_path / "p"
    database = opened(root)
    saved(database, "Marl")
    root.rename(tmp_path / "moved")
    assert not add(database, "Quay").wait(0.05)
    assert database.state.kind == "failed"
    assert not root.exists()
    (tmp_path / "moved").rename(root)
    assert database.flush()
    assert database.close()
    assert quotes(opened(root, read_only=True)) == ["Marl", "Quay"]


@pytest.mark.parametrize("waits", [True, False], ids=["with work that waits", "with all saved"])
def test_work_in_a_project_that_was_deleted_is_in_a_copy_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, waits: bool
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    root = tmp_path / "p"
    database = opened(root)
    saved(database, "Marl")
    database.compact()
    saved(database, "Quay")
    saved(database, "Tern Isle")
    shutil.rmtree(root)
    if waits:
        assert not add(database, "Lorn").wait(0.05)
    assert not database.close(), "nobody is told that all is well"
    assert not root.exists()
    count, copy = ("3 actions" if waits else "2 actions"), database.copy
    assert f"{count} could not be saved; a copy is in {copy}" in str(database.problems[-1])
    assert copy
    assert [line.changes[0].new["quote"] for line in read(copy.read_bytes()).lines] == [
        "Quay",
        "Tern Isle",
        *(["Lorn"] if waits else []),
    ]
    again = opened(root)
    assert any(f"{count} of an earlier session are in {copy}" in str(problem) for problem in again.problems)
    again.close()


@pytest.mark.parametrize("compacts", [True, False])
def test_a_journal_that_was_deleted_is_written_again_at_the_end(tmp_path: Path, *, compacts: bool) -> None:
    root = tmp_path / "p"
    database = opened(root)
    saved(database, "Marl")
    saved(database, "Quay")
    journal(root).unlink()
    assert database.close(compacts=compacts)
    again = opened(root)
    assert quotes(again) == ["Marl", "Quay"]
    assert len(again.lines()) == 2, "what can be undone is there too"
    again.close()


def test_a_project_that_was_moved_for_good_has_all_that_was_saved(tmp_path: Path) -> None:
    root = tmp_path / "p"
    database = opened(root)
    saved(database, "Marl")
    root.rename(tmp_path / "moved")
    assert database.close()
    assert not root.exists()
    assert database.copy is None
    assert quotes(opened(tmp_path / "moved", read_only=True)) == ["Marl"]


@pytest.mark.parametrize("file", [True, False], ids=["a file instead", "nothing"])
def test_a_folder_of_annotations_that_went_is_told_and_made_again(tmp_path: Path, *, file: bool) -> None:
    database = opened(tmp_path)
    saved(database, "Marl")
    database.compact()
    shutil.rmtree(tmp_path / "annotations")
    if file:
        (tmp_path / "annotations").write_text("not a folder")
        assert not add(database, "Quay").wait(0.05)
        assert database.state.why == os.strerror(errno.ENOTDIR)
        (tmp_path / "annotations").unlink()
        assert database.flush()
    else:
        saved(database, "Quay")
    assert database.close()
    assert quotes(opened(tmp_path, read_only=True)) == ["Marl", "Quay"]


def test_a_lock_that_was_tidied_away_stops_nobody(tmp_path: Path) -> None:
    database = opened(tmp_path)
    saved(database, "Marl")
    shutil.rmtree(tmp_path / ".sidemark")
    journal(tmp_path).unlink()  # git clean -fdx
    saved(database, "Quay")
    with child(tmp_path, "hold") as second:
        assert "open in process" in said(second), "the lock keeps others out again"
    assert database.close()
    assert quotes(opened(tmp_path, read_only=True)) == ["Marl", "Quay"]


def test_who_lost_the_lock_to_a_program_that_wrote_and_died_writes_over_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    root = tmp_path / "p"
    first = opened(root)
    saved(first, "Marl")
    (root / ".sidemark" / "lock-ana").unlink()
    with child(root, "work") as second:
        assert said(second) == "open"
        acknowledged = [int(said(second)) for _ in range(5)]  # into the padding: neither inode nor size tells
    assert not add(first, "Quay").wait(0.05)
    assert "another program has written" in first.state.why
    assert not first.close()
    again = opened(root, read_only=True)
    assert {line.seq for line in again.lines()} >= set(acknowledged)
    assert any("of an earlier session" in str(problem) for problem in again.problems)


def test_a_lock_file_that_never_stays_is_refused_in_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Lock, "is_held", False)
    with pytest.raises(OSError, match="does not stay"):
        Lock.take(tmp_path / "lock")


def test_a_lock_that_cannot_be_made_leaves_reading(tmp_path: Path) -> None:
    database = opened(tmp_path)
    saved(database, "Marl")
    database.close()
    shutil.rmtree(tmp_path / ".sidemark")
    (tmp_path / ".sidemark").write_text("in the way")
    again = opened(tmp_path)
    assert again.read_only is not None
    assert "(File exists)" in again.read_only
    assert quotes(again) == ["Marl"]
    again.close()


def test_a_file_system_without_locks_leaves_reading_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl  # noqa: PLC0415 - not there on Windows

    def refuse(descriptor: int, how: int) -> None:
        del descriptor, how
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refuse)
    database = opened(tmp_path)
    assert database.read_only is not None
    assert os.strerror(errno.ENOLCK) in database.read_only
    database.close()


@pytest.mark.parametrize("name", ["ana.json", "ana.journal"])
def test_a_link_out_of_the_project_is_not_written_through(tmp_path: Path, name: str) -> None:
    root = tmp_path / "p"
    (root / "annotations").mkdir(parents=True)
    outside = tmp_path / "outside"
    outside.write_bytes(b"{}" if name == "ana.json" else b"")
    (root / "annotations" / name).symlink_to(outside)
    database = opened(root)
    assert database.read_only == f"{name} leads out of the project"
    database.close()
    assert outside.read_bytes() in (b"{}", b"")
    assert not snapshot(root).with_suffix(".json.tmp").exists()


def test_a_fork_does_not_keep_the_lock_open_in_a_program_it_starts(tmp_path: Path) -> None:
    database = opened(tmp_path)
    saved(database, "Marl")
    with child(tmp_path, "hold") as program:  # started by a fork while the lock is held
        assert "open in process" in said(program)
        database.close()
        again = opened(tmp_path)
        assert again.read_only is None
        again.close()


FORK = """
import os, sys
from pathlib import Path
from store.disk.lock import Lock
lock = Lock.take(Path(sys.argv[1]))
if os.fork() == 0:  # a worker that lives longer than the one who started it
    held = lock.is_held
    print(held, flush=True)
    sys.stdin.read()
    os._exit(0)
"""


def test_a_forked_worker_does_not_keep_the_lock_of_a_program_that_has_gone(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FORK, str(tmp_path / "lock")]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        assert said(program) == "False"
        program.wait(30)
        again = Lock.take(tmp_path / "lock")
        assert again
        again.free()
        program.communicate()


@pytest.mark.parametrize(("number", "is_tight"), [(errno.ENOSPC, True), (errno.EDQUOT, True), (errno.EIO, False)])
def test_only_a_disk_without_room_for_padding_is_called_nearly_full(
    tmp_path: Path, number: int, *, is_tight: bool
) -> None:
    system = Faulty(open=number)
    system.after = 1  # the first journal can be made
    database = opened(tmp_path, system)
    saved(database, "Marl")
    wait_for(lambda: system.refusals, "the padding")
    assert database.flush()  # the writer has put its hands down
    assert (database.state.kind, database.state.is_tight) == ("saved", is_tight)
    database.close()
