"""What every played screen stands on: a small project, and the same colours in any terminal."""

from pathlib import Path

import pytest

from tests.projects import write_project
from tui.clipboard import Copied


@pytest.fixture(autouse=True)
def full_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same colours, and so the same margins, whatever the terminal that the tests run in."""
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of a project with two articles."""
    return write_project(tmp_path / "news")


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """What would have been copied, and whether exactly."""
    found: list[tuple[str, bool]] = []

    def copy(text: str, *, send: object = None, exact: bool = False) -> Copied:
        del send
        found.append((text, exact))
        return Copied("copied", is_certain=True)

    monkeypatch.setattr("tui.clipboard.copy", copy)
    return found
