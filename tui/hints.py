"""Hints: which places of the screen a key offers, in which order, and the letters that choose them."""

from __future__ import annotations

import unicodedata
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple

from store import Annotation, Label, Layer, Segments, Span, Unit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from store import Kind

LETTERS = "asdfjklghqweruiotyzxcvbnpm"
"""The letters of hints, the easiest first: the home row, then the fingers' next reach."""
SINGLE = 22
"""How many objects get one letter; the letters after that begin pairs. Fewer if there would not be pairs enough."""
UNITS: dict[str, Unit] = {
    "names": "name",
    "sentences": "sentence",
    "quotes": "quote",
    "numbers": "number",
    "words": "word",
}
"""What a label's `hint` asks for, as a unit of segmentation."""
SIZES: Mapping[Unit, tuple[Kind, ...]] = {
    "name": ("word", "name", "titled"),
    "sentence": ("clause", "statement", "sentence", "paragraph"),
    "quote": ("inside", "quote", "sentence"),
    "number": ("figure", "number", "clause"),
    "word": ("word", "name", "clause"),
}
"""What the objects of a unit become when they are made smaller or larger, from the smallest on."""
FINER: Mapping[Kind, Kind] = {"sentence": "statement", "statement": "rest"}
"""What is offered besides, where it begins further on: what somebody is said to have said, and further clauses."""
STOPS = '.!?…。！？؟।"”’»」)'
FEW = 4
"""Words of a line without a stop that make no sentence."""
SEEN = 4096
"""Code points of the screen in which capitals are looked for."""
PLAIN = str.maketrans("øđłæœþðıħŧ", "odlaotdiht")
"""Letters that are no letter with a mark, and what they are found by."""


class Offer(NamedTuple):
    """Objects that get hints."""

    kind: Kind
    """What they are."""
    spans: list[Span]
    """The likeliest first."""


def kind_of(label: Label, size: int = 0) -> Kind | None:
    """What a label is offered: its own kind of object at size 0, larger ones above; None where there are none."""
    unit = UNITS.get(label.hint, "word")
    at = SIZES[unit].index(unit) + size
    return SIZES[unit][at] if 0 <= at < len(SIZES[unit]) else None


def offer(label: Label, segments: Segments, layer: Layer, seen: Sequence[Span], size: int = 0) -> Offer:
    """The objects on the screen that a label can take and has not taken, the likeliest first.

    First mentions of what has no annotation with this label anywhere in the article come first, then other mentions,
    then headings and what carries another label already; each group from top to bottom. After sentences and statements
    come what is said in them and their clauses, where these begin further on. An object that begins above the screen is
    there if its end is. Where a script knows no names, the words are offered.

    Args:
        label: what is to be put.
        segments: of the article.
        layer: one's own annotations on it.
        seen: the stretches of the text that are on the screen.
        size: how much larger (or, below 0, smaller) than usual the objects are to be.
    """
    kind = kind_of(label, size) or UNITS.get(label.hint, "word")
    found = _objects(segments, kind, seen)
    if not found and kind == "name" and not _has_case(segments, seen):
        kind = "word"
        found = _objects(segments, kind, seen)
    ranked = _ranked(Offer(kind, found), label, segments.text, layer)
    if kind in FINER:
        taken = {_drawn_at(span, seen) for span in found}
        whole = [span for span in found if span not in set(ranked)]  # they have the label: what is in them is done
        parts = [one for one in _objects(segments, FINER[kind], seen) if _drawn_at(one, seen) not in taken]
        parts = [one for one in parts if not any(span.contains(one) for span in whole)]
        ranked += _ranked(Offer(FINER[kind], parts), label, segments.text, layer)
    return Offer(kind, ranked)


def _objects(segments: Segments, kind: Kind, seen: Sequence[Span]) -> list[Span]:
    """The objects of a kind on the screen, no two of which begin there at one place: the shorter is kept."""
    from store import objects  # noqa: PLC0415 - its rules are read at the first look, not at the start

    at: dict[int, Span] = {}
    for part in seen:
        for span in objects(segments, kind, part):
            place = max(span.start, part.start)
            if place not in at or span.length < at[place].length:
                at[place] = span
    return list(dict.fromkeys(at[place] for place in sorted(at)))


