"""Where else this was said: the places with their edits, in words, and one opened beside."""

from pathlib import Path

import pytest
from textual.widgets import Static

from tests.played import plays
from tests.projects import write_project
from tests.tui.reader import Reader, reading
from tests.waiting import until
from tui.screens.elsewhere import SaidElsewhere

SAID = "We will not send a boat with two hundred people into the winter swell."
FILES = {
    "a.txt": f"It began on Monday.\n\n{SAID}\n",
    "b.txt": "Prices rose.\n\n“We will not send any boat with two hundred people into the swell,” she said.\n",
    "c.txt": f"Unrelated words about harbours.\n\n{SAID}\n",
}
DATES = {"b.txt": "2031-03-01", "c.txt": "2031-03-09"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    dated = {path: f"---\npublished: {DATES[path]}\n---\n" if path in DATES else "" for path in FILES}
    return write_project(tmp_path / "news", {path: dated[path] + text for path, text in FILES.items()})


async def asked(reader: Reader) -> SaidElsewhere:
    """Open the list, and wait until all places are there."""
    await reader.press("W")
    screen = reader.app.screen
    assert isinstance(screen, SaidElsewhere)
    await until(lambda: screen.is_over and not screen.index.is_busy and not screen._was_busy, "all places")
    await reader.pilot.pause()
    return screen


@plays("elsewhere")
async def test_the_sentence_is_found_elsewhere_with_its_edits_and_opened_beside(root: Path) -> None:
    async with reading(root, paths=["a.txt"]) as reader:
        await reader.go("two hundred")
        screen = await asked(reader)
        assert [(said.hit.path, round(said.likeness)) for said in screen.results] == [("c.txt", 100), ("b.txt", 86)]
        assert "word for word" in reader.shown
        assert "[a → any] [− winter]" in reader.shown
        await reader.press("down")
        wording = str(screen.query_one("#wording", Static).content)
        assert wording == "We will not send [a → any] boat with two hundred people into the [− winter] swell"
        await reader.press("enter")
        assert reader.paths == ["a.txt", "b.txt"]
        assert reader.selected == "We will not send any boat with two hundred people into the swell"
        assert "86% the same" in reader.bottom


async def test_the_oldest_can_come_first_and_typing_narrows_down(root: Path) -> None:
    async with reading(root, paths=["a.txt"]) as reader:
        await reader.go("two hundred")
        screen = await asked(reader)
        await reader.press("ctrl+o")
        assert [screen.results[int(item.id)].hit.path for item in screen.items] == ["b.txt", "c.txt"]
        await reader.press("ctrl+o")
        await reader.write("any")
        await reader.press("enter")
        assert reader.paths == ["a.txt", "b.txt"]


async def test_a_selection_is_looked_for_instead_of_the_sentence(root: Path) -> None:
    async with reading(root, paths=["a.txt"]) as reader:
        await reader.go("two hundred people")
        await reader.press("v", *"www")
        screen = await asked(reader)
        assert {said.hit.quote.strip() for said in screen.results} == {"two hundred people"}
        await reader.press("escape")
        assert reader.selected.strip() == "two hundred people"


async def test_it_says_when_there_is_nothing(tmp_path: Path) -> None:
    root = write_project(
        tmp_path / "news", {"a.txt": "One sentence of five words.\n", "b.txt": "Another.\n", "e.txt": ""}
    )
    async with reading(root, paths=["a.txt"]) as reader:
        await asked(reader)
        assert "nowhere else" in reader.shown
        await reader.press("enter")
        await reader.press("escape")
        assert reader.paths == ["a.txt"]
    async with reading(root, paths=["e.txt"]) as reader:
        await reader.press("W")
        assert "there is no sentence" in reader.bottom


@pytest.mark.parametrize("size", [(40, 10), (80, 24)], ids=str)
async def test_it_fits_small_screens(root: Path, size: tuple[int, int]) -> None:
    async with reading(root, paths=["a.txt"], size=size) as reader:
        await reader.go("two hundred")
        await asked(reader)
        assert "2 places" in reader.shown
        assert "100%" in reader.shown
