"""Planting: a passage edited word by word, so that what is to be found is known by construction."""

from collections.abc import Sequence
from random import Random


def edited(words: Sequence[str], rate: float, chance: Random, others: Sequence[str]) -> list[str]:
    """Words of which each is, with chance `rate`, replaced (40%), dropped (30%), followed by another (20%) or clipped.

    Draws with `Random.random` only, the generator whose sequence Python promises to keep.
    """
    found: list[str] = []
    for word in words:
        if chance.random() >= rate:
            found.append(word)
            continue
        how, other = chance.random(), others[int(len(others) * chance.random())]
        if how < 0.4:
            found.append(other)
        elif how >= 0.7:
            found += [word, other] if how < 0.9 else [word[:-1] or word]
    return found
