"""Gone: the articles that records name but that are no file of the folder any more."""

from store.project import Project


def lost(project: Project) -> tuple[tuple[str, int], ...]:
    """(path, number of annotations) of every article that records name and that is no file of the folder."""
    there = project.library.there
    counts = project.database.gone(there)
    said = (record.article for record in project.relations.records if record.labels or record.note or record.done)
    paths = {*counts, *said} - there.paths - {""}
    return tuple((path, counts.get(path, 0)) for path in sorted(paths))
