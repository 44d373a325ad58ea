"""The annotations of an article, against a plain list."""

from hypothesis import given, settings
from hypothesis import strategies as st

from store.annotation import Annotation
from store.layer import Layer, key_of
from store.span import Span

BORDERS = (1, 127, 128, 1023, 1024, 8191, 8192, 70_000)
starts = st.integers(0, 300) | st.integers(0, 90_000)
lengths = st.integers(1, 40) | st.sampled_from(BORDERS)
places = st.lists(st.tuples(starts, lengths), max_size=40)


def annotations(found: list[tuple[int, int]]) -> list[Annotation]:
    return [
        Annotation(f"ana-{number}", "a.txt", start, start + length, "", "PERSON")
        for number, (start, length) in enumerate(found, 1)
    ]


@settings(deadline=None)
@given(places, starts, lengths)
def test_over_finds_what_a_plain_list_finds(found: list[tuple[int, int]], start: int, length: int) -> None:
    every, span = annotations(found), Span(start, start + length)
    expected = sorted((one for one in every if one.span.overlaps(span)), key=key_of)
    assert Layer(every).over(span) == expected


@settings(deadline=None)
@given(places, starts)
def test_next_and_previous_agree_with_text_order(found: list[tuple[int, int]], offset: int) -> None:
    layer = Layer(annotations(found))
    ordered = list(layer)
    assert ordered == sorted(ordered, key=key_of)
    assert layer.next(offset) == next((one for one in ordered if one.start > offset), None)
    assert layer.previous(offset) == next((one for one in reversed(ordered) if one.start < offset), None)


@settings(deadline=None)
@given(places, st.data())
def test_taking_out_and_putting_back_changes_nothing(found: list[tuple[int, int]], data: st.DataObject) -> None:
    every = annotations(found)
    layer = Layer(every)
    for one in data.draw(st.lists(st.sampled_from(every), max_size=10)) if every else []:
        layer.discard(one.id)
        assert one.id not in layer
        assert one not in layer.over(one.span)
        layer.put(one)
        assert one in layer.same_place(one.span)
    assert list(layer) == sorted(every, key=key_of)
    assert len(layer) == len(every)


def test_the_innermost_comes_first_at_an_offset() -> None:
    layer = Layer(annotations([(0, 50), (10, 5), (12, 20)]))
    assert [one.number for one in layer.at(12)] == [2, 3, 1]
    assert layer.at(60) == []


def test_putting_an_id_again_moves_it() -> None:
    layer = Layer(annotations([(0, 5)]))
    layer.put(Annotation("ana-1", "a.txt", 100, 2_000, "", "ORG"))
    assert len(layer) == 1
    assert layer.over(Span(0, 5)) == []
    assert [one.label for one in layer.at(150)] == ["ORG"]
