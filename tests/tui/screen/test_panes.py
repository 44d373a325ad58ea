"""Panes side by side, and windows of any size."""

from pathlib import Path

import pytest

from tests.projects import write_project
from tests.tui.reader import covers, reading
from tests.tui.screen.articles import ALONE, LONG, QUAYS
from tui.screens.picker import Picker
from tui.widgets.pane import ArticlePane


async def test_six_panes_are_the_most_and_it_says_so(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news", QUAYS)
    async with reading(root, paths=sorted(QUAYS)) as reader:
        assert len(reader.desk.panes) == 6
        assert all(covers(pane) for pane in reader.desk.panes)
        await reader.press("|")
        assert not isinstance(reader.app.screen, Picker)
        assert "there are 6 panes, the most there can be" in reader.bottom
        await reader.press("_")
        assert len(reader.desk.panes) == 5
        await reader.press("|")
        assert isinstance(reader.app.screen, Picker)


async def test_keys_go_from_pane_to_pane(root: Path) -> None:
    async with reading(root) as reader:
        for key in ("tab", "shift+tab", "shift+tab", "tab"):
            before = reader.desk.current
            await reader.press(key)
            assert reader.desk.current == 1 - before
            assert [pane.is_current for pane in reader.desk.panes] == [before == 1, before == 0]
        await reader.press("_", "tab")
        assert "one pane only" in reader.bottom


async def test_closing_a_pane_gives_its_room_to_the_others_and_the_last_one_stays(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press("tab", "_")
        assert reader.paths == ["ferry.txt"]
        assert reader.pane.size.width == 120
        assert len(reader.screen.query(ArticlePane)) == 1
        await reader.press("_")
        assert "this is the last pane" in reader.bottom
        assert reader.paths == ["ferry.txt"]


async def test_one_pane_alone_and_all_again(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press("tab", "Z")
        first, second = reader.desk.panes
        assert not covers(first)
        assert second.size.width == 120
        assert "harbour walls" in reader.shown
        assert "Captain" not in reader.shown
        await reader.press("tab")
        assert first.size.width == 120
        await reader.press("Z")
        assert covers(first)
        assert covers(second)
        await reader.press("_", "Z")
        assert "one pane only" in reader.bottom


async def test_panes_get_wider_narrower_and_equal(root: Path) -> None:
    async with reading(root) as reader:
        first, second = reader.desk.panes
        assert first.size.width == second.size.width == 60
        await reader.press(">", ">")
        assert first.size.width > 60 > second.size.width
        assert first.size.width + second.size.width == 120
        await reader.press("<", "<", "<")
        assert first.size.width < 60
        await reader.press("=")
        assert first.size.width == second.size.width == 60
        await reader.press("=")
        assert "have the same width already" in reader.bottom
        await reader.press(*"<" * 20)
        assert "as narrow as it gets" in reader.bottom
        assert first.size.width >= 18
        await reader.press(*">" * 40)
        assert "as wide as it gets" in reader.bottom
        assert second.size.width >= 18
        await reader.press("Z", ">")
        assert "this pane has the whole width" in reader.bottom
        await reader.press("Z", "=", "_", "=")
        assert "one pane only" in reader.bottom


@pytest.mark.parametrize("size", [(20, 5), (39, 9), (39, 40), (120, 9)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_window_too_small_says_so_and_the_text_comes_back(root: Path, size: tuple[int, int]) -> None:
    async with reading(root, size=size) as reader:
        assert "40x10" in reader.shown
        assert "Captain" not in reader.shown
        await reader.press("1", "j", "|", "?")
        assert reader.app.screen is reader.screen
        assert reader.tags() == []
        await reader.resize(120, 40)
        assert "Captain Ilse Marrow" in reader.shown
        assert "1 PERSON" in reader.shown
        assert "needs 40x10" not in reader.shown
        await reader.resize(*size)
        assert "Captain" not in reader.shown
        assert "40x10" in reader.shown


async def test_a_window_too_small_can_be_left(root: Path) -> None:
    async with reading(root, size=(20, 5)) as reader:
        await reader.press("q")
        assert not reader.app.is_running


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (500, 3), (40, 10), (300, 100)], ids=str)
async def test_no_size_stops_the_program(root: Path, size: tuple[int, int]) -> None:
    async with reading(root) as reader:
        await reader.resize(*size)
        await reader.press("j", "escape", "escape")
        await reader.resize(120, 40)
        await reader.press("escape") if isinstance(reader.app.screen, Picker) else None
        assert "Captain Ilse Marrow" in reader.shown


async def test_a_new_size_keeps_the_place(tmp_path: Path) -> None:
    async with reading(write_project(tmp_path / "news", LONG), size=ALONE) as reader:
        at = await reader.go("Ferry 200 left")
        for size in ((60, 20), (120, 40), (41, 11), (20, 5), ALONE):
            await reader.resize(*size)
            assert reader.pane.caret == at
            assert reader.pane.view.holds(at)
        assert "Ferry 200 left" in reader.shown
        reader.pane.put_top(at)
        for size in ((60, 20), (120, 40), (20, 5), (41, 11), ALONE):
            await reader.resize(*size)
            assert reader.pane.view.top == reader.pane.top == at


async def test_what_a_key_did_is_worth_more_than_where_help_is(root: Path) -> None:
    async with reading(root, size=(40, 12)) as reader:
        assert "? help" in reader.bottom
        await reader.press("1")
        assert "PERSON: type a letter to tag, a capi…" in reader.bottom
        assert "? help" not in reader.bottom
        await reader.press("escape")
        assert reader.bottom.startswith(" ferry.txt ")
        assert "? help" in reader.bottom
