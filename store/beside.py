"""Beside: a project once more for another annotator, open at the same time; whoever opens it closes it."""

from store.disk.database import ASKED, Database
from store.disk.names import checked_annotator
from store.project import Project


def beside(project: Project, name: str, *, read_only: bool = False) -> Project:
    """The same articles and label set with another annotator's records; the project itself for its own.

    Args:
        project: what is open.
        name: the other annotator, who need not have a file yet.
        read_only: whether to refuse changes; they are also refused where `project` was opened to refuse them.

    Raises:
        DiskError: the name cannot be an annotator's, or the file cannot be opened.
    """
    if name == project.annotator:
        return project
    is_only_read = read_only or project.read_only == ASKED
    database = Database.open(project.root, checked_annotator(name), read_only=is_only_read)
    return Project(project.library, project.labels.shared(), database)
