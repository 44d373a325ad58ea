"""Scores of spans: counted by hand, and equal to an obvious computation."""

import random
from collections.abc import Callable

import pytest

from store.agreement.pairing import Mark, paired
from store.agreement.semeval import VARIANTS, Tally, Variant, by_label, mean
from tests.store.agreement import obvious
from tests.store.agreement.marks import LENGTH, blurred, flat, nested

FIRST = [Mark(0, 5, "PER"), Mark(10, 20, "ORG"), Mark(30, 35, "LOC"), Mark(40, 50, "PER"), Mark(60, 65, "PER")]
SECOND = [Mark(0, 5, "PER"), Mark(10, 18, "ORG"), Mark(30, 35, "ORG"), Mark(42, 55, "LOC"), Mark(70, 75, "LOC")]
"""One pair of each kind: the same, other border, other label, both; and a mark that only one has."""


def test_counts_of_one_pair_of_each_kind() -> None:
    assert Tally.of(paired(FIRST, SECOND)) == (1, 1, 1, 1, 1, 1)


@pytest.mark.parametrize(
    ("variant", "counts", "f1"),
    [
        ("strict", (1, 3, 0, 1, 1), 2 / 10),  # one of five is quite right
        ("exact", (2, 2, 0, 1, 1), 4 / 10),  # and one has the right place
        ("partial", (2, 0, 2, 1, 1), 6 / 10),  # and two overlap: half a point each
        ("type", (2, 2, 0, 1, 1), 4 / 10),
    ],
)
def test_each_variant_counted_by_hand(variant: Variant, counts: tuple[int, ...], f1: float) -> None:
    score = Tally.of(paired(FIRST, SECOND)).score(variant)
    assert tuple(score) == counts
    assert (score.possible, score.actual) == (5, 5)
    assert score.precision == score.recall == score.f1 == f1


def test_precision_and_recall_are_apart_where_one_has_more() -> None:
    score = Tally.of(paired(FIRST[:1], SECOND[:2])).score("strict")
    assert (score.precision, score.recall, score.f1) == (0.5, 1.0, 2 / 3)


def test_a_label_is_counted_as_if_there_were_no_other() -> None:
    labels = by_label(FIRST, SECOND)
    assert labels == {
        "LOC": (0, 0, 0, 0, 1, 2),
        "ORG": (0, 1, 0, 0, 0, 1),
        "PER": (1, 0, 0, 0, 2, 0),
    }
    assert mean(tally.score("strict").f1 for tally in labels.values()) == pytest.approx((0 + 0 + 1 / 2) / 3)


def test_what_is_not_defined_is_none_and_no_part_of_a_mean() -> None:
    empty = Tally().score("strict")
    assert (empty.precision, empty.recall, empty.f1) == (None, None, None)
    one_sided = Tally(only_first=2).score("partial")
    assert (one_sided.precision, one_sided.recall, one_sided.f1) == (None, 0.0, 0.0)
    assert mean([None, 0.5, None, 1.0]) == 0.75
    assert mean([None]) is None


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("make", [flat, nested])
def test_scores_are_those_of_the_obvious_way(make: Callable[[random.Random], list[Mark]], seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(300):
        first = make(rng)
        second = blurred(rng, first) if rng.random() < 0.7 else make(rng)
        tally, wanted = Tally.of(paired(first, second)), obvious.scores(first, second)
        turned = Tally.of(paired(second, first))
        for variant in VARIANTS:
            score, back = tally.score(variant), turned.score(variant)
            assert (score.precision, score.recall, score.f1) == tuple(
                None if one is None else pytest.approx(float(one)) for one in wanted[variant]
            )
            assert (back.precision, back.recall, back.f1) == (score.recall, score.precision, score.f1)
            assert (back.missing, back.spurious) == (score.spurious, score.missing)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("make", [flat, nested])
def test_a_new_mark_on_both_sides_never_lowers_f1(make: Callable[[random.Random], list[Mark]], seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(300):
        first = make(rng)
        second = blurred(rng, first)
        new = Mark(start := rng.randrange(LENGTH - 1), rng.randint(start + 1, LENGTH), "NEW")
        before, after = Tally.of(paired(first, second)), Tally.of(paired([*first, new], [*second, new]))
        for variant in VARIANTS:
            old, now = before.score(variant).f1, after.score(variant).f1
            assert now is not None
            assert old is None or now >= old


def test_sums_are_sums() -> None:
    assert Tally(1, 2, 3, 4, 5, 6).plus(Tally(1, 1, 1, 1, 1, 1)) == (2, 3, 4, 5, 6, 7)
    assert Tally().is_empty
    assert not Tally(only_second=1).is_empty
