"""Disagreeing: the figures of two linked claims that differ, in their words, with the dates of their articles."""

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from store.annotation import Annotation, Link
from store.errors import ArticleError
from store.lookup import annotation_of
from store.matching.board import OTHER, SAME
from store.matching.quantities import Quantity, differences, quantities

if TYPE_CHECKING:
    from store.project import Project


class Disagreement(NamedTuple):
    """A unit of which two claims give other figures."""

    unit: str
    here: str
    """The figures at the link's source, in its words."""
    here_published: str
    """The date of its article; empty when it is not known."""
    there: str
    """The same at the link's target."""
    there_published: str


def disagreements(project: "Project", link: Link) -> tuple[Disagreement, ...]:
    """Which figures differ between the ends of a link that says that they are one claim; none for other links."""
    if link.type not in SAME | OTHER:
        return ()
    ends = [annotation_of(project, one) for one in (link.source, link.target)]
    here, there = ends
    if here is None or there is None:
        return ()
    dates = _published(project, here), _published(project, there)
    return tuple(
        Disagreement(one.unit, _words(here, one.in_a), dates[0], _words(there, one.in_b), dates[1])
        for one in differences(_figures(here.quote, dates[0]), _figures(there.quote, dates[1]))
    )


def _published(project: "Project", one: Annotation) -> str:
    try:
        return project.library.article(one.article).published
    except ArticleError:
        return ""


@lru_cache(256)
def _figures(quote: str, published: str) -> tuple[Quantity, ...]:
    return quantities(quote, None, published)


def _words(one: Annotation, found: tuple[Quantity, ...]) -> str:
    return ", ".join(" ".join(figure.span.of(one.quote).split()) for figure in found)
