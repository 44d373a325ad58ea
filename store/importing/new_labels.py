"""New labels: those of a file that the label set does not know, each with a key that is free."""

import string
from collections.abc import Iterable, Mapping
from dataclasses import replace

from store.label_set import COLORS, DOCUMENT, HINTS, Label, Schema
from store.schema import LONGEST_NAME, MOST_LABELS, is_unsafe

KEYS = string.digits[1:] + "0" + string.ascii_lowercase + string.ascii_uppercase
"""Keys that are handed out, in this order."""


def fault_of(name: str) -> str | None:
    """Why a name cannot be a label's, None when it can."""
    if not name.strip():
        return "its label is empty"
    if name != name.strip():
        return f"its label {name!r} begins or ends with a blank"
    if len(name) > LONGEST_NAME:
        return f"its label has {len(name)} characters; {LONGEST_NAME} is the most"
    bad = next((char for char in name if is_unsafe(char)), None)
    return f"its label holds U+{ord(bad):04X}, a character that is not shown" if bad else None


def missing(
    wanted: Iterable[tuple[str, bool]], schema: Schema, given: Mapping[str, Label], reserved: Mapping[str, str]
) -> list[Label]:
    """The labels to be added, in the order they are met.

    Args:
        wanted: names, each with whether it is for whole articles.
        schema: the label set.
        given: what the file says of its labels.
        reserved: keys that no label can have.
    """
    names = {known.casefold() for label in schema.labels for known in (label.name, *label.was)}
    taken = {label.key for label in schema.labels if label.key} | set(reserved)
    room = MOST_LABELS - len(schema.labels)
    found: list[Label] = []
    for name, is_document in wanted:
        if name.casefold() in names or len(found) >= room:
            continue
        names.add(name.casefold())
        label = _sound(given.get(name), name) or Label(name, DOCUMENT if is_document else "entity")
        if label.kind != DOCUMENT and (not label.key or label.key in taken):
            label = replace(label, key=next((key for key in KEYS if key not in taken), ""))
        elif label.key in taken:
            label = replace(label, key="")
        taken.add(label.key)
        found.append(label)
    return found


def names_in(schema: Schema, added: Iterable[Label]) -> dict[str, str]:
    """What each name is called in the label set, capitals aside; a name as it stands comes first."""
    labels = [*schema.labels, *added]
    return {known.casefold(): label.name for label in reversed(labels) for known in (*label.was, label.name)}


def _sound(label: Label | None, name: str) -> Label | None:
    """What a file says of a label, if a label set can hold it."""
    if label is None:
        return None
    is_color = label.color in COLORS or (
        label.color.startswith("#") and len(label.color) == 7 and label.color.isascii()
    )
    return replace(
        label, name=name, was=(), color=label.color if is_color else "",
        hint=label.hint if label.hint in HINTS else "words",
    )  # fmt: skip
