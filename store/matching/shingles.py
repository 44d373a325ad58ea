"""Shingles: numbers that stand for two or three content words of a text in their order, by which copies are found.

An edit of one word leaves most of them as they were, so a copy with three words in ten replaced still shares some of
them; unrelated texts share next to none.
"""

from collections.abc import Iterable
from typing import NamedTuple
from zlib import crc32

from store.matching.remembered import Remembered
from store.matching.tokens import STOP, key


class _Content(NamedTuple):
    """A word that says something, ready to be hashed as a part of `one two three`."""

    first: int
    """The CRC-32 of its key and a blank: it goes on from there."""
    middle: bytes
    """Its key and a blank."""
    last: bytes
    """Its key."""


def _content_of(word: str) -> _Content | None:
    found = key(word)
    last = found.encode()
    return None if found in STOP else _Content(crc32(last + b" "), last + b" ", last)


_known = Remembered(_content_of)
"""Words as they are written; None for a stop word."""


def pairs(surfaces: Iterable[str]) -> frozenset[int]:
    """The CRC-32 of each pair of content words, as `one two`, that stand side by side or with one between them.

    Args:
        surfaces: the words of a text in their order, as they are written.
    """
    content = _content(surfaces)
    firsts, lasts = [one.first for one in content], [one.last for one in content]
    return frozenset([*map(crc32, lasts[1:], firsts), *map(crc32, lasts[2:], firsts)])


def threes(surfaces: Iterable[str]) -> set[int]:
    """The CRC-32 of every three of four content words in a row, in their order: one edit in four spares one of them."""
    content = _content(surfaces)
    firsts, lasts = [one.first for one in content], [one.last for one in content]
    middles = [one.middle for one in content]
    side_by_side = list(map(crc32, middles[1:], firsts))
    found = {*map(crc32, lasts[2:], side_by_side), *map(crc32, lasts[3:], side_by_side)}
    found.update(map(crc32, lasts[3:], map(crc32, middles[2:], firsts)))
    return found


def _content(surfaces: Iterable[str]) -> list[_Content]:
    return [one for word in surfaces if (one := _known[word]) is not None]
