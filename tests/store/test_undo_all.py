"""Whatever two hundred actions people do, undoing them all gives the first state back, redoing them all the last."""

from pathlib import Path
from random import Random

import orjson
import pytest

from store import Project, RefusedError
from store.adjudication import ADJUDICATED
from tests.projects import open_project, write_project
from tests.store.disk.disks import everything
from tests.store.person import DEEDS, FILES, OTHERS, Person

ACTIONS = 200


def name_of(seed: int) -> str:
    """Who works: every other one judges others, too."""
    return ADJUDICATED if seed % 2 else "ana"


def state(project: Project) -> bytes:
    """All records of all tables, as they would be written, and the label set's file."""
    records = everything(project.database)
    data = orjson.dumps({f"{table} {number}": record for (table, number), record in sorted(records.items())})
    toml = project.root / "sidemark.toml"
    return data + (toml.read_bytes() if toml.exists() else b"")


def worked(root: Path, seed: int) -> None:
    """Let the others tag, in part the same."""
    for name in OTHERS:
        project = open_project(root, name)
        for random in (Random(seed), Random(f"{seed} {name}")):
            person = Person(project, random)
            for _ in range(6):
                person.tag()
        project.close()


@pytest.mark.parametrize("seed", range(6))
def test_undo_of_everything_gives_the_first_state_and_redo_the_last(tmp_path: Path, seed: int) -> None:
    root = write_project(tmp_path, FILES)
    if name_of(seed) == ADJUDICATED:
        worked(root, seed)
    project = open_project(root, name_of(seed))
    person = Person(project, Random(seed))
    for _ in range(20):
        person.act()
    project.close()
    project = person.project = open_project(root, name_of(seed))
    states, start = [state(project)], project.history.depth[0]
    while len(states) <= ACTIONS:
        person.act()
        if project.history.depth[0] > start + len(states) - 1:
            states.append(state(project))
        assert project.history.depth[0] == start + len(states) - 1, f"seed {seed}: one action is one step"
    for number in reversed(range(ACTIONS)):
        project.undo()
        assert state(project) == states[number], f"seed {seed}, undo to {number}"
    assert project.close()
    project = open_project(root, name_of(seed))
    assert state(project) == states[0], f"seed {seed}, opened again"
    for number in range(1, ACTIONS + 1):
        project.redo()
        assert state(project) == states[number], f"seed {seed}, redo to {number}"
    with pytest.raises(RefusedError, match="nothing to redo"):
        project.redo()
    project.close()


def test_the_actions_that_are_undone_are_all_there_are(tmp_path: Path) -> None:
    root = write_project(tmp_path, FILES)
    worked(root, 1)
    project = open_project(root, ADJUDICATED)
    person, done = Person(project, Random(1)), set[str]()
    for _ in range(20 * ACTIONS):
        before = project.history.depth[0]
        person.act()
        if project.history.depth[0] > before:
            done.add(next(project.history.latest()).action)
        if done >= DEEDS:
            break
    project.close()
    assert done == DEEDS
