"""Differences: what was kept, changed, dropped and added inside a passage, word by word."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from store.matching.seeds import Box, Readable
from store.matching.tokens import Token
from store.span import Span

Way = Literal["same", "respelled", "changed", "dropped", "added"]
"""What became of words. `respelled`: another spelling or form of the same word."""


TURNED: dict[Way, Way] = {
    "same": "same",
    "respelled": "respelled",
    "changed": "changed",
    "dropped": "added",
    "added": "dropped",
}
"""What became of the words of the second text in the first."""


class WordChange(NamedTuple):
    """What became of some words of the first text in the second."""

    way: Way
    in_a: Span
    in_b: Span
    """Code points; empty, and where the words would stand, on the side that lacks them."""


def changes(a: Readable, b: Readable, place: Box, texts: tuple[str, str]) -> tuple[WordChange, ...]:
    """What became of the words in a passage, in text order; together they are all of its words on both sides."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - 10 ms, for comparing only

    found: list[WordChange] = []
    edits = Levenshtein.opcodes(a.keys[place.a0 : place.a1], b.keys[place.b0 : place.b1])
    for edit in edits:
        box = Box(
            edit.src_start + place.a0, edit.src_end + place.a0, edit.dest_start + place.b0, edit.dest_end + place.b0
        )
        if edit.tag == "equal":
            found += _kept(a.tokens, b.tokens, box, texts)
        else:
            found.append(WordChange(_WAYS[edit.tag], _span(a.tokens, box.a0, box.a1), _span(b.tokens, box.b0, box.b1)))
    return tuple(found)


_WAYS: dict[str, Way] = {"replace": "changed", "delete": "dropped", "insert": "added"}


def _kept(a: Sequence[Token], b: Sequence[Token], box: Box, texts: tuple[str, str]) -> Iterator[WordChange]:
    """Words with equal keys, in runs of those written alike and of those that are not; capitals do not count."""
    begun, was_same = 0, True
    length = box.a1 - box.a0
    for at in range(length + 1):
        if at < length:
            one, other = a[box.a0 + at], b[box.b0 + at]
            is_same = texts[0][one.start : one.end].casefold() == texts[1][other.start : other.end].casefold()
            if at == 0 or is_same == was_same:
                was_same = is_same
                continue
        way: Way = "same" if was_same else "respelled"
        yield WordChange(way, _span(a, box.a0 + begun, box.a0 + at), _span(b, box.b0 + begun, box.b0 + at))
        if at < length:
            begun, was_same = at, is_same


def _span(tokens: Sequence[Token], first: int, end: int) -> Span:
    if first < end:
        return Span(tokens[first].start, tokens[end - 1].end)
    at = tokens[first - 1].end if first else 0
    return Span(at, at)
