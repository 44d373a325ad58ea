"""What is typed while a dialog opens, and what is pasted into it, whatever that is."""

from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from tests.projects import annotations, open_project, write_project
from tests.tui.reader import Reader, reading, tagged
from tests.tui.screen.articles import ALONE
from tests.waiting import until
from tui.screens.picker import Picker
from tui.widgets.listing import Listing

MANY = "".join(f'[[label]]\nname = "LABEL_{number}"\nkind = "entity"\n' for number in range(500))


def send(reader: Reader, *keys: str) -> None:
    """Press keys faster than anything can happen between them."""
    for key in keys:
        reader.app.post_message(events.Key(key, key if len(key) == 1 else None))


async def test_keys_after_one_that_opens_a_picker_go_into_its_line_and_do_nothing_behind(root: Path) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Captain")
    async with reading(root, project=project) as reader:
        await reader.go("Captain")
        send(reader, "t", *"xorg")
        await until(lambda: isinstance(reader.app.screen, Picker), "the picker")
        line = reader.app.screen.query_one(Input)
        await until(lambda: line.value == "xorg", "what was typed")
        assert reader.tags() == [("PERSON", "Captain")]
        await reader.press("escape")
        send(reader, "t", *"org", "enter")
        await until(lambda: len(reader.tags()) == 2, "a tag")
        assert ("ORG", "Captain") in reader.tags()
        assert reader.app.screen is reader.screen


async def test_keys_after_one_that_opens_a_prompt_go_into_its_line(root: Path) -> None:
    async with reading(root) as reader:
        send(reader, "/", *"yard", "enter")
        await until(lambda: "yard: 1 of 1" in reader.desk.message, "the hit")
        assert reader.app.screen is reader.screen


async def test_keys_after_one_that_closes_a_dialog_go_to_what_is_behind_it(root: Path) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Captain")
    async with reading(root, project=project) as reader:
        await reader.go("Captain")
        send(reader, "t", *"org", "enter", "l", "l", "c", *"seen", "enter", "l", "t", *"per", "escape", "l")
        await until(lambda: reader.pane.caret == reader.pane.sheet.text.index("Captain") + 4, "the last key")
        assert sorted(reader.tags()) == [("ORG", "Captain"), ("PERSON", "Captain")]
        assert [one.note for one in annotations(project, "ferry.txt")].count("seen") == 1
        assert reader.app.screen is reader.screen


async def test_keys_after_one_that_opens_a_card_and_what_lies_over_it_go_there_in_their_order(root: Path) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Captain")
    async with reading(root, project=project) as reader:
        await reader.go("Captain")
        send(reader, "enter", "c", *"twice", "escape", "escape", "l")
        await until(lambda: reader.pane.caret == reader.pane.sheet.text.index("Captain") + 1, "the last key")
        assert [one.note for one in annotations(project, "ferry.txt")] == ["twice"]
        assert reader.app.screen is reader.screen


async def test_enter_means_what_is_in_the_line_also_when_it_comes_at_once(root: Path) -> None:
    async with reading(root) as reader:
        await reader.go("Captain")
        await reader.press("t")
        for key in (*"quote", "enter"):
            reader.app.screen.query_one(Input).post_message(events.Key(key, key if len(key) == 1 else None))
        await until(lambda: reader.tags() != [], "a tag")
        assert reader.tags() == [("QUOTE", "Captain")]


@pytest.mark.parametrize("key", ["t", ":", "/", "O"])
async def test_a_megabyte_that_is_pasted_into_a_line_is_cut(root: Path, key: str) -> None:
    async with reading(root) as reader:
        await reader.press(key)
        line = reader.app.screen.query_one(Input)
        for words in ("x" * 1_000_000, "\n" * 1_000_000, "\x1b[31m\u202e" * 100_000):
            await reader.paste(words)
            assert line.max_length
            assert len(line.value) <= line.max_length
        await reader.press("escape")
        assert reader.app.screen is reader.screen


async def test_a_megabyte_that_is_pasted_into_the_text_changes_nothing(root: Path) -> None:
    async with reading(root) as reader:
        reader.screen.post_message(events.Paste("1x" * 500_000))
        await reader.press("l")
        assert reader.tags() == []
        assert reader.pane.caret == 1


async def test_one_of_five_hundred_labels_is_found_by_typing(tmp_path: Path) -> None:
    async with reading(write_project(tmp_path / "news", toml=MANY), size=ALONE) as reader:
        await reader.press("t")
        assert len(reader.app.screen.query_one(Listing).items) == 500
        await reader.write("label_377")
        assert reader.app.screen.query_one(Listing).marked == reader.app.screen.query_one(Listing).items[0]
        await reader.press("enter")
        assert [label for label, _ in reader.tags()] == ["LABEL_377"]


@pytest.mark.parametrize("key", ["escape", ":", "?"])
async def test_two_esc_in_one_go_leave_a_dialog_once_and_the_second_is_for_what_is_below(
    tmp_path: Path, key: str
) -> None:
    async with reading(write_project(tmp_path / "news")) as reader:
        await reader.press("v", "w", key) if key != "escape" else await reader.press(key)
        dialog = reader.app.screen
        assert dialog is not reader.screen
        for _ in range(2):
            (dialog.focused or dialog).post_message(events.Key("escape", None))
        await until(lambda: reader.app.screen is not dialog, "the dialog has gone")
        await reader.pilot.pause()
        if key == "escape":
            await until(lambda: reader.app.screen is not reader.screen, "the second Esc opens the library anew")
        else:
            await until(lambda: reader.pane.selection.is_empty, "the second Esc drops the selection")
        assert reader.app.defect is None
