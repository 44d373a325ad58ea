"""`r`: moving the edges of an annotation."""

from pathlib import Path

import pytest

from tests.played import plays
from tests.projects import annotations, open_project
from tests.tui.reader import reading, tagged
from tests.tui.screen.articles import TEXT


@plays("resize")
@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (["right"], "Tobin Vale, who"),
        (["right", "right", "left"], "Tobin Vale, who"),
        (["right", "left"], "Tobin Vale"),
        (["left"], "Tobin"),
        (["shift+right"], "Vale"),
        (["shift+left", "shift+right"], "Tobin Vale"),
        (["l"], "Tobin Vale,"),
        (["h", "h"], "Tobin Va"),
        (["L"], "obin Vale"),
        (["L", "H", "w", "B", "W"], "Tobin Vale, who"),
    ],
)
async def test_edges_move_and_everything_else_stays(root: Path, keys: list[str], words: str) -> None:
    project = open_project(root)
    made = tagged(project, "PERSON", "Tobin Vale")
    project.update([made], "note", note="the yard's owner", unsure=True)
    async with reading(root, project=project) as reader:
        await reader.go("Vale")
        await reader.press("r", *keys)
        assert reader.selected == words
        assert reader.tags() == [("PERSON", "Tobin Vale")]
        await reader.press("enter")
        assert reader.tags() == [("PERSON", words)]
        [now] = annotations(project, "ferry.txt")
        assert now.id == made.id
        assert (now.note, now.unsure, now.start) == ("the yard's owner", True, TEXT.index(words))
        if words != "Tobin Vale":
            await reader.press("u")
            assert reader.tags() == [("PERSON", "Tobin Vale")]
            assert "undid: edge move" in reader.bottom
            await reader.press("ctrl+r")
            assert reader.tags() == [("PERSON", words)]


async def test_esc_takes_the_edges_back(root: Path) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Tobin Vale")
    async with reading(root, project=project) as reader:
        at = await reader.go("Vale")
        await reader.press("r", "right", "right", "escape")
        assert reader.tags() == [("PERSON", "Tobin Vale")]
        assert reader.pane.selection == (at, at)
        assert reader.desk.mode is None


async def test_an_annotation_cannot_be_moved_to_nothing_or_out_of_the_text(root: Path) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Tobin Vale")
    async with reading(root, project=project) as reader:
        await reader.go("Vale")
        await reader.press("r", *["left"] * 5)
        assert reader.selected == "Tobin"
        assert "nothing would be left" in reader.bottom
        await reader.press(*["shift+left"] * 400)
        assert reader.pane.selection.span.start == 0
        await reader.press(*["right"] * 400, "enter")
        assert reader.tags() == [("PERSON", TEXT)]


async def test_two_of_one_label_on_the_same_words_are_refused(root: Path) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Tobin Vale")
    tagged(project, "PERSON", "Tobin")
    async with reading(root, project=project) as reader:
        await reader.go("obin")
        await reader.press("r", "right", "enter")
        assert "these words are PERSON already" in reader.bottom
        await reader.press("escape")
        assert sorted(words for _, words in reader.tags()) == ["Tobin", "Tobin Vale"]


async def test_why_no_edge_can_be_moved_is_said(root: Path) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Tobin Vale")
    async with reading(root, project=project) as reader:
        await reader.press("r")
        assert "no annotation under the caret" in reader.bottom
        await reader.go("Vale")
        await reader.press("r", "%")
        assert "% moves no edge" in reader.bottom
        await reader.press("r")
        assert "the edges stay where they were" in reader.bottom
    async with reading(root, read_only=True) as reader:
        await reader.go("Vale")
        await reader.press("r")
        assert "read-only" in reader.bottom
