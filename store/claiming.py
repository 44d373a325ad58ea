"""Claiming: a sentence linked with a tagged claim, or rejected for it; each as one action, kept as data."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from store import edits, linking
from store.annotation import Annotation, Link
from store.article import Article
from store.change import Change
from store.errors import RefusedError
from store.lookup import annotation_of
from store.span import Span
from store.work import Done

if TYPE_CHECKING:
    from store.matching.counterparts import Claim
    from store.project import Project

KIND = "same-claim"
"""The kind of a decision about two places that may make the same claim."""


def claim_of(project: "Project", article: Article, annotation: Annotation) -> "Claim":
    """A tagged claim with what was judged about it: links and rejections, in both directions."""
    from store.matching.counterparts import Claim  # noqa: PLC0415 - only who asks for some needs it

    ours = annotation.article, annotation.quote
    judged: set[tuple[str, str]] = set()
    for record in project.database.stream("decisions"):
        target = record.get("target")
        if record.get("kind") == KIND and record.get("verdict") == "reject" and isinstance(target, dict):
            ends = [(str(one.get("article", "")), str(one.get("quote", ""))) for one in (record, target)]
            judged |= {other for end, other in (ends, ends[::-1]) if end == ours}
    linked = set()
    for link in project.relations.links_of(annotation.id):
        other = annotation_of(project, link.target if link.source == annotation.id else link.source)
        if other is not None:
            linked.add((other.article, other.span))
    return Claim(article, annotation.span, frozenset(judged), frozenset(linked), project.relations.judging.verdicts)


def tag_there(project: "Project", article: Article, span: Span) -> Annotation | None:
    """The claim that is tagged where a sentence stands: of several the one that shares most with it; None for none."""
    schema = project.schema
    found = [
        (both.length, one)
        for one in project.layer(article).over(span)
        if (both := one.span.clip(span)) and (label := schema.label(one.label)) and label.kind == "claim"
        if 2 * both.length >= min(one.span.length, span.length)
    ]
    return max(found, key=lambda one: (one[0], -one[1].start))[1] if found else None


def link_claim(project: "Project", source: Annotation, article: Article, span: Span, kind: str) -> Done:
    """Link a tagged claim with a sentence; one that has no tag yet gets the claim's label, origin `suggested`.

    Raises:
        RefusedError: the label set does not allow it, they are linked so already, or nothing can be changed.
    """
    edits.must_write(project.read_only)
    project.library.must_be_current(article)
    at, changes = project.database.now(), list[Change]()
    target = tag_there(project, article, span)
    if target is None:
        label = project.labels.checked(source.label)
        number = project.database.take_number()
        target = edits.annotated(article, span, label, project.annotator, at)
        target = replace(target, id=f"{project.annotator}-{number}", origin="suggested")
        changes.append(Change.insert("annotations", number, target.to_dict()))
    if kind not in {one.type for one in linking.allowed(project.schema, source, target)}:
        message = f"the label set allows no {kind} from {source.label} to {target.label}"
        raise RefusedError(message)
    linking.must_be_new(project.relations.links_of(source.id), source.id, target.id, kind)
    number = project.database.take_number()
    link = Link(f"{project.annotator}-{number}", kind, source.id, target.id, author=project.annotator, created=at)
    return project.apply([*changes, Change.insert("links", number, link.to_dict())], "link-claim")


def reject_claims(project: "Project", source: Annotation, found: Iterable[tuple[Article, Span, float]]) -> Done:
    """Remember that sentences are not the same claim as a tagged one, so that they are not suggested for it again.

    Args:
        project: where.
        source: the claim.
        found: article, place and score of each sentence.

    Raises:
        RefusedError: the project is read-only, or a sentence is not there; nothing was changed.
    """
    edits.must_write(project.read_only)
    return project.apply([_rejected(project, source, *one) for one in found], "reject-claims")


def _rejected(project: "Project", source: Annotation, article: Article, span: Span, score: float) -> Change:
    number = project.database.take_number()
    place = edits.placed(article, span)
    names = ("start", "end", "quote", "text_sha256")
    said = {
        "kind": KIND,
        "verdict": "reject",
        "label": source.label,
        "target": {"article": article.path, **{name: place[name] for name in names}, "label": source.label},
        "score": round(score, 3),
        "reason": "",
    }
    there = {name: getattr(source, name) for name in names}
    return edits.decided(number, source.article, there, said, (project.annotator, project.database.now()))
