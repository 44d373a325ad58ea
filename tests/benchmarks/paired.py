"""Paired: the program and a baseline in terminals of their own, whose keys alternate: both meet the same load."""

import os
import select
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from tests.benchmarks import bareline
from tests.terminal import Terminal
from tests.waiting import wait_for

READY = "nothing to save"
"""What the program shows when it takes keys."""
FIRST = 300.0
"""Seconds that the very first look at a project may take: on a busy machine, at a million tags."""
QUIET = 0.03
"""Seconds without output after which the answer to a key is complete."""
IDLE = 30.0
"""Milliseconds of the processor in a second from which on a program is busy."""
KEYS = {"enter": "\r", "escape": "\x1b[27u", "pageup": "\x1b[5~"}
SYNC = b"\x1b[?2026l"
"""What ends a frame."""


@dataclass(slots=True)
class Answers:
    """What came of some keys, one item for each."""

    seconds: list[float] = field(default_factory=list)
    """From the key to the end of the frame that answers it, in milliseconds; the disk says "saved" in a later one."""
    work: list[float] = field(default_factory=list)
    """Milliseconds of the processor, all threads together."""
    frames: list[int] = field(default_factory=list)
    """How many frames were drawn."""

    def __iadd__(self, other: "Answers") -> "Answers":
        self.seconds += other.seconds
        self.work += other.work
        self.frames += other.frames
        return self


class Pair:
    """The program on a project, and beside it the one that draws a line."""

    def __init__(self, project: Path, home: Path, *, size: tuple[int, int] = (120, 40), ready: str = READY) -> None:
        self.program = Terminal([str(project), "--annotator", "ana"], home=home, size=size)
        self.baseline = Terminal([str(Path(bareline.__file__))], home=home, size=size, command=sys.executable)
        wait_for(lambda: self.program.read() and ready in self.program.text, "the first screen", limit=FIRST)
        self.baseline.until_text(bareline.READY)
        for terminal in (self.program, self.baseline):
            frame_wise(terminal)

    def __enter__(self) -> "Pair":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.program.kill()
        self.baseline.kill()

    def press(self, keys: Sequence[str], *, timed: Sequence[bool] | None = None) -> tuple[Answers, Answers]:
        """Press keys one by one, each followed by one of the baseline's; what came of those that are timed."""
        mine, other = Answers(), Answers()
        for number, key in enumerate(keys):
            answer = answered(self.program, key)
            if timed is None or timed[number % len(timed)]:
                mine += answer
                other += answered(self.baseline, "x")
        return mine, other


def frame_wise(terminal: Terminal) -> None:
    """Answer, as most terminals do, that a frame is shown at once if it is marked; the emulator does not."""
    os.write(terminal.descriptor, b"\x1b[?2026;2$y")


def cpu(terminal: Terminal) -> float:
    """Milliseconds of the processor that a program has had, all its threads together."""
    tasks = Path(f"/proc/{terminal.process}/task").iterdir()
    return sum(int((task / "schedstat").read_text(encoding="ascii").split()[0]) for task in tasks) / 1e6


def memory(terminal: Terminal) -> float:
    """MB that a program has in memory."""
    lines = Path(f"/proc/{terminal.process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))


def settled(terminal: Terminal) -> None:
    """Wait until a program does nothing any more beside the keys."""
    before = -1.0
    while cpu(terminal) - before > IDLE:
        before = cpu(terminal)
        end = time.perf_counter() + 1
        while (left := end - time.perf_counter()) > 0:
            if select.select([terminal.descriptor], [], [], left)[0]:
                terminal.take(os.read(terminal.descriptor, 1 << 18))


def answered(terminal: Terminal, key: str) -> Answers:
    """What comes of one key."""
    child = terminal.descriptor
    while select.select([child], [], [], QUIET)[0] and (piece := os.read(child, 1 << 18)):
        terminal.take(piece)
    before, seen = cpu(terminal), b""
    begun = last = time.perf_counter()
    painted = 0.0
    os.write(child, KEYS.get(key, key).encode())
    wait = 1.0
    while select.select([child], [], [], wait)[0]:
        piece = os.read(child, 1 << 18)
        if not piece:
            break
        seen += piece
        last, wait = time.perf_counter(), QUIET
        painted = painted or (last if SYNC in seen else 0.0)
    answers = Answers([((painted or last) - begun) * 1000], [cpu(terminal) - before], [seen.count(SYNC)])
    terminal.take(seen)  # after that: it takes as long as the key
    return answers
