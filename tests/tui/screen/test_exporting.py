"""Exporting from the screen."""

import json
from pathlib import Path

from tests.played import plays
from tests.projects import open_project
from tests.tui.reader import reading, tagged
from tui.screens.picker import Picker
from tui.screens.prompt import Prompt


@plays("export")
async def test_a_dataset_is_written_where_one_says_and_loads(root: Path) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Tobin Vale")
    async with reading(root, project=project) as reader:
        await reader.press("ctrl+e")
        assert isinstance(reader.app.screen, Picker)
        await reader.write("sidemark")
        await reader.press("enter")
        assert isinstance(reader.app.screen, Prompt)
        assert "1 tag · write to:" in reader.bottom
        await reader.press("enter")
        assert "1 tag · in" in reader.bottom
        [line, _] = (root / "ana.jsonl").read_text(encoding="utf-8").splitlines()
        article = json.loads(line)
        [one] = article["annotations"]
        assert article["text"][one["start"] : one["end"]] == "Tobin Vale"
        await reader.press("ctrl+e", "enter")
        assert "ana-2" in reader.bottom  # nothing is written over
        await reader.press("escape")
        assert not (root / "ana-2.jsonl").exists()


async def test_what_is_there_is_not_written_over_and_why_is_said(root: Path) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Tobin Vale")
    (root / "old.csv").write_text("mine", encoding="utf-8")
    async with reading(root, project=project) as reader:
        await reader.press("ctrl+e")
        await reader.write("csv")
        await reader.press("enter", *["backspace"] * 200)
        await reader.write("old.csv")
        await reader.press("enter")
        assert "nothing was written" in reader.bottom
        assert (root / "old.csv").read_text(encoding="utf-8") == "mine"
        await reader.press("ctrl+e", "enter", *["backspace"] * 200, "enter")
        assert "a dataset needs a name" in reader.bottom
