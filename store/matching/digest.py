"""Digest: what the index keeps of a text, its words and the fingerprints of its pairs of content words."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

from store.matching.tokens import STOP, fold, key
from store.segmentation import words

LONGEST = 48
"""Code points of a word that are kept; longer runs without a blank are no words."""
WHOLE = "\ue000"
"""Stands among the words of a text of which one was too long to be kept whole."""


class Digest(NamedTuple):
    """What the index keeps of a text."""

    words: tuple[str, ...]
    """In text order, folded; no endings are taken off."""
    pairs: frozenset[int]
    """See `fingerprints`; about 370 of an article."""


def digest(text: str) -> Digest:
    """What the index keeps of a text; half a millisecond for an article."""
    surfaces = [text[start:end] for start, end in words.of(text)]
    is_cut = any(len(word) > LONGEST for word in surfaces)
    return Digest((*map(folded, surfaces), *([WHOLE] if is_cut else ())), fingerprints(surfaces))


def folded(word: str) -> str:
    """A word as the index has it."""
    return _folded(word) if len(word) <= LONGEST else fold(word[:LONGEST])


def fingerprints(surfaces: Iterable[str]) -> frozenset[int]:
    """The CRC-32 of each pair of content words that stand side by side or with one between them.

    An edit of one word leaves most of them as they were, so a copy with three words in ten replaced still shares some
    of them; unrelated texts share next to none.
    """
    keys = [found for found in map(key, surfaces) if found not in STOP]
    pairs = {f"{one} {two}" for one, two in pairwise(keys)}
    pairs.update(f"{one} {two}" for one, two in zip(keys, keys[2:], strict=False))
    return frozenset(crc32(pair.encode()) for pair in pairs)


_folded = lru_cache(1 << 16)(fold)
