"""Anchors: spans are found again in edited articles, or not at all; never somewhere else without a word."""

import random
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import Span
from store.anchor import ACCEPTED, Anchor, Ready, Shift, find
from store.library import Library
from tests.edited import EDITS, KEEPS_ORDER, Count, anchor_of, measure
from tests.invented import PROSE, TEXTS, report
from tests.pictures import SAMPLE
from tests.texts import texts


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
def test_spans_of_the_sample_articles_are_found_after_an_edit(name: str) -> None:
    total = of_sample(name)
    assert total.exact >= (0.99 if name in KEEPS_ORDER else 0.98) * total.total
    assert total.wrong_and_sure <= max(1, 0.001 * total.total)


def test_what_was_deleted_from_the_sample_articles_gets_no_sure_place() -> None:
    total = Count()
    for name in EDITS:
        total.add(of_sample(name))
    assert total.deleted > 300
    assert total.conjured <= 0.02 * total.deleted


@cache
def of_sample(name: str) -> Count:
    """What becomes of spans of the sample articles after three edits of each; seeds 0 to 214."""
    library, total = Library(SAMPLE), Count()
    for number, entry in enumerate(library.readable):
        for turn in (0, 100, 200):
            total.add(measure(library.article(entry.path).text, EDITS[name], random.Random(number + turn), 60))
    return total


def test_spans_are_found_in_texts_on_which_nothing_was_chosen() -> None:
    counts = {name: Count() for name in EDITS}
    for number, text in enumerate(TEXTS.values()):
        for name, edit in EDITS.items():
            for seed in (number, number + 100):  # seeds 0 to 6 and 100 to 106
                counts[name].add(measure(text, edit, random.Random(seed), 60))
    whole, kept = Count(), Count()
    for name, count in counts.items():
        whole.add(count)
        assert count.exact >= 0.98 * count.total, name
        if name in KEEPS_ORDER:
            kept.add(count)
    assert kept.exact >= 0.99 * kept.total
    assert whole.wrong_and_sure <= 0.001 * whole.total


def test_neighbours_tell_copies_apart() -> None:
    lines = [f"- {ship} was late\n" for ship in ("Ada", "Bell", "Corrie", "Dora")]
    day = "".join(lines) + "- Lindisoa was late, and nobody on the quay could say why\n"
    old = day * 6
    new = "Late again, says the board of the harbour, which has counted.\n" + old.replace("Corrie was", "Corrie wos")
    spans = [Span(at, at + 4) for at in range(len(old)) if old.startswith("late", at)]
    shift, ready = Shift(), Ready.of(new)
    found = [shift.find(ready, anchor_of(old, span)) for span in spans]
    moved = len(new) - len(old)
    right = [place and place.span.start == span.start + moved for place, span in zip(found, spans, strict=True)]
    assert all(right)
    assert all(place and place.is_sure for place in found[8:]), "several neighbours in a row make a place sure"
    alone = [find(ready, anchor_of(old, span)) for span in spans]
    assert not any(place and place.is_sure for place in alone[5:-5])


def test_of_two_equal_places_somebody_is_asked() -> None:
    line = "The ferry sails at noon from the quay.\n"
    text = line * 2
    place = find(Ready.of(text), Anchor(400, "ferry", "The ", " sails at noon from the quay."))
    assert place is not None
    assert not place.is_sure


def test_a_long_quote_is_found_by_its_ends() -> None:
    text = report(5, 12_000)
    span = Span(2_000, 9_000)
    edited = "New: " + text[:4_000].replace("harbour", "haven") + "A sentence was put in here. " + text[4_000:]
    place = find(Ready.of(edited), anchor_of(text, span))
    assert place is not None
    assert place.is_sure
    assert place.span.of(edited)[:80] == span.of(text)[:80].replace("harbour", "haven")
    assert place.span.of(edited)[-80:] == span.of(text)[-80:]
    assert find(Ready.of(PROSE), anchor_of(text, span)) is None


def test_what_was_deleted_is_found_nowhere() -> None:
    gone = Anchor(100, "Ilse Marrow", "yesterday, said the captain, ", ", who has sailed since 2009.")
    assert find(Ready.of("Nothing happened on the quay of Orrin Bay, and nobody minded. " * 5), gone) is None
    assert find(Ready.of(""), gone) is None
