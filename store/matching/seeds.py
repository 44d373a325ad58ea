"""Seeds: where two texts begin to agree. A seed is a pair of content words, adjacent or with one more between them.

Seeds are stable under edits: a passage in which every third word was changed still has some.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from store.matching.tokens import STOP, Token
from store.matching.weights import is_ideograph

REACH = 2
"""A content word makes seeds with so many content words behind it."""
MOST_PLACES = 8
"""A seed that stands more often than this in one section says nothing."""
MOST_PAIRS = 16
"""Nor does one whose places in both texts can be paired in more ways than that."""
SECTION = 20_000
"""Tokens that are compared at once; a longer text is compared section by section."""


class Box(NamedTuple):
    """A stretch of one text and the one of another it belongs to: the first token and the one after the last."""

    a0: int
    a1: int
    b0: int
    b1: int

    @property
    def turned(self) -> "Box":
        """The same, seen from the other text."""
        return Box(self.b0, self.b1, self.a0, self.a1)


Places = dict[str, list[tuple[int, int]]]
"""Where each seed, its two keys with a blank between them, stands: its first token, and the one after its last."""


class Readable:
    """The tokens of one text with what every comparison with another needs; made once for an article."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        """Costs nothing before the first comparison."""
        self.tokens = tuple(tokens)
        """All of them, in order."""

    @cached_property
    def keys(self) -> list[str]:
        """The keys of all tokens, as a list: an aligner takes no tuples of them for equal."""
        return [token.key for token in self.tokens]

    @cached_property
    def blocks(self) -> list[int]:
        """The paragraphs of all tokens."""
        return [token.block for token in self.tokens]

    @cached_property
    def are_light(self) -> list[bool]:
        """Which tokens are light."""
        return [token.is_light for token in self.tokens]

    @cached_property
    def quoted_before(self) -> list[int]:
        """How many tokens before each one, and before the end, stand between quotation marks."""
        return [0, *accumulate(token.is_quoted for token in self.tokens)]

    @cached_property
    def plain_before(self) -> list[int]:
        """How many tokens before each one, and before the end, are neither light nor capitalised."""
        return [0, *accumulate(not (token.is_light or token.is_capital) for token in self.tokens)]

    @cached_property
    def ideographs_before(self) -> list[int]:
        """How many tokens before each one, and before the end, are single characters of a script without blanks."""
        return [0, *accumulate(len(key) == 1 and is_ideograph(key) for key in self.keys)]

    @cached_property
    def sections(self) -> tuple[range, ...]:
        """Ranges of tokens that are compared at once; they end where a paragraph does."""
        found, start = [], 0
        for at in range(SECTION, len(self.tokens), SECTION):
            end = at
            while end < len(self.tokens) and self.tokens[end].block == self.tokens[end - 1].block:
                end += 1
            if end > start:
                found.append(range(start, end))
                start = end
        return (*found, range(start, len(self.tokens)))

    @cached_property
    def _only(self) -> Places:
        return places_of(self.tokens, self.sections[0])

    def places(self, section: int) -> Places:
        """Where the seeds of a section stand; remembered where there is only one section."""
        return self._only if len(self.sections) == 1 else places_of(self.tokens, self.sections[section])


def places_of(tokens: Sequence[Token], section: range) -> Places:
    """Where the seeds of some tokens stand, each with its places in order."""
    content = [(at, one.key, one.block) for at in section if (one := tokens[at]).key not in STOP]
    places: Places = {}
    for number, (first, key, block) in enumerate(content):
        for second, other, its_block in content[number + 1 : number + 1 + REACH]:
            if its_block != block:
                break
            places.setdefault(f"{key} {other}", []).append((first, second + 1))
    return places


def shared(a: Readable, b: Readable) -> Iterator[Box]:
    """Where a seed of one text stands in the other, in no order; a seed that is everywhere is left out."""
    for in_b in range(len(b.sections)):
        there = b.places(in_b)
        for in_a in range(len(a.sections)):
            here = a.places(in_a)
            for seed in here.keys() & there.keys():
                mine, others = here[seed], there[seed]
                if len(mine) == len(others) == 1:
                    (a0, a1), (b0, b1) = mine[0], others[0]
                    yield Box(a0, a1, b0, b1)
                elif max(len(mine), len(others)) <= MOST_PLACES and len(mine) * len(others) <= MOST_PAIRS:
                    yield from (Box(*one, *other) for one in mine for other in others)


def repeated(a: Readable) -> Iterator[Box]:
    """Where a seed of a text stands once more further on in the same text."""
    for section in range(len(a.sections)):
        for places in a.places(section).values():
            if 1 < len(places) <= MOST_PLACES:
                yield from (
                    Box(*one, *other)
                    for at, one in enumerate(places)
                    for other in places[at + 1 :]
                    if one[1] <= other[0]
                )
