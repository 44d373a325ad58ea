"""The fault campaign has teeth: what is lost, half there or unreadable is found."""

from pathlib import Path

import pytest

from tests.crash.model import Told, heard, lost
from tests.store.disk.disks import Records, add, everything, journal, opened, snapshot

NAMES = ("Tern Isle", "Odd Haven", "Pell Point")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A store with three records, closed in order."""
    database = opened(tmp_path / "news")
    for name in NAMES:
        add(database, name)
    database.close()
    return tmp_path / "news"


@pytest.fixture
def records(root: Path) -> Records:
    """What is in it."""
    reader = opened(root, read_only=True)
    found = everything(reader)
    reader.close()
    return found


def kinds(root: Path, allowed: list[Records]) -> list[str]:
    """The kinds of fault that are found."""
    return [fault.kind for fault in lost(root, allowed, root.with_name("again"))[0]]


def test_a_whole_store_has_no_fault(root: Path, records: Records) -> None:
    assert len(records) == len(NAMES)
    assert kinds(root, [{}, records]) == []


def test_a_record_that_is_gone_is_missed(root: Path, records: Records) -> None:
    lines = snapshot(root).read_bytes().split(b"\n")
    gone = next(number for number, line in enumerate(lines) if b"Odd Haven" in line)
    snapshot(root).write_bytes(b"\n".join(lines[:gone] + lines[gone + 1 :]))
    journal(root).unlink()
    assert kinds(root, [records]) == ["lost"]


def test_a_record_that_nobody_made_is_seen(root: Path, records: Records) -> None:
    fewer = dict(list(records.items())[1:])
    assert kinds(root, [fewer]) == ["lost"]


def test_files_that_cannot_be_opened_are_unreadable(root: Path, records: Records) -> None:
    journal(root).unlink(missing_ok=True)
    journal(root).mkdir()
    assert kinds(root, [records]) == ["unreadable"]


def test_actions_are_done_again_as_their_lines_say() -> None:
    inserted = ["ins", "links", "9", {"type": "same", "note": ""}]
    updated = ["upd", "links", "9", {"note": "why?"}, {"note": "", "type": "same"}]
    told = heard(
        [{"did": 1, "ops": [inserted]}, {"did": 2, "ops": [updated]}, {"acknowledged": 1}, {"did": 3, "ops": [
            ["del", "links", "9", {"note": "why?"}]]}],
        {}, 0,
    )  # fmt: skip
    assert told.allowed() == [{("links", 9): inserted[3]}, {("links", 9): {"note": "why?"}}, {}]


def test_what_was_found_at_the_start_must_be_what_was_left() -> None:
    told: Told = heard([{"found": [["links", 9, {"type": "same"}]]}], {}, 0)
    assert [fault.kind for fault in told.faults] == ["lost"]
