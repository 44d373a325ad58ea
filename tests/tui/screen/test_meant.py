"""Where annotations overlap, the one that keys mean is shown in the text."""

from pathlib import Path

import pytest

from store import Project
from tests.projects import open_project
from tests.tui.reader import Reader, reading, tagged

SENTENCE = "Tobin Vale, who runs the yard, was not so sure."


def meant(reader: Reader) -> str:
    """What is drawn as the annotation that keys mean, in the row of the caret."""
    palette, row = reader.pane.palette, reader.row_of(reader.pane.caret)
    styles = ((one.text, one.style) for one in row if one.style)
    if palette.colours == "full":
        return "".join(text for text, style in styles if style.bgcolor == palette._meant.bgcolor)
    return "".join(text for text, style in styles if style.reverse and style.bold)


@pytest.fixture
def overlapping(root: Path) -> Project:
    project = open_project(root)
    tagged(project, "FACT", SENTENCE)
    tagged(project, "PERSON", "Tobin Vale")
    tagged(project, "PERSON", "Ilse Marrow")
    return project


async def test_stepping_shows_in_the_text_which_one_is_meant(overlapping: Project) -> None:
    async with reading(overlapping.root, project=overlapping) as reader:
        await reader.go("ale,")
        assert meant(reader) == ""
        await reader.press(";")
        assert "FACT" in reader.bottom
        assert meant(reader).rstrip() == SENTENCE.removesuffix(" sure.")  # the rest is in the next row
        await reader.press(";")
        assert "PERSON" in reader.bottom
        assert meant(reader) == "Tobin Vale"


async def test_it_is_shown_as_long_as_it_is_meant(overlapping: Project) -> None:
    async with reading(overlapping.root, project=overlapping) as reader:
        await reader.go("ale,")
        await reader.press(";", "!")
        assert meant(reader)
        await reader.go("Monday")
        assert meant(reader) == ""
        await reader.go("ale,")
        await reader.press(";", ";", ";", "x")
        assert reader.desk.spread
        assert meant(reader) == ""
        await reader.press("u")
        await reader.go("Ilse")
        await reader.press(";")
        assert "only one annotation is here" in reader.bottom
        assert meant(reader) == ""


async def test_untagging_what_is_meant_and_undoing_it_leaves_the_index_right(overlapping: Project) -> None:
    async with reading(overlapping.root, project=overlapping) as reader:
        await reader.go("ale,")
        await reader.press(";", "x", "u", ";", "r", "left", "enter", "u", "x", "x", "u", "u")
        spread = reader.desk.spread
        assert spread
        assert sorted(one[:2] for one in spread.highlights.index) == sorted(tuple(one.span) for one in spread.layer)


async def test_without_colours_it_stands_out_too(overlapping: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with reading(overlapping.root, project=overlapping) as reader:
        await reader.go("ale,")
        await reader.press(";", ";")
        assert meant(reader) == "Tobin Vle"  # the caret is not lost in it