def _ranked(found: Offer, label: Label, text: str, layer: Layer) -> list[Span]:
    kind, spans = found
    known: set[str] = set()
    groups: tuple[list[Span], ...] = ([], [], [])
    for span in spans:
        there = layer.same_place(span)  # asked for each: there may be many more annotations on the screen than objects
        quote = span.of(text)
        if any(one.label == label.name for one in there) or not any(map(str.isalnum, quote)):
            continue
        is_known = quote in known or layer.holds_words(label.name, quote)
        is_late = bool(there) or (kind == "sentence" and _is_heading(quote))
        groups[2 if is_late else 1 if is_known else 0].append(span)
        known.add(quote)
    return [span for group in groups for span in group]


def _is_heading(line: str) -> bool:
    """Whether a sentence is rather a heading, a byline or a button: a few words without a stop."""
    return line[-1] not in STOPS and (len(line.split()) <= FEW or line.isupper())


def words_with(letter: str, segments: Segments, seen: Sequence[Span]) -> list[Span]:
    """The words on the screen that begin with a letter, from top to bottom.

    Case does not matter, and a letter without marks finds those with marks: `e` finds `É`, `4` finds `٤`. A letter
    typed with its mark finds only words that have it.
    """
    wanted, exact = plain(letter), unicodedata.normalize("NFC", letter.casefold())
    has_mark = wanted != exact
    text, found = segments.text, []
    for span in _objects(segments, "word", seen):
        start = span.start
        if any(part.holds(start) for part in seen) and plain(text[start]) == wanted:
            first = unicodedata.normalize("NFC", text[start : start + 2].casefold())
            if not has_mark or first.startswith(exact):
                found.append(span)
    return found


def plain(char: str) -> str:
    """The letter or digit that a character is found by: without case and marks."""
    folded = char.casefold().translate(PLAIN)[:1]
    digit = unicodedata.digit(folded, None) if folded else None
    return str(digit) if digit is not None else unicodedata.normalize("NFKD", folded)[:1]


def lettered(spans: Sequence[Span], without: Collection[str] = ()) -> dict[str, Span]:
    """Letters for each span: one where there are letters enough; else one for the first 22, two after that.

    Where there are more than these can tell apart, fewer get one letter so that more begin pairs. Spans beyond the
    last pair get none.

    Args:
        spans: the objects, the likeliest first.
        without: letters that mean something else while hints are on the screen.
    """
    letters = [letter for letter in LETTERS if letter not in without]
    size = len(letters)
    single = size if len(spans) <= size else min(SINGLE, size - 1)
    while single and single + (size - single) * size < len(spans):
        single -= 1
    codes: Iterable[str] = (*letters[:single], *map("".join, product(letters[single:], letters)))
    return dict(zip(codes, spans, strict=False))


def remaining(hints: Mapping[str, Span], typed: str, seen: Sequence[Span] = ()) -> dict[int, str]:
    """What is still to be typed, by the offset it is drawn at: the first place of the object that is on the screen."""
    left = ((code, span) for code, span in hints.items() if code.startswith(typed))
    return {_drawn_at(span, seen): code[len(typed) :] for code, span in left}


def _drawn_at(span: Span, seen: Sequence[Span]) -> int:
    return next((max(span.start, part.start) for part in seen if span.overlaps(part)), span.start)


def under_caret(label: Label | None, segments: Segments, caret: int, size: int = 0) -> Span | None:
    """The object under the caret that a label means: its own kind of object, else the word."""
    kind: Kind | None = kind_of(label, size) if label else "word"
    found = _objects(segments, kind or "word", (Span(caret, caret + 1),))
    return min(found, key=lambda span: span.length, default=None) or segments.at("word", caret)


def alike(layer: Layer, annotation: Annotation) -> list[Annotation]:
    """The annotations with the same words and the same label, that one included."""
    return layer.of_words(annotation.label, annotation.quote)


def _has_case(segments: Segments, seen: Sequence[Span]) -> bool:
    """Whether capitals tell names here: not in a script without them, nor where everything is in capitals."""
    parts = (segments.text[part.start : part.end] for part in seen)
    chars = [*islice((char for part in parts for char in part), SEEN)]
    return 4 * sum(map(str.islower, chars)) > sum(map(str.isalpha, chars))
