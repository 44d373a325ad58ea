"""Headway: how far long work of the command line is, on stderr: lines that stay, or one that goes when it is done."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

from tui.display import SafeStream

PATIENCE = 1.0
"""Seconds before the first word, and between two."""
SOON, OFTEN = 0.5, 0.1
"""The same of the line that goes."""


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
        """Of how many; 0 where nobody knows."""


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


@contextmanager
def line_on_stderr(clock: Callable[[], float] = time.monotonic) -> Iterator[Callable[[Step], None]]:
    """What is to be called at each step: it keeps a line of a terminal up to date; nothing where stderr is none.

    The line is gone at the end, and as soon as all is done: what is said then does not run into it.
    """
    stream = sys.stderr
    if not isinstance(stream, SafeStream) or not stream.is_seen:
        yield lambda _: None
        return
    begun = last = clock()
    width = 0

    def show(words: str) -> None:
        nonlocal width
        if words or width:
            with suppress(OSError):
                stream.write_over(words, width)
        width = len(words)

    def hear(step: Step) -> None:
        nonlocal last
        now = clock()
        if step.total and step.done >= step.total:
            show("")
        elif now - begun >= SOON and now - last >= OFTEN:
            last = now
            of = f" of {step.total:,}" if step.total else ""
            show(f"{step.done:,}{of} {step.what}")

    try:
        yield hear
    finally:
        show("")
