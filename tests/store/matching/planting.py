"""Planting: a passage edited word by word, so that what is to be found is known by construction."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

from tests.projects import write_project

SAID = (
    "we will not send a boat with two hundred people on it into the winter swell on one engine".split(),
    "the council knew in march that the valve had failed and told nobody in the lower town".split(),
)
OTHERS = "harbour ferry mayor pier island school market bridge storm report budget vote".split()
"""What is quoted, and words that are put in its place."""


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


def write_papers(root: Path, count: int) -> Path:
    """Articles of which every third quotes one thing, every fifth another, each a little differently."""
    chance = Random(5)
    files = {}
    for n in range(count):
        own = " ".join(f"{OTHERS[int(len(OTHERS) * chance.random())]}{n}x{k}" for k in range(40))
        quotes = [" ".join(edited(SAID[k], 0.1, chance, OTHERS)) for k, step in enumerate((3, 5)) if n % step == 0]
        files[f"{n:03}.txt"] = "\n\n".join([own, *(f"“{quote},” she said." for quote in quotes)])
    return write_project(root, files)
