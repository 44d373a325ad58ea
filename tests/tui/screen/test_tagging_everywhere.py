"""Tagging a name in the whole project: counted by spelling, chosen one by one, one step, rejections remembered."""

from pathlib import Path

import pytest
from textual.widgets import Static

from store import Project
from tests.played import plays, undoes
from tests.projects import annotations, open_project, write_project
from tests.tui.reader import Reader, reading, tagged
from tests.waiting import until
from tui.screens.tagging_everywhere import TagEverywhere
from tui.widgets.listing import Listing

FILES = {
    "a.txt": "Mayor Ana López spoke. López then left for Dunmere.\n",
    "b.txt": "Ana Lopez did not speak. Nor did Carlos López.\n",
    "c.txt": "The Lopes report was read. Nobody named Lope or Sloper came.\n",
    "d.txt": "Nothing here.\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path / "news", FILES)


async def asked(reader: Reader, words: str = "López spoke", *keys: str) -> TagEverywhere:
    """Put the caret on a name, ask for it everywhere, and wait for all places."""
    await reader.go(words)
    await reader.press("g", "T")
    screen = reader.app.screen
    assert isinstance(screen, TagEverywhere)
    await over(reader, screen)
    for key in keys:
        await reader.press(key)
        await over(reader, screen)
    return screen


async def over(reader: Reader, screen: TagEverywhere) -> None:
    await until(lambda: screen.is_over and not (screen.index.is_busy or screen._was_busy), "all places")
    await reader.pilot.pause()


def everything(project: Project) -> list[tuple[str, str, str, str]]:
    return [(one.article, one.quote, one.label, one.origin) for path in FILES for one in annotations(project, path)]


def title(screen: TagEverywhere) -> str:
    return str(screen.query_one("#picker-title", Static).content)


def rows(screen: TagEverywhere) -> list[str]:
    return [(item.lead + item.left).strip() for item in screen.query_one(Listing).items]


@plays("tag-everywhere")
@undoes("tag-everywhere")
async def test_all_spellings_are_counted_and_tagged_as_one_step(root: Path) -> None:
    async with reading(root, paths=["a.txt"]) as reader:
        screen = await asked(reader, "López spoke")
        assert "a label's key?" in title(screen)
        assert "3 of 5 places" in title(screen)
        assert rows(screen) == ["[x] Ana Lopez", "[x] Ana López", "[x] López", "[ ] Lope", "[ ] Lopes"]
        await reader.press("enter")
        assert "as what?" in title(screen)
        await reader.press("1")
        await over(reader, screen)
        await reader.press("enter")
        assert everything(reader.project) == [
            ("a.txt", "Ana López", "PERSON", "propagated"),
            ("a.txt", "López", "PERSON", "propagated"),
            ("b.txt", "Ana Lopez", "PERSON", "propagated"),
        ]
        assert "3 places in 2 articles" in reader.bottom
        await reader.press("u")
        assert everything(reader.project) == []


async def test_places_are_taken_or_left_one_by_one_or_all(root: Path) -> None:
    async with reading(root, paths=["a.txt"]) as reader:
        screen = await asked(reader, "López spoke", "1")
        await reader.press("a")
        assert "0 of" in title(screen)
        await reader.press("space", "o", "down", "down")
        assert rows(screen)[0].startswith("[x]")
        await reader.press("enter")
        assert len(everything(reader.project)) == 1


async def test_what_is_rejected_is_never_offered_again_until_that_is_undone(root: Path) -> None:
    async with reading(root, paths=["a.txt"]) as reader:
        screen = await asked(reader, "López spoke", "1")
        await reader.press("end", "ctrl+end")
        assert rows(screen)[screen.query_one(Listing).at] == "[ ] Lopes"
        await reader.press("x")
        assert rows(screen)[-1] == "[-] Lopes"
        await reader.press("enter")
        assert "1 rejection remembered" in reader.bottom
        (record,) = reader.project.database.stream("decisions")
        assert (record["quote"], record["verdict"], record["label"], record["scope"]) == (
            "Lopes", "reject", "PERSON", "everywhere",
        )  # fmt: skip
        screen = await asked(reader, "López then", "1")
        assert "[ ] Lopes" not in rows(screen)
        await reader.press("2")
        await over(reader, screen)
        assert "[ ] Lopes" in rows(screen), "with another label it may be right"
        await reader.press("escape", "u")
        screen = await asked(reader, "López then", "1")
        assert "[ ] Lopes" in rows(screen)


async def test_what_is_tagged_already_is_said_and_passed_over(root: Path) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Ana Lopez", "b.txt")
    async with reading(root, paths=["a.txt"], project=project) as reader:
        screen = await asked(reader, "López spoke", "1")
        assert "1 tagged already" in title(screen)
        await reader.press("enter")
        assert sorted(one.quote for one in annotations(project, "b.txt")) == ["Ana Lopez"]


async def test_the_other_names_of_a_cluster_are_looked_for_too(root: Path) -> None:
    project = open_project(root)
    one = tagged(project, "PERSON", "Ana López", "a.txt")
    project.clusters.gather([one], "entity", "the mayor", aliases=["Nobody"])
    async with reading(root, paths=["a.txt"], project=project) as reader:
        screen = await asked(reader, "Ana")
        assert any("Nobody" in row for row in rows(screen))
        assert screen.label is not None
        assert screen.label.name == "PERSON"


async def test_escape_changes_nothing_and_nothing_under_the_caret_is_said(root: Path) -> None:
    async with reading(root, paths=["a.txt"]) as reader:
        await asked(reader, "López spoke", "1")
        await reader.press("x", "escape")
        assert everything(reader.project) == []
        assert not list(reader.project.database.stream("decisions"))
        await reader.go("\n")
        await reader.press("g", "T")
        assert "there is no word" in reader.bottom or isinstance(reader.app.screen, TagEverywhere)


async def test_a_read_only_project_says_why(root: Path) -> None:
    async with reading(root, paths=["a.txt"], read_only=True) as reader:
        await reader.go("López")
        await reader.press("g", "T")
        assert "read-only" in reader.bottom


@pytest.mark.parametrize("size", [(40, 10), (80, 24)], ids=str)
async def test_it_fits_small_screens(root: Path, size: tuple[int, int]) -> None:
    async with reading(root, paths=["a.txt"], size=size) as reader:
        await asked(reader, "López spoke", "1")
        assert "[x] Ana" in reader.shown
