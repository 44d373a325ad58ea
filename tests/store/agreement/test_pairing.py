"""Pairing is one to one, the same from both sides, and right on nested marks."""

import random
from collections.abc import Callable

import pytest

from store.agreement.pairing import Mark, kind_of, paired
from tests.store.agreement.marks import blurred, flat, nested
from tests.store.agreement.obvious import matched

Make = Callable[[random.Random], list[Mark]]
SETS = 300


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("make", [flat, nested])
def test_pairs_are_those_of_the_obvious_way(make: Make, seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(SETS):
        first = make(rng)
        second = blurred(rng, first) if rng.random() < 0.7 else make(rng)
        found = paired(first, second)
        assert list(found.pairs) == matched(first, second)
        assert sorted([a for a, _ in found.pairs] + [*found.only_first]) == sorted(set(first))
        assert sorted([b for _, b in found.pairs] + [*found.only_second]) == sorted(set(second))


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("make", [flat, nested])
def test_pairs_do_not_depend_on_who_comes_first_or_on_the_order_of_marks(make: Make, seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(SETS):
        first = make(rng)
        second = blurred(rng, make(rng))
        found, turned = paired(first, second), paired(second, first)
        assert sorted((b, a) for a, b in found.pairs) == [*turned.pairs]
        assert (found.only_first, found.only_second) == (turned.only_second, turned.only_first)
        assert paired(rng.sample(first, len(first)), rng.sample(second, len(second))) == found


def test_each_mark_of_nested_ones_finds_its_twin() -> None:
    marks = [Mark(0, 30, "CLAIM"), Mark(0, 9, "PER"), Mark(4, 9, "PER"), Mark(12, 20, "ORG"), Mark(12, 20, "LOC")]
    found = paired(marks, [*reversed(marks)])
    assert found.pairs == tuple((mark, mark) for mark in sorted(marks))
    assert not found.only_first
    assert not found.only_second


def test_the_same_label_goes_before_the_same_span_and_more_shared_text_before_less() -> None:
    a = Mark(0, 10, "PER")
    same_span, same_label = Mark(0, 10, "ORG"), Mark(8, 14, "PER")
    assert paired([a], [same_span, same_label]).pairs == ((a, same_label),)
    near, far = Mark(1, 10, "PER"), Mark(0, 3, "PER")
    assert paired([a], [far, near]).pairs == ((a, near),)
    assert paired([a], [far, near]).only_second == (far,)


def test_what_touches_without_sharing_a_character_is_no_pair() -> None:
    found = paired([Mark(0, 5, "PER")], [Mark(5, 9, "PER")])
    assert found == ((), (Mark(0, 5, "PER"),), (Mark(5, 9, "PER"),))


def test_a_mark_that_is_there_twice_counts_once() -> None:
    mark = Mark(0, 5, "PER")
    assert paired([mark, mark], [mark]) == (((mark, mark),), (), ())


@pytest.mark.parametrize(
    ("second", "kind"),
    [
        (Mark(2, 6, "PER"), "agree"),
        (Mark(2, 7, "PER"), "boundary"),
        (Mark(2, 6, "ORG"), "label"),
        (Mark(1, 6, "ORG"), "both"),
    ],
)
def test_what_a_pair_differs_in(second: Mark, kind: str) -> None:
    assert kind_of(Mark(2, 6, "PER"), second) == kind_of(second, Mark(2, 6, "PER")) == kind


def test_rows_name_everything_by_place() -> None:
    found = paired([Mark(4, 6, "A"), Mark(20, 21, "A")], [Mark(0, 2, "B"), Mark(4, 6, "A")])
    assert [row[0] for row in found.rows()] == ["only-second", "agree", "only-first"]
