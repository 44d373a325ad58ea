"""Segments: exact spans, in order, found from anywhere."""

from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import Segments, Span, Unit
from tests.texts import texts

UNITS: tuple[Unit, ...] = get_args(Unit)


def quotes_of(text: str, unit: Unit) -> list[str]:
    return [span.of(text) for span in Segments.of(text).all(unit)]


@pytest.mark.parametrize("unit", UNITS)
@given(text=texts)
def test_spans_lie_in_the_text_in_order_and_begin_and_end_with_something(unit: Unit, text: str) -> None:
    spans = Segments.of(text).all(unit)
    assert spans == sorted(spans)
    for span in spans:
        assert 0 <= span.start < span.end <= len(text)
        assert not text[span.start].isspace()
        assert not text[span.end - 1].isspace()
    if unit != "quote":
        assert all(before.end <= after.start for before, after in pairwise(spans))


@pytest.mark.parametrize("unit", UNITS)
@given(text=texts, data=st.data())
def test_look_ups_agree_with_going_through_all(unit: Unit, text: str, data: st.DataObject) -> None:
    segments = Segments.of(text, block=64)
    spans = Segments.of(text, block=64).all(unit)
    offset = data.draw(st.integers(0, len(text)))
    other = data.draw(st.integers(offset, len(text)))
    holding = [span for span in spans if span.start <= offset < span.end]
    assert segments.at(unit, offset) == min(holding, key=lambda span: span.length, default=None)
    assert segments.next(unit, offset) == next((span for span in spans if span.start > offset), None)
    assert segments.previous(unit, offset) == next((span for span in reversed(spans) if span.start < offset), None)
    asked = Span(offset, max(other, offset + 1))
    assert segments.over(unit, asked) == [s for s in spans if s.start < asked.end and s.end > asked.start]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It rained. Then it stopped.", ["It rained.", "Then it stopped."]),
        ("Dr. Vale met Mr. J. R. Pell. He left.", ["Dr. Vale met Mr. J. R. Pell.", "He left."]),
        ("It cost 3.5 million, i.e. too much. Why?", ["It cost 3.5 million, i.e. too much.", "Why?"]),
        ("“We won.” She left.", ["“We won.”", "She left."]),
        ("港は静かだった。船は来ない。", ["港は静かだった。", "船は来ない。"]),
        ("One line\r\n\r\nAnother line", ["One line", "Another line"]),
        ("Rooms at No. 7 are full. Try No. 9.", ["Rooms at No. 7 are full.", "Try No. 9."]),
        ("", []),
        (" \n\t ", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert quotes_of(text, "sentence") == sentences


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mayor Ilse Marrow met Dr. Tobin Vale's sister in Orrin Bay.", ["Ilse Marrow", "Tobin Vale", "Orrin Bay"]),
        ("He saw Ludwig van der Meer. It was cold.", ["Ludwig van der Meer"]),
        ("Nobody knows why the Quay Fund (Kell Ltd) paid.", ["Quay Fund", "Kell Ltd"]),
        ("Storms came. They left. Storms are wet.", []),
        ("Ana Lo\u0301pez spoke.", ["Ana Lo\u0301pez"]),
        ("港は静かだった。", []),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert quotes_of(text, "name") == names


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("41,000 passengers paid €2.4 million on 3 March 2031.", ["41,000 passengers", "€2.4 million", "3 March 2031"]),
        ("12 per cent at 4:52 a.m.", ["12 per cent", "4:52 a.m."]),
        ("no figures here", []),
    ],
)
def test_numbers(text: str, numbers: list[str]) -> None:
    assert quotes_of(text, "number") == numbers


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("“Go,” he said. 'No' is no quotation here", ["“Go,”"]),
        ("“He said ‘go’ to me,” she said.", ["“He said ‘go’ to me,”", "‘go’"]),
        ("«Non\u00a0pas», dit-elle.", ["«Non\u00a0pas»"]),
        ("“This never ends.\n\nAnother paragraph.", []),
    ],
)
def test_quotations(text: str, quotes: list[str]) -> None:
    assert [quote for quote in quotes_of(text, "quote") if len(quote) > 4] == [q for q in quotes if len(q) > 4]


def test_words_keep_their_marks_and_apostrophes() -> None:
    assert quotes_of("Zoe\u0308's cafe\u0301 won’t close", "word") == ["Zoe\u0308", "cafe\u0301", "won’t", "close"]
    assert quotes_of("東京 office", "word") == ["東", "京", "office"]


def test_a_hard_wrapped_page_has_paragraphs_of_several_lines() -> None:
    line = "the quay was closed and nobody could say when the ferry would sail"
    text = "\n".join([line] * 5) + "\n\n" + "\n".join([line] * 5)
    assert len(Segments.of(text).all("paragraph")) == 2


def test_a_long_text_is_segmented_where_one_looks() -> None:
    text = "Ilse Marrow said so on the quay. " * 60_000
    segments = Segments.of(text)
    assert segments.at("sentence", 1_000_003) is not None
    assert len(segments.blocks._known) <= 3


def test_a_figure_is_one_word_with_what_is_written_to_it() -> None:
    text = "At 3.15am, 14.6m florins; 1,204% of 41,000 km. The 2nd, in 2031年"
    found = [span.of(text) for span in Segments.of(text).all("word")]
    assert found == "At 3.15am 14.6m florins 1,204% of 41,000 km The 2nd in 2031 年".split()


def test_a_long_line_of_short_words_is_no_headline() -> None:
    text = "the quay at Lorn and " * 20
    assert [name.of(text) for name in Segments.of(text).all("name")] == ["Lorn"] * 20
