"""Random work on a project: single and bulk actions on every table, undo and redo."""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from store.annotation import TABLES, Record, Table
from store.change import Change
from store.disk.system import System
from store.library import Library
from store.project import Project
from store.schema import scheme
from tests.store.disk.disks import AT, QUICK, Records, everything, mention, opened

ARTICLES = ["ferry.txt", "2031/quay.txt", "2031/港.md"]
LABELS = scheme("news")
LENGTHS = [0, 3, 90, 500, 1_400]
"""Characters of a note: a line in one sector of a disk, or over the edge of several."""
State = tuple[Records, tuple[int, int]]
"""All records, and how many actions can be undone and done again."""


def project_in(root: Path, system: System = QUICK) -> Project:
    """The project in a folder, for writing."""
    root.mkdir(exist_ok=True)
    return Project(Library(root), LABELS, opened(root, system))


def state_of(project: Project) -> State:
    """What a user would miss if it were gone."""
    return everything(project.database), project.history.depth


def record_for(table: Table, number: int, random: Random) -> Record:
    """A record as the program writes it, short."""
    note, article = "x" * random.choice(LENGTHS), random.choice(ARTICLES)
    if table == "links":
        return {"id": f"ana-{number}", "type": "same", "source": "ana-1", "target": f"ana-{number - 1}", "note": note}
    if table == "clusters":
        return {"id": f"ana-{number}", "kind": "entity", "name": note[:9], "aliases": [], "updated": AT}
    if table == "articles":
        return {"article": article, "id": f"ana-{number}", "labels": [], "done": False, "note": note}
    return mention(
        number, random.choice(["Orrin Bay", "東京港"]), article=article, note=note, kind="mention", label="X"
    )


def added(project: Project, random: Random) -> list[Change]:
    """One record more."""
    number, table = project.database.take_number(), random.choice(["annotations", "annotations", *TABLES])
    return [Change.insert(table, number, record_for(table, number, random))]


def many_added(project: Project, random: Random) -> list[Change]:
    """A bulk action: records in several tables and articles at once."""
    return [change for _ in range(random.randrange(2, 12)) for change in added(project, random)]


def noted(project: Project, random: Random) -> list[Change]:
    """Some records changed."""
    known = picked(project, random)
    fresh = {"note": "y" * random.choice(LENGTHS), "updated": str(random.randrange(10))}
    changes = [Change.between(table, number, record, {**record, **fresh}) for (table, number), record in known]
    return [change for change in changes if change]


def gone(project: Project, random: Random) -> list[Change]:
    """Some records deleted."""
    return [Change.delete(table, number, record) for (table, number), record in picked(project, random)]


def exchanged(project: Project, random: Random) -> list[Change]:
    """Some records deleted, others made, in one action."""
    return [*gone(project, random), *added(project, random)]


def records_of(project: Project, table: Table) -> Iterator[tuple[int, Record]]:
    """The records of a table by number."""
    return ((number, record) for (name, number), record in everything(project.database).items() if name == table)


def picked(project: Project, random: Random) -> list[tuple[tuple[Table, int], Record]]:
    """One record or several."""
    known = [((table, number), record) for table in TABLES for number, record in records_of(project, table)]
    return random.sample(known, min(len(known), random.choice([1, 1, 2, 5])))


ACTS: list[Callable[[Project, Random], list[Change]]] = [added, added, many_added, noted, noted, gone, exchanged]


def act(project: Project, random: Random) -> None:
    """One action more, or one taken back or done again."""
    undoable, redoable = project.history.depth
    how = random.random()
    if how < 0.2 and undoable:
        project.undo()
    elif how < 0.35 and redoable:
        project.redo()
    else:
        make = random.choice(ACTS)
        project.apply(make(project, random), make.__name__)
