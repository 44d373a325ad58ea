"""Soundness: whether what a file says of an annotation is something that the store can keep."""

import math
import re
from typing import Any

from store.formats.found import GivenAnnotation
from store.importing.new_labels import fault_of as label_fault
from store.schema import LONGEST_TEXT

LONE = re.compile("[\ud800-\udfff]")
DEEPEST = 8
"""Lists in lists of an attribute's value."""


def fault_of(given: GivenAnnotation) -> str | None:
    """Why an annotation cannot be kept, None when it can."""
    if why := label_fault(given.label):
        return why
    if len(given.note) > LONGEST_TEXT:
        return f"its note has {len(given.note):,} characters; {LONGEST_TEXT:,} is the most"
    texts = {"note": given.note, "cluster": given.cluster, "attributes": dict(given.attributes), "record": given.record}
    for name, value in texts.items():
        if why := value_fault(value):
            return f"its {name} {why}"
    return None


def value_fault(value: Any, depth: int = 0) -> str | None:
    """Why JSON of the store cannot hold a value, None when it can."""
    if depth > DEEPEST:
        return "is nested too deeply"
    if isinstance(value, str):
        return "holds half a character" if LONE.search(value) else None
    if isinstance(value, float) and not math.isfinite(value):
        return f"holds {value}, which is no number"
    if isinstance(value, int) and abs(value) >= 1 << 63:
        return "holds a number that is too large"
    if isinstance(value, dict):
        parts = [*value, *value.values()]
    elif isinstance(value, list | tuple):
        parts = list(value)
    else:
        return None
    return next((why for one in parts if (why := value_fault(one, depth + 1))), None)
