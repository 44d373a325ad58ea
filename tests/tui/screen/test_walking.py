"""Going through an article: search, motions, jumps."""

from pathlib import Path

import pytest
from textual.widgets import Input

from tests.projects import write_project
from tests.tui.reader import reading
from tests.tui.screen.articles import ALONE, LONG, OTHER, TEXT
from tui.screens.picker import Picker
from tui.screens.prompt import Prompt


async def test_search_marks_hits_and_walks_them_and_esc_takes_them_away(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press("/")
        assert isinstance(reader.app.screen, Prompt)
        await reader.write("marrow")
        starts = [TEXT.index("Marrow"), TEXT.rindex("Marrow")]
        assert [hit.start for hit in reader.pane.hits] == starts
        assert reader.desk.panes[1].hits == ()
        await reader.press("enter")
        assert reader.pane.caret == starts[0]
        assert "marrow: 1 of 2" in reader.bottom
        await reader.press("n")
        assert reader.pane.caret == starts[1]
        await reader.press("n")
        assert reader.pane.caret == starts[0]
        assert "from the top again" in reader.bottom
        await reader.press("N")
        assert reader.pane.caret == starts[1]
        assert "from the end again" in reader.bottom
        await reader.press("escape")
        assert reader.pane.hits == ()
        await reader.press("n")
        assert "nothing is being searched" in reader.bottom


async def test_esc_in_the_search_line_leaves_no_marks(root: Path) -> None:
    async with reading(root) as reader:
        at = await reader.go("Tobin")
        await reader.press("ctrl+f")
        await reader.write("marrow")
        await reader.press("escape")
        assert reader.pane.hits == ()
        assert reader.pane.caret == at


async def test_what_is_not_there_is_said_not_to_be_there(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press("/")
        await reader.write("submarine")
        await reader.press("enter")
        assert "submarine: not in this article" in reader.bottom
        await reader.press("n")
        assert "submarine: not in this article" in reader.bottom


async def test_this_text_in_all_panes(root: Path) -> None:
    async with reading(root) as reader:
        await reader.go("Marrow")
        await reader.press("*")
        assert [len(pane.hits) for pane in reader.desk.panes] == [2, 1]
        assert "Marrow: 2 + 1 hits" in reader.bottom
        await reader.press("tab", "n")
        assert reader.pane.caret == OTHER.index("Marrow")
        await reader.press("escape")
        assert [len(pane.hits) for pane in reader.desk.panes] == [0, 0]


async def test_a_selection_in_all_panes(root: Path) -> None:
    async with reading(root) as reader:
        await reader.go("Ilse Marrow called")
        await reader.press("v", "e", "e", "*")
        assert "Ilse Marrow: 2 + 1 hits" in reader.bottom


@pytest.mark.parametrize(
    ("keys", "at"),
    [
        (("w",), "Vale"),
        (("b",), "again”"),
        (("(",), "Captain"),
        ((")",), "The crossing"),
        (("}",), "The crossing"),
        (("{",), "Captain"),
        (("g", "g"), "Captain"),
        (("l", "l"), "bin Vale"),
        (("h",), " Tobin"),
        (("f", "r"), "runs"),
    ],
)
async def test_motions(root: Path, keys: tuple[str, ...], at: str) -> None:
    async with reading(root) as reader:
        await reader.go("Tobin")
        await reader.press(*keys)
        assert reader.pane.caret == TEXT.index(at)


async def test_rows_and_pages_keep_the_caret_in_sight(tmp_path: Path) -> None:
    async with reading(write_project(tmp_path / "news", LONG), size=ALONE) as reader:
        for keys in ("space", "space", "ctrl+d", "j", "j", "pageup", "ctrl+u", "k", "G", "g g", "end", "home"):
            await reader.press(*keys.split())
            assert reader.pane.view.holds(reader.pane.caret)
            assert reader.pane.top == reader.pane.view.top
        assert reader.pane.caret == 0
        await reader.press("G")
        assert reader.pane.caret == len(reader.pane.sheet.text)
        assert " 100% " in reader.rows()[1]


async def test_a_jump_narrows_down_by_letters(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press("f")
        assert "type its first letter" in reader.bottom
        await reader.press("w")
        assert len(reader.pane.hints) > 1
        await reader.press(reader.letter("who"))
        assert reader.pane.caret == TEXT.index("who")
        await reader.press("f", "q")
        assert "no word on the screen begins with q" in reader.bottom
        await reader.press("f", "escape")
        assert not isinstance(reader.app.screen, Picker)


async def test_a_jump_extends_a_selection(root: Path) -> None:
    async with reading(root) as reader:
        await reader.go("Tobin")
        await reader.press("v", "f", "r")
        assert reader.selected == "Tobin Vale, who "


async def test_keys_that_follow_each_other_are_shown_while_they_wait(root: Path) -> None:
    async with reading(root) as reader:
        await reader.go("Tobin")
        await reader.press("g")
        assert "g …" in reader.bottom
        await reader.press("q")
        assert "gq does nothing here" in reader.bottom
        assert reader.pane.caret == TEXT.index("Tobin")


@pytest.mark.parametrize(
    ("key", "name"), [("R", "R"), ("f9", "F9"), ("ctrl+g", "Ctrl+G"), ("alt+x", "Alt+X"), ("é", "é")]
)
async def test_a_key_that_does_nothing_says_so(root: Path, key: str, name: str) -> None:
    async with reading(root) as reader:
        await reader.press(key)
        assert f"{name} does nothing here; ? lists the keys" in reader.bottom
        await reader.press("w")
        assert "does nothing" not in reader.bottom


async def test_keys_are_inert_while_somebody_types(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press("/")
        await reader.write("x1u!q")
        assert reader.app.screen.query_one(Input).value == "x1u!q"
        assert reader.tags() == []
        assert reader.app.is_running
