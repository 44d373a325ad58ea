"""Pictures of the real screens for the manual: `python -m tests.pictures FOLDER`, or `make pictures`."""

import asyncio
import re
import shutil
import sys
import tempfile
from pathlib import Path

from textual.widgets import Input

from store import Project
from tui.app import Sidemark
from tui.keymap import Keymap

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "sample_corpus"
PICTURES: dict[str, tuple[tuple[int, int], tuple[str, ...]]] = {
    "reading": ((120, 36), ("m", "m")),
    "hints": ((120, 36), ("j", "1")),
    "library": ((120, 36), ("escape",)),
    "list": ((120, 36), ("i", "down", "down", "down")),
}
"""File name -> size in cells and the keys that lead there."""
FONT = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


def sample_app(folder: Path, *, theme: str = "dark", annotator: str = "mira") -> Sidemark:
    """The program on a copy of the sample articles."""
    root = folder / "sample_corpus"
    if not root.exists():
        shutil.copytree(SAMPLE, root, ignore=shutil.ignore_patterns(".sidemark", "*.journal"))
    keymap = Keymap()
    project = Project.open(root, annotator=annotator, reserved=keymap.reserved())
    return Sidemark(project, keymap, theme=theme)


async def picture(app: Sidemark, size: tuple[int, int], keys: tuple[str, ...]) -> str:
    """The screen after some keys, as SVG without fonts from elsewhere."""
    async with app.run_test(size=size) as pilot:
        for key in keys:
            await pilot.press(key)
        for line in app.screen.query(Input):
            line.cursor_blink = False
        await pilot.pause()
        drawn = app.export_screenshot(title="Sidemark")
    app.project.close()
    return FONT.sub("", drawn).replace("Fira Code", "monospace")


def main(folder: Path) -> None:
    """Write all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (size, keys) in PICTURES.items():
        with tempfile.TemporaryDirectory() as scratch:
            drawn = asyncio.run(picture(sample_app(Path(scratch)), size, keys))
        (folder / f"{name}.svg").write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
