"""Articles found, opened, done with and come back to; the list of annotations."""

import gc
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.strip import Strip

from store import read_sitting
from tests.projects import FILES, open_project, write_project
from tests.tui.reader import reading, tagged
from tests.tui.screen.articles import ALONE, LONG, QUAYS, TEXT
from tui.widgets.listing import Listing


async def test_the_list_of_annotations_goes_along_and_enter_stays_there(root: Path) -> None:
    project = open_project(root)
    for words in ("Ilse Marrow", "Tobin Vale", "41,000"):
        tagged(project, "PERSON", words)
    async with reading(root, project=project) as reader:
        before = await reader.go("Captain")
        await reader.press("i")
        assert "3 annotations" in reader.shown
        await reader.press("down")
        assert reader.selected == "Tobin Vale"
        await reader.press("escape")
        assert reader.pane.caret == before
        assert reader.pane.selection.is_empty
        await reader.press("i")
        await reader.write("41,0")
        assert reader.selected == "41,000"
        await reader.press("enter")
        assert reader.pane.caret == TEXT.index("41,000")
        assert "41,000 · PERSON" in reader.bottom


async def test_the_list_of_an_article_without_annotations_says_so(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press("i")
        assert "no annotations yet" in reader.bottom


@pytest.mark.parametrize("key", ["escape", "O"])
async def test_an_article_found_by_typing_opens_in_this_pane(tmp_path: Path, key: str) -> None:
    async with reading(write_project(tmp_path / "news", {**FILES, **QUAYS})) as reader:
        assert reader.paths == ["ferry.txt", "harbour.txt"]
        await reader.press("tab", key)
        await reader.write("quay-5")
        assert reader.app.screen.query_one(Listing).marked == next(iter(reader.app.screen.query_one(Listing).items))
        await reader.press("enter")
        assert reader.paths == ["ferry.txt", "quay-5.txt"]
        assert "Quay number 5" in reader.shown


async def test_an_article_found_by_typing_opens_beside_this_pane(tmp_path: Path) -> None:
    async with reading(write_project(tmp_path / "news", {**FILES, **QUAYS})) as reader:
        await reader.press("|")
        await reader.write("quay-5")
        await reader.press("enter")
        assert reader.paths == ["ferry.txt", "quay-5.txt", "harbour.txt"]
        assert reader.pane.sheet.path == "quay-5.txt"
        left = [pane.region.x for pane in reader.desk.panes]
        assert left == sorted(set(left))


async def test_the_library_finds_by_title_and_source_and_says_what_was_done(root: Path) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Tobin Vale")
    project.describe(project.library.article("harbour.txt"), done=True)
    async with reading(root, project=project) as reader:
        await reader.press("escape")
        rows = {row for row in reader.rows() if "Marl Post ·" in row or "Quay Gazette ·" in row}
        assert any("Ferry to sail again" in row and "1 tag " in row for row in rows)
        assert any("Harbour walls raised" in row and "done" in row for row in rows)
        await reader.write("gazette")
        assert [item.id for item in reader.app.screen.query_one(Listing).items] == ["harbour.txt"]


async def test_the_library_backs_out_and_finds_nothing_gracefully(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press("escape")
        await reader.write("zzzzqqqq")
        assert "nothing matches" in reader.shown
        await reader.press("enter", "down", "escape")
        assert reader.paths == ["ferry.txt", "harbour.txt"]
        assert "ferry.txt" in reader.bottom


async def test_what_cannot_be_read_is_listed_with_the_reason_and_opening_it_says_why(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news")
    (root / "broken.txt").write_bytes(b"%PDF-1.7\n" + bytes(200))
    async with reading(root) as reader:
        await reader.press("escape")
        assert "looks like a PDF" in reader.shown
        await reader.write("broken")
        await reader.press("enter")
        assert "looks like a PDF" in reader.bottom
        assert reader.paths == ["ferry.txt", "harbour.txt"]


async def test_next_and_previous_article_and_the_ends_of_the_folder(root: Path) -> None:
    async with reading(root, size=ALONE) as reader:
        await reader.press("[")
        assert "first article" in reader.bottom
        await reader.press("]")
        assert reader.paths == ["harbour.txt"]
        assert "harbour.txt" in reader.bottom
        await reader.press("]")
        assert "last article" in reader.bottom


async def test_done_and_next_and_not_done_again(root: Path) -> None:
    async with reading(root, size=ALONE) as reader:
        await reader.press("D")
        assert reader.paths == ["harbour.txt"]
        assert "done: ferry.txt" in reader.bottom
        await reader.press("[")
        assert "0 tags · done" in reader.shown
        await reader.press("D")
        assert "not done any more" in reader.bottom
        assert "· done" not in reader.shown


async def test_coming_back_to_an_article_finds_the_place(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news", {**LONG, "short.txt": "Nothing here.\n"})
    async with reading(root, size=ALONE) as reader:
        at = await reader.go("Ferry 300")
        top = reader.pane.top
        await reader.press("]", "[")
        assert (reader.pane.caret, reader.pane.top) == (at, top)
        reader.app.keep_sitting()
    assert read_sitting(root).places["long.txt"] == (at, top)
    async with reading(root, size=ALONE) as reader:
        assert reader.paths == ["long.txt"]
        assert (reader.pane.caret, reader.pane.top) == (at, top)


@pytest.mark.parametrize("key", ["escape", ":", "i", "/", "?"])
async def test_a_dialog_stands_straight_over_emoji(tmp_path: Path, key: str) -> None:
    hard = "A keycap 1️⃣ of Tobin Vale, a heart ❤️ and 👍🏽 and more words that go on to the end of the row.\n" * 40
    root = write_project(tmp_path / "news", {"a.txt": hard})
    project = open_project(root)
    tagged(project, "PERSON", "Tobin Vale", "a.txt")
    async with reading(root, project=project, size=ALONE) as reader:
        await reader.press(key)
        assert reader.app.screen is not reader.screen
        assert "[80X" not in reader.shown
        assert "\ufe0f" not in reader.shown
        assert {cell_len(row) for row in reader.rows()} == {ALONE[0]}
        borders = {row.index(corner) for row in reader.rows() for corner in "╭╰" if corner in row}
        assert len(borders) == (0 if key == "/" else 1)


async def test_the_library_says_how_far_one_has_come(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news", {"a.txt": "x" * 50 + " " + "y" * 149, "b.txt": "Nothing.\n"})
    project = open_project(root)
    tagged(project, "PERSON", "Nothing", "b.txt")
    async with reading(root, project=project) as reader:
        await reader.press("w", "escape")
        here, other = (row for row in reader.rows() if "│ › a.txt " in row or "│   b.txt " in row)
        assert " 25% " in here
        assert " 1 tag " in other


async def test_a_closed_dialog_lets_go_of_its_rows(root: Path) -> None:
    async with reading(root) as reader:

        async def rows() -> int:
            for _ in range(5):
                await reader.press("O", "escape")
            gc.collect()
            return sum(isinstance(one, Strip) for one in gc.get_objects())

        first = await rows()
        assert await rows() < first + 40, "less than one screen for five dialogs"
