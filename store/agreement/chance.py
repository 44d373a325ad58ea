"""Agreement beyond chance: Cohen's and Fleiss' kappa and Krippendorff's nominal alpha, from counts of values.

A value is a label or None for "outside". Everything here takes a mapping from the values that a unit was given to how
many such units there are (or how long they are together), so an article is counted once and then forgotten. A figure
that is not defined, as where everybody gave the same value throughout, is None and never 1.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

Values = tuple[str | None, ...]
"""What the annotators gave one unit."""


def cohen(counts: Mapping[Values, int]) -> float | None:
    """Cohen's kappa of two annotators.

    Args:
        counts: (the first annotator's value, the second's) -> units.
    """
    total = sum(counts.values())
    if not total:
        return None
    first, second = Counter[str | None](), Counter[str | None]()
    same = 0
    for (a, b), count in counts.items():
        first[a] += count
        second[b] += count
        same += count if a == b else 0
    chance = sum(first[value] * second[value] for value in first)
    if chance == total * total:
        return None
    return (same * total - chance) / (total * total - chance)


def fleiss(counts: Mapping[Values, int]) -> float | None:
    """Fleiss' kappa (1971); every unit has the same number of values, two at least.

    Raises:
        ValueError: it has not.
    """
    raters = {len(values) for values in counts}
    if len(raters) > 1 or raters & {0, 1}:
        message = f"units with {sorted(raters)} values: all have to have as many, and two at least"
        raise ValueError(message)
    total = sum(counts.values())
    if not total:
        return None
    n = raters.pop()
    overall = Counter[str | None]()
    agreeing = 0
    for values, count in counts.items():
        each = Counter(values)
        agreeing += count * (sum(number * number for number in each.values()) - n)
        for value, number in each.items():
            overall[value] += count * number
    observed = agreeing / (total * n * (n - 1))
    chance = sum(number * number for number in overall.values())
    everything = (total * n) ** 2
    return None if chance == everything else (observed - chance / everything) / (1 - chance / everything)


def alpha(counts: Mapping[Values, int]) -> float | None:
    """Krippendorff's alpha for nominal values (2011); units may have any number of values, those with one say nothing.

    Args:
        counts: the values of a unit, of those who gave one -> how many such units, or how long they are.
    """
    overall = Counter[str | None]()
    disagreeing = 0.0
    for values, count in counts.items():
        m = len(values)
        if m > 1:
            each = Counter(values)
            disagreeing += count * (m * m - sum(number * number for number in each.values())) / (m - 1)
            for value, number in each.items():
                overall[value] += count * number
    n = sum(overall.values())
    chance = n * n - sum(number * number for number in overall.values())
    return 1 - (n - 1) * disagreeing / chance if chance else None


def labelled(counts: Mapping[Values, int]) -> dict[Values, int]:
    """The units that at least one annotator gave a label."""
    return {values: count for values, count in counts.items() if any(value is not None for value in values)}


def shared(values: Sequence[Mapping[int, str]], size: int) -> Counter[Values]:
    """How many of `size` units got which values.

    Args:
        values: for each annotator, the place of a unit -> its label; those outside are not in it.
        size: how many units there are.
    """
    places = set[int]().union(*values)
    found = Counter[Values](tuple(one.get(place) for one in values) for place in places)
    if size > len(places):
        found[(None,) * len(values)] += size - len(places)
    return found
