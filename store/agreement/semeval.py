"""SemEval-2013 scores of spans: strict, exact, partial and type, from counts of how pairs differ.

The measures are those of SemEval-2013 task 9.1; the first annotator is the reference. Counted by `store.agreement.
pairing`, they are right on nested marks as well.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from store.agreement.pairing import Kind, Mark, Pairing, kind_of, paired

Variant = Literal["strict", "exact", "partial", "type"]
VARIANTS: tuple[Variant, ...] = ("strict", "exact", "partial", "type")
"""What has to be right: span and label; the span; some of the span; the label."""
RIGHT: Mapping[Variant, frozenset[Kind]] = {
    "strict": frozenset({"agree"}),
    "exact": frozenset({"agree", "label"}),
    "partial": frozenset({"agree", "label"}),
    "type": frozenset({"agree", "boundary"}),
}
PAIRED: tuple[Kind, ...] = ("agree", "boundary", "label", "both")


class Tally(NamedTuple):
    """How many marks of two annotators are what."""

    agree: int = 0
    boundary: int = 0
    label: int = 0
    both: int = 0
    only_first: int = 0
    only_second: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether neither has a mark."""
        return not any(self)

    @classmethod
    def of(cls, pairing: Pairing) -> "Tally":
        """Count what became of two annotators' marks."""
        kinds = Counter(kind_of(*pair) for pair in pairing.pairs)
        agree, boundary, label, both = (kinds[kind] for kind in PAIRED)
        return cls(agree, boundary, label, both, len(pairing.only_first), len(pairing.only_second))

    def plus(self, other: "Tally") -> "Tally":
        """The sum of two."""
        return Tally(*map(sum, zip(self, other, strict=True)))

    def score(self, variant: Variant) -> "Score":
        """The counts as a variant sees them."""
        pairs = dict(zip(PAIRED, self, strict=False))
        correct = sum(count for kind, count in pairs.items() if kind in RIGHT[variant])
        rest = sum(pairs.values()) - correct
        is_partial = variant == "partial"
        return Score(
            correct, 0 if is_partial else rest, rest if is_partial else 0, self.only_first, self.only_second
        )  # fmt: skip


class Score(NamedTuple):
    """The counts of one variant and what follows from them; a figure that is not defined is None, never 1."""

    correct: int
    incorrect: int
    partial: int
    missing: int
    """The first annotator has it, the second has not."""
    spurious: int
    """The second annotator has it, the first has not."""

    @property
    def possible(self) -> int:
        """How many marks the first annotator has."""
        return self.correct + self.incorrect + self.partial + self.missing

    @property
    def actual(self) -> int:
        """How many marks the second annotator has."""
        return self.correct + self.incorrect + self.partial + self.spurious

    @property
    def precision(self) -> float | None:
        """Of the second annotator's marks, the part that the first has, too."""
        return _share(self.correct + self.partial / 2, self.actual)

    @property
    def recall(self) -> float | None:
        """Of the first annotator's marks, the part that the second has, too."""
        return _share(self.correct + self.partial / 2, self.possible)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; the same whoever comes first."""
        return _share(2 * self.correct + self.partial, self.possible + self.actual)


def by_label(first: Iterable[Mark], second: Iterable[Mark]) -> dict[str, Tally]:
    """Two annotators' marks in one text counted for each label, as if there were no other; labels by name."""
    sides: tuple[dict[str, list[Mark]], dict[str, list[Mark]]] = ({}, {})
    for marks, side in zip((first, second), sides, strict=True):
        for mark in marks:
            side.setdefault(mark.label, []).append(mark)
    one, two = sides
    return {name: Tally.of(paired(one.get(name, ()), two.get(name, ()))) for name in sorted(one.keys() | two.keys())}


def mean(values: Iterable[float | None]) -> float | None:
    """The mean of the values that are defined; None when there are none."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _share(part: float, whole: int) -> float | None:
    return part / whole if whole else None
