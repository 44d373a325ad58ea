"""The annotations of an article, against a plain list."""

import gc
from collections import Counter

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


TEXT = "Tobin Vale said so. The pier — “old” as it is — stays, said Vale.\n" * 3


@settings(deadline=None)
@given(st.data())
def test_what_was_put_in_comes_out_as_it_was_whatever_it_says(data: st.DataObject) -> None:
    at = st.sampled_from(
        ["", "2031-05-14T09:15:04Z", "2031-05-14", "2031-05-14T09:15:04+00:00", "never", "1931-01-01T00:00:00Z"]
    )
    every = []
    for number in data.draw(st.lists(st.integers(1, 10**18 - 1), unique=True, max_size=12)):
        start = data.draw(st.integers(0, len(TEXT) - 2))
        end = data.draw(st.integers(start + 1, len(TEXT)))
        prefix, suffix = TEXT[max(0, start - 32) : start], TEXT[end : end + 32]
        every.append(Annotation(
            f"ana-{number}", "a.txt", start, end, data.draw(st.sampled_from([TEXT[start:end], "x"])),
            data.draw(st.sampled_from(["PERSON", "ORG"])), data.draw(st.sampled_from([prefix, ""])), suffix, "5ha",
            data.draw(st.sampled_from([{}, {"tone": "dry"}])), data.draw(st.sampled_from(["", "ask"])),
            data.draw(st.booleans()), data.draw(st.sampled_from([None, "ana-3"])), "ana", "typed",
            data.draw(at), data.draw(at), data.draw(st.sampled_from([{}, {"mood": 1}])),
        ))  # fmt: skip
    layer = Layer(every, TEXT)
    found = [*layer]
    assert found == sorted(every, key=key_of)
    assert [one.to_dict() for one in found] == [one.to_dict() for one in sorted(every, key=key_of)]
    for one in every:
        same = [other for other in found if (other.label, other.quote) == (one.label, one.quote)]
        assert layer.of_words(one.label, one.quote) == same
        assert layer.holds_words(one.label, one.quote)
        assert (one.start, one.end, one.label, one.id) in layer.seen(one.start, one.end)
        assert layer.before(one.start) == sum(other.start < one.start for other in every)
    for one in every[::2]:
        layer.discard(one.id)
    assert [*layer] == sorted(every[1::2], key=key_of)
    assert +layer.labels == Counter(one.label for one in every[1::2])
    assert sorted(layer.spans()) == sorted(one.span for one in every[1::2])


def test_ten_thousand_annotations_are_columns_and_not_ten_thousand_objects() -> None:
    text = "Tobin Vale. " * 10_000
    spans = (Span(at, at + 10) for at in range(0, 120_000, 12))
    near = (
        (number, span, text[max(0, span.start - 32) : span.start], text[span.end : span.end + 32])
        for number, span in enumerate(spans, 1)
    )
    made = (
        Annotation(f"ana-{n}", "a.txt", *span, "Tobin Vale", "PERSON", before, after) for n, span, before, after in near
    )
    gc.collect()
    there = len(gc.get_objects())
    layer = Layer(made, text)
    gc.collect()
    assert len(layer) == 10_000
    assert len(gc.get_objects()) - there < 100
