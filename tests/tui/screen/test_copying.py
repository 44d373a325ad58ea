"""Copying, by key and from the palette."""

from pathlib import Path

import pytest

from tests.projects import open_project
from tests.tui.reader import reading, tagged
from tests.tui.screen.articles import TEXT


@pytest.mark.parametrize(
    ("key", "form"), [("y", '"{words}" - Marl Post, Ferry to sail again, 2031-03-04, {start}-{end}'), ("Y", "{words}")]
)
@pytest.mark.parametrize("what", ["selection", "annotation", "sentence"])
async def test_copying(root: Path, copied: list[tuple[str, bool]], key: str, form: str, what: str) -> None:
    project = open_project(root)
    if what == "annotation":
        tagged(project, "PERSON", "Tobin Vale")
    words = {"selection": "Tobin", "annotation": "Tobin Vale", "sentence": TEXT[69:116]}[what]
    async with reading(root, project=project) as reader:
        await reader.go("Tobin")
        if what == "selection":
            await reader.press("v", "e")
        await reader.press(key)
        await reader.app.workers.wait_for_complete()
        await reader.pilot.pause()
        start = TEXT.index(words)
        assert copied == [(form.format(words=words, start=start, end=start + len(words)), False)]
        assert "copied: " in reader.bottom


async def test_an_exact_copy_is_in_the_palette(root: Path, copied: list[tuple[str, bool]]) -> None:
    async with reading(root) as reader:
        await reader.go("Tobin")
        await reader.press("v", "e", ":")
        await reader.write("exact text")
        await reader.press("enter")
        await reader.app.workers.wait_for_complete()
        assert copied == [("Tobin", True)]
