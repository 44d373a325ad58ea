"""Any keys in a real terminal: whatever lies open at its end, the terminal is as it was and work is kept."""

import signal
from pathlib import Path

import pytest

from tests.monkey.play import cage, left
from tests.monkey.steps import SIZES, steps, told
from tests.terminal import KEYS, Terminal
from tests.waiting import wait_for

STEPS = 120
TYPED = frozenset(KEYS) | {chr(code) for code in range(32, 127)} - set("/~.")
"""What can be sent, without what would lead out of the project where a path is typed."""


@pytest.mark.parametrize("seed", [21])
def test_a_monkey_leaves_the_terminal_as_it_was(tmp_path: Path, seed: int) -> None:
    root = cage(tmp_path / "news")
    terminal = Terminal([str(root)], home=tmp_path, size=SIZES[0])
    terminal.until_text("commands")
    done = []
    for step in steps(seed, STEPS, lambda: "commands" in terminal.bottom):
        if step.startswith("size "):
            terminal.resize(*(int(part) for part in step.removeprefix("size ").split("x")))
        elif step in TYPED:
            terminal.press(step)
        else:
            continue
        done.append(step)
        terminal.read()
    terminal.settle()
    terminal.kill(signal.SIGTERM)
    wait_for(lambda: not terminal.read(), "the end of the program")
    assert terminal.is_as_before, told(done)
    assert terminal.end() == 128 + signal.SIGTERM, told(done)
    assert "Traceback" not in terminal.written, told(done)
    assert not (tmp_path / "state").exists(), f"a report was written: {told(done)}"
    left(root)
