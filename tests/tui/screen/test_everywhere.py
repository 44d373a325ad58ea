"""Search in the whole project: as one types, in five ways, and to the place that was found."""

from pathlib import Path

import pytest
from textual.widgets import Input, Static

from tests.played import plays
from tests.projects import HARD, write_project
from tests.tui.reader import Reader, reading, tagged
from tests.waiting import until
from tui.screens.everywhere import Everywhere
from tui.widgets.listing import Listing

FILES = {
    "a.txt": "The ferry to Ansel sailed. Ana López steered it.\n",
    "b.txt": "Ana Lopez never sails the ferries of Ansel.\n",
    "c.txt": f"Nothing to see.\n{HARD}",
    "d.txt": "a" * 64 + "!\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path / "news", FILES)


async def asked(reader: Reader, typed: str, *keys: str) -> list[str]:
    """Open the search, type, press keys, and wait until it is over; the places, by path."""
    await reader.press("&", *keys)
    if typed:
        await reader.paste(typed)
    return await over(reader)


async def over(reader: Reader) -> list[str]:
    screen = reader.app.screen
    assert isinstance(screen, Everywhere)
    await until(lambda: screen.is_over and not screen.index.is_busy, "the end of the search")
    await reader.pilot.pause()
    return [found.path for found in screen.results]


def title(reader: Reader) -> str:
    return str(reader.app.screen.query_one("#picker-title", Static).content)


@plays("search-project")
async def test_words_are_found_while_they_are_typed_and_enter_selects_the_place(root: Path) -> None:
    async with reading(root, paths=["c.txt"]) as reader:
        assert await asked(reader, "ferr") == ["a.txt", "b.txt"]
        assert "words · 2 places" in title(reader)
        await reader.press("down", "enter")
        assert reader.paths == ["b.txt"]
        assert reader.selected == "ferries"
        assert "2 of 2 found · & shows them again" in reader.bottom
        assert await asked(reader, "") == ["b.txt"], "what is selected is what one means"


async def test_what_was_asked_is_asked_again(root: Path) -> None:
    async with reading(root, paths=["c.txt"]) as reader:
        await asked(reader, "lopes", "ctrl+t")
        await reader.press("enter")
        await reader.press("escape")
        assert await asked(reader, "") == ["a.txt", "b.txt"]
        assert title(reader).startswith("fuzzy")
        await reader.press("escape")
        assert reader.paths == ["a.txt"]


async def test_a_place_can_be_opened_beside(root: Path) -> None:
    async with reading(root, paths=["c.txt"]) as reader:
        await asked(reader, "sailed")
        await reader.press("ctrl+b")
        assert reader.paths == ["c.txt", "a.txt"]
        assert reader.selected == "sailed"
        await asked(reader, "nothing", "ctrl+u")
        await reader.press("enter")
        assert reader.paths == ["c.txt", "a.txt"], "the pane that shows it gets the keys"
        assert reader.desk.current == 0


async def test_patterns_are_found_and_one_that_explodes_is_stopped(root: Path) -> None:
    async with reading(root, paths=["c.txt"]) as reader:
        assert await asked(reader, r"L\S+z", "ctrl+t", "ctrl+t") == ["a.txt", "b.txt"]
        await reader.press("ctrl+u")
        await reader.paste("(a+)+$")
        await over(reader)
        assert "d.txt and was stopped; make it simpler" in title(reader)
        await reader.press("ctrl+u")
        await reader.paste("(")
        await over(reader)
        assert "not a regular expression" in title(reader)
        await reader.press("escape")
        assert reader.paths == ["c.txt"]


async def test_labels_and_notes_are_found_as_they_are(root: Path) -> None:
    async with reading(root, paths=["c.txt"]) as reader:
        one = tagged(reader.project, "PERSON", "Ana López", "a.txt")
        reader.project.update([one], "note", note="the captain")
        assert await asked(reader, "pers ana", "ctrl+t", "ctrl+t", "ctrl+t") == ["a.txt"]
        assert "PERSON" in reader.shown
        await reader.press("ctrl+t", "ctrl+u")
        await reader.paste("captain")
        assert await over(reader) == ["a.txt"]
        await reader.press("enter")
        assert reader.paths == ["a.txt"]
        assert reader.pane.caret == one.start


async def test_enter_before_the_answer_takes_the_first_of_it(root: Path) -> None:
    async with reading(root, paths=["c.txt"]) as reader:
        await reader.press("&")
        screen = reader.app.screen
        assert isinstance(screen, Everywhere)
        line = screen.query_one(Input)
        line.value = "ferries"
        screen.on_input_submitted(Input.Submitted(line, line.value))
        await until(lambda: reader.paths == ["b.txt"], "the place")


async def test_more_is_found_when_one_comes_to_the_end_of_the_list(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news", {f"{n:03}.txt": f"The ferry number {n}.\n" for n in range(130)})
    async with reading(root) as reader:
        await reader.press("&")
        await reader.paste("ferry")
        screen = reader.app.screen
        assert isinstance(screen, Everywhere)
        await until(lambda: len(screen.results) == 50 and not screen.index.is_busy, "a page")
        await until(lambda: "130" in title(reader), "the number of all")
        await reader.press("ctrl+end")
        await until(lambda: len(screen.results) == 100, "the next page")
        await reader.press("ctrl+end")
        await until(lambda: screen.is_over, "the last page")
        assert [one.path for one in screen.results] == sorted(f"{n:03}.txt" for n in range(130))


@pytest.mark.parametrize("size", [(40, 10), (60, 16), (200, 50)], ids=str)
async def test_the_words_that_were_found_are_in_sight_at_any_size(tmp_path: Path, size: tuple[int, int]) -> None:
    text = f"{'Long before it began, ' * 5}the zeppelin came, {'and long after it ended ' * 5}"
    root = write_project(tmp_path / "news", {"a.txt": text, "b.txt": f"東京港 \u202eabc zeppelin {HARD}"})
    async with reading(root, size=size) as reader:
        await asked(reader, "zeppelin")
        rows = [row for row in reader.rows() if "zeppelin" in row]
        assert len(rows) >= 2
        assert len(reader.app.screen.query_one(Listing).items) == 2


async def test_an_article_that_was_edited_meanwhile_says_so(root: Path) -> None:
    async with reading(root, paths=["c.txt"]) as reader:
        await asked(reader, "sailed")
        (root / "a.txt").write_text("All new.\n")
        await reader.press("enter")
        assert "is not in a.txt any more" in reader.bottom
