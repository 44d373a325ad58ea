"""Apart: a project once more, for a thread that reads it while the screen goes on working with the first."""

from collections.abc import Iterator
from contextlib import contextmanager

from store.disk.database import Database
from store.disk.names import annotators
from store.errors import DiskError
from store.library import Library
from store.project import Project


@contextmanager
def apart(project: Project, *, everyone: bool = False) -> Iterator[list[Project]]:
    """The project as the disk has it, for reading only; it shares nothing with the first but values.

    Args:
        project: the one that somebody works in.
        everyone: whether to open it once for each annotator, by name, instead of for the one who works.

    Raises:
        DiskError: not everything is on the disk, or a file cannot be opened.
    """
    if not project.database.flush():
        message = "not everything is on the disk yet, so a dataset would miss some of it"
        raise DiskError(message)
    library = Library(project.root, project.library.encoding)
    names = sorted({*annotators(project.root), project.annotator}) if everyone else [project.annotator]
    made: list[Project] = []
    try:
        for name in names:  # one by one, so that those that were opened are closed when the next cannot be
            database = Database.open(project.root, name, read_only=True)
            made.append(Project(library, project.schema, database))
        yield made
    finally:
        for one in made:
            one.close(compacts=False)
