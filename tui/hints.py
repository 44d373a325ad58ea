"""Hints: which places of the screen a key offers, in which order, and the letters that choose them."""

from collections.abc import Collection, Iterable, Sequence
from itertools import islice, product

from store import Annotation, Label, Layer, Segments, Span, Unit

LETTERS = "asdfjklghqweruiotyzxcvbnpm"
"""The letters of hints, the easiest first: the home row, then the fingers' next reach."""
SINGLE = 22
"""How many objects get one letter; the letters after that begin pairs."""
UNITS: dict[str, Unit] = {
    "names": "name",
    "sentences": "sentence",
    "quotes": "quote",
    "numbers": "number",
    "words": "word",
}
"""What a label's `hint` asks for, as a unit of segmentation."""


def candidates(label: Label, segments: Segments, layer: Layer, visible: Span) -> list[Span]:
    """The objects on the screen that a label can take and has not taken, the likeliest first.

    First mentions of what has no annotation with this label anywhere in the article come first, each group from
    top to bottom. Where a script knows no names, the words are offered.
    """
    unit = UNITS.get(label.hint, "word")
    found = _inside(segments.over(unit, visible), visible)
    if not found and unit == "name" and not _has_case(segments, visible):
        found = _inside(segments.over("word", visible), visible)
    text = segments.text
    tagged = {one.span for one in layer.over(visible) if one.label == label.name}
    known = {one.quote for one in layer if one.label == label.name}
    seen: set[str] = set()
    first: list[Span] = []
    later: list[Span] = []
    for span in found:
        if span not in tagged:
            quote = span.of(text)
            (later if quote in known or quote in seen else first).append(span)
            seen.add(quote)
    return first + later


def words_with(letter: str, segments: Segments, visible: Span) -> list[Span]:
    """The words on the screen that begin with a letter, whatever its case, from top to bottom."""
    wanted, text = letter.casefold(), segments.text
    words = _inside(segments.over("word", visible), visible)
    return [word for word in words if text[word.start : word.start + 1].casefold() == wanted]


def lettered(spans: Sequence[Span], without: Collection[str] = ()) -> dict[str, Span]:
    """Letters for each span: one for the first 22, two after that; spans beyond the last pair get none.

    Args:
        spans: the objects, the likeliest first.
        without: letters that mean something else while hints are on the screen.
    """
    letters = [letter for letter in LETTERS if letter not in without]
    single, begins = letters[:SINGLE], letters[SINGLE:]
    if len(spans) > len(single) and not begins:
        single, begins = letters[:-1], letters[-1:]
    codes: Iterable[str] = (*single, *map("".join, product(begins, letters)))
    return dict(zip(codes, spans, strict=False))


def remaining(hints: dict[str, Span], typed: str) -> dict[int, str]:
    """What is still to be typed, by the offset it is drawn at."""
    return {span.start: code[len(typed) :] for code, span in hints.items() if code.startswith(typed)}


def under_caret(label: Label | None, segments: Segments, caret: int) -> Span | None:
    """The object under the caret that a label means: its own kind of object, else the word."""
    unit = UNITS.get(label.hint, "word") if label else "word"
    return segments.at(unit, caret) or segments.at("word", caret)


def alike(layer: Layer, annotation: Annotation) -> list[Annotation]:
    """The annotations with the same words and the same label, that one included."""
    return [one for one in layer if one.quote == annotation.quote and one.label == annotation.label]


def _inside(spans: Iterable[Span], visible: Span) -> list[Span]:
    return [span for span in spans if visible.holds(span.start)]


def _has_case(segments: Segments, visible: Span) -> bool:
    text = segments.text[visible.start : visible.end]
    cased = sum(1 for char in islice(text, 4096) if char.lower() != char.upper())
    return cased * 4 > sum(1 for char in islice(text, 4096) if char.isalpha())
