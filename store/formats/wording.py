"""Values as formats with rules of their own can write them, and what is read back of them."""

import re

from store.annotation import Record
from store.formats.values import to_json

BREAKS = re.compile("[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
"""Runs of what ends a line for some reader, and of TAB, which ends a column."""
OWN = "sidemark:"
"""Begins the name of a cluster that no knowledge base has."""


def texts_of(value: object) -> tuple[str, ...]:
    """The values of an attribute as text: one, or each of a list; none for None."""
    if isinstance(value, list | tuple):
        return tuple(text for one in value for text in texts_of(one))
    if value is None:
        return ()
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    return (value,) if isinstance(value, str) else (to_json(value),)


def given_cluster(reference: str, name: str) -> Record:
    """The cluster that a file refers to: by `sidemark:` and its id, else by an entry of a knowledge base."""
    if reference.startswith(OWN):
        own = reference.removeprefix(OWN)
        return {"id": own, "kind": "", "name": name or own, "kb_id": ""}
    known = reference.removeprefix("kb:")
    return {"id": reference, "kind": "", "name": name or known, "kb_id": known}
