"""Objects in several sizes."""

import pytest
from hypothesis import given

from store import Kind, Segments, Span, objects
from tests.texts import texts

TEXT = "Prime Minister Ana Ruiz said the gate took about 40 days to mend. “It is shut,” the Mayor, Dr. Jo Tan, said."


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("name", ["Ana Ruiz", "Jo Tan"]),
        ("titled", ["Prime Minister Ana Ruiz", "Dr. Jo Tan"]),
        ("number", ["about 40 days"]),
        ("figure", ["40"]),
        ("quote", ["“It is shut,”"]),
        ("inside", ["It is shut"]),
        ("statement", ["the gate took about 40 days to mend", "It is shut"]),
    ],
)
def test_what_a_size_makes_of_a_text(kind: Kind, found: list[str]) -> None:
    assert [span.of(TEXT) for span in objects(Segments.of(TEXT), kind, Span(0, len(TEXT)))] == found


def test_a_range_is_made_smaller_to_its_figures_and_a_share_to_its_per_cent() -> None:
    text = "between 30 and 40 boats, 12 per cent of them"
    found = [span.of(text) for span in objects(Segments.of(text), "figure", Span(0, len(text)))]
    assert found == ["30", "40", "12 per cent"]


def test_a_dateline_is_no_sentence_that_could_be_tagged() -> None:
    text = "KELL (Wire) — Nobody came. It rained."
    assert [span.of(text) for span in objects(Segments.of(text), "sentence", Span(0, 9))] == []


@given(texts)
def test_objects_lie_in_the_text_in_order_and_touch_the_place(text: str) -> None:
    place = Span(len(text) // 3, max(len(text) // 3 + 1, 2 * len(text) // 3))
    for kind in ("clause", "statement", "rest", "inside", "figure", "titled"):
        found = objects(Segments.of(text), kind, place)
        assert all(0 <= span.start < span.end <= len(text) and span.overlaps(place) for span in found)
        assert kind in ("clause", "rest") or found == sorted(found)
