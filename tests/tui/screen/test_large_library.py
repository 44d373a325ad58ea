"""A library of very many articles is there at once, says more about them while one looks, and finds by titles then."""

from pathlib import Path

import pytest

from tests.projects import write_project
from tests.tui.reader import reading
from tests.waiting import until
from tui.screens import library
from tui.screens.library import Library


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {f"n{number:03}.txt": f"---\ntitle: Ferry number {number}\n---\nText.\n" for number in range(60)}
    return write_project(tmp_path / "p", files)


async def test_titles_come_while_it_is_open(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "LARGE", 20)
    monkeypatch.setattr(library, "SLICE", 1e-4)
    async with reading(root) as reader:
        await reader.press("escape")
        screen = reader.app.screen
        assert isinstance(screen, Library)
        await until(lambda: "titles" not in reader.shown, "all titles")
        assert "Ferry number 0" in reader.shown
        await reader.write("number 41")
        await reader.press("enter")
        await until(lambda: "n041.txt" in reader.paths, "the article")


async def test_it_opens_without_reading_any_article(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "LARGE", 20)
    async with reading(root) as reader:
        monkeypatch.setattr(library, "_book", lambda *_: pytest.fail("an article was read"))
        made = Library(reader.desk)
        assert [item.left for item in made.items] == [f"n{number:03}.txt" for number in range(60)]


async def test_what_is_chosen_before_the_titles_are_there_opens(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "LARGE", 20)
    async with reading(root) as reader:
        await reader.press("escape")
        await reader.write("n033")
        await reader.press("enter")
        await until(lambda: "n033.txt" in reader.paths, "the article")


async def test_nothing_is_looked_up_while_somebody_types(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "LARGE", 20)
    monkeypatch.setattr(library, "REST", 1e6)
    async with reading(root) as reader:
        monkeypatch.setattr(library, "_book", lambda *_: pytest.fail("an article was read"))
        screen = Library(reader.desk)
        monkeypatch.setattr(screen, "_fill", lambda: None)  # but when it is asked to here
        reader.app.push_screen(screen)
        screen._pressed = -2e6
        await reader.write("n")
        Library._fill(screen)
