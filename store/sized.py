"""Objects: what a hint can stand on, in several sizes, from a word to a paragraph, looked up where somebody looks."""

import re
from typing import Literal, get_args

from store.segment import Segments
from store.segmentation import figures, language, statements
from store.segmentation.units import Unit
from store.span import Span

Kind = Unit | Literal["clause", "statement", "rest", "inside", "figure", "titled"]
"""A unit; or a clause, what a sentence says, clauses beside that, a quotation without its marks, a bare figure, a name
with its title."""
UNITS = frozenset(get_args(Unit))
BEFORE = re.compile(r"(?<![^\W_])([^\W\d_][^\W\d_'’-]*(?:[’'-][^\W\d_]+)*)\.?[ \u00a0]$")
LONGEST_TITLE = 40
PER_CENT = re.compile(r"[ \u00a0\u202f\u2009]per ?cent\b")
OPENING, CLOSING = '“‘«„「『‹"', '”’»“」』›"'


def objects(segments: Segments, kind: Kind, place: Span) -> list[Span]:
    """The objects of a kind that share a code point with a place, in text order."""
    if kind in UNITS:
        found = segments.over(kind, place)  # type: ignore[arg-type]  # mypy does not narrow by a set
        return [span for span in found if segments.text[span.end - 1] not in "—–-"] if kind == "sentence" else found
    text = segments.text
    if kind == "titled":
        spans = [_titled(text, name) for name in segments.over("name", place)]
    elif kind == "figure":
        spans = [bare for number in segments.over("number", place) for bare in _bare(text, number)]
    elif kind == "inside":
        spans = [_inside(text, quote) for quote in segments.over("quote", place)]
    elif kind == "statement":
        whole = objects(segments, "sentence", place)
        spans = [one for sentence in whole for one in segments.parts_of(kind, sentence, _stated)]
    else:
        whole = objects(segments, "sentence", place)
        find = statements.rest if kind == "rest" else statements.parts
        spans = [part for one in whole for part in segments.parts_of(kind, one, find)]
    return [span for span in spans if span.overlaps(place)]


def _stated(text: str, sentence: Span) -> list[Span]:
    """What a sentence says, and what else is said further on in it."""
    first = statements.of(text, sentence)
    return [first, *(part for part in statements.further(text, sentence) if part.start > first.start)]


def _titled(text: str, name: Span) -> Span:
    """A name with the titles before it, and with `the` before those."""
    start, is_title = name.start, True
    while is_title and (match := BEFORE.search(text, max(0, start - LONGEST_TITLE), start)):
        word = match[1].casefold()
        is_title = word in language.TITLES or word in language.RANKS or word in language.BEFORE_RANKS
        if is_title or word == "the":
            start = match.start()
    return Span(start, name.end)


def _bare(text: str, number: Span) -> list[Span]:
    """The figures of a number or range, without what they count."""
    words = number.of(text)
    found = [
        Span(one.start, end.end() if (end := PER_CENT.match(words, one.end)) else one.end)
        for one in figures.cores(words)
    ]
    return [Span(number.start + one.start, number.start + one.end) for one in found] or [number]


def _inside(text: str, quote: Span) -> Span:
    """What stands between the marks, without a comma or blank at its end."""
    start, end = quote.start + 1, quote.end - (text[quote.end - 1] in CLOSING)
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",،，"):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return Span(start, end) if start < end else quote
