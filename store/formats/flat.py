"""Flat tags: one label a token, which nested annotations have to be thinned out for, and how they are spelt."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from store.annotation import Annotation
from store.formats.tokens import BLANKS, Columns
from store.span import Span

Coding = Literal["IOB2", "BILOU"]
"""How a tag says where in its annotation a token stands: begin, inside, last, alone (unit)."""
Labelled = tuple[tuple[int, int], str]
"""Start and end, and the label there."""
ONLY_BLANKS = "it holds nothing but blanks"


class Flat(NamedTuple):
    """Annotations of which no two share a token."""

    kept: tuple[Annotation, ...]
    """In text order."""
    lost: tuple[tuple[Annotation, str], ...]
    """The others in text order, each with the reason."""


def flat(annotations: Sequence[Annotation], text: str, *, prefer: str = "longest") -> Flat:
    """Choose annotations for one label a token: the longest first, then by start, then by number.

    Args:
        annotations: of one article, in text order.
        text: the article's.
        prefer: `longest`, or `shortest` for the shortest first.
    """
    if all(before.end <= after.start for before, after in pairwise(annotations)):
        return _apart(annotations, text)
    sign = 1 if prefer == "shortest" else -1
    taken: list[tuple[int, int, str]] = []
    lost: dict[str, str] = {}
    for one in sorted(annotations, key=lambda one: sign * (one.end - one.start)):  # equals stay in text order
        span = _trimmed(one, text)
        at = bisect_left(taken, (span.start,))
        if span.length == 0:
            lost[one.id] = ONLY_BLANKS
        elif at and taken[at - 1][1] > span.start:
            lost[one.id] = f"overlaps {taken[at - 1][2]}; one label a token"
        elif at < len(taken) and taken[at][0] < span.end:
            lost[one.id] = f"overlaps {taken[at][2]}; one label a token"
        else:
            taken.insert(at, (span.start, span.end, one.id))
    kept = tuple(one for one in annotations if one.id not in lost)
    return Flat(kept, tuple((one, lost[one.id]) for one in annotations if one.id in lost))


def tags(tokens: Columns, labelled: Iterable[Labelled], coding: Coding = "IOB2") -> dict[int, str]:
    """The tags of the tokens that are in an annotation, `B-`, `I-` ... and a label, by place; all others are `O`.

    Args:
        tokens: each is inside or outside of each span.
        labelled: spans that share no token, with their labels.
        coding: how the tags are spelt.
    """
    starts, found = tokens.starts, dict[int, str]()
    for (start, end), label in labelled:
        first = bisect_left(starts, start)
        last = bisect_left(starts, end, first) - 1
        if last < first:
            continue
        for place in range(first + 1, last + 1):
            found[place] = f"I-{label}"
        found[first] = f"B-{label}"
        if coding == "BILOU":
            found[last] = f"{'U' if first == last else 'L'}-{label}"
    return found


def _apart(annotations: Sequence[Annotation], text: str) -> Flat:
    """The choice among annotations none of which overlaps another: there is none."""
    lost = tuple((one, ONLY_BLANKS) for one in annotations if not text[one.start : one.end].strip(BLANKS))
    kept = tuple(one for one in annotations if text[one.start : one.end].strip(BLANKS)) if lost else tuple(annotations)
    return Flat(kept, lost)


def _trimmed(annotation: Annotation, text: str) -> Span:
    """What of an annotation can be in a token."""
    start, end = annotation.start, annotation.end
    if text[start] in BLANKS or text[end - 1] in BLANKS:
        start = end - len(text[start:end].lstrip(BLANKS))
        end = start + len(text[start:end].rstrip(BLANKS))
    return Span(start, end)
