"""Whatever keys somebody presses, undoing all gives the first state back, doing all again the last."""

from pathlib import Path
from random import Random

import pytest

from tests.projects import open_project
from tests.store.test_undo_all import state
from tests.tui.reader import Reader, reading, tagged

KEYS = (
    *("w b e j k ( ) { } G m M ; tab".split()),
    *("1 1 2 2 7 7 8 . . ! x X D v V + - T r a s d f".split()),
    *("enter escape space left right shift+right u".split()),
)
PRESSED = 120


async def walk(reader: Reader, key: str) -> None:
    """Undo or do again as long as there is something."""
    while reader.project.history.depth[0 if key == "u" else 1]:
        before = reader.project.history.depth
        await reader.press(key)
        assert reader.project.history.depth != before


@pytest.mark.parametrize("seed", range(2))
async def test_undo_of_all_that_keys_did(root: Path, seed: int) -> None:
    project, random = open_project(root), Random(seed)
    first = state(project)
    tagged(project, "PERSON", "Tobin Vale")
    async with reading(root, project=project) as reader:
        for _ in range(PRESSED):
            await reader.press(random.choice(KEYS))
            if reader.app.screen is not reader.screen:
                await reader.press("escape")
        await reader.press("escape", "escape")
        while reader.app.screen is not reader.screen:
            await reader.press("escape")
        await walk(reader, "ctrl+r")
        last = state(project)
        assert project.history.depth[0] > 2, f"seed {seed}: too little was done"
        await walk(reader, "u")
        assert state(project) == first, f"seed {seed}"
        await walk(reader, "ctrl+r")
        assert state(project) == last, f"seed {seed}"
