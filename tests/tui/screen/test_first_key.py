"""The first keys find loaded what they need, once the screen has stood for a moment."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import asyncio, sys
from pathlib import Path
from tests.projects import write_project
from tests.tui.reader import reading
from tests.waiting import until
from tui import settling

done = []
real = settling._take_apart
settling._take_apart = lambda: done.append(real())

async def main(root):
    async with reading(write_project(root)) as reader:
        await until(lambda: done, "the look at a line")
        before = {*sys.modules}
        await reader.press("w", "e", "(", "v", "w", "escape", "1")
        assert reader.pane.hints
        print(*(name for name in {*sys.modules} - before if name.partition(".")[0] in ("store", "tui")))

asyncio.run(main(Path(sys.argv[1])))
"""


def test_motions_and_a_labels_key_load_nothing(tmp_path: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "p")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (found.returncode, found.stdout) == (0, "\n"), found.stderr
