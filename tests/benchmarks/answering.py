"""Answering: from a key to the screen in long articles with many annotations; held keys; memory; hard texts.

`python -m tests.benchmarks answering`. Keys of the program and of one that draws a line alternate, each in a terminal
of its own, so the ratios hold on a busy machine too; milliseconds hold on a calm one.
"""

import gc
import os
import select
import sys
import time
import tracemalloc
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from store import Project, Span
from tests.benchmarks import bare
from tests.benchmarks.figures import Figure, share
from tests.benchmarks.paired import SYNC, Answers, Pair, answered, frame_wise, memory, settled
from tests.benchmarks.starting import started
from tests.terminal import Terminal
from tui.highlights import Highlights

FRAME = 1000 / 60
"""Milliseconds of a frame."""
PAINTED = 200
"""Milliseconds that a hard text may take to be seen, beyond the start of the smallest program."""
RATE = 30
"""Presses a second of a key that is held."""
LABELS = ("PERSON", "ORG", "FACT")
CUT = "F"
"""The key that is given to wrapping."""


class Kind(NamedTuple):
    """Keys of one kind."""

    name: str
    keys: tuple[str, ...]
    timed: tuple[bool, ...] = (True,)
    """Which of them count, over and over."""
    first: tuple[str, ...] = ()
    """Those that are pressed before, so that nothing is done for the first time; they leave all as it was."""
    told: str = ""
    """What the last line says at the end."""


KINDS = (
    Kind("caret by words", ("w",) * 60, first=("w",)),
    Kind("caret by rows", ("j",) * 60, first=("j",)),
    Kind("caret by characters", ("l",) * 60, first=("l",)),
    Kind("selection", ("v", *("w",) * 40, "escape"), first=("v", "w", "escape")),
    Kind("tag", ("w", "v", "e", "1") * 15, (False, False, False, True), ("w", "v", "e", "1"), told="PERSON"),
    Kind("page", (" ",) * 50, first=(" ",)),
    Kind("jump to the end and back", ("G", "g", "g") * 15, (True, False, True), ("G", "g", "g")),
    Kind("long lines cut, and wrapped", (CUT,) * 30, first=(CUT, CUT)),
)
CLOSE = ("caret by words", "caret by rows", "caret by characters", "selection", "tag")
"""What is to cost at most a quarter more than a drawn line."""
HARD = {
    "one line of 1 MB": ("The ferry will sail in May again, said nobody. " * 22_000)[:1_000_000],
    "one word of 1 MB": "ferry" * 200_000,
    "300,000 CJK in a line": "東京港の船は来ない、" * 30_000,
    "100,000 short lines": "The pier.\n" * 100_000,
    "100,000 marks on one letter": "e" + "\u0301" * 100_000 + " and the rest of it.\n",
}
HARD_KEYS = ("w", "l", "j", " ", "G", "g", "g", "1", ";", "v", "w", "escape")
"""None opens a dialog, whether the label's key finds something to tag or not."""
Groups = Iterable[tuple[str, Iterable[Figure]]]


def figures(folder: Path) -> Groups:
    """All of it, a group at a time."""
    yield "1 MB, 10,000 annotations, 2 panes, 120x40", in_two_panes(folder)
    yield "4 panes of 1 MB, 100,000 annotations each, 200x50", in_four_panes(folder)
    yield "20 MB beside 5 KB", by_size(folder)
    yield f"a key held at {RATE} a second, 1 MB, 10,000 annotations", held(folder)
    yield "memory", remembered(folder)
    yield "hard texts, 120x40", hard(folder)


