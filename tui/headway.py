"""Headway: how far long work of the command line is, said on stderr after a second, and each second from then on."""

import sys
import time
from collections.abc import Callable
from typing import Protocol

PATIENCE = 1.0
"""Seconds before the first word, and between two."""


class Step(Protocol):
    """Where long work stands."""

    @property
    def what(self) -> str:
        """What `done` counts."""

    @property
    def done(self) -> int:
        """How many are done."""

    @property
    def total(self) -> int:
        """Of how many; 0 when nobody knows."""


def told_on_stderr(clock: Callable[[], float] = time.monotonic) -> Callable[[Step], None]:
    """What is to be called at each step."""
    last = clock()

    def hear(step: Step) -> None:
        nonlocal last
        if clock() - last > PATIENCE:
            last = clock()
            of = f" of {step.total:,}" if step.total else ""
            sys.stderr.write(f"sidemark: {step.done:,}{of} {step.what}\n")

    return hear
