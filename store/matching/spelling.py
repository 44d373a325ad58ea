"""Spelling: whether two words are spellings of one name: López and Lopez, Yuri and Yuriy, Orlenko and Orlenco."""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from store.matching.tokens import LONGEST_KEPT, fold

Tier = Literal["sure", "likely", "look"]
"""How far a match can be trusted: the same word; as another language writes it; one to look at."""
LIKELY = 0.97
LEAST = 0.8
"""The least confidence that is reported."""
FEWEST = 3
"""Letters a word needs for another spelling than its own."""
_SOUNDS = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        ("x", "ks"), ("tch", "ch"), ("dj", "j"), ("zh", "z"), ("kh", "h"), ("ck", "k"), ("ph", "f"), ("w", "v"),
        ("(?:iya|ija|ia|ya|ja)$", "a"), ("(?:iy|ii|yi|y|i)$", "y"), ("ei|ey|ai|ay", "e"),
        ("(?<=.)(?:ij|iy|ii)(?=.)", "i"), (r"(.)\1", r"\1"),
    )
)  # fmt: skip
_FOLDED = re.compile(r"x|tch|dj|zh|kh|ck|ph|w|[ijy]a$|[iy]$|[ea][iy]|i[ijy]|(.)\1")
"""What any of them finds: most words have nothing of it, and are told by one look in place of twelve."""
_GROWN = frozenset("n an ian nian ov ova ev eva s er ese ish i ic".split())
"""Endings that make another word of a name: Dunmerian, Orlenov, Brandts."""
_EXCHANGED = frozenset("ian an ish ese".split())
_SHORTEST_STEM = 4


class Likeness(NamedTuple):
    """How two words are alike as names."""

    tier: Tier
    confidence: float
    """0 to 1."""
    distance: int
    """Letters that differ, once accents and capitals are gone; 0 but for the tier `look`."""


def bare(word: str) -> str:
    """A word as names are compared by: small, without accents, apostrophes and dots."""
    return fold(word).replace("'", "").replace(".", "")


def sound(word: str) -> str:
    """A bare word with the letters by which transcriptions differ made alike."""
    return _sound(word) if len(word) <= LONGEST_KEPT else word


def likeness(one: str, other: str) -> Likeness | None:
    """How two bare words are spellings of one name, None when they are not."""
    if one == other:
        return Likeness("sure", 1.0, 0)
    if min(len(one), len(other)) < FEWEST or _is_grown(one, other):
        return None
    if sound(one) == sound(other):
        return Likeness("likely", LIKELY, 0)
    longest = max(len(one), len(other))
    most = 0 if longest <= 4 else 1 if longest <= 8 else 2
    if not most or one[0] != other[0] or abs(len(one) - len(other)) > most:
        return None
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - 10 ms, for comparing only

    distance = OSA.distance(one, other, score_cutoff=most)
    confidence = 1 - distance / longest
    return Likeness("look", confidence, distance) if distance <= most and confidence >= LEAST else None


@lru_cache(1 << 16)
def _sound(word: str) -> str:
    if _FOLDED.search(word) is None:
        return word
    for pattern, instead in _SOUNDS:
        word = pattern.sub(instead, word)
    return word


def _is_grown(one: str, other: str) -> bool:
    """Whether one word is made of the other by an ending: the people of a place, a family, a genitive."""
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST_STEM:
        return False
    if long.startswith(short) and long[len(short) :] in _GROWN:
        return True
    return short[-1] in "ea" and long.startswith(short[:-1]) and long[len(short) - 1 :] in _EXCHANGED