def made(root: Path, size: int, annotations: int, articles: int = 2) -> Path:
    """A project of articles of a size, with so many annotations each."""
    if root.exists():
        return root
    root.mkdir(parents=True)
    pages = [path.read_text(encoding="utf-8") for path in sorted(Path("sample_corpus").glob("hask-gate/*.txt"))]
    page = "\n".join(pages)
    text = (page * (size // len(page) + 1))[:size]
    for number in range(articles):
        (root / f"long{number}.txt").write_text(text[7 * number :], encoding="utf-8")
    project = Project.open(root, annotator="ana")
    for number in range(articles if annotations else 0):
        article = project.library.article(f"long{number}.txt")
        step = max(1, size // annotations)
        for at, label in enumerate(LABELS):
            starts = range(at, len(article.text) - 40, step * len(LABELS))
            project.annotate(article, [Span(start, start + 5 + 7 * at) for start in starts], label)
    project.close()
    return root


def pressed(pair: Pair, kind: Kind, panes: int = 2) -> tuple[Answers, Answers]:
    """What came of the keys of a kind, and of the baseline's.

    Raises:
        AssertionError: they did not go to the panes, or did not do what they should.
    """
    pair.press(kind.first, timed=(False,))
    found = pair.press(kind.keys, timed=kind.timed)
    assert _shows(pair.program, panes), f"{kind.name}: something lies over the panes\n{pair.program.text}"
    assert kind.told in pair.program.bottom, f"{kind.name}: {pair.program.bottom}"
    return found


def in_two_panes(folder: Path) -> Iterator[Figure]:
    """Each kind of key, beside a drawn line."""
    every, frames = Answers(), []
    config = folder / "config" / "sidemark" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f'[keys]\nwrap = "{CUT}"\n', encoding="utf-8")
    with Pair(made(folder / "1m", 1_000_000, 10_000), folder) as pair:
        for kind in KINDS:
            mine, other = pressed(pair, kind)
            every += mine
            frames.append(max(mine.frames))
            close = kind.name in CLOSE
            p95, beside = share(mine.seconds, 0.95), share(other.seconds, 0.95)
            yield Figure(f"{kind.name}, p95", p95, "ms", 4 if close else 6, beside="one line", other=beside)
            work, least = share(mine.work, 0.5), share(other.work, 0.5)
            goal = 1.25 * least if close else None
            yield Figure("  CPU, median", work, "ms", goal, beside="one line", other=least)
    yield Figure(f"slowest of {len(every.seconds)} keys", max(every.seconds), "ms", FRAME)
    yield Figure("frames a key, at most", max(frames), "", 1)


def in_four_panes(folder: Path) -> Iterator[Figure]:
    """Caret and page on a large screen."""
    root = made(folder / "4", 1_000_000, 100_000, articles=4)
    with Pair(root, folder, size=(200, 50)) as pair:
        for number in (2, 3):
            pair.program.press("|")
            pair.program.until_text("beside")
            pair.program.press(*f"long{number}", "enter")
            pair.program.until(partial(_shows, pair.program, number + 1), "a pane more")
        for name, goal in (("caret by words", 6.0), ("page", FRAME)):
            mine, other = pressed(pair, next(kind for kind in KINDS if kind.name == name), panes=4)
            yield Figure(f"{name}, p95", share(mine.seconds, 0.95), "ms", goal, beside="one line",
                         other=share(other.seconds, 0.95))  # fmt: skip
            yield Figure("  CPU, median", share(mine.work, 0.5), "ms", beside="one line", other=share(other.work, 0.5))


def _shows(program: Terminal, panes: int) -> bool:
    return str(program.screen.display[1]).count("%") == panes  # each head says where in its text one is


def by_size(folder: Path) -> Iterator[Figure]:
    """Processor time of a key in a huge article, beside a small one in the same run."""
    huge, small = made(folder / "20m", 20_000_000, 100, 1), made(folder / "5k", 5_000, 100, 1)
    programs = [Terminal([str(root), "--annotator", "ana"], home=folder) for root in (huge, small)]
    for program in programs:
        program.until_text("nothing to save")
    for name, keys in (("caret by words", ("w",) * 40), ("page", (" ", "pageup") * 20)):
        work: tuple[list[float], list[float]] = ([], [])
        for key in keys:
            for program, found in zip(programs, work, strict=True):
                found.extend(answered(program, key).work)
        mine, other = (share(found, 0.5) for found in work)
        yield Figure(f"{name}, CPU, median", mine, "ms", 1.15 * other, beside="5 KB", other=other)
    for program in programs:
        program.kill()


def held(folder: Path) -> Iterator[Figure]:
    """A key held down: how far the screen is behind after the last press, and whether each was drawn."""
    for key, name, presses in (("w", "caret by words", 120), (" ", "page", 60)):
        program = Terminal([str(made(folder / "1m", 1_000_000, 10_000)), "--annotator", "ana"], home=folder)
        program.until_text("nothing to save")
        frame_wise(program)
        answered(program, key)
        lag, frames = _held(program, key, presses)
        program.kill()
        yield Figure(f"{name}: behind after the last", lag, "ms", FRAME)
        yield Figure(f"{name}: frames of {presses} presses", frames, "", presses, is_least=True)


def _held(program: Terminal, key: str, presses: int) -> tuple[float, int]:
    child, frames, begun = program.descriptor, 0, time.perf_counter()
    last = sent = begun
    for number in range(presses + 1):
        due = begun + number / RATE + (1.0 if number == presses else 0.0)
        while (left := due - time.perf_counter()) > 0:
            if select.select([child], [], [], left)[0]:
                frames += os.read(child, 1 << 18).count(SYNC)
                last = time.perf_counter()
        if number < presses:
            sent = time.perf_counter()
            os.write(child, key.encode())
    return (last - sent) * 1000, frames


def remembered(folder: Path) -> Iterator[Figure]:
    """Memory for each megabyte of text, and for each annotation on the screen."""
    found, few, many = {}, 100, 100_000
    for name, size, count in (
        ("5k", 5_000, few),
        ("20m", 20_000_000, few),
        ("1m", 1_000_000, few),
        ("many", 1_000_000, many),
    ):
        root = made(folder / f"{name}-{count}", size, count, 1)
        (root / "annotations" / "ana.journal").unlink(missing_ok=True)  # what can be undone is kept besides
        program = Terminal([str(root), "--annotator", "ana"], home=folder)
        program.until_text("nothing to save")
        for key in ("w", " ", "G"):
            answered(program, key)
        found[name] = memory(program)
        program.kill()
    text = (folder / f"20m-{few}" / "long0.txt").read_text(encoding="utf-8")
    mine, floor = found["20m"] - found["5k"], (sys.getsizeof(text) - 5_000) / (1 << 20)
    yield Figure("for each MB of text", mine / 20, "MB", 0.3, beside="its characters", other=floor / 20)
    yield Figure("  of what its characters take in memory", mine / floor, "", 1.05)
    yield Figure("for each annotation, in the pane", in_the_pane(folder / f"many-{many}"), "bytes", 64)
    more = (found["many"] - found["1m"]) * (1 << 20)
    yield Figure("for each annotation, in all", more / (many - few), "bytes")


def in_the_pane(root: Path) -> float:
    """Bytes that an annotation takes where it is on show: in the model's columns, which the panes look at."""
    project = Project.open(root, annotator="ana", read_only=True)
    article = project.library.article("long0.txt")
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        layer = project.layer(article)
        shown = Highlights(layer, ["PERSON", "ORG", "FACT"].index)
        gc.collect()
        return (tracemalloc.get_traced_memory()[0] - before) / len(shown)
    finally:
        tracemalloc.stop()
        project.close()


def hard(folder: Path) -> Iterator[Figure]:
    """Texts that no program likes: first paint, the slowest key, memory."""
    for name, text in HARD.items():
        root = folder / name.replace(" ", "-").replace(",", "")
        root.mkdir()
        (root / "hard.txt").write_text(text, encoding="utf-8")
        least = started(sys.executable, [str(Path(bare.__file__))], bare.READY.encode(), folder).readable
        begun = time.perf_counter()
        program = Terminal([str(root), "--annotator", "ana"], home=folder)
        program.until_text("nothing to save")
        painted = (time.perf_counter() - begun) * 1000
        settled(program)
        slowest = max(answered(program, key).seconds[0] for key in HARD_KEYS)
        assert _shows(program, 1), f"{name}: something lies over the pane\n{program.text}"
        used = memory(program)
        program.kill()
        yield Figure(f"{name}: start", painted, "ms", least + PAINTED, beside=bare.__name__, other=least)
        yield Figure("  slowest key", slowest, "ms", 50)
        yield Figure("  memory", used, "MB", 150)
