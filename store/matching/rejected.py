"""Rejected: which forms of names somebody did not want, read from the decisions of a project."""

from typing import TYPE_CHECKING

from store.matching.gazetteer import Rejected, form_of

if TYPE_CHECKING:
    from store.project import Project


def rejected_forms(project: "Project") -> frozenset[Rejected]:
    """What was rejected of mentions and not accepted since; in the article, or everywhere where its scope says so."""
    found: set[Rejected] = set()
    for record in project.database.stream("decisions"):
        if record.get("kind") != "mention" or not isinstance(record.get("quote"), str):
            continue
        path = "" if record.get("scope") == "everywhere" else str(record.get("article", ""))
        one = Rejected(form_of(record["quote"]), str(record.get("label", "")), path)
        if record.get("verdict") == "reject":
            found.add(one)
        else:
            found.discard(one)
    return frozenset(found)
