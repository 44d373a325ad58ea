"""Ranges: figures that are said of one thing together: `between 30 and 40 boats`, `5 to 7 million`, `12 of the 15`."""

import re

from store.segmentation import figures
from store.segmentation.figures import Figure
from store.span import Span

_BLANK = "[ \u00a0\u202f\u2009]"
_JOINT = re.compile(
    rf"{_BLANK}(?P<word>to|and|or|out{_BLANK}of|of{_BLANK}(?:the|its|his|her|their|our|all))(?:{_BLANK}(?:all|some))?{_BLANK}"
    r"|(?P<dash>[-–—])"
)
"""What stands between two figures of one range."""
_LONGEST_JOINT = 16
_OPENING = re.compile(rf"\b(?P<word>between|from){_BLANK}$", re.IGNORECASE)
"""What a range may begin with."""
_LONGEST_OPENING = 8
_PLAIN = ("amount", "bare")
_POINTS = ("whole", "year")
"""Sorts of figures that are a place in time."""


def of(text: str, *, is_hard_wrapped: bool = False) -> list[Span]:
    """The figures of a text, in order, each with its unit and how exact it is; those of one range are one."""
    found = figures.of(text, is_hard_wrapped=is_hard_wrapped)
    spans: list[Span] = []
    at = 0
    while at < len(found):
        one = found[at]
        start = one.whole(text).start
        opening = _OPENING.search(text, max(0, start - _LONGEST_OPENING), start)
        word = opening["word"].casefold() if opening else ""
        if at + 1 < len(found) and (is_opened := _are_one(text, one, found[at + 1], word)) is not None:
            spans.append(Span(opening.start() if opening and is_opened else start, found[at + 1].end))
            at += 2
        else:
            if one.sort != "bare":
                spans.append(Span(start, one.end))
            at += 1
    return spans


def _are_one(text: str, one: Figure, other: Figure, opening: str) -> bool | None:
    """Whether two figures are a range that its opening belongs to; None when they are none."""
    start = other.whole(text).start
    joint = _JOINT.fullmatch(text, one.end, start) if start - one.end <= _LONGEST_JOINT else None
    if joint is None or "ordinal" in (one.sort, other.sort):
        return None
    if joint["dash"]:
        return opening == "from" if one.end == one.core.end and other.sort != "bare" else None
    word = joint["word"]
    if (opening, word) in (("between", "and"), ("from", "to")):
        return True
    if one.end > one.core.end and one.sort != "share":
        return None  # it counts something else
    is_alike = one.sort in _PLAIN and other.sort == "amount"
    if word == "to":
        is_time = one.sort in (*_POINTS, "amount") and other.sort in _POINTS
        return False if is_alike or is_time else None
    if word == "or":
        return False if is_alike and text[one.core.start].isdigit() == text[other.core.start].isdigit() else None
    is_part = word != "and" and one.sort in (*_PLAIN, "share", "fraction") and other.sort == "amount"
    return False if is_part else None
