"""What the parts of a task are called, in the tasks and on the page they are drawn on."""

from store.formats.values import Holds

HELD: frozenset[Holds] = frozenset(
    ("overlap", "links", "attributes", "notes", "unsure", "documents", "authors", "ids", "text")
)
TASKS, PREDICTIONS, CONFIG = "tasks.json", "predictions.json", "config.xml"
TEXT, LABEL, NOTE, UNSURE, DOCUMENT = "text", "label", "note", "unsure", "document"
OURS = (TEXT, LABEL, NOTE, UNSURE, DOCUMENT)
"""The parts of every page; an attribute of such a name has `_` behind."""
DOCUMENT_LABELS = "document-labels"
"""The id of the item with the labels of the article."""


def spelt(attribute: str) -> str:
    """What the part of an attribute is called."""
    return f"{attribute}_" if attribute in OURS else attribute


def attribute_of(part: str) -> str:
    """Which attribute a part is for: the inverse of `spelt`."""
    return part[:-1] if part.endswith("_") and part[:-1] in OURS else part
