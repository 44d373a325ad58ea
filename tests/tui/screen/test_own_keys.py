"""Keys of one's own on the screen: they work, and everything that names keys names them."""

from pathlib import Path

import pytest

from tests.projects import open_project
from tests.tui.reader import reading, tagged
from tests.tui.screen.articles import ALONE
from tests.waiting import until
from tui.keymap import Keymap
from tui.screens.pages import Page


async def test_the_main_job_with_the_arrows(root: Path) -> None:
    async with reading(root, keymap=Keymap(preset="arrows")) as reader:
        assert "F1 help" in reader.bottom
        assert "Ctrl+P commands" in reader.bottom
        await reader.press("right", "right", "shift+right", "1")
        assert reader.tags() == [("PERSON", "Marrow")]
        await reader.press("delete")
        assert reader.tags() == []
        await reader.press("ctrl+z")
        assert reader.tags() == [("PERSON", "Marrow")]
        await reader.press("alt+up", "alt+up")
        assert "Ilse Marrow" in reader.selected
        await reader.press("escape", "tab")
        assert reader.desk.current == 1
        await reader.press("ctrl+q")
        assert not reader.app.is_running


async def test_messages_name_the_keys_that_are_in_effect(root: Path) -> None:
    keymap = Keymap({"annotation-next": ["F"], "help": ["H"], "quit": []}, preset="arrows")
    async with reading(root, size=ALONE, keymap=keymap) as reader:
        await reader.press("delete")
        assert "F goes to the next one" in reader.bottom
        await reader.press("f8")
        assert "F8 or Esc ends it" in reader.bottom
        await reader.press("q")
        assert "q does nothing here; H lists the keys" in reader.bottom
        await reader.press("shift+f12")
        assert "“quit” in the commands (Ctrl+P" in reader.bottom
        await reader.press("H")
        assert isinstance(reader.app.screen, Page)


async def test_the_palette_shows_own_keys(root: Path) -> None:
    async with reading(root, keymap=Keymap({"untag": ["Q"]})) as reader:
        await reader.press(":")
        await reader.write("untag what")
        assert any("untag what is under the caret" in row and " Q " in row for row in reader.rows())


@pytest.mark.parametrize("key", ["alt+x", "alt+shift+x"])
async def test_alt_with_a_letter_does_not_do_what_the_letter_does(root: Path, key: str) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Ilse Marrow")
    async with reading(root, project=project) as reader:
        await reader.go("Ilse")
        await reader.press(key)
        assert reader.tags() == [("PERSON", "Ilse Marrow")]
        assert "does nothing here" in reader.bottom


async def test_a_terminals_own_ctrl_q_asks_like_q(root: Path) -> None:
    async with reading(root, keymap=Keymap({"quit": ["q"]})) as reader:
        await reader.press("ctrl+q")
        assert reader.app.is_running
        assert "Ctrl+Q does nothing here" in reader.bottom


async def test_the_start_says_which_key_has_yielded_to_ones_own(root: Path) -> None:
    async with reading(root, keymap=Keymap({"jump": ["g f"]})) as reader:
        await until(lambda: "gf yields to your key for jump" in reader.bottom, "the notice")
        assert "“open or shut a fold” is in the commands (:)" in reader.bottom
        await reader.press("g", "f")
        assert "first letter" in reader.bottom
