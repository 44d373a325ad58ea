"""Kinds: what a passage is: a quotation, an edited one, text, furniture of the pages, or a refrain of one article."""

import hashlib
from collections.abc import Sequence
from typing import Literal, get_args

from store.matching.passages import QUOTED_SHARE, Passage
from store.matching.seeds import Box, Readable
from store.matching.tokens import Token
from store.span import Span

Kind = Literal["quote", "edited quote", "text", "furniture", "refrain"]
"""What a passage is. Furniture and refrains are shown on demand."""
KINDS: tuple[Kind, ...] = get_args(Kind)
"""All kinds, in the order of lists."""
EDGE = 0.15
"""Share of an article's paragraphs, at either end, in which a shared line may be furniture that no rule knows."""
SHORT_LINE = 25
"""Tokens of the longest such line."""


def kinds(
    a: Readable,
    b: Readable,
    passages: Sequence[Passage],
    furniture: tuple[Sequence[Span], Sequence[Span]],
) -> list[Kind]:
    """What each of the passages of two articles is.

    Args:
        a: the first text.
        b: the second.
        passages: all that they share.
        furniture: the lines of either that are furniture by their looks.
    """
    found: list[Kind | None] = []
    for one in passages:
        place = one.place
        sides = a.tokens[place.a0 : place.a1], b.tokens[place.b0 : place.b1]
        found.append("furniture" if all(map(_is_inside, sides, furniture)) else None)
    rest = [one for one, kind in zip(passages, found, strict=True) if kind is None]
    are_edges = all(_is_line_at_edge(a.tokens, b.tokens, one.place) for one in rest)
    return [
        kind or ("furniture" if are_edges else kind_of(a, b, one.place))
        for one, kind in zip(passages, found, strict=True)
    ]


def fingerprint(tokens: Sequence[Token]) -> str:
    """A name for what some tokens say, the same for every spelling of it: 16 hexadecimal digits."""
    words = " ".join(token.key for token in tokens)
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:16]


def _is_inside(tokens: Sequence[Token], spans: Sequence[Span]) -> bool:
    """Whether most of some tokens lie in some of the spans."""
    if not spans or not tokens or tokens[-1].end <= spans[0].start:
        return False
    inside = sum(any(span.holds(token.start) for span in spans) for token in tokens)
    return 2 * inside > len(tokens)


def kind_of(a: Readable, b: Readable, place: Box) -> Kind:
    """What a passage is that is no furniture: a quotation when most words that both have are quoted in both.

    It is an edited one when quoted words were changed. Who said them, in the midst of them or not, does not count.
    """
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - 10 ms, for comparing only

    kept = quoted = 0
    is_edited = False
    for edit in Levenshtein.opcodes(a.keys[place.a0 : place.a1], b.keys[place.b0 : place.b1]):
        in_a = _quoted(a.tokens, place.a0 + edit.src_start, place.a0 + edit.src_end)
        in_b = _quoted(b.tokens, place.b0 + edit.dest_start, place.b0 + edit.dest_end)
        if edit.tag == "equal":
            kept += len(in_a)
            quoted += sum(one and other for one, other in zip(in_a, in_b, strict=True))
        else:
            is_edited = is_edited or (any(in_a) and any(in_b))
    if quoted < QUOTED_SHARE * kept:
        return "text"
    return "edited quote" if is_edited else "quote"


def _quoted(tokens: Sequence[Token], first: int, end: int) -> list[bool]:
    """Which of some tokens are quoted; of none, whether both are between which they would stand."""
    if first < end:
        return [token.is_quoted for token in tokens[first:end]]
    return [all(token.is_quoted for token in tokens[max(0, first - 1) : first + 1])]


def _is_line_at_edge(a: Sequence[Token], b: Sequence[Token], place: Box) -> bool:
    """Whether a passage is a short line, the same in both, at the same end of both articles."""
    ends = _end(a, place.a0, place.a1), _end(b, place.b0, place.b1)
    return ends[0] == ends[1] != 0 and [t.key for t in a[place.a0 : place.a1]] == [
        t.key for t in b[place.b0 : place.b1]
    ]


def _end(tokens: Sequence[Token], first: int, end: int) -> int:
    """At which end of the text a line stands: -1, 1, or 0 for neither, or for no whole short line."""
    is_whole = (first == 0 or tokens[first - 1].block != tokens[first].block) and (
        end == len(tokens) or tokens[end].block != tokens[end - 1].block
    )
    last = tokens[-1].block
    if not is_whole or end - first > SHORT_LINE or any(token.is_quoted for token in tokens[first:end]):
        return 0
    if tokens[end - 1].block <= EDGE * last:
        return -1
    return 1 if tokens[first].block >= (1 - EDGE) * last else 0
