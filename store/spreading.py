"""Spreading: one label for many places in many articles, and what was rejected of them, as one action."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from store import edits
from store.annotation import Annotation
from store.article import Article
from store.change import Change
from store.classes import dataclass
from store.span import Span
from store.work import Done

if TYPE_CHECKING:
    from store.project import Project

MENTION = "mention"
"""The kind of a decision about a mention of a name."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in an article, as it was read."""

    article: str
    members: Mapping[str, Any]
    """`start`, `end`, `quote`, `prefix`, `suffix`, `text_sha256`."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A place that somebody did not want."""

    place: Place
    is_everywhere: bool
    """Whether its form is not wanted anywhere, rather than not in this article."""
    score: float = 0.0
    reason: str = ""


def places_in(project: "Project", article: Article, spans: Iterable[Span]) -> list[Place]:
    """Places of an article that lies open.

    Raises:
        RefusedError: its file is another one by now, or damaged, or a span leaves its text.
    """
    project.library.must_be_current(article)
    return [Place(article.path, edits.placed(edits.sound(article), span)) for span in spans]


def spread(
    project: "Project",
    places: Iterable[Place],
    label: str,
    rejections: Iterable[Rejection] = (),
    action: str = "tag-everywhere",
    cluster: str | None = None,
) -> Done:
    """Tag places of any articles with a label, and remember what was rejected, as one action.

    A place that has the label already is passed over; the others go into the cluster, if there is one, by its id. No
    article is read: who found the places has done that.

    Raises:
        RefusedError: the project is read-only, or the label cannot be given; nothing was changed.
    """
    edits.must_write(project.read_only)
    label, at = project.labels.checked(label), project.database.now()
    tagged: dict[str, set[tuple[int, int, str]]] = {}
    changes: list[Change] = []
    for place in places:
        taken = tagged.setdefault(place.article, _taken(project, place.article, label))
        span = place.members["start"], place.members["end"], place.members["text_sha256"]
        if span in taken:
            continue
        taken.add(span)
        number = project.database.take_number()
        made = Annotation(
            f"{project.annotator}-{number}", place.article, label=label, author=project.annotator,
            origin="propagated", cluster=cluster, created=at, updated=at, **place.members,
        )  # fmt: skip
        changes.append(Change.insert("annotations", number, made.to_dict()))
    changes += [_decided(project, one, label, at) for one in rejections]
    return project.apply(changes, action)


def taken_in(project: "Project", path: str, label: str) -> set[tuple[int, int]]:
    """The places of an article that have a label, as start and end."""
    return {(start, end) for start, end, _ in _taken(project, path, label)}


def _taken(project: "Project", path: str, label: str) -> set[tuple[int, int, str]]:
    return {
        (one.get("start", 0), one.get("end", 0), one.get("text_sha256", ""))
        for one in project.database.of_article(path)
        if one.get("label") == label
    }


def _decided(project: "Project", rejection: Rejection, label: str, at: str) -> Change:
    """The record of a rejection; `scope` says how far it reaches."""
    said = {
        "kind": MENTION,
        "verdict": "reject",
        "label": label,
        "scope": "everywhere" if rejection.is_everywhere else "article",
        "score": round(rejection.score, 3),
        "reason": rejection.reason,
    }
    number, place = project.database.take_number(), rejection.place
    return edits.decided(number, place.article, place.members, said, (project.annotator, at))
