"""What cannot be done is refused with a reason, and what is unknown is shown."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.projects import FILES, open_project, write_project
from tests.tui.reader import reading, tagged, underlined
from tests.tui.screen.articles import RIVERS, TEXT
from tests.waiting import until
from tui.commands import CHANGING
from tui.keymap import ACTIONS
from tui.widgets.legend import Legend

KEYS = sorted({key for action in ACTIONS for key in action.keys if action.id != "quit"})


async def test_a_project_that_is_only_read_refuses_and_says_why(root: Path) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Tobin Vale")
    project.close()
    async with reading(root, read_only=True) as reader:
        assert "read-only" in reader.top
        await reader.go("Vale")
        changing = {key for action in ACTIONS if action.id in CHANGING for key in action.keys}
        for key in ("1", *sorted(changing)):
            await reader.press(*key.split())
            assert "read-only" in reader.bottom, key
            assert reader.tags() == [("PERSON", "Tobin Vale")], key
            assert reader.app.screen is reader.screen, key
        assert not reader.pane.hints


async def test_a_second_reader_of_the_same_annotator_only_reads(root: Path) -> None:
    first = open_project(root)
    async with reading(root) as reader:
        assert "read-only" in reader.top
        await reader.press("1")
        assert "read-only" in reader.bottom
    first.close()


async def test_an_article_that_changed_on_the_disk_is_not_tagged(root: Path) -> None:
    async with reading(root) as reader:
        await reader.go("Tobin")
        (root / "ferry.txt").write_bytes(b"Something else entirely, and much shorter.\n")
        await reader.press("1", "1")
        assert "has changed on the disk" in reader.bottom


async def test_an_empty_folder_shows_the_next_useful_step(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news", {})
    async with reading(root) as reader:
        assert "no .txt or .md articles in news: put some there and start again" in reader.bottom
        assert "0 articles" in reader.top
        await reader.press("1")
        assert "open an article first" in reader.bottom
        await reader.press("escape")
        assert "Library" in reader.shown


@pytest.mark.parametrize("files", [{}, FILES], ids=["empty", "two articles"])
async def test_no_key_of_the_table_stops_the_program(
    tmp_path: Path, files: Mapping[str, str], copied: list[tuple[str, bool]]
) -> None:
    async with reading(write_project(tmp_path / "news", files)) as reader:
        for keys in KEYS:
            await reader.press(*keys.split())
            await reader.app.workers.wait_for_complete()
            while reader.app.screen is not reader.screen:
                await reader.press("escape")
            assert reader.bottom.strip()
        assert reader.app.is_running
        assert reader.app.return_code is None
        assert bool(copied) == bool(files)


async def test_a_label_that_the_label_set_does_not_know_is_shown_and_counted(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news", toml=RIVERS)
    project = open_project(root)
    tagged(project, "RIVER", "Tobin Vale")
    project.close()
    (root / "sidemark.toml").unlink()
    async with reading(root) as reader:
        legend = reader.rows()[reader.screen.query_one(Legend).region.y]
        assert "RIVER 1" in legend
        await reader.go("Vale")
        assert "RIVER" in reader.bottom
        assert "not in the label set" in reader.bottom
        row = reader.row_of(TEXT.index("Tobin"))
        assert underlined(row) == "Tobin Vale"
        assert all(segment.style and segment.style.italic for segment in row if segment.text in ("Tobin", "Vale"))
        await reader.press("tab")
        assert "RIVER 1" not in reader.rows()[reader.screen.query_one(Legend).region.y]
        await reader.press("tab", "x")
        assert reader.tags() == []
        await reader.press("u")
        assert reader.tags() == [("RIVER", "Tobin Vale")]


async def test_a_label_that_is_deleted_under_its_tags_goes_on_being_shown_and_counted(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news", toml=RIVERS)
    project = open_project(root)
    tagged(project, "RIVER", "Tobin Vale")
    async with reading(root, project=project) as reader:
        (root / "sidemark.toml").write_text('[[label]]\nname = "PERSON"\nkey = "1"\n', encoding="utf-8")
        await until(lambda: "read anew" in reader.bottom, "the other label set")
        legend = reader.rows()[reader.screen.query_one(Legend).region.y]
        assert "1 PERSON" in legend
        assert "RIVER 1" in legend
        await reader.go("Vale")
        await reader.press("l")
        assert "RIVER" in reader.bottom
        assert "not in the label set" in reader.bottom


async def test_labels_of_ones_own_have_their_keys(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news", toml=RIVERS)
    async with reading(root) as reader:
        assert "9 RIVER" in reader.shown
        await reader.press("9")
        await reader.press(reader.letter("Tobin Vale"))
        assert reader.tags() == [("RIVER", "Tobin Vale")]


async def test_colours_that_are_switched_off_are_not_used_and_labels_are_told_apart(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    project = open_project(root)
    tagged(project, "PERSON", "Tobin Vale")
    async with reading(root, project=project) as reader:
        row = reader.row_of(TEXT.index("Tobin"))
        assert "".join(segment.text for segment in row).startswith("1  ")
        assert underlined(row) == "Tobin Vale"
        for row in reader.segments():
            for one in row:
                colours = (one.style.color, one.style.bgcolor) if one.style else ()
                assert all(colour is None or colour.is_default for colour in colours), one


async def test_an_article_without_a_character_says_so(tmp_path: Path) -> None:
    async with reading(write_project(tmp_path / "news", {"a.txt": ""})) as reader:
        assert "a.txt is empty" in reader.bottom
        await reader.press("1", "l", "G", "/")
        assert reader.app.is_running


async def test_a_terminal_that_becomes_too_small_says_what_it_needs_as_far_as_there_is_room(root: Path) -> None:
    async with reading(root, size=(120, 40)) as reader:
        before = reader.rows()
        for width, height, words in (
            (39, 8, "needs 40x10, this is 39x8"), (20, 8, "needs 40x10"), (10, 4, "40x10"), (2, 1, ""), (1, 1, "")
        ):  # fmt: skip
            await reader.resize(width, height)
            await reader.press("1", "a", "f", "e", "escape")
            assert reader.top.strip() == words or not words
        assert reader.tags() == []
        await reader.resize(120, 40)
        assert reader.rows()[1:-1] == before[1:-1]
