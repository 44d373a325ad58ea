"""The figures about agreement beside nervaluate, scikit-learn and krippendorff, on random sets.

`python -m tests.oracles.agreement --sets N --seed N` does it alone, with other sets. Ends with 1 if a figure differs.

nervaluate is held to flat sets in which no mark overlaps two of the other side's. Where one does, it takes the first in
the text whatever fits better, and who comes first matters: those sets are counted apart. It miscounts nested marks as
well: the last lines count the sets in which a mark that both sides have is lost to another one's partner.
"""

import argparse
import random
import sys
import warnings
from collections import Counter
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from math import isclose, isnan
from typing import Any

from store.agreement.chance import Values, alpha, cohen, shared
from store.agreement.pairing import Mark, overlapping, paired
from store.agreement.semeval import VARIANTS, Tally
from store.agreement.units import painted, pieces
from tests.oracles.checks import Check, Made
from tests.store.agreement.marks import LABELS, LENGTH, blurred, flat, nested

LIBRARIES = ("nervaluate", "scikit-learn", "krippendorff", "numpy")
NERVALUATE = {"strict": "strict", "exact": "exact", "partial": "partial", "type": "ent_type"}


def main(sets: int, seed: int) -> int:
    """Compare so many random sets; 0 if all figures are equal."""
    sys.stdout.write(f"seed {seed}; " + ", ".join(f"{name} {version(name)}" for name in LIBRARIES) + "\n")
    status = 0
    for name, equal in EQUAL.items():
        found = _counted(equal, sets, seed)
        status |= found < sets
        sys.stdout.write(f"{name}: equal in {found} of {sets} random sets\n")
    sys.stdout.write(f"{_doubtful(sets, seed)}\n")
    own, theirs = _twins(sets, seed)
    sys.stdout.write(
        f"nested sets, all marks that both have counted as such: {own} of {sets}; by nervaluate {theirs}\n"
    )
    return int(status or own < sets)


