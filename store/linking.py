"""Linking: which links a label set allows between two annotations, and what unlinking and another type mean."""

from collections.abc import Iterable
from dataclasses import replace

from store.annotation import Annotation, Link, id_number
from store.change import Change
from store.errors import RefusedError
from store.schema import LinkType, Schema


def allowed(schema: Schema, source: Annotation, target: Annotation) -> tuple[LinkType, ...]:
    """The types of links that may lead from one annotation to another, in the order of the label set."""
    return tuple(one for one in schema.links if fits(schema, one.sources, source) and fits(schema, one.targets, target))


def fits(schema: Schema, wanted: Iterable[str], annotation: Annotation) -> bool:
    """Whether an annotation has one of some kinds or labels; any has when none is named."""
    names = set(wanted)
    label = schema.label(annotation.label)
    return not names or annotation.label in names or (label is not None and label.kind in names)


def must_be_new(links: Iterable[Link], source: str, target: str, kind: str) -> None:
    """Refuse a link that is there already, or that leads from an annotation to itself.

    Args:
        links: those that begin or end at one of the two.
        source: the id of the annotation it leads from.
        target: the id of the one it leads to.
        kind: its type.

    Raises:
        RefusedError: it is.
    """
    if source == target:
        message = "a link leads from one annotation to another, not to itself"
        raise RefusedError(message)
    if any((one.source, one.target, one.type) == (source, target, kind) for one in links):
        message = f"these two are linked as {kind} already"
        raise RefusedError(message)


def unlinked(link: Link) -> Change:
    """The change that takes a link away."""
    return Change.delete("links", id_number(link.id), link.to_dict())


def retyped(link: Link, kind: str) -> Change | None:
    """The change that gives a link another type, or None when it has it."""
    return Change.between("links", id_number(link.id), link.to_dict(), replace(link, type=kind).to_dict())
