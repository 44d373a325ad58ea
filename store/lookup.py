"""Looking up an annotation by its id, whoever made it."""

from store.annotation import Annotation, id_number
from store.project import Project


def annotation_of(project: Project, annotation_id: str) -> Annotation | None:
    """One's own annotation or another annotator's, as its file has it; None when there is none."""
    try:
        number, author = id_number(annotation_id), annotation_id.rpartition("-")[0]
    except ValueError:
        return None
    is_own = author == project.annotator
    record = project.database.get("annotations", number) if is_own else project.others.record(author, number)
    try:
        return None if record is None else Annotation.from_dict(record)
    except (KeyError, TypeError, ValueError):
        return None
