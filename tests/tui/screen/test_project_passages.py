"""Passages shared with the whole project: listed with what became of their words, and opened beside."""

from pathlib import Path

import pytest

from tests.played import plays
from tests.projects import write_project
from tests.tui.reader import Reader, reading
from tests.tui.screen.sharing import CHANGED, HORSE, SHARED, VALVE
from tests.waiting import until
from tui.screens.passages import ProjectPassages


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path / "shared", SHARED)


async def asked(reader: Reader) -> ProjectPassages:
    """Open the list, and wait until all passages are there."""
    await reader.press("g", "p")
    screen = reader.app.screen
    assert isinstance(screen, ProjectPassages)
    await until(lambda: screen.is_over and not screen.index.is_busy and not screen._was_busy, "all passages")
    await reader.pilot.pause()
    return screen


@plays("passages-project")
async def test_passages_of_articles_that_are_not_open_are_listed_and_opened_beside(root: Path) -> None:
    async with reading(root, paths=["lantern.txt"]) as reader:
        screen = await asked(reader)
        assert [(one.kind, other.path) for one, other in screen.results] == [
            ("quote", "ledger.txt"),
            ("edited quote", "ledger.txt"),
        ]
        assert "2 passages of lantern with the project" in reader.shown
        assert "word for word" in reader.shown
        await reader.press("down", "enter")
        assert reader.paths == ["lantern.txt", "ledger.txt"]
        assert reader.selected == CHANGED
        assert reader.desk.panes[0].caret == SHARED["lantern.txt"].index(HORSE)
        assert "edited quote: 11 words kept, dropped and, changed stood → stopped" in reader.bottom


async def test_they_are_found_by_the_index_too(root: Path) -> None:
    async with reading(root, paths=["ledger.txt"]) as reader:
        index = reader.project.library.index(writes=True)
        index.refresh()
        assert index.wait(30)
        screen = await asked(reader)
        assert [one.in_a.of(SHARED["ledger.txt"]) for one, _ in screen.results] == [VALVE, CHANGED]
        await reader.press("escape")
        assert reader.paths == ["ledger.txt"]


async def test_an_article_that_shares_nothing_says_so(root: Path) -> None:
    async with reading(root, paths=["post.txt"]) as reader:
        await asked(reader)
        assert "no other article shares a passage with this one" in reader.shown
