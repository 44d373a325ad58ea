"""Starts: from the command to text that can be read and to a screen that takes keys, beside the smallest program.

Both programs are started in turn, each in a terminal of its own, so that both meet the same load; the figures are the
medians of the pairs' ratios. Every start but the first finds the screen that the end before it foresaw.
"""

import os
import select
import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pexpect

from tests.benchmarks import bare
from tests.benchmarks.figures import Figure
from tests.benchmarks.made import ANNOTATOR, EACH, write_articles
from tests.benchmarks.paired import answered, frame_wise, settled
from tests.terminal import COMMAND, Terminal

PAIRS = 21
LARGE = 100_000
"""Articles of the large project; each has ten annotations."""
QUIET = 0.25
"""Seconds without output after which a start is over."""
WORDS = b"Tobin Vale of Orrin Bay"
"""What the first articles of the large project begin with."""
PATIENCE = 120.0
"""Seconds after which a start has failed."""
TAKEN = b"\x1b[?1004h"
"""What is written when the program proper takes the terminal: what comes after it is no prepaint."""
SYNCHRONISED = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
"""A question of the library's, and what a terminal answers."""
Groups = Iterable[tuple[str, Iterable[Figure]]]


class Start(NamedTuple):
    """One start."""

    readable: float
    """Milliseconds until the text was there."""
    usable: float
    """Milliseconds until the program proper had drawn it."""
    work: float
    """Milliseconds of the processor, all threads, until nothing more was written."""
    memory: float
    """MB, then."""


def figures(folder: Path) -> Groups:
    """Starts in the sample articles and in a large project."""
    sample = shutil.copytree("sample_corpus", folder / "sample", ignore=shutil.ignore_patterns(".sidemark"))
    small = [*pairs([str(sample), "--annotator", "zoe"], b"The Morning Lantern", folder)]
    yield "starts: the sample articles", beside_bare(small)
    root = folder / "large"
    write_articles(root, LARGE)
    once = [started(COMMAND, arguments_of(root), WORDS, folder) for _ in range(2)]
    yield f"starts: {LARGE:,} articles, the first time and the second", first_times(once)
    large = [*pairs(arguments_of(root), WORDS, folder)]
    yield f"starts: {LARGE:,} articles, {LARGE * EACH:,} annotations", beside_small(large, small)
    yield f"keys: {LARGE:,} articles", keys_among_many(root, folder)


def arguments_of(root: Path) -> list[str]:
    """The command line of the large project."""
    return [str(root), "--annotator", ANNOTATOR]


def first_times(once: Sequence[Start]) -> Iterator[Figure]:
    """What is looked at once: every article and every record."""
    for which, start in zip(("first", "second"), once, strict=True):
        yield Figure(f"{which} start: text that can be read", start.readable, "ms")
        yield Figure(f"{which} start: processor time", start.work, "ms")


def keys_among_many(root: Path, home: Path) -> Iterator[Figure]:
    """What is done among many articles; the median of several, of the library each time that it is opened."""
    program = Terminal(arguments_of(root), home=home)
    program.until_text("nothing to save")
    frame_wise(program)
    settled(program)
    keys = (
        ("next article", "]" * 9, 1),
        ("the library", ("escape", "escape") * 5, 2),
        ("a letter typed there", ("escape", *"ferry 0012"), 1),
    )
    for name, pressed, every in keys:
        found = [answered(program, key).work[0] for key in pressed][::every]
        yield Figure(f"{name}, CPU", median(found), "ms", 50)
    program.kill()


def beside_bare(measured: Sequence[tuple[Start, Start]]) -> Iterator[Figure]:
    """What is to be near the smallest program, or far below it."""
    mine, other = middle(measured)
    share = {name: ratio(measured, name) for name in Start._fields}
    yield Figure("text that can be read, of the smallest program", share["readable"], "", 0.10)
    yield Figure("text that can be read", mine.readable, "ms", 25, beside=bare.__name__, other=other.readable)
    yield Figure("a screen that takes keys, of the smallest", share["usable"], "", 1.05)
    yield Figure("a screen that takes keys", mine.usable, "ms", beside=bare.__name__, other=other.usable)
    yield Figure("processor time, of the smallest", share["work"], "", 1.05)
    yield Figure("memory beyond the smallest", mine.memory - other.memory, "MB", 4)


def beside_small(measured: Sequence[tuple[Start, Start]], small: Sequence[tuple[Start, Start]]) -> Iterator[Figure]:
    """What is to be no more than with few articles: each beside the smallest program in its own run."""
    for name, words in (("readable", "text that can be read"), ("usable", "a screen that takes keys")):
        yield Figure(f"{words}, of the sample's", ratio(measured, name) / ratio(small, name), "", 1.2)
        yield Figure(words, getattr(middle(measured)[0], name), "ms")
    yield Figure("memory", middle(measured)[0].memory, "MB", beside="the sample's", other=middle(small)[0].memory)


def ratio(measured: Sequence[tuple[Start, Start]], name: str) -> float:
    """The median of the pairs' own ratios."""
    place = Start._fields.index(name)
    return median(mine[place] / other[place] for mine, other in measured)


def middle(measured: Sequence[tuple[Start, Start]]) -> tuple[Start, Start]:
    """The medians of both programs."""
    mine, other = (
        Start(*(median(column) for column in zip(*side, strict=True))) for side in zip(*measured, strict=True)
    )
    return mine, other


def pairs(arguments: list[str], words: bytes, home: Path) -> Iterator[tuple[Start, Start]]:
    """Starts of the program and of the smallest one in turn; the first of each is not counted."""
    for number in range(PAIRS + 1):
        pair = (
            started(COMMAND, arguments, words, home),
            started(sys.executable, [str(Path(bare.__file__))], bare.READY.encode(), home),
        )
        if number:
            yield pair


def started(command: str, arguments: list[str], words: bytes, home: Path) -> Start:
    """Start a program, wait until it shows some words, and end it."""
    begun = time.perf_counter()
    child = pexpect.spawn(command, arguments, dimensions=(40, 120), env=surroundings(home), timeout=PATIENCE)
    written, readable, usable = b"", 0.0, 0.0
    wait = PATIENCE
    while select.select([child.child_fd], [], [], wait)[0]:
        data = os.read(child.child_fd, 1 << 18)
        now = (time.perf_counter() - begun) * 1000
        written += data
        if SYNCHRONISED[0] in data:
            os.write(child.child_fd, SYNCHRONISED[1])
        readable = readable or (now if words in written else 0.0)
        usable = usable or (now if words in written.partition(TAKEN)[2] else 0.0)
        wait = QUIET if usable else PATIENCE
    found = Start(readable, usable, *used(child.pid))
    child.send("q")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0, written
    return found


def surroundings(home: Path) -> Mapping[str, str]:
    """The environment of a usual terminal; nothing in it makes Python compile or flush more than it does for users."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL")}
    return {**kept, "HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}


def used(process: int) -> tuple[float, float]:
    """Milliseconds of the processor that a process has had, and its memory in MB."""
    folder = Path(f"/proc/{process}")
    work = sum(int((task / "schedstat").read_text(encoding="ascii").split()[0]) for task in (folder / "task").iterdir())
    lines = (folder / "status").read_text(encoding="ascii").splitlines()
    return work / 1e6, next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))
