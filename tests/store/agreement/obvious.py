"""What the figures about agreement are, computed slowly and in the most obvious way, from the definitions."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations, product

from store.agreement.pairing import Mark


def matched(first: Sequence[Mark], second: Sequence[Mark]) -> list[tuple[Mark, Mark]]:
    """The pairs: again and again the closest of those that are left."""
    one, two = set(first), set(second)
    pairs = []
    while candidates := [(a, b) for a, b in product(one, two) if set(range(*a[:2])) & set(range(*b[:2]))]:
        a, b = min(candidates, key=_closeness)
        pairs.append((a, b))
        one.remove(a)
        two.remove(b)
    return sorted(pairs)


def _closeness(pair: tuple[Mark, Mark]) -> tuple[int, Fraction, list[Mark]]:
    a, b = pair
    span, label = a[:2] == b[:2], a[2] == b[2]
    rank = {(True, True): 0, (False, True): 1, (True, False): 2, (False, False): 3}[span, label]
    here, there = set(range(*a[:2])), set(range(*b[:2]))
    return rank, -Fraction(len(here & there), len(here | there)), sorted(pair)


def scores(first: Sequence[Mark], second: Sequence[Mark]) -> dict[str, tuple[Fraction | None, ...]]:
    """Variant -> precision, recall, F1."""
    pairs = matched(first, second)
    right = {
        "strict": [Fraction(a == b) for a, b in pairs],
        "exact": [Fraction(a[:2] == b[:2]) for a, b in pairs],
        "partial": [Fraction(1 if a[:2] == b[:2] else Fraction(1, 2)) for a, b in pairs],
        "type": [Fraction(a[2] == b[2]) for a, b in pairs],
    }
    found: dict[str, tuple[Fraction | None, ...]] = {}
    for variant, points in right.items():
        possible, actual, total = len(set(first)), len(set(second)), sum(points, Fraction())
        precision = total / actual if actual else None
        recall = total / possible if possible else None
        f1 = 2 * total / (possible + actual) if possible + actual else None
        found[variant] = precision, recall, f1
    return found


def value(marks: Sequence[Mark], offset: int) -> str | None:
    """The label of the shortest mark over an offset."""
    here = [mark for mark in marks if mark.start <= offset < mark.end]
    return min(here, key=lambda mark: (mark.end - mark.start, mark.start, mark.label)).label if here else None


def cohen(first: Sequence[str | None], second: Sequence[str | None]) -> Fraction | None:
    """Cohen's kappa of two rows of values."""
    n = len(first)
    if not n:
        return None
    observed = Fraction(sum(a == b for a, b in zip(first, second, strict=True)), n)
    values = {*first, *second}
    chance = sum((Fraction(first.count(one), n) * Fraction(second.count(one), n) for one in values), Fraction())
    return None if chance == 1 else (observed - chance) / (1 - chance)


def fleiss(rows: Sequence[Sequence[str | None]]) -> Fraction | None:
    """Fleiss' kappa; a row for each annotator."""
    units = [*zip(*rows, strict=True)]
    n = len(rows)
    if not units:
        return None
    agreeing = [Fraction(sum(a == b for a, b in permutations(unit, 2)), n * (n - 1)) for unit in units]
    everything = [one for unit in units for one in unit]
    chance = sum((Fraction(everything.count(one), len(everything)) ** 2 for one in {*everything}), Fraction())
    observed = sum(agreeing, Fraction()) / len(units)
    return None if chance == 1 else (observed - chance) / (1 - chance)


def alpha(units: Sequence[Sequence[str | None]]) -> Fraction | None:
    """Krippendorff's nominal alpha: observed by expected disagreement of all pairs; a unit holds the values given."""
    paired = [unit for unit in units if len(unit) > 1]
    everything = [one for unit in paired for one in unit]
    n = len(everything)
    observed = sum(
        (Fraction(sum(a != b for a, b in permutations(unit, 2)), len(unit) - 1) for unit in paired), Fraction()
    )
    expected = sum(a != b for a, b in permutations(everything, 2))
    return None if not expected else 1 - (n - 1) * observed / expected
