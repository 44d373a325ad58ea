"""Seeds: where two texts begin to agree. A seed is a pair of content words, adjacent or with one more between them.

Seeds are stable under edits: a passage in which every third word was changed still has some.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from itertools import accumulate, groupby
from operator import itemgetter, not_, or_
from typing import NamedTuple

from store.matching.tokens import STOP, Token
from store.matching.weights import LIGHT, Weights, is_ideograph

REACH = 2
"""A content word makes seeds with so many content words behind it; `places_of` is written for two."""
KEY, BLOCK, IS_LIGHT, IS_CAPITAL, IS_QUOTED = map(
    Token._fields.index, ("key", "block", "is_light", "is_capital", "is_quoted")
)
"""The places of members in a token: a column of them is taken four times as fast by its place as by its name."""
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


box_of: Callable[[tuple[int, int, int, int]], Box] = partial(tuple.__new__, Box)  # a third of the time of Box(...)
Places = dict[str, list[tuple[int, int]]]
"""Where each seed, its two keys with a blank between them, stands: its first token, and the one after its last."""


class Readable:
    """The tokens of one text with what every comparison with another needs; made once for an article."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        """Costs nothing before the first comparison."""
        self.tokens = tuple(tokens)
        """All of them, in order."""
        self._weighed: tuple[Weights, list[float]] | None = None

    @cached_property
    def keys(self) -> list[str]:
        """The keys of all tokens, as a list: an aligner takes no tuples of them for equal."""
        return [*map(itemgetter(KEY), self.tokens)]

    @cached_property
    def blocks(self) -> list[int]:
        """The paragraphs of all tokens."""
        return [*map(itemgetter(BLOCK), self.tokens)]

    @cached_property
    def bounds(self) -> list[tuple[int, int]]:
        """Of each token, the first one of its paragraph and the one after the last."""
        found: list[tuple[int, int]] = []
        for _, block in groupby(self.blocks):
            size = len([*block])
            found += [(len(found), len(found) + size)] * size
        return found

    @cached_property
    def are_light(self) -> list[bool]:
        """Which tokens are light."""
        return [*map(itemgetter(IS_LIGHT), self.tokens)]

    @cached_property
    def quoted_before(self) -> list[int]:
        """How many tokens before each one, and before the end, stand between quotation marks."""
        return [0, *accumulate(map(itemgetter(IS_QUOTED), self.tokens))]

    @cached_property
    def plain_before(self) -> list[int]:
        """How many tokens before each one, and before the end, are neither light nor capitalised."""
        either = map(or_, self.are_light, map(itemgetter(IS_CAPITAL), self.tokens))
        return [0, *accumulate(map(not_, either))]

    @cached_property
    def ideographs_before(self) -> list[int]:
        """How many tokens before each one, and before the end, are single characters of a script without blanks."""
        return [0, *accumulate([len(key) == 1 and is_ideograph(key) for key in self.keys])]

    def worth(self, weights: Weights) -> list[float]:
        """What each token weighs by itself, light ones `LIGHT`; remembered for the weights that were asked for last."""
        if self._weighed is None or self._weighed[0] is not weights:
            known = {key: weights.of_key(key) for key in {*self.keys}}
            pairs = zip(self.keys, self.are_light, strict=True)
            self._weighed = weights, [LIGHT if is_light else known[key] for key, is_light in pairs]
        return self._weighed[1]

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
        return places_of(self, self.sections[0])

    def places(self, section: int) -> Places:
        """Where the seeds of a section stand; remembered where there is only one section."""
        return self._only if len(self.sections) == 1 else places_of(self, self.sections[section])


def places_of(a: Readable, section: range) -> Places:
    """Where the seeds of some tokens stand, each with its places in order."""
    keys, blocks = a.keys, a.blocks
    content = [at for at in section if keys[at] not in STOP]
    places: Places = defaultdict(list)
    nothing = [-1] * REACH
    for first, second, third in zip(content, [*content[1:], *nothing], [*content[2:], *nothing], strict=False):
        block = blocks[first]
        if second < 0 or blocks[second] != block:
            continue
        key = keys[first]
        places[f"{key} {keys[second]}"].append((first, second + 1))
        if third >= 0 and blocks[third] == block:
            places[f"{key} {keys[third]}"].append((first, third + 1))
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
                    yield box_of(mine[0] + others[0])
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
