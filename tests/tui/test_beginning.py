"""What is opened at the start can be opened, also where files have only been listed by their names so far."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from store import Library, Project
from tests.projects import write_project
from tui.beginning import first


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("store.library.AT_ONCE", 0)
    root = write_project(tmp_path / "p", {name: f"Text of {name}." for name in ("b.txt", "c.txt", "d.txt")})
    (root / "a.txt").write_bytes(b"%PDF-1.7")
    (root / "e.txt").write_bytes(b"PK\x03\x04")
    return root


@pytest.mark.parametrize(
    ("kept", "wanted"),
    [((), ["b.txt", "c.txt"]), (("d.txt", "e.txt", "gone.txt"), ["d.txt"]), (("e.txt",), ["b.txt", "c.txt"])],
)  # fmt: skip
def test_only_what_can_be_opened_is(root: Path, kept: Sequence[str], wanted: list[str]) -> None:
    project = Project.open(Library(root, recalls=True), annotator="ana", read_only=True)
    assert project.library.is_recalled
    assert [*first(project, (), kept, 2)] == wanted
    project.close()
