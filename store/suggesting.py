"""Suggesting: what becomes of a suggestion: a tag, or a rejection; both are kept as decisions, each as one action."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from store import edits
from store.article import Article
from store.change import Change
from store.work import Done

if TYPE_CHECKING:
    from store.matching.gazetteer import Suggestion
    from store.project import Project

MENTION = "mention"
"""The kind of a decision about a mention of a name."""


def accept_suggestions(
    project: "Project", article: Article, found: Sequence["Suggestion"], action: str = "accept"
) -> Done:
    """Tag the places of suggestions, origin `suggested`, as one action; a place that has the label is passed over.

    They join the clusters that they were suggested by, if these are still there.

    Raises:
        RefusedError: the project is read-only, or a label, a span or the article's file does not allow it.
    """
    edits.must_write(project.read_only)
    project.library.must_be_current(article)
    layer, at = project.layers.begun(article).layer, project.database.now()
    changes: list[Change] = []
    for one in found:
        label = project.labels.checked(one.label)
        if label in {there.label for there in layer.same_place(one.span)}:
            continue
        made = edits.annotated(article, one.span, label, project.annotator, at)
        number = project.database.take_number()
        cluster = one.cluster if project.clusters.get(one.cluster) else None
        made = replace(made, id=f"{project.annotator}-{number}", origin="suggested", cluster=cluster)
        changes += [Change.insert("annotations", number, made.to_dict()), _decided(project, article, one, "accept")]
    return project.apply(changes, action)


def reject_suggestion(project: "Project", article: Article, one: "Suggestion") -> Done:
    """Remember that a form is not to be suggested with this label any more, anywhere.

    Raises:
        RefusedError: the project is read-only; nothing was changed.
    """
    edits.must_write(project.read_only)
    return project.apply([_decided(project, article, one, "reject")], "reject")


def _decided(project: "Project", article: Article, one: "Suggestion", verdict: str) -> Change:
    """The record of a judgement; `scope` says how far a rejection reaches."""
    said = {
        "kind": MENTION,
        "verdict": verdict,
        "label": one.label,
        "scope": "everywhere" if verdict == "reject" else "article",
        "score": round(one.confidence, 3),
        "reason": one.why,
    }
    number, place = project.database.take_number(), edits.placed(article, one.span)
    return edits.decided(number, article.path, place, said, (project.annotator, project.database.now()))
