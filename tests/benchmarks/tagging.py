"""How long it takes until the places that tagging all would tag are marked on the screen, beside a bare motion."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from tests.benchmarks.figures import Figure
from tests.projects import write_project
from tests.tui.reader import Reader, reading

LINE = "The harbour at Ansel was quiet and nobody spoke of the ferry for a very long time there. "
ROUNDS = 9
FIRST = 50.0
"""Milliseconds to the first paint of a thousand places."""


def figures(folder: Path) -> Iterator[tuple[str, list[Figure]]]:
    """A thousand places in 100 kB, a hundred thousand in 19 MB."""
    for number, (places, lines) in enumerate([(1_000, 1), (100_000, 2)]):
        text = f"Brannoch {LINE * lines}\n" * places
        root = write_project(folder / str(number), {"ferry.txt": text})
        yield f"{places:,} places in {len(text) / 1e6:.1f} MB", asyncio.run(_measured(root, small=places == 1_000))


async def _measured(root: Path, *, small: bool) -> list[Figure]:
    async with reading(root) as reader:
        bare = await _times(reader, ["l"] * ROUNDS)
        shown = await _times(reader, ["T", "escape"] * ROUNDS)
        await _times(reader, ["T"])
        walked = await _times(reader, ["n"] * ROUNDS)
        tagged = await _times(reader, ["4", "enter"])
    goal = FIRST if small else None
    return [
        Figure("marked, median", median(shown[::2]), "ms", goal, beside="a character right", other=median(bare)),
        Figure("marked, the first time", shown[0], "ms"),
        Figure("to the next place, median", median(walked), "ms", beside="a character right", other=median(bare)),
        Figure("tagged in one step", tagged[1], "ms"),
    ]


async def _times(reader: Reader, keys: Sequence[str]) -> list[float]:
    """Milliseconds from each key until everything is painted."""
    found = []
    for key in keys:
        begun = time.perf_counter()
        reader.screen.dispatch.press(key)
        reader.screen.tell()
        await reader.pilot.pause()
        found.append((time.perf_counter() - begun) * 1_000)
    return found
