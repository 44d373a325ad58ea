"""The index of what lies over a row gives what looking at every span gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.spans import SHIFTS, LightSpan, SpanIndex, by_row

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


@given(spans(), st.integers(0, 5000), st.lists(st.integers(0, 200), min_size=1, max_size=40))
def test_one_question_for_many_rows_finds_for_each_what_one_of_its_own_does(
    some: list[LightSpan], start: int, sizes: list[int]
) -> None:
    index, rows = SpanIndex(some), []
    for size in sizes:
        rows.append((start, start + size))
        start += size
    together = [sorted(found) for found in by_row(index, rows)]
    empty_before_the_end = [y for y, (low, high) in enumerate(rows[:-1]) if low == high]
    assert [found for y, found in enumerate(together) if y not in empty_before_the_end] == [
        sorted(index.over(low, max(low + 1, high)))
        for y, (low, high) in enumerate(rows)
        if y not in empty_before_the_end
    ]
