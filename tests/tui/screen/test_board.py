"""The board: what each article says of each thing, filtered, sorted, gone to and written out."""

import json
from pathlib import Path

import pytest
from textual.widgets import Static

from store import Project
from tests.played import plays
from tests.projects import open_project, write_project
from tests.tui.reader import Reader, reading, tagged
from tests.waiting import until
from tui.screens.board import BoardScreen
from tui.widgets.grid import NOTHING, Grid

FILES = {
    "a.txt": "---\nsource: Post\npublished: 2031-02-11\n---\nSome 640 homes were flooded. Mayor Ana López spoke.\n",
    "b.txt": "---\nsource: Wire\npublished: 2031-02-12\n---\nA count says 700 homes. Ana Lopez did not speak.\n",
    "c.txt": "Nothing of that here, but the [b]weather[/b].\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two clusters, of which the third article says nothing."""
    project = open_project(write_project(tmp_path / "news", FILES))
    homes = [
        tagged(project, "FACT", "Some 640 homes were flooded", "a.txt"),
        tagged(project, "FACT", "700 homes", "b.txt"),
    ]
    ana = [tagged(project, "PERSON", "Ana López", "a.txt"), tagged(project, "PERSON", "Ana Lopez", "b.txt")]
    tagged(project, "PLACE", "weather", "c.txt")
    project.clusters.gather(homes, "claim", "flooded homes")
    project.clusters.gather(ana, "entity", "Ana López")
    return project


def board(reader: Reader) -> BoardScreen:
    screen = reader.app.screen
    assert isinstance(screen, BoardScreen)
    return screen


def title(reader: Reader) -> str:
    return str(board(reader).query_one("#board-title", Static).content)


def about(reader: Reader) -> str:
    return str(board(reader).query_one("#board-detail", Static).content)


def table(reader: Reader) -> list[list[str]]:
    grid = board(reader).query_one(Grid)
    return [[name, *(grid.cell(row, at) for at in range(len(grid.heads)))] for row, name in enumerate(grid.names)]


@plays("board")
async def test_the_board_shows_wording_differing_figures_and_omissions(project: Project) -> None:
    async with reading(project.root, project=project, paths=["a.txt", "b.txt", "c.txt"]) as reader:
        await reader.press("B")
        assert table(reader) == [
            ["Ana López", "Ana López", "Ana Lopez", ""],
            ["≠ flooded homes", "Some 640 homes", "700 homes", ""],
        ]
        assert NOTHING in reader.shown
        assert "Post 2031-02-11" in reader.shown
        await reader.press("down")
        assert "differs: Some 640 homes (2031-02-11, Post) · 700 homes (2031-02-12, Wire)" in about(reader)
        await reader.press("right", "right")
        assert "says nothing of it" in about(reader)
        await reader.press("escape")
        assert reader.app.screen is reader.screen


async def test_typing_narrows_down_and_a_key_sorts(project: Project) -> None:
    async with reading(project.root, project=project, paths=["a.txt", "b.txt"]) as reader:
        await reader.press("B", *"700")
        assert [row[0] for row in table(reader)] == ["≠ flooded homes"]
        assert "1 of 2 rows" in title(reader)
        await reader.press(*["backspace"] * 3, *["ctrl+o"] * 3)
        assert [row[0] for row in table(reader)] == ["≠ flooded homes", "Ana López"]
        assert "differing first" in title(reader)
        await reader.write("nothing like it")
        assert table(reader) == []
        assert "nothing matches" in reader.shown
        await reader.press("enter", "escape")
        assert reader.app.screen is reader.screen


async def test_enter_goes_to_the_tag_and_for_an_omission_to_the_article(project: Project) -> None:
    async with reading(project.root, project=project, paths=["a.txt", "b.txt", "c.txt"]) as reader:
        await reader.press("B", "down", "right", "enter")
        assert (reader.pane.sheet.path, reader.pane.caret) == ("b.txt", reader.pane.sheet.text.index("700 homes"))
        await reader.press("B", "left", "enter")
        assert reader.pane.sheet.path == "a.txt"
        assert reader.pane.caret == reader.pane.sheet.text.index("Ana López")


async def test_the_whole_project_instead_of_the_open_articles(project: Project) -> None:
    async with reading(project.root, project=project, paths=["a.txt", "b.txt"]) as reader:
        await reader.press("B")
        assert "open articles" in title(reader)
        await reader.press("ctrl+t")
        assert "whole project" in title(reader)
        assert len(board(reader).query_one(Grid).heads) == 3
        await reader.press("right", "right", "enter")
        assert reader.pane.sheet.path == "c.txt"
        assert "says nothing of it" in reader.bottom


async def test_a_single_pane_gets_the_board_of_the_project(project: Project) -> None:
    async with reading(project.root, project=project, paths=["a.txt"], size=(40, 10)) as reader:
        await reader.press("B")
        assert len(board(reader).query_one(Grid).heads) == 3
        assert "1-1 of 3" in reader.shown
        await reader.press("tab")
        assert "2-2 of 3" in reader.shown
        assert all(len(row) == 40 for row in reader.rows())


@pytest.mark.parametrize("downs", range(3))
async def test_it_is_written_beside_the_project_and_the_path_is_said(project: Project, downs: int) -> None:
    suffix = ("csv", "md", "jsonl")[downs]
    async with reading(project.root, project=project, paths=["a.txt", "b.txt", "c.txt"]) as reader:
        await reader.press("B", "ctrl+e", *["down"] * downs, "enter")
        path = project.root.resolve().parent / f"news-board.{suffix}"
        assert f"2 rows written to {path}" in about(reader)
        text = path.read_text(encoding="utf-8-sig")
        assert "Ana Lopez" in text
        if suffix == "jsonl":
            missing = [one for one in map(json.loads, text.splitlines()) if one["type"] == "missing"]
            assert [(one["source"]["text"], one["target"]["article"]) for one in missing] == [
                ("Some 640 homes were flooded", "c.txt")
            ]
        assert not list(project.root.glob("*board*"))


async def test_where_nothing_belongs_together_it_says_what_to_do(tmp_path: Path) -> None:
    async with reading(write_project(tmp_path / "news", FILES)) as reader:
        await reader.press("B")
        assert "no tags here belong together yet: gj" in reader.shown
        await reader.press("enter", "right", "ctrl+o", "escape")
        assert reader.app.screen is reader.screen


async def test_a_long_board_is_laid_out_under_a_screen_that_says_so(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.commands.changing.LONG", 1)
    async with reading(project.root, project=project, paths=["a.txt", "b.txt"]) as reader:
        await reader.press("B")
        await until(lambda: isinstance(reader.app.screen, BoardScreen), "the board")
        assert len(board(reader).rows) == 2


async def test_only_what_is_in_sight_is_made(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news", {f"{at:03}.txt": f"Ana Lopez {at}.\n" * 40 for at in range(60)})
    project = open_project(root)
    for number in range(40):
        paths = [f"{at:03}.txt" for at in range(1 if number else 60)]
        members = [tagged(project, "PERSON", "Ana", path, start=number * 13) for path in paths]
        project.clusters.gather(members, "entity", f"cluster {number:03}")
    async with reading(root, project=project, paths=["000.txt"], size=(80, 24)) as reader:
        await reader.press("B")
        grid = board(reader).query_one(Grid)
        before = grid.drawn
        await reader.press("right")
        in_sight = grid.size.height * grid.fits
        assert 0 < grid.drawn - before <= 2 * in_sight < 40 * 60
