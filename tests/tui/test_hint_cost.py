"""What hints cost: what is on the screen, whatever the article holds; counted in code points and annotations."""

from collections.abc import Callable, Iterator

import pytest

from store import Annotation, Label, Layer, Segments, Span
from tui.hints import offer

PERSON = Label(name="PERSON", kind="entity", key="1", color="cyan", hint="names")
PAGE = "So Ilse Marrow met Tobin Vale at the Salt Market, and “nobody” saw 12 boats of the Quay Fund.\n\n"
SCREEN = 2_000
"""Code points of a screen."""


def annotated(text: str, count: int) -> Layer:
    step = len(text) // count
    spans = (Span(at, at + 3) for at in range(0, step * count, step))
    return Layer(
        Annotation(f"ana-{number}", "a.txt", *span, span.of(text), "PERSON") for number, span in enumerate(spans)
    )


@pytest.mark.parametrize("count", [10, 10_000])
def test_a_label_key_looks_at_no_annotation_that_is_not_on_the_screen(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = PAGE * 2_000
    layer, segments, seen = annotated(text, count), Segments.of(text), [Span(50_000, 50_000 + SCREEN)]
    first = offer(PERSON, segments, layer, seen)

    def gone_through(_: Layer) -> Iterator[Annotation]:
        message = "all annotations were gone through"
        raise AssertionError(message)

    looked_up: list[int] = []
    columns = layer._columns

    def counted(real: Callable[[int], object]) -> Callable[[int], object]:
        def look(at: int) -> object:
            looked_up.append(at)
            return real(at)

        return look

    for name in ("made", "label", "quote"):
        monkeypatch.setattr(columns, name, counted(getattr(columns, name)))
    monkeypatch.setattr(columns, "of_words", gone_through)
    monkeypatch.setattr(Layer, "__iter__", gone_through)
    assert offer(PERSON, segments, layer, seen) == first
    assert len(looked_up) <= SCREEN * count // len(text) + 2


def test_a_label_key_segments_what_is_near_the_screen_and_nothing_twice() -> None:
    text = PAGE * 20_000
    segments = Segments.of(text)
    seen = [Span(1_000_000, 1_000_000 + SCREEN)]
    offer(PERSON, segments, Layer(), seen)
    begun = segments.blocks.segmented
    assert begun <= 4 * 16_384 * 2
    offer(PERSON, segments, Layer(), seen)
    assert segments.blocks.segmented == begun


def test_the_lookup_of_known_words_keeps_in_step_with_the_layer() -> None:
    layer = annotated(PAGE, 5)
    one = next(iter(layer))
    assert layer.holds_words("PERSON", one.quote)
    assert not layer.holds_words("ORG", one.quote)
    layer.discard(one.id)
    assert not layer.holds_words("PERSON", one.quote)
    layer.put(one)
    layer.put(one)
    layer.discard(one.id)
    assert not layer.holds_words("PERSON", one.quote)
