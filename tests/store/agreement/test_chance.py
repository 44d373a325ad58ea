"""Kappa and alpha: counted by hand, published examples, and equal to an obvious computation."""

import random
from collections import Counter
from fractions import Fraction

import pytest

from store.agreement.chance import Values, alpha, cohen, fleiss, labelled, shared
from store.agreement.pairing import Mark
from store.agreement.units import painted, pieces
from tests.store.agreement import obvious
from tests.store.agreement.marks import LENGTH, blurred, nested

NO = None
"""The value of what is outside of all marks."""


def test_cohen_counted_by_hand() -> None:
    # 20 both yes, 15 both no, 5 and 10 apart: observed 35/50, chance 25/50 * 30/50 + 25/50 * 20/50 = 0.5
    assert cohen({("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}) == pytest.approx(0.4)


def test_fleiss_gives_the_figure_of_its_paper() -> None:
    # the example of ten subjects and fourteen raters in five categories; 0.210
    table = [
        (0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1),
        (7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7),
    ]  # fmt: skip
    units: Counter[Values] = Counter(
        tuple(str(at) for at, count in enumerate(row) for _ in range(count)) for row in table
    )
    assert fleiss(units) == pytest.approx(0.210, abs=0.0005)


def test_alpha_gives_the_figure_of_its_paper() -> None:
    # Krippendorff (2011), nominal data of four observers with missing values: 0.743
    columns = ["111", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "555", "11", "3"]
    assert alpha(Counter(tuple(column) for column in columns)) == pytest.approx(0.743, abs=0.0005)


def test_a_figure_that_is_not_defined_is_none() -> None:
    assert cohen({}) is None
    assert cohen({(NO, NO): 9}) is None
    assert fleiss({}) is None
    assert fleiss({("a", "a", "a"): 4}) is None
    assert alpha({}) is None
    assert alpha({("a", "a"): 4}) is None
    assert alpha({("a",): 4, ("b",): 2}) is None, "single values say nothing"


def test_who_is_alone_with_every_label_does_not_agree_by_that() -> None:
    one_sided: dict[Values, int] = {("PER", NO): 5, (NO, "PER"): 5}
    assert cohen(labelled({**one_sided, (NO, NO): 90})) == pytest.approx(-1.0)
    assert labelled({**one_sided, (NO, NO): 90}) == one_sided


def test_fleiss_takes_as_many_values_for_every_unit() -> None:
    with pytest.raises(ValueError, match="all have to have as many"):
        fleiss({("a", "b"): 1, ("a", "b", "c"): 1})
    with pytest.raises(ValueError, match="two at least"):
        fleiss({("a",): 1})


def test_a_token_has_the_label_of_the_shortest_mark_over_its_first_character() -> None:
    starts = [0, 4, 8, 12]
    marks = [Mark(0, 20, "CLAIM"), Mark(4, 11, "ORG"), Mark(5, 9, "LOC")]
    assert painted(starts, marks) == {0: "CLAIM", 1: "ORG", 2: "LOC", 3: "CLAIM"}
    assert painted(starts, [Mark(0, 8, "B"), Mark(0, 8, "A"), Mark(4, 12, "C")]) == {0: "A", 1: "A", 2: "C"}


def test_a_text_is_cut_at_every_border() -> None:
    assert pieces(20, [[Mark(0, 10, "A")], [Mark(5, 10, "A"), Mark(15, 20, "B")]]) == {
        ("A", NO): 5, ("A", "A"): 5, (NO, NO): 5, (NO, "B"): 5,
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(2))
def test_every_figure_is_that_of_the_obvious_way(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(300):
        first = nested(rng)
        everyone = [first, *(blurred(rng, first) for _ in range(rng.randrange(1, 4)))]
        starts = sorted(rng.sample(range(LENGTH), rng.randrange(1, 20)))
        rows = [[obvious.value(marks, start) for start in starts] for marks in everyone]
        counts = shared([painted(starts, marks) for marks in everyone], len(starts))
        assert counts == Counter(zip(*rows, strict=True))
        assert fleiss(counts) == approximately(obvious.fleiss(rows))
        two = shared([painted(starts, marks) for marks in everyone[:2]], len(starts))
        assert cohen(two) == approximately(obvious.cohen(rows[0], rows[1]))
        characters = [[obvious.value(marks, at) for marks in everyone] for at in range(LENGTH)]
        assert alpha(pieces(LENGTH, everyone)) == approximately(obvious.alpha(characters))
        missing = [[one for one in unit if rng.random() < 0.7] for unit in characters]
        assert alpha(Counter(map(tuple, missing))) == approximately(obvious.alpha(missing))


def approximately(value: Fraction | None) -> object:
    """The value as a float that may differ in its last digits; None is None."""
    return None if value is None else pytest.approx(float(value), abs=1e-9)
