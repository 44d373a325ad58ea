"""Which actions tests play with real keys: marks that a test puts on itself, and a record that holds it to its word.

`@plays("tag-all")` on a Pilot test says that it presses a key of that action; `@undoes("tag-all")` that it also undoes
it and finds everything as it was; `@each(("tag-all", ...), ...)` makes a marked test of every key of the actions that
its rows begin with. `tests/tui/conftest.py` records what the screen really does while a marked test runs;
`tests/tui/test_actions.py` goes through the table of actions and names those that no test plays.
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from store import Change, Done, Project
from tests.store.disk.disks import everything
from tests.tui.reader import Reader
from tui.dispatch import Dispatch
from tui.keymap import Keymap
from tui.screens.reading import ReadingScreen

TESTS = Path(__file__).resolve().parent
MARKS = ("plays", "undoes")
plays = pytest.mark.plays
undoes = pytest.mark.undoes
KEYMAP = Keymap()


def keys_of(action: str) -> list[str]:
    """Each way to do an action: its keys, or the palette for one that has none."""
    return list(KEYMAP.keys(action)) or ["palette"]


async def do(reader: Reader, action: str, key: str = "") -> None:
    """Do an action by a key, its first if none is named, or by finding it in the palette if it has none."""
    key = key or keys_of(action)[0]
    if key == "palette":
        await reader.press(":")
        await reader.write(KEYMAP.actions[action].title)
        await reader.press("enter")
    else:
        await reader.press(*key.split())


def each(*rows: tuple[object, ...], undone: bool = False) -> pytest.MarkDecorator:
    """A test for every key of the actions that rows begin with; its arguments: `action, key, given, check`."""
    kinds = [plays, undoes] if undone else [plays]
    cases = [
        pytest.param(action, key, *rest, marks=[kind(action) for kind in kinds], id=f"{action}-{key.replace(' ', '')}")
        for action, *rest in rows
        for key in keys_of(str(action))
    ]
    return pytest.mark.parametrize(("action", "key", "given", "check"), cases)


@dataclass
class Played:
    """What the screen did in one test."""

    acts: list[tuple[str, object]] = field(default_factory=list)
    """The actions in their order, each with all records as they were before it; "" for a key of none, as a label's."""
    changing: set[str] = field(default_factory=set)
    """The actions that changed records, now or in what they opened."""
    undone: set[str] = field(default_factory=set)
    """The actions before which everything was as an undo has made it again."""

    @property
    def names(self) -> set[str]:
        """Every action that was done."""
        return {action for action, _ in self.acts}

    def begins(self, action: str, project: Project) -> None:
        """A key was pressed that does this."""
        self.acts.append((action, everything(project.database)))

    def ended(self, action: str, project: Project) -> None:
        """What the key does is done."""
        if action == "undo":
            now = everything(project.database)
            self.undone |= {before for before, then in self.acts if then == now}

    def applied(self, done: Done) -> None:
        """The model was changed."""
        if done.changes and self.acts and self.acts[-1][0]:
            self.changing.add(self.acts[-1][0])


def recording(monkeypatch: pytest.MonkeyPatch) -> Played:
    """A record of what reading screens do from now on."""
    record = Played()
    run, press, apply = ReadingScreen.run, Dispatch._press, Project.apply

    def recorded_run(screen: ReadingScreen, action: str) -> None:
        record.begins(action, screen.project)
        run(screen, action)
        record.ended(action, screen.project)

    def recorded_press(dispatch: Dispatch, keys: str) -> None:
        if dispatch.keymap.action(keys) is None and not dispatch.keymap.is_prefix(keys):
            record.begins("", dispatch.desk.project)
        press(dispatch, keys)

    def recorded_apply(project: Project, changes: Sequence[Change], action: str) -> Done:
        done = apply(project, changes, action)
        record.applied(done)
        return done

    monkeypatch.setattr(ReadingScreen, "run", recorded_run)
    monkeypatch.setattr(Dispatch, "_press", recorded_press)
    monkeypatch.setattr(Project, "apply", recorded_apply)
    return record


@cache
def marked(mark: str) -> frozenset[str]:
    """The actions that some test is marked with, read from the source of all tests."""
    return frozenset(found for path in sorted(TESTS.rglob("test_*.py")) for found in _marked_in(path, mark))


def _marked_in(path: Path, mark: str) -> Iterator[str]:
    source = path.read_text(encoding="utf-8")
    if f"{mark}(" not in source and "each(" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called, arguments = ast.unparse(node.func).split(".")[-1], node.args
            if called == "each" and (mark == "plays" or any(one.arg == "undone" for one in node.keywords)):
                arguments = [row.elts[0] for row in arguments if isinstance(row, ast.Tuple)]
            elif called != mark:
                continue
            yield from (one.value for one in arguments if isinstance(one, ast.Constant) and isinstance(one.value, str))
