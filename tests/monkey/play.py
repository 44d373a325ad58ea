"""A monkey plays the program; what it leaves must be sound, the same when it is opened again, and gone when undone."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from textual.widgets import Input

from store import Project
from store.annotation import Record
from tests.monkey.steps import steps, told
from tests.projects import open_project, write_project
from tests.tui.reader import NAMES, Reader, reading

SAMPLES = Path(__file__).parents[2] / "sample_corpus"
ODD = {
    "odd/empty.txt": "",
    "odd/long.txt": "The gate of Ilse Marrow held. " * 3_000,
    "odd/marks.md": "---\ntitle: As it happened: \x1b[31mred\n---\n"
    + "Zoë a\u0301\u0301 🚢👩\u200d👩\u200d👧 東京港。 عربي نص\r\n\r\n\tTab\u200b\u2028" * 3,
}  # fmt: skip
LEADS_AWAY = frozenset("/~.")
"""Characters that a monkey leaves out where it types: a path would lead out of its cage."""
LOOKED = 40
"""Steps after which everything is looked at."""
State = dict[str, list[Record]]


class MonkeyError(AssertionError):
    """What a monkey has found, and the steps that lead there."""


def cage(root: Path) -> Path:
    """A project to play with: the sample articles and some odd ones."""
    shutil.copytree(SAMPLES, root, ignore=shutil.ignore_patterns(".sidemark"))
    return write_project(root, ODD)


async def played(root: Path, seed: int, count: int, *, whole: bool = False) -> None:
    """Let a monkey play and look at what it leaves.

    Args:
        root: a project's folder.
        seed: of its steps.
        count: how many.
        whole: with all that the program does by itself beside the keys, at its own times.

    Raises:
        MonkeyError: something is wrong.
    """
    done: list[str] = []
    labels = (root / "sidemark.toml").read_bytes()
    before = left(root)
    with _confined(root.parent), _telling(seed, done):
        async with reading(root, alongside=whole, suggests=True, folds=whole) as reader:
            for number, step in enumerate(steps(seed, count, lambda: _is_at_rest(reader)), 1):
                done.append(step)
                await _do(reader, step)
                if not number % LOOKED:
                    _must_be_sound(reader.project)
            await reader.pilot.press(*["escape"] * 6)
            after = _state(reader.project)
        assert left(root) == after, "the store is another one when it is opened again"
        _undo_all(root)
        assert left(root) == before, "undone, something is left"
        assert (root / "sidemark.toml").read_bytes() == labels, "undone, the label set is another one"


def _is_at_rest(reader: Reader) -> bool:
    return reader.app.screen is reader.app.reading


async def _do(reader: Reader, step: str) -> None:
    """One step."""
    what, _, where = step.partition(" ")
    if what == "size":
        await reader.pilot.resize_terminal(*(int(part) for part in where.split("x")))
    elif what in ("click", "menu"):
        x, y = (min(0.99, float(part)) for part in where.split())
        size = reader.app.size
        place = (int(x * size.width), int(y * size.height))
        await reader.pilot.click(offset=place, button=1 if what == "click" else 3)
    elif not (step in LEADS_AWAY and isinstance(reader.app.focused, Input)):
        await reader.pilot.press(NAMES.get(step, step))


@contextmanager
def _confined(folder: Path) -> Iterator[None]:
    """Relative paths lead into a folder of the test's own."""
    was = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(was)


@contextmanager
def _telling(seed: int, done: list[str]) -> Iterator[None]:
    """Whatever is raised is told with the steps."""
    try:
        yield
    except Exception as error:
        message = f"seed {seed}, after {len(done)} steps: {told(done[-30:])}\n{type(error).__name__}: {error}"
        raise MonkeyError(message) from error


def _must_be_sound(project: Project) -> None:
    """Every quote is what stands at its place."""
    for entry in project.library.readable:
        article = project.library.article(entry.path)
        wrong = [one for one in project.layer(article) if one.quote != one.span.of(article.text)]
        assert not wrong, wrong


def _state(project: Project) -> State:
    """Every record of an annotator."""
    _must_be_sound(project)
    tables = ("annotations", "articles", "clusters", "decisions", "links")
    return {name: sorted(project.database.stream(name), key=lambda one: str(one["id"])) for name in tables}


def left(root: Path) -> State:
    """What is on the disk."""
    project = open_project(root, read_only=True)
    assert not project.problems, project.problems
    try:
        return _state(project)
    finally:
        project.close()


def _undo_all(root: Path) -> None:
    project = open_project(root)
    try:
        while project.history.to_undo is not None:
            project.undo()
    finally:
        project.close()
