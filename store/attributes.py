"""Attributes: the further questions that a label set asks about an annotation, and what is wrong with an answer."""

from collections.abc import Iterator, Mapping
from typing import Any

from store.label_set import Attribute, Schema


def asked(schema: Schema, label: str) -> tuple[Attribute, ...]:
    """The attributes of annotations with a label; of a label that the label set does not have: those of all kinds."""
    known = schema.label(label)
    names = {label, known.kind} if known else {label}
    return tuple(one for one in schema.attributes if not one.on or names & set(one.on))


def wrong(attribute: Attribute, value: object) -> str | None:
    """Why a value cannot be an attribute's, in words; None when it can."""
    if attribute.many:
        if not isinstance(value, list | tuple):
            return f"{value!r} is no list of values"
        odd = next((one for one in value if _wrong(attribute, one)), None)
        return _wrong(attribute, odd) if odd is not None else None
    return _wrong(attribute, value)


def faults(schema: Schema, label: str, attributes: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Name and reason of every attribute of an annotation that the label set does not ask for, or not so answered."""
    known = {one.name: one for one in asked(schema, label)}
    for name, value in attributes.items():
        attribute = known.get(name)
        if attribute is None:
            yield name, f"is not asked of {label}"
        elif why := wrong(attribute, value):
            yield name, why


def toggled(attribute: Attribute, value: object, chosen: str) -> str | list[str] | None:
    """The answer after one of the values was chosen, or chosen away; None when none is left.

    A value that is not in the label set stays where several may be given.
    """
    if not attribute.many:
        return None if value == chosen else chosen
    given = [one for one in value if isinstance(one, str)] if isinstance(value, list | tuple) else []
    if isinstance(value, str):
        given = [value]
    left = [one for one in given if one != chosen] if chosen in given else [*given, chosen]
    order = {one: at for at, one in enumerate(attribute.values)}
    return sorted(left, key=lambda one: order.get(one, len(order))) or None


def _wrong(attribute: Attribute, value: object) -> str | None:
    if not isinstance(value, str):
        return f"{value!r} is not text"
    if attribute.values and value not in attribute.values:
        return f"{value!r} is none of {', '.join(attribute.values)}"
    return None
