"""Flat tags: one label a token, which nested annotations have to be thinned out for, and how they are spelt."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from store.annotation import Annotation
from store.formats.tokens import BLANKS, Columns, covered
from store.span import Span

Coding = Literal["IOB2", "BILOU"]
"""How a tag says where in its annotation a token stands: begin, inside, last, alone (unit)."""


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
    sign = 1 if prefer == "shortest" else -1
    taken: list[tuple[int, int, str]] = []
    lost: dict[str, str] = {}
    for one in sorted(annotations, key=lambda one: sign * (one.end - one.start)):  # equals stay in text order
        span = _trimmed(one, text)
        at = bisect_left(taken, (span.start,))
        if span.length == 0:
            lost[one.id] = "it holds nothing but blanks"
        elif at and taken[at - 1][1] > span.start:
            lost[one.id] = f"overlaps {taken[at - 1][2]}; one label a token"
        elif at < len(taken) and taken[at][0] < span.end:
            lost[one.id] = f"overlaps {taken[at][2]}; one label a token"
        else:
            taken.insert(at, (span.start, span.end, one.id))
    kept = tuple(one for one in annotations if one.id not in lost)
    return Flat(kept, tuple((one, lost[one.id]) for one in annotations if one.id in lost))


def tags(tokens: Sequence[Span] | Columns, labelled: Iterable[tuple[Span, str]], coding: Coding = "IOB2") -> list[str]:
    """A tag for each token: `O`, or `B-`, `I-` ... and a label.

    Args:
        tokens: in text order; each is inside or outside of each span.
        labelled: spans that share no token, with their labels.
        coding: how the tags are spelt.
    """
    found = ["O"] * len(tokens)
    for span, label in labelled:
        places = tokens.covered(span) if isinstance(tokens, Columns) else covered(tokens, span)
        for place in places:
            found[place] = f"{'B' if place == places[0] else 'I'}-{label}"
        if coding == "BILOU" and places:
            found[places[-1]] = f"{'U' if len(places) == 1 else 'L'}-{label}"
    return found


def _trimmed(annotation: Annotation, text: str) -> Span:
    """What of an annotation can be in a token."""
    start, end = annotation.span
    if text[start] in BLANKS or text[end - 1] in BLANKS:
        start = end - len(text[start:end].lstrip(BLANKS))
        end = start + len(text[start:end].rstrip(BLANKS))
    return Span(start, end)
