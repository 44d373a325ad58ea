"""Undo and redo: what the files say is what memory holds, and every step back and forth leads where it came from."""

from pathlib import Path
from random import Random

import pytest

from store import RefusedError
from store.change import Change
from store.library import Library
from store.project import Project
from tests.store.disk.acts import ACTS, ARTICLES, LABELS, act, project_in, record_for, state_of
from tests.store.disk.disks import Quick, as_left, everything, journal, mention, opened

STEPS = 40


class Counting(Quick):
    """Counts what is written and flushed."""

    def __init__(self) -> None:
        self.flushes = self.writes = 0

    def write_at(self, descriptor: int, data: bytes, offset: int) -> None:
        self.writes += 1
        super().write_at(descriptor, data, offset)

    def flush_data(self, descriptor: int) -> None:
        self.flushes += 1
        super().flush_data(descriptor)

    def flush(self, descriptor: int) -> None:
        self.flushes += 1
        super().flush(descriptor)


class Restless:
    """A project that is compacted, left, or killed and opened again between steps, now and then."""

    def __init__(self, folder: Path, random: Random) -> None:
        self._folder, self._random, self._kills = folder, random, 0
        self.project = project_in(folder / "0")

    def shake(self) -> None:
        """Perhaps do one of these."""
        how = self._random.random()
        if how < 0.1:
            self.project.database.compact()
        elif how < 0.2:
            root = self.project.root
            assert self.project.close()
            self.project = project_in(root)
        elif how < 0.25:
            assert self.project.database.flush()
            self._kills += 1
            left = as_left(self.project.root, self._folder / f"{self._kills}")
            self.project.close()
            self.project = project_in(left)


@pytest.mark.parametrize("seed", range(8))
def test_what_the_files_say_is_what_memory_holds_after_every_action(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    restless = Restless(tmp_path, random)
    for step in range(STEPS):
        act(restless.project, random)
        assert restless.project.database.flush()
        root, known = restless.project.root, state_of(restless.project)
        reader = Project(Library(root), LABELS, opened(root, read_only=True))
        assert state_of(reader) == known, (seed, step)
        reader.close()
        restless.shake()
    restless.project.close()


@pytest.mark.parametrize("seed", range(8))
def test_undo_leads_to_the_start_and_redo_to_the_end(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    restless = Restless(tmp_path, random)
    states = [everything(restless.project.database)]
    while len(states) <= STEPS:
        changes = random.choice(ACTS)(restless.project, random)
        restless.project.apply(changes, "work")
        if changes:
            states.append(everything(restless.project.database))
        restless.shake()
    for step in (*range(STEPS - 1, -1, -1), *range(1, STEPS + 1)):
        undone, done = restless.project.history.depth
        assert undone + done == STEPS
        _ = restless.project.undo() if step < undone else restless.project.redo()
        assert everything(restless.project.database) == states[step], (seed, step)
        restless.shake()
    with pytest.raises(RefusedError, match="nothing to redo"):
        restless.project.redo()
    restless.project.close()


def test_a_bulk_action_is_one_line_one_flush_and_one_step(tmp_path: Path) -> None:
    system = Counting()
    project = project_in(tmp_path, system)
    database = project.database
    for number in (database.take_number(), database.take_number()):  # the journal is made, then padded
        project.apply([Change.insert("annotations", number, mention(number))], "tag")
        assert database.flush()
    before = everything(database)

    def tag_all() -> None:
        made = [(database.take_number(), ARTICLES[n % 3]) for n in range(60)]
        number = database.take_number()
        links = [Change.insert("links", number, record_for("links", number, Random(0)))]
        changes = [Change.insert("annotations", number, mention(number, article=path)) for number, path in made]
        project.apply([*changes, *links], "tag-all")

    for step in (tag_all, project.undo, project.redo):
        lines, system.flushes, system.writes = journal(tmp_path).read_bytes().count(b'{"seq"'), 0, 0
        step()
        assert database.flush()
        assert (system.flushes, system.writes) == (1, 1)
        assert journal(tmp_path).read_bytes().count(b'{"seq"') == lines + 1
    assert len(everything(database)) == len(before) + 61
    assert set(project.undo().articles) == set(ARTICLES)
    assert everything(database) == before
    project.close()
