"""Hints: from the label's key to the letters on the screen, beside a program that draws one line; and keys per tag.

Both programs run in terminals of their own and get their keys in turn, so that both meet the same load.
"""

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.benchmarks.figures import Figure, share
from tests.benchmarks.paired import Answers, Pair
from tests.planner.__main__ import TASKS
from tests.planner.run import GOAL, played
from tests.planner.task import read_task

SIZE = 100_000
"""Code points of the article."""
ANNOTATIONS = 10_000
"""Annotations on it, in the second run."""
PRESSES = 60
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
        with Pair(made(folder / str(count), count), folder) as pair:
            mine, other = Answers(), Answers()
            for number in range(PRESSES // 10):
                keys = [key for press in range(10) for key in ("123"[(10 * number + press) % 3], NEXT)]
                answers, beside = pair.press(keys, timed=(True, False))
                mine += answers
                other += beside
                pair.press(" ", timed=(False,))
        words = f"{SIZE // 1000} KB, {count:,} annotations"
        for name, part in (("median", 0.5), ("p95", 0.95)):
            yield beside_one_line(f"{words}, {name}", share(mine.seconds, part), share(other.seconds, part))
            yield beside_one_line(f"{words}, {name} CPU", share(mine.work, part), share(other.work, part))


def beside_one_line(name: str, mine: float, other: float) -> Figure:
    """A figure that is to be at most twice that of the program that draws one line."""
    return Figure(name, mine, "ms", 2 * other, beside="one line", other=other)


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