def _counted(equal: Callable[[random.Random], bool], sets: int, seed: int) -> int:
    """In how many random sets a figure is the library's."""
    rng = random.Random(seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return sum(equal(rng) for _ in range(sets))


def _doubtful(sets: int, seed: int) -> str:
    rng = random.Random(seed)
    found = [_spans(*two) for two in (_two(rng) for _ in range(20 * sets)) if not _is_plain(*two)]
    return f"flat sets in which a mark overlaps two, nervaluate: equal in {sum(found)} of {len(found)}"


def _twins(sets: int, seed: int) -> tuple[int, int]:
    """In how many nested sets all marks that both sides have count as correct, here and by nervaluate."""
    rng = random.Random(seed)
    known = [_knows_twins(marks, blurred(rng, marks)) for marks in (nested(rng) for _ in range(sets))]
    return sum(own for own, _ in known), sum(theirs for _, theirs in known)


def _two(rng: random.Random) -> tuple[list[Mark], list[Mark]]:
    first = flat(rng)
    if rng.random() < 0.3:
        return first, flat(rng)
    return first, _apart(blurred(rng, first))


def _apart(marks: list[Mark]) -> list[Mark]:
    """The marks without those that overlap one before."""
    found: list[Mark] = []
    for mark in marks:
        if not found or mark.start >= found[-1].end:
            found.append(mark)
    return found


def _evaluated(first: list[Mark], second: list[Mark]) -> Any:
    from nervaluate.evaluator import Evaluator  # type: ignore[import-not-found]  # noqa: PLC0415 - only there

    # the library's spans end with their last place
    true, predicted = (
        [[{"label": label, "start": start, "end": end - 1} for start, end, label in marks]] for marks in (first, second)
    )
    return Evaluator(true, predicted, tags=[*LABELS], loader="dict").evaluate()["overall"]


def _is_plain(first: list[Mark], second: list[Mark]) -> bool:
    """Whether no mark overlaps two of the other side's."""
    pairs = [*overlapping(first, second)]
    return all(len({pair[side] for pair in pairs}) == len(pairs) for side in (0, 1))


def _plain_spans(rng: random.Random) -> bool:
    while True:
        if _is_plain(*(two := _two(rng))):
            return _spans(*two)


def _spans(first: list[Mark], second: list[Mark]) -> bool:
    tally, theirs = Tally.of(paired(first, second)), _evaluated(first, second)
    return all(_is_same(tally.score(variant), theirs[NERVALUATE[variant]]) for variant in VARIANTS)


def _is_same(own: Any, theirs: Any) -> bool:
    names = ("correct", "incorrect", "partial", "missed", "spurious")
    figures = [(own.precision, theirs.precision), (own.recall, theirs.recall), (own.f1, theirs.f1)]
    return tuple(own) == tuple(getattr(theirs, name) for name in names) and all(
        isclose(a or 0.0, b, abs_tol=1e-9) for a, b in figures
    )


def _knows_twins(first: list[Mark], second: list[Mark]) -> tuple[bool, bool]:
    """Whether all marks that both sides have are counted as correct, here and there."""
    twins = len({*first} & {*second})
    return Tally.of(paired(first, second)).agree == twins, _evaluated(first, second)["strict"].correct == twins


def _kappa(rng: random.Random) -> bool:
    from sklearn.metrics import cohen_kappa_score  # type: ignore[import-not-found]  # noqa: PLC0415 - only there

    first = nested(rng)
    second = blurred(rng, first)
    starts = sorted(rng.sample(range(LENGTH), 20))
    given = [painted(starts, marks) for marks in (first, second)]
    rows = [[one.get(place) or "O" for place in range(20)] for one in given]
    own, theirs = cohen(shared(given, 20)), cohen_kappa_score(*rows)
    return isnan(theirs) if own is None else isclose(own, theirs, abs_tol=1e-9)


def _alpha(rng: random.Random) -> bool:
    first = nested(rng)
    everyone = [first, *(blurred(rng, first) for _ in range(rng.randrange(1, 4)))]
    counts = pieces(LENGTH, everyone)
    letters = [[painted([at], marks).get(0) or "O" for marks in everyone] for at in range(LENGTH)]
    return _is_same_alpha(alpha(counts), letters)


def _alpha_with_gaps(rng: random.Random) -> bool:
    units = [[rng.choice((*LABELS, "O")) if rng.random() < 0.6 else "" for _ in range(4)] for _ in range(40)]
    units = [[one if rng.random() < 0.3 else max(unit) if one else "" for one in unit] for unit in units]
    counts = Counter[Values](tuple(one for one in unit if one) for unit in units)
    return _is_same_alpha(alpha(counts), units)


def _is_same_alpha(own: float | None, units: list[list[str]]) -> bool:
    """Compare with the library's figure; a unit holds a value for each annotator, "" where there is none."""
    import krippendorff  # type: ignore[import-not-found]  # noqa: PLC0415 - only there

    values = sorted({one for unit in units for one in unit if one})
    data = [[float(values.index(one)) if one else float("nan") for one in row] for row in zip(*units, strict=True)]
    try:
        theirs = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
    except ValueError:  # it refuses a table with one value
        return own is None
    return isnan(theirs) if own is None else isclose(own, theirs, abs_tol=1e-9)


EQUAL: dict[str, Callable[[random.Random], bool]] = {
    "SemEval counts and P, R, F1, flat and plain, nervaluate": _plain_spans,
    "Cohen's kappa over tokens, scikit-learn": _kappa,
    "alpha over pieces, krippendorff": _alpha,
    "alpha with missing values, krippendorff": _alpha_with_gaps,
}
"""What is compared -> whether it is the library's figure, for a random set."""
SETS, SEED = 400, 1


def _same_in_all(equal: Callable[[random.Random], bool], made: Made) -> str:
    del made
    found = _counted(equal, SETS, SEED)
    assert found == SETS, f"equal in {found} of {SETS} random sets"
    return f"equal in {found} of {SETS} random sets"


def _nested(made: Made) -> str:
    del made
    own, theirs = _twins(SETS, SEED)
    assert own == SETS, f"marks that both have are lost in {SETS - own} of {SETS} sets"
    return f"marks that both have are counted as such in {own} of {SETS} sets; by nervaluate in {theirs}"


CHECKS = (
    Check(
        "nervaluate",
        "agree",
        "SemEval counts, precision, recall and F1 of flat sets",
        partial(_same_in_all, _plain_spans),
    ),
    Check("nervaluate", "agree", "the same of nested sets", _nested),
    Check("scikit-learn", "agree", "Cohen's kappa over tokens", partial(_same_in_all, _kappa)),
    Check("krippendorff", "agree", "nominal alpha over pieces", partial(_same_in_all, _alpha)),
    Check("krippendorff", "agree", "nominal alpha with missing values", partial(_same_in_all, _alpha_with_gaps)),
)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=SETS)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    sys.exit(main(options.sets, options.seed))
