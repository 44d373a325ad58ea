"""The database: what was done is there, after undo, restart, compaction and trouble with the disk."""

import errno
import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from store import RefusedError
from store.change import Change
from store.disk import journal as disk_journal
from store.disk import writer
from store.disk.database import Database
from store.disk.journal import read
from store.disk.loading import from_bytes
from store.disk.system import System
from store.library import Library
from store.project import Project
from store.schema import read_schema
from tests.store.disk.disks import (
    AT,
    FULL,
    QUICK,
    Faulty,
    Records,
    add,
    everything,
    journal,
    mention,
    opened,
    quotes,
    reread,
    saved,
    snapshot,
)
from tests.waiting import wait_for


def project_in(root: Path, system: System = QUICK) -> Project:
    root.mkdir(exist_ok=True)
    return Project(Library(root), read_schema(root / "sidemark.toml"), opened(root, system))


class Sessions(RuleBasedStateMachine):
    """Random work on a project, and the same on a dict."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.root = Path(self.folder.name) / "p"
        self.project = project_in(self.root)
        self.now: Records = {}
        self.past: list[Records] = []
        self.future: list[Records] = []
        self.given: set[int] = set()

    def teardown(self) -> None:
        self.project.close()
        self.folder.cleanup()

    def do(self, changes: list[Change]) -> None:
        if not changes:
            return
        self.past.append(dict(self.now))
        self.future.clear()
        for change in changes:
            key = (change.table, change.number)
            if change.kind == "del":
                del self.now[key]
            else:
                kept = {name: value for name, value in self.now.get(key, {}).items() if name not in change.old}
                self.now[key] = {**kept, **change.new}
        self.project.apply(changes, "work")

    @rule(count=st.integers(1, 4), quote=st.sampled_from(["Marl", "東京港", ""]))
    def tag(self, count: int, quote: str) -> None:
        numbers = [self.project.database.take_number() for _ in range(count)]
        assert self.given.isdisjoint(numbers), "a number was given twice"
        self.given.update(numbers)
        self.do([Change.insert("annotations", number, mention(number, quote)) for number in numbers])

    @rule(pick=st.randoms(), members=st.dictionaries(st.sampled_from(["note", "tide"]), st.integers(0, 3)))
    def update(self, pick: Any, members: dict[str, int]) -> None:
        changes = []
        for (_, number), record in sorted(self.now.items()):
            if pick.random() < 0.3:
                bare = {name: value for name, value in record.items() if name not in ("note", "tide")}
                changes.append(Change.between("annotations", number, record, {**bare, **members}))
        self.do([change for change in changes if change])

    @rule(pick=st.randoms())
    def remove(self, pick: Any) -> None:
        gone = [item for item in sorted(self.now.items()) if pick.random() < 0.3]
        self.do([Change.delete("annotations", number, record) for (_, number), record in gone])

    @precondition(lambda self: self.past)
    @rule()
    def undo(self) -> None:
        self.future.append(self.now)
        self.now = self.past.pop()
        self.project.undo()

    @precondition(lambda self: self.future)
    @rule()
    def redo(self) -> None:
        self.past.append(self.now)
        self.now = self.future.pop()
        self.project.redo()

    @rule(is_compacted=st.booleans())
    def reopen(self, is_compacted: bool) -> None:
        if is_compacted:
            self.project.database.compact()
        assert self.project.close()
        self.project = project_in(self.root)
        assert self.project.database.problems == ()

    @rule()
    def compact(self) -> None:
        self.project.database.compact()
        assert from_bytes(snapshot(self.root).read_bytes()).tables["annotations"] == {
            number: record for (_, number), record in self.now.items()
        }

    @rule()
    def die(self) -> None:
        assert self.project.database.flush()
        assert reread(self.root, self.root.with_name("left")) == self.now

    @invariant()
    def memory_is_the_model(self) -> None:
        assert everything(self.project.database) == self.now
        assert self.project.history.depth == (len(self.past), len(self.future))
        assert [one["start"] for one in self.project.database.of_article("ferry.txt")] == sorted(
            record["start"] for record in self.now.values()
        )


def test_random_work_is_there_after_undo_restart_and_compaction() -> None:
    run_state_machine_as_test(
        Sessions, settings=settings(max_examples=40, stateful_step_count=25, deadline=None, print_blob=True)
    )


def test_history_is_trimmed_at_a_compaction_and_what_is_left_is_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk_journal, "HISTORY", 3)
    project = project_in(tmp_path)
    database = project.database
    number = database.take_number()
    project.apply([Change.insert("annotations", number, mention(number))], "tag")
    for note in "abcd":
        change = Change.between(
            "annotations", number, everything(database)["annotations", number], mention(number, note=note)
        )
        assert change
        project.apply([change], "note")
    project.undo()
    project.undo()
    project.close()
    project = project_in(tmp_path)
    assert len(project.database.lines()) == 3
    assert everything(project.database)["annotations", number]["note"] == "b"
    try:
        project.redo()
    except RefusedError:
        pass
    else:
        assert everything(project.database)["annotations", number]["note"] == "c"
    project.close()


def test_an_action_that_does_not_fit_is_refused_and_leaves_no_trace(tmp_path: Path) -> None:
    database = opened(tmp_path)
    saved(database)
    there, free = Change.insert("annotations", 1, mention(1)), Change.insert("annotations", 2, mention(2))
    with pytest.raises(RefusedError, match="there already"):
        database.commit([free, there], "tag")
    with pytest.raises(RefusedError, match="not there"):
        database.commit([free, Change.delete("links", 7, {})], "tag")
    assert (len(everything(database)), database.commit([], "tag").seq) == (1, 0)
    assert saved(database) == 2
    database.close()


def test_an_action_of_one_step_that_does_not_fit_is_refused_wherever_its_record_is(tmp_path: Path) -> None:
    database = opened(tmp_path)
    saved(database, "Marl")
    saved(database, "Orrin Bay")
    database.close()
    database = opened(tmp_path)
    saved(database, "Quay")
    assert database.commit([Change.delete("annotations", 2, mention(2, "Orrin Bay"))], "untag").wait(10)
    for change, why in (
        (Change.insert("annotations", 1, mention(1, "Lorn")), "there already"),
        (Change.insert("annotations", 3, mention(3, "Lorn")), "there already"),
        (Change.delete("annotations", 2, mention(2, "Orrin Bay")), "not there"),
        (Change("upd", "annotations", 9, new={"note": "x"}), "not there"),
    ):
        with pytest.raises(RefusedError, match=why):
            database.commit([change], "tag")
    assert (quotes(database), database.count("ferry.txt"), database.size("annotations")) == (["Marl", "Quay"], 2, 2)
    assert database.commit([Change.insert("annotations", 2, mention(2, "Orrin Bay"))], "undo").wait(10)
    assert database.of_article("ferry.txt") == [mention(1, "Marl"), mention(2, "Orrin Bay"), mention(3, "Quay")]
    assert (database.count("ferry.txt"), database.size("annotations")) == (3, 3)
    assert database.close()
    assert quotes(opened(tmp_path, read_only=True)) == ["Marl", "Orrin Bay", "Quay"]


def test_an_unknown_table_is_refused(tmp_path: Path) -> None:
    database = opened(tmp_path)
    tides: Any = "tides"
    with pytest.raises(RefusedError):
        database.commit([Change.insert(tides, 1, {})], "tag")
    database.close()
    assert not journal(tmp_path).exists()


def test_memory_stays_what_was_written_when_the_caller_goes_on_with_its_record(tmp_path: Path) -> None:
    database = opened(tmp_path / "p")
    record = mention(1, attributes={"tide": 1})
    assert database.commit([Change.insert("annotations", 1, record)], "tag").wait(10)
    record["attributes"]["tide"] = 2
    assert everything(database) == reread(tmp_path / "p", tmp_path / "left")
    database.close()


def test_a_temporary_file_that_a_crash_left_goes_at_the_next_start(tmp_path: Path) -> None:
    opened(tmp_path).close()
    snapshot(tmp_path).parent.mkdir()
    for path in (snapshot(tmp_path), journal(tmp_path)):
        path.with_name(f"{path.name}.tmp").write_bytes(b"half")
    opened(tmp_path).close()
    assert list((tmp_path / "annotations").iterdir()) == []


@pytest.mark.parametrize("after", [0, 1])
@pytest.mark.parametrize("call", ["open", "write_at", "flush", "rename", "flush_folder"])
def test_a_failed_compaction_loses_nothing(tmp_path: Path, call: str, after: int) -> None:
    system = Faulty()
    root = tmp_path / "p"
    database = opened(root, system)
    saved(database, "Marl")
    database.compact()
    saved(database, "Tern Isle")
    system.broken, system.after = {call: errno.ENOSPC}, after
    with pytest.raises(OSError, match="No space"):
        database.compact()
    system.broken = {}
    assert database.state.kind == "saved", "a failed compaction is no failed save"
    assert reread(root, tmp_path / "at once") == everything(database)
    saved(database, "Quay")
    killed = opened(tmp_path / "at once")
    assert quotes(killed) == ["Marl", "Tern Isle"]
    killed.close()
    reader = opened(root, read_only=True)
    assert (quotes(reader), reader.problems) == (["Marl", "Quay", "Tern Isle"], ())
    assert len(reader.lines()) == 3
    database.compact()
    assert database.close()
    assert from_bytes(snapshot(root).read_bytes()).tables["annotations"].keys() == {1, 2, 3}


@pytest.mark.parametrize("call", ["write_at", "flush", "rename"])
def test_a_failed_compaction_leaves_no_temporary_file(tmp_path: Path, call: str) -> None:
    system = Faulty()
    database = opened(tmp_path, system)
    saved(database)
    system.broken = {call: errno.ENOSPC}
    with pytest.raises(OSError, match="No space"):
        database.compact()
    left = [path.name for path in (tmp_path / "annotations").iterdir()]
    database.close()
    assert left == ["ana.journal"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES], ids=errno.errorcode.get)
@pytest.mark.parametrize("first", [True, False], ids=["first save", "later save"])
def test_a_disk_that_refuses_is_told_work_goes_on_and_is_saved_when_it_takes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: bool, number: int
) -> None:
    monkeypatch.setattr(writer, "RETRY", 0.01)
    system, root = Faulty(), tmp_path / "p"
    database = opened(root, system)
    told: list[str] = []
    database.on_state(lambda state: told.append(f"{state.kind} {state.why}".strip()))
    if not first:
        saved(database, "Marl")
    system.broken = {"write_at": number}
    waiting = [add(database, quote) for quote in ("Quay", "Tern Isle")]
    wait_for(lambda: database.state.kind == "failed", "the refusal")
    assert database.state.why == os.strerror(number)
    assert wait_for(lambda: database.state.waiting == 2, "both actions to be counted")
    assert not any(one.is_done for one in waiting)
    assert not database.flush(0.1)
    assert quotes(database) == sorted(["Quay", "Tern Isle", *([] if first else ["Marl"])])
    assert len(reread(root, tmp_path / "left")) == (0 if first else 1), "half a line stays behind"
    system.broken = {}
    assert all(one.wait(10) for one in waiting)
    wait_for(lambda: database.state.kind == "saved", "the good news")
    assert f"failed {os.strerror(number)}" in told
    assert reread(root, tmp_path / "left") == everything(database)
    assert database.close()


def test_a_disk_too_full_for_padding_still_takes_lines(tmp_path: Path) -> None:
    class Tight(Faulty):
        def write_at(self, descriptor: int, data: bytes, offset: int) -> None:
            if len(data) > 4_096:
                raise OSError(errno.ENOSPC, "No space left on device")
            super().write_at(descriptor, data, offset)

    database = opened(tmp_path / "p", Tight())
    assert [saved(database) for _ in range(5)] == [1, 2, 3, 4, 5]
    wait_for(lambda: database.state.is_tight, "the warning")
    assert len(reread(tmp_path / "p", tmp_path / "left")) == 5
    database.close()


@pytest.mark.parametrize("call", ["flush_data", "flush"])
def test_a_descriptor_whose_flush_failed_is_never_flushed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    monkeypatch.setattr(writer, "RETRY", 0.01)
    system, root = Faulty(), tmp_path / "p"
    database = opened(root, system)
    saved(database, "Marl")
    system.broken = {call: errno.EIO}
    done = add(database, "Quay")
    wait_for(lambda: bool(system.refusals), "the refusal")
    system.broken = {}
    assert done.wait(10)
    database.flush()
    assert system.flushed_again == [], "the kernel calls lost pages clean: such a flush succeeds without them"
    assert reread(root, tmp_path / "left") == everything(database)
    database.close()


def test_closing_writes_what_waited_as_soon_as_there_is_space(tmp_path: Path) -> None:
    system = Faulty()
    database = opened(tmp_path, system)
    saved(database, "Marl")
    system.broken = dict(FULL)
    add(database, "Quay")
    wait_for(lambda: database.state.kind == "failed", "the refusal")
    system.broken = {}
    is_safe = database.close()
    again = opened(tmp_path)
    assert quotes(again) == ["Marl", "Quay"]
    again.close()
    assert is_safe, "everything was written, so nothing is to be reported as lost"


def test_what_cannot_be_written_at_the_end_is_copied_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    system, root = Faulty(), tmp_path / "p"
    database = opened(root, system)
    saved(database, "Marl")
    system.broken = dict(FULL)
    for quote in ("Quay", "Tern Isle"):
        add(database, quote)
    assert not database.close()
    (copy,) = (tmp_path / "state" / "sidemark").iterdir()
    assert str(copy) in str(database.problems[-1])
    assert copy.stat().st_mode & 0o777 == 0o600
    assert [line.seq for line in read(copy.read_bytes()).lines] == [2, 3]
    with journal(root).open("ab") as file:  # what the message tells the user to do
        file.write(copy.read_bytes())
    again = opened(root)
    assert (quotes(again), again.problems) == (["Marl", "Quay", "Tern Isle"], ())
    again.close()


def test_without_any_place_to_write_the_end_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    system = Faulty(**FULL)
    database = opened(tmp_path / "p", system)
    add(database)
    assert not database.close()
    assert "could not be saved, nor copied" in str(database.problems[-1])


def test_a_snapshot_behind_a_link_stays_a_link_and_keeps_its_mode(tmp_path: Path) -> None:
    real = tmp_path / "elsewhere.json"
    real.write_bytes(b"{}")
    real.chmod(0o640)
    snapshot(tmp_path).parent.mkdir()
    snapshot(tmp_path).symlink_to(real)
    database = opened(tmp_path)
    saved(database)
    database.close()
    assert snapshot(tmp_path).is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert json.loads(real.read_bytes())["annotations"]["1"] == mention(1)


def test_nothing_is_compacted_when_nothing_was_done(tmp_path: Path) -> None:
    database = opened(tmp_path)
    saved(database)
    database.close()
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "annotations").iterdir()}
    Database.open(tmp_path, "ana", clock=lambda: AT).close()
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "annotations").iterdir()} == before
