"""Hints: from the label's key to the letters on the screen, beside a program that draws one line; and keys per tag.

Both programs run in terminals of their own and get their keys in turn, so that both meet the same load.
"""

import os
import select
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.benchmarks import bareline
from tests.benchmarks.figures import Figure, share
from tests.planner.__main__ import TASKS
from tests.planner.run import GOAL, played
from tests.planner.task import read_task
from tests.terminal import Terminal

SIZE = 100_000
"""Code points of the article."""
ANNOTATIONS = 10_000
"""Annotations on it, in the second run."""
PRESSES = 60
QUIET = 0.03
"""Seconds without output after which the answer to a key is complete."""
NEXT = ";"
"""A key that is on no hint: it takes the hints away."""
Groups = Iterable[tuple[str, Iterable[Figure]]]


def figures(folder: Path) -> Groups:
    """Key to paint, and keys per annotation."""
    yield "hints: from the key to the screen", latencies(folder)
    yield "hints: keys for each annotation", keys()


def latencies(folder: Path) -> Iterator[Figure]:
    """How long it takes until hints stand on a long article, with no annotations and with many."""
    for count in (0, ANNOTATIONS):
        root = made(folder / str(count), count)
        program = Terminal([str(root), "--annotator", "ana"], home=folder)
        module = [str(Path(bareline.__file__))]
        beside = Terminal(module, home=folder, command=sys.executable)
        program.until_text("nothing to save")
        beside.until_text(bareline.READY)
        mine: list[float] = []
        others: list[float] = []
        work: list[list[float]] = [[], []]
        for number in range(PRESSES):
            for terminal, key, times, busy in (
                (program, "123"[number % 3], mine, work[0]),
                (beside, "x", others, work[1]),
            ):
                before = cpu(terminal)
                times.append(answered(terminal, key))
                busy.append(cpu(terminal) - before)
            answered(program, NEXT)
            if number % 10 == 9:
                answered(program, " ")
        program.kill()
        beside.kill()
        words = f"{SIZE // 1000} KB, {count:,} annotations"
        for name, part in (("median", 0.5), ("p95", 0.95)):
            yield beside_one_line(f"{words}, {name}", share(mine, part), share(others, part))
        yield beside_one_line(f"{words}, median CPU", share(work[0], 0.5), share(work[1], 0.5))


def beside_one_line(name: str, mine: float, other: float) -> Figure:
    """A figure that is to be at most twice that of the program that draws one line."""
    return Figure(name, mine, "ms", 2 * other, beside="one line", other=other)


def cpu(terminal: Terminal) -> float:
    """Milliseconds of the processor that a program has had, all its threads together."""
    tasks = Path(f"/proc/{terminal.process}/task").iterdir()
    return sum(int((task / "schedstat").read_text(encoding="ascii").split()[0]) for task in tasks) / 1e6


def answered(terminal: Terminal, key: str) -> float:
    """Milliseconds from a key to the last of what is drawn for it."""
    child = terminal.descriptor
    terminal.settle()
    begun = last = time.perf_counter()
    os.write(child, key.encode("ascii"))
    wait = 1.0
    while select.select([child], [], [], wait)[0]:
        if not os.read(child, 1 << 18):
            break
        last, wait = time.perf_counter(), QUIET
    return (last - begun) * 1000


def made(root: Path, count: int) -> Path:
    """A project with one long article and so many annotations on it."""
    from store import Project, Span  # noqa: PLC0415 - not for the other benchmarks

    root.mkdir(parents=True)
    pages = [path.read_text(encoding="utf-8") for path in sorted(Path("sample_corpus").glob("hask-gate/*.txt"))]
    text = ("\n".join(pages) * (SIZE // 15_000 + 1))[:SIZE]
    (root / "long.txt").write_text(text, encoding="utf-8")
    if count:
        project = Project.open(root, annotator="ana")
        article = project.library.article("long.txt")
        step = SIZE // count
        project.annotate(article, [Span(at, at + 4) for at in range(0, len(article.text) - 4, step)], "ORG")
        project.close()
    return root


def keys() -> Iterator[Figure]:
    """How many keys the standard tasks take."""
    for path in sorted(TASKS.glob("*.toml")):
        with tempfile.TemporaryDirectory() as folder:
            outcome = played(read_task(path), Path(folder))
        assert not outcome.missing, outcome.missing
        assert not outcome.extra, outcome.extra
        yield Figure(f"{outcome.task.name}, {len(outcome.task.goals)} annotations", outcome.each, "keys", GOAL)
