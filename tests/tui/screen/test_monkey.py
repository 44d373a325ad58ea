"""Any keys, in any order, in windows of any size: nothing breaks, what is kept is sound, and all of it can be undone.

Run `python -m tests.monkey` to play longer, with all that the program does by itself.
"""

from pathlib import Path

import pytest

from tests.monkey.play import cage, played

STEPS = 200


@pytest.mark.parametrize("seed", [11])
async def test_a_monkey_breaks_nothing(tmp_path: Path, seed: int, copied: list[tuple[str, bool]]) -> None:
    del copied  # the monkey leaves the clipboard alone
    await played(cage(tmp_path / "news"), seed, STEPS)
