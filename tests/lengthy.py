"""Lengthy: two long texts of made-up words that share some passages, and which ones they share."""

import random
from typing import NamedTuple

SYLLABLES = "ba ke lo mi nu ra se ti vo xu zan dor fel gri hum jas kel lor mon pra qui ros sta tem ulm vex wyn".split()
SMALL = "the of and a in was".split()
WORDS = 20_000
SHARED = 25


class Lengthy(NamedTuple):
    """Two texts."""

    a: str
    b: str
    shared: list[str]
    """What stands in both, in the order of the first."""


def lengthy(size: int, seed: int = 4) -> Lengthy:
    """Two texts of about so many code points; in the second what they share stands in the opposite order."""
    draw = random.Random(seed)
    words = ["".join(_pick(draw, SYLLABLES) for _ in range(2 + int(3 * draw.random()))) for _ in range(WORDS)]
    shared = [f"{_sentence(draw, words)} {_sentence(draw, words)}" for _ in range(SHARED)]
    return Lengthy(_text(draw, words, size, shared), _text(draw, words, size, shared[::-1]), shared)


def _text(draw: random.Random, words: list[str], size: int, shared: list[str]) -> str:
    paragraphs, length = [], 0
    while length < size:
        paragraphs.append(" ".join(_sentence(draw, words) for _ in range(4)))
        length += len(paragraphs[-1]) + 2
    for number, passage in enumerate(shared, 1):
        paragraphs.insert(len(paragraphs) * number // (len(shared) + 1), passage)
    return "\n\n".join(paragraphs)


def _sentence(draw: random.Random, words: list[str]) -> str:
    """Eight to nineteen words, six of ten of them with a meaning; few of those are common."""
    length = 8 + int(12 * draw.random())
    chosen = [
        words[int(WORDS * draw.random() ** 3)] if draw.random() < 0.6 else _pick(draw, SMALL) for _ in range(length)
    ]
    return " ".join(chosen).capitalize() + "."


def _pick(draw: random.Random, choices: list[str]) -> str:
    return choices[int(len(choices) * draw.random())]
