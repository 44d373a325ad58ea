"""What somebody is told who has nothing yet: each time the next useful step, in one line."""

from pathlib import Path

import pytest

from tests.projects import open_project, write_project
from tests.tui.reader import reading, tagged
from tests.tui.screen.articles import ALONE
from tui.keymap import Keymap


async def test_a_folder_without_articles(tmp_path: Path) -> None:
    async with reading(write_project(tmp_path / "news", {})) as reader:
        assert "no .txt or .md articles in news: put some there and start again · : then tour" in reader.bottom
        await reader.press("escape")
        assert "there is nothing yet; Esc goes back" in reader.shown


@pytest.mark.parametrize("key", ["1", "v", "x", "m", "/", "t", "]", "D", "|", "f", "+", "*", "y", "i", "u", "."])
async def test_no_key_stops_or_is_silent_where_nothing_is_open(tmp_path: Path, key: str) -> None:
    async with reading(write_project(tmp_path / "news", {})) as reader:
        await reader.press(key)
        assert reader.bottom.strip()
        assert reader.app.is_running


async def test_a_first_start_says_how_to_tag(root: Path) -> None:
    async with reading(root, keymap=Keymap(preset="arrows")) as reader:
        assert "new here? 1 and a letter tags a PERSON · F1 keys · Ctrl+P then tour shows all" in reader.bottom
        await reader.press("right")
        assert "new here" not in reader.bottom


async def test_who_has_tagged_something_is_not_told_again(root: Path) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Ilse Marrow")
    async with reading(root, project=project) as reader:
        assert "new here" not in reader.bottom


async def test_labels_without_keys_are_found_by_typing(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news", toml='[[label]]\nname = "RIVER"\n')
    async with reading(root) as reader:
        assert "t tags the word here" in reader.bottom


async def test_an_empty_article_says_where_to_go(tmp_path: Path) -> None:
    async with reading(write_project(tmp_path / "news", {"a.txt": "", "b.txt": "Pell.\n"}), size=ALONE) as reader:
        assert "a.txt is empty; ] goes to the next article, O finds one" in reader.bottom


async def test_one_article_only(tmp_path: Path) -> None:
    async with reading(write_project(tmp_path / "news", {"a.txt": "Pell.\n"})) as reader:
        for key, words in (("]", "O finds one by typing"), ("tab", "| opens another"), ("_", "q quits")):
            await reader.press(key)
            assert words in reader.bottom


async def test_whether_anybody_has_tagged_is_known_without_reading_all_tags(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.disk.database.Database.numbers", lambda *_: pytest.fail("a million tags are read"))
    async with reading(root) as reader:
        assert "new here" in reader.bottom
