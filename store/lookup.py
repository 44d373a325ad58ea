"""Looking up an annotation by its id, whoever made it."""

from store.annotation import Annotation
from store.project import Project


def annotation_of(project: Project, annotation_id: str) -> Annotation | None:
    """One's own annotation or another annotator's, as its file has it; None when there is none."""
    author, _, number = annotation_id.rpartition("-")
    if not number.isascii() or not number.isdigit():
        return None
    is_own = author == project.annotator
    database, others = project.database, project.others
    record = database.get("annotations", int(number)) if is_own else others.record(author, int(number))
    try:
        return None if record is None else Annotation.from_dict(record)
    except (KeyError, TypeError, ValueError):
        return None
