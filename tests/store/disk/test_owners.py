"""Files that somebody else owns, or that may not be written or read: what can be read is, and nothing is lost."""

import errno
import json
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from store.errors import RefusedError
from tests.store.disk.disks import ROOT, add, mention, opened, quotes, saved

HELD = ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner"] if os.geteuid() == 0 else ["env"]
"""Starts a program to which permissions mean something: root may read and write everything."""


class Told(NamedTuple):
    """What a program said that was held to the permissions of the files."""

    read_only: str
    """"open" where it was not."""
    found: list[str]
    """The quotes that it read."""
    became: str
    """What became of its tag."""
    is_safe: bool
    """Whether it said at the end that everything is saved."""
    wrong: list[str]


def started(root: Path) -> "subprocess.CompletedProcess[str]":
    command = [*HELD, sys.executable, "-m", "tests.store.disk.child", str(root), "try"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def told(root: Path) -> Told:
    """What a program says that tries to work there."""
    done = started(root)
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.splitlines()
    return Told(first, *json.loads(second))


def state(root: Path) -> dict[str, tuple[bytes, int]]:
    """Every file of the project, with its mode; but the lock, which only says who has it."""
    paths = (path for path in root.rglob("*") if path.is_file() and not path.name.startswith("lock-"))
    return {str(path): (path.read_bytes(), path.stat().st_mode) for path in paths}


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Path]:
    """A project with a tag in the snapshot and one in the journal."""
    root = tmp_path / "shared"
    database = opened(root)
    saved(database, "Marl")
    database.compact()
    saved(database, "Orrin Bay")
    database.close(compacts=False)
    yield root
    for path in (root, *root.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.mark.parametrize(
    ("path", "mode", "why"),
    [
        ("annotations/ana.json", 0o444, "ana.json cannot be written to (no permission); see to its permissions"),
        ("annotations/ana.journal", 0o444, "ana.journal cannot be written to (no permission)"),
        ("annotations", 0o555, "annotations cannot be written to (no permission); see to its permissions"),
        (".sidemark/lock-ana", 0o444, "this folder cannot be written to (Permission denied)"),
    ],
)
def test_what_may_not_be_written_is_read_and_stays_as_it_is(shared: Path, path: str, mode: int, why: str) -> None:
    (shared / path).chmod(mode)
    before = state(shared)
    found = told(shared)
    assert why in found.read_only
    assert found.found == ["Marl", "Orrin Bay"]
    assert found.became == f"read-only: {found.read_only}"
    assert state(shared) == before


@pytest.mark.parametrize("is_new", [True, False], ids=["never worked on", "worked on"])
def test_what_lies_on_a_disk_for_reading_only_is_read(
    shared: Path, monkeypatch: pytest.MonkeyPatch, *, is_new: bool
) -> None:
    if is_new:
        shutil.rmtree(shared / ".sidemark")
    before, opening = state(shared), os.open

    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    def reading(path: Path, flags: int, *more: Any, **others: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            refused()
        return opening(path, flags, *more, **others)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", reading)
        for name in ("unlink", "link", "rename", "replace"):
            patch.setattr(os, name, refused)
        if is_new:
            patch.setattr(os, "mkdir", refused)
        database = opened(shared)
        assert database.read_only == "this folder cannot be written to (Read-only file system)"
        assert quotes(database) == ["Marl", "Orrin Bay"]
        with pytest.raises(RefusedError, match="Read-only file system"):
            add(database, "Quay")
        assert database.close()
    assert state(shared) == before


@pytest.mark.parametrize("name", ["ana.json", "ana.journal"])
def test_a_file_of_somebody_else_is_read_and_says_whose_it_is(
    shared: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before, path, access = state(shared), shared / "annotations" / name, os.access
    whose = path.stat().st_uid
    monkeypatch.setattr(os, "access", lambda at, how: Path(at) != path and access(at, how))
    monkeypatch.setattr(os, "geteuid", lambda: whose + 1)
    for owner in (f"it belongs to {pwd.getpwuid(whose).pw_name}", f"it belongs to user {whose}"):
        database = opened(shared)
        how = "see to its permissions, or work under another name"
        assert database.read_only == f"{name} cannot be written to ({owner}); {how}"
        assert quotes(database) == ["Marl", "Orrin Bay"]
        assert database.close()
        monkeypatch.setattr(pwd, "getpwuid", lambda number: {}[number])  # as for one whom this computer does not know
    assert state(shared) == before


@pytest.mark.parametrize("path", ["annotations/ana.json", "annotations/ana.journal", "annotations"])
def test_what_may_not_be_read_is_said_and_stays_as_it_is(shared: Path, path: str) -> None:
    before = state(shared)
    mode = (shared / path).stat().st_mode
    (shared / path).chmod(0)
    done = started(shared)
    (shared / path).chmod(mode)
    assert done.returncode == 1
    assert "ana's annotations cannot be read (Permission denied); see to the permissions of its files" in done.stderr
    assert "Traceback" not in done.stderr
    assert state(shared) == before


def test_where_only_the_folder_of_what_can_be_made_again_is_shut_work_is_saved(shared: Path) -> None:
    (shared / ".sidemark").chmod(0o555)
    found = told(shared)
    assert (found.read_only, found.became, found.is_safe) == ("open", "saved", True)
    assert quotes(opened(shared, read_only=True)) == ["Marl", "Orrin Bay", "Quay"]


def test_rights_that_are_taken_away_meanwhile_cost_no_action(shared: Path) -> None:
    database = opened(shared)
    saved(database, "Tern Isle")
    for path in ("annotations/ana.json", "annotations/ana.journal"):
        (shared / path).chmod(0o444)
    (shared / "annotations").chmod(0o555)
    saved(database, "Lorn")
    database.close(compacts=False)
    found = told(shared)
    assert "annotations cannot be written to" in found.read_only
    assert found.found == ["Lorn", "Marl", "Orrin Bay", "Tern Isle"]
    (shared / "annotations").chmod(0o755)
    for path in ("annotations/ana.json", "annotations/ana.journal"):
        (shared / path).chmod(0o644)
    assert told(shared).became == "saved"
    assert mention(1, "Marl") in [*opened(shared, read_only=True).stream("annotations")]
