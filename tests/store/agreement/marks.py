"""Random sets of marks, flat and nested, for tests of agreement and for the reference libraries."""

import random
from collections.abc import Sequence

from store.agreement.pairing import Mark

LABELS = ("PER", "ORG", "LOC")
LENGTH = 60
"""Code points of the text that random marks lie in."""


def flat(rng: random.Random, length: int = LENGTH, labels: Sequence[str] = LABELS) -> list[Mark]:
    """Marks that do not overlap, in order of place."""
    found, at = [], 0
    while at < length:
        at += rng.randrange(4)
        end = at + rng.randrange(1, 7)
        if end > length:
            break
        if rng.random() < 0.7:
            found.append(Mark(at, end, rng.choice(labels)))
        at = end
    return found


def nested(rng: random.Random, length: int = LENGTH, labels: Sequence[str] = LABELS) -> list[Mark]:
    """Marks that overlap at will."""
    found = set()
    for _ in range(rng.randrange(12)):
        start = rng.randrange(length - 1)
        found.add(Mark(start, rng.randint(start + 1, min(length, start + 20)), rng.choice(labels)))
    return sorted(found)


def blurred(rng: random.Random, marks: Sequence[Mark], length: int = LENGTH) -> list[Mark]:
    """The same marks as another annotator might have made them: some left out, shifted or given another label."""
    found = set()
    for start, end, label in marks:
        begin = max(0, start + rng.choice((0, 0, 0, -1, 1)))
        stop = min(length, max(begin + 1, end + rng.choice((0, 0, 0, -1, 2))))
        if begin < stop and rng.random() < 0.85:
            found.add(Mark(begin, stop, label if rng.random() < 0.8 else rng.choice(LABELS)))
    return sorted(found)
