"""Anchors: spans are found again in edited articles, or not at all; never somewhere else without a word."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import Span
from store.anchor import ACCEPTED, Anchor, Ready, find
from store.annotation import CONTEXT
from store.library import Library
from tests.edited import EDITS, KEEPS_ORDER, Count, measure
from tests.pictures import SAMPLE
from tests.texts import texts


def anchor_of(text: str, span: Span) -> Anchor:
    around = text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]
    return Anchor(span.start, span.of(text), *around)


@given(texts, st.data())
def test_an_unchanged_text_keeps_every_span(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, max(0, len(text) - 1)))
    span = Span(start, data.draw(st.integers(start + 1, max(start + 1, len(text)))))
    if span.end <= len(text):
        place = find(Ready.of(text), anchor_of(text, span))
        assert place is not None
        assert place.span == span


@given(texts, texts, st.data())
def test_a_place_lies_in_the_text_and_is_trusted_enough(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, max(0, len(old) - 1)))
    span = Span(start, min(len(old), start + data.draw(st.integers(1, 60))))
    if span.length:
        place = find(Ready.of(new), anchor_of(old, span))
        if place is not None:
            assert 0 <= place.span.start < place.span.end <= len(new)
            assert ACCEPTED <= place.confidence <= 1


@given(texts, texts)
def test_text_put_in_front_moves_a_span_by_its_length(text: str, front: str) -> None:
    whole = f"The harbour of Orrin Bay was closed.{text} Then it was open again."
    span = Span(4, 24)
    place = find(Ready.of(front + whole), anchor_of(whole, span))
    assert place is not None
    assert place.span.of(front + whole) == "harbour of Orrin Bay"


@pytest.mark.parametrize("name", EDITS)
def test_spans_are_found_after_an_edit(name: str) -> None:
    library = Library(SAMPLE)
    total = Count()
    for number, entry in enumerate(library.readable):
        total.add(measure(library.article(entry.path).text, EDITS[name], random.Random(number), 60))  # seeds 0 to 14
    assert total.exact >= (0.99 if name in KEEPS_ORDER else 0.98) * total.total
    assert total.wrong_and_sure <= max(1, 0.001 * total.total)
    assert total.conjured <= max(1, 0.02 * total.deleted)


def test_of_two_equal_places_somebody_is_asked() -> None:
    line = "The ferry sails at noon from the quay.\n"
    text = line * 2
    place = find(Ready.of(text), Anchor(400, "ferry", "The ", " sails at noon from the quay."))
    assert place is not None
    assert not place.is_only


def test_what_was_deleted_is_found_nowhere() -> None:
    gone = Anchor(100, "Ilse Marrow", "yesterday, said the captain, ", ", who has sailed since 2009.")
    assert find(Ready.of("Nothing happened on the quay of Orrin Bay, and nobody minded. " * 5), gone) is None
    assert find(Ready.of(""), gone) is None
