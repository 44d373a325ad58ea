"""Selections: every motion keeps inside the text and does what its name says."""

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import Segments, Selection, Span, Unit
from tests.texts import texts

TEXT = "The ferry “will sail again”, she said. It did."


@given(texts, st.data())
def test_motions_stay_in_the_text(text: str, data: st.DataObject) -> None:
    segments = Segments.of(text)
    ends = st.integers(0, len(text))
    selection = Selection(data.draw(ends), data.draw(ends))
    unit: Unit = data.draw(st.sampled_from(("word", "sentence", "paragraph")))
    direction: Literal[-1, 1] = data.draw(st.sampled_from((-1, 1)))
    extend = data.draw(st.booleans())
    for moved in (
        selection.by(segments, unit, direction, extend=extend),
        selection.by_end(segments, unit, extend=extend),
        selection.snapped(segments, unit),
        selection.grown(segments),
        selection.shrunk(segments),
    ):
        assert 0 <= moved.span.start <= moved.span.end <= len(text)


@given(texts, st.data())
def test_growing_holds_what_was_selected_and_comes_to_an_end(text: str, data: st.DataObject) -> None:
    segments = Segments.of(text)
    at = data.draw(st.integers(0, len(text)))
    selection = Selection(at, at)
    for _ in range(20):
        grown = selection.grown(segments)
        assert grown.span.start <= selection.span.start
        assert grown.span.end >= selection.span.end
        if grown == selection:
            return
        selection = grown
    message = "growing never ends"
    raise AssertionError(message)


def test_growing_goes_through_the_units() -> None:
    segments = Segments.of(TEXT)
    selection = Selection(16, 16)
    seen = []
    while (grown := selection.grown(segments)) != selection:
        seen.append(grown.span.of(TEXT))
        selection = grown
    assert seen[0] == "sail"
    assert "“will sail again”" in seen
    assert "The ferry “will sail again”, she said." in seen
    assert seen[-1] == TEXT


@pytest.mark.parametrize(("anchor", "head"), [(5, 12), (12, 5)])
def test_snapping_takes_whole_words_and_keeps_the_direction(anchor: int, head: int) -> None:
    snapped = Selection(anchor, head).snapped(Segments.of(TEXT), "word")
    assert snapped.span == Span(4, 15)
    assert (snapped.head < snapped.anchor) == (head < anchor)
