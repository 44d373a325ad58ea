"""Weights: how much it says that two articles share a word, by the share of the articles that have it.

The scale is the same in a project of any size: a word of all articles weighs 1, a word of only two 1.875. With a plain
inverse document frequency a threshold that is right for five articles finds chance passages in two thousand.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from functools import lru_cache

from store.annotation import NOTHING
from store.classes import dataclass
from store.matching.tokens import Token

AS_IF_IN = 30
"""A project of more articles is judged as if it had so many."""
COMMON, RARE = 1.0, 1.875
"""What a word of every article weighs, and one of the fewest."""
MEAN = 1.2
"""What a word weighs of which nothing is known."""
DOUBT = 5
"""After so many articles half of what is known about words is believed."""
STORY, MOST_STORY = 1.5, 6.0
"""What each doubling of the articles that have a word counts for at least, and the most it counts for: articles on one
story share words, whatever else the project holds."""
LIGHT = 0.25
"""What a stop word weighs, and a later word of a name."""
IDEOGRAPH = 0.5
"""How much of a word's weight a single Han or Kana character has."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What is known about how many articles have a word. Can be pickled."""

    articles: int = 2
    """How many were counted."""
    having: Mapping[str, int] = field(default_factory=lambda: NOTHING)
    """Key -> how many of them have it; a key that is missing is taken to be in the two that are compared."""

    @classmethod
    def of(cls, articles: Iterable[Sequence[Token]]) -> "Weights":
        """The weights that the words of some articles have among these articles."""
        counted = 0
        having: Counter[str] = Counter()
        for article in articles:
            counted += 1
            having.update({token.key for token in article})
        return cls(max(2, counted), having)

    def of_key(self, key: str) -> float:
        """What a word weighs that is neither a stop word nor a later word of a name.

        A figure weighs no more than the commonest word: that two articles have it is a fact in common, no wording.
        """
        if key[:1].isdigit():
            return COMMON
        weight = _weight(self.articles, max(0, self.having.get(key, 2) - 2))
        return weight * IDEOGRAPH if len(key) == 1 and is_ideograph(key) else weight

    def of_pair(self, one: Token, other: Token) -> float:
        """What it weighs that two tokens of one key stand in both texts."""
        return LIGHT if one.is_light or other.is_light else self.of_key(one.key)


@lru_cache(1 << 12)
def _weight(articles: int, others: int) -> float:
    """What a word weighs that so many articles have beside the pair that is compared."""
    scale = min(1.0, AS_IF_IN / articles)
    total = max(2.0, articles * scale) + 1
    having = 2 + max(others * scale, min(others, STORY * math.log2(1 + others), MOST_STORY))
    slope = (RARE - COMMON) / math.log(total / 2.5)
    weight = COMMON + slope * max(0.0, math.log(total / (having + 0.5)))
    return MEAN + (weight - MEAN) * articles / (articles + DOUBT)


def is_ideograph(character: str) -> bool:
    """Whether a character of a script without blanks is a token by itself."""
    return "\u2e80" <= character <= "\ua4cf" or "\uf900" <= character <= "\ufaff" or character >= "\U0001b000"
