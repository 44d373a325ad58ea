"""What is tagged: taken away, stepped through, marked as unsure, undone and redone."""

from pathlib import Path

import pytest

from store import Span
from tests.projects import open_project
from tests.tui.reader import reading, tagged, underlined
from tests.tui.screen.articles import ALONE, TEXT
from tui.keymap import Keymap


@pytest.mark.parametrize("key", Keymap().keys("untag"))
async def test_untagging_takes_away_what_is_under_the_caret(root: Path, key: str) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Tobin Vale")
    tagged(project, "PERSON", "Ilse Marrow")
    async with reading(root, project=project) as reader:
        await reader.go("Vale")
        await reader.press(key)
        assert reader.tags() == [("PERSON", "Ilse Marrow")]
        assert "untagged PERSON: Tobin Vale" in reader.bottom
        await reader.go("Monday")
        await reader.press(key)
        assert reader.tags() == [("PERSON", "Ilse Marrow")]
        assert "no annotation under the caret" in reader.bottom


async def test_untagging_all_alike_is_one_step(root: Path) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Ilse Marrow")
    tagged(project, "PERSON", "Ilse Marrow", start=TEXT.rindex("Ilse Marrow"))
    tagged(project, "ORG", "Ilse Marrow")
    async with reading(root, project=project) as reader:
        await reader.go("Ilse")
        await reader.press("X")
        assert "2 places" in reader.bottom
        assert reader.tags() == [("ORG", "Ilse Marrow")]
        await reader.press("u")
        assert len(reader.tags()) == 3


async def test_stepping_through_overlaps_says_which_one_keys_mean(root: Path) -> None:
    project = open_project(root)
    for label, words in (("PERSON", "Vale"), ("ORG", "Tobin Vale"), ("FACT", "Tobin Vale, who runs the yard")):
        tagged(project, label, words)
    async with reading(root, project=project) as reader:
        at = await reader.go("Vale")
        seen = [reader.bottom]
        for _ in range(3):
            await reader.press(";")
            seen.append(reader.bottom)
        assert [next(word for word in ("PERSON", "ORG", "FACT") if word in row) for row in seen] == [
            "PERSON", "ORG", "FACT", "PERSON",
        ]  # fmt: skip
        assert [row[row.index(" of 3") - 1 :][:6] for row in seen] == ["1 of 3", "2 of 3", "3 of 3", "1 of 3"]
        assert f"{at - 6}–{at + 4}" in seen[1]
        await reader.press(";", "x")
        assert sorted(label for label, _ in reader.tags()) == ["FACT", "PERSON"]


async def test_stepping_where_one_or_none_is_says_so(root: Path) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Tobin Vale")
    async with reading(root, project=project) as reader:
        await reader.go("Vale")
        await reader.press(";")
        assert "only one annotation is here" in reader.bottom
        await reader.go("Monday")
        await reader.press(";")
        assert "no annotation under the caret" in reader.bottom


async def test_walking_through_annotations(root: Path) -> None:
    project = open_project(root)
    for words in ("Ilse Marrow", "Tobin Vale", "41,000"):
        tagged(project, "PERSON", words)
    async with reading(root, project=project) as reader:
        found = []
        for key in ("m", "m", "m", "m", "M", "M", "M"):
            await reader.press(key)
            found.append((reader.pane.caret, "no annotation further" in reader.bottom))
        first, second, third = (TEXT.index(words) for words in ("Ilse Marrow", "Tobin Vale", "41,000"))
        assert found == [
            (first, False), (second, False), (third, False), (third, True),
            (second, False), (first, False), (first, True),
        ]  # fmt: skip


async def test_unsure_and_sure_again(root: Path) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Tobin Vale")
    async with reading(root, project=project) as reader:
        at = await reader.go("Vale")
        await reader.press("!")
        assert "PERSON: Tobin Vale is unsure" in reader.bottom
        (annotation,) = project.layer(project.library.article("ferry.txt"))
        assert annotation.unsure
        await reader.press("h", "l")
        assert reader.pane.caret == at
        assert "· unsure" in reader.bottom
        await reader.press("!")
        assert "is sure" in reader.bottom
        (annotation,) = project.layer(project.library.article("ferry.txt"))
        assert not annotation.unsure
        await reader.go("Monday")
        await reader.press("!")
        assert "no annotation under the caret" in reader.bottom


@pytest.mark.parametrize(("back", "again"), [("u", "ctrl+r"), ("ctrl+z", "ctrl+y")])
async def test_undo_and_redo_go_over_two_articles(root: Path, back: str, again: str) -> None:
    async with reading(root) as reader:
        await reader.go("Tobin")
        await reader.press("1", "1", "tab")
        assert reader.pane.sheet.path == "harbour.txt"
        await reader.go("Orrin Bay")
        await reader.press("4", "4")
        state = (reader.tags(), reader.tags("harbour.txt"))
        assert state == ([("PERSON", "Tobin Vale")], [("PLACE", "Orrin Bay")])
        await reader.press(back)
        assert "undid: tag · Orrin Bay" in reader.bottom
        assert (reader.tags(), reader.tags("harbour.txt")) == ([("PERSON", "Tobin Vale")], [])
        await reader.press(back)
        assert "undid: tag · Tobin Vale" in reader.bottom
        assert (reader.tags(), reader.tags("harbour.txt")) == ([], [])
        assert reader.pane.sheet.path == "ferry.txt"
        await reader.press(back)
        assert "nothing to undo" in reader.bottom
        await reader.press(again)
        assert "did again: tag · Tobin Vale" in reader.bottom
        await reader.press(again)
        assert (reader.tags(), reader.tags("harbour.txt")) == state
        assert reader.pane.sheet.path == "harbour.txt"
        await reader.press(again)
        assert "nothing to redo" in reader.bottom


async def test_undo_in_an_article_that_is_not_on_the_screen_says_where(root: Path) -> None:
    async with reading(root, size=ALONE) as reader:
        await reader.go("Tobin")
        await reader.press("1", "1", "]")
        assert reader.paths == ["harbour.txt"]
        await reader.press("u")
        assert "undid: tag · in ferry.txt" in reader.bottom
        assert reader.tags() == []


async def test_undo_brings_back_what_several_lost_at_once(root: Path) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Ilse Marrow")
    tagged(project, "PERSON", "Ilse Marrow", start=TEXT.rindex("Ilse Marrow"))
    async with reading(root, project=project) as reader:
        await reader.go("Ilse")
        await reader.press("X", "u")
        assert "undid: untag all alike, 2 places" in reader.bottom


async def test_the_same_article_in_two_panes_shows_a_tag_in_both(root: Path) -> None:
    async with reading(root, paths=["ferry.txt", "ferry.txt"]) as reader:
        await reader.go("Tobin")
        await reader.press("1", "1")
        assert reader.rows()[-3].count("1 tag ") == 2
        first, second = reader.desk.panes
        assert first.index is second.index
        assert underlined(reader.row_of(TEXT.index("Tobin"))) == "Tobin Vale" * 2


async def test_q_quits_and_nothing_is_lost(root: Path) -> None:
    async with reading(root) as reader:
        await reader.go("Tobin")
        await reader.press("1", "1", "q")
        assert not reader.app.is_running
        assert reader.app.return_code in (0, None)
    project = open_project(root)
    (annotation,) = project.layer(project.library.article("ferry.txt"))
    assert annotation.span == Span(TEXT.index("Tobin"), TEXT.index(", who"))
    project.close()
