"""The index of what lies over a row gives what looking at every span gives."""

from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.spans import SHIFTS, Asked, LightSpan, SpanIndex

BORDERS = sorted({(1 << shift) + by for shift in SHIFTS[:-1] for by in (-1, 0, 1)})
"""Lengths at the border of every level."""
starts = st.integers(0, 5000) | st.integers(0, 1 << 27) | st.sampled_from(BORDERS)
lengths = st.integers(1, 300) | st.sampled_from(BORDERS)


@st.composite
def spans(draw: st.DrawFn) -> list[LightSpan]:
    places = draw(st.lists(st.tuples(starts, lengths), max_size=40))
    return [(start, start + length, number % 3, f"ana-{number}") for number, (start, length) in enumerate(places)]


def by_looking_at_all(all_spans: list[LightSpan], start: int, end: int) -> list[LightSpan]:
    return sorted(span for span in all_spans if max(span[0], start) < min(span[1], end))


@given(spans(), starts, lengths)
def test_a_question_finds_what_shares_a_code_point_and_nothing_else(
    some: list[LightSpan], start: int, length: int
) -> None:
    length = min(length, 1 << 14)
    assert sorted(SpanIndex(some).over(start, start + length)) == by_looking_at_all(some, start, start + length)


@given(spans(), st.data())
def test_questions_at_the_edges_of_a_span(some: list[LightSpan], data: st.DataObject) -> None:
    index = SpanIndex(some)
    for start, end, _, _ in some:
        by = data.draw(st.integers(1, 200))
        for low, high in ((start - by, start), (start, start + 1), (end - 1, end), (end, end + by)):
            if low >= 0:
                assert sorted(index.over(low, high)) == by_looking_at_all(some, low, high)


@given(spans(), st.data())
def test_what_is_taken_out_is_not_found_any_more(some: list[LightSpan], data: st.DataObject) -> None:
    index = SpanIndex(some)
    gone = data.draw(st.sets(st.sampled_from(some))) if some else set()
    for span in gone:
        index.remove(span)
    left = [span for span in some if span not in gone]
    assert sorted(index) == sorted(left)
    assert len(index) == len(left)
    for start, stop, _, _ in some:
        end = min(stop, start + (1 << 14))
        assert sorted(index.over(start, end)) == by_looking_at_all(left, start, end)


near = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 40)), max_size=12)


@given(near, st.lists(st.integers(1, 9), min_size=4, max_size=12), st.data())
def test_the_spans_of_a_screen_are_those_of_each_of_its_rows(
    places: list[tuple[int, int]], sizes: list[int], data: st.DataObject
) -> None:
    ends = [*accumulate(sizes, initial=7)]
    rows = [*pairwise(ends), (ends[-1], ends[-1])]  # after the last line end stands a row of nothing
    some = [(start, min(start + length, ends[-1]), 0, f"ana-{start}-{length}") for start, length in places]
    some = [span for span in some if span[0] < span[1]]  # none goes on after the text
    asked = Asked(SpanIndex(some), rows)
    for start, end in rows[data.draw(st.integers(0, 2)) :]:
        assert sorted(asked.over(start, end)) == by_looking_at_all(some, start, end)


def test_a_screen_of_rows_asks_as_often_as_three_rows() -> None:
    class Counting:
        questions = 0

        def over(self, start: int, end: int) -> list[LightSpan]:
            del start, end
            self.questions += 1
            return []

    index, rows = Counting(), [*pairwise(range(0, 4000, 100))]
    asked = Asked(index, rows)
    for row in rows:
        asked.over(*row)
    assert index.questions == 3


def test_taking_out_what_is_not_there_is_an_error() -> None:
    index = SpanIndex([(0, 5, 0, "ana-1")])
    with pytest.raises(KeyError):
        index.remove((0, 5, 0, "ana-2"))
    with pytest.raises(KeyError):
        index.remove((900, 905, 0, "ana-1"))
    assert len(index) == 1


def test_spans_at_the_same_place_are_all_found() -> None:
    twins: list[LightSpan] = [(3, 9, 0, "ana-1"), (3, 9, 1, "ana-2"), (3, 9, 0, "ana-3")]
    assert sorted(SpanIndex(twins).over(8, 9)) == sorted(twins)
