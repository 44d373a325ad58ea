"""Numbers and quotes, as the last line says them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.texts import texts
from tui.words import both_ends, counted, short


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 tags"), (1, "1 tag"), (2, "2 tags"), (4310, "4,310 tags"), (-1, "-1 tags")]
)
def test_one_is_one_and_the_others_are_many(number: int, words: str) -> None:
    assert counted(number, "tag") == words


@given(texts, st.integers(1, 60))
def test_a_quote_in_a_few_words_is_one_line_and_no_longer_than_asked(quote: str, most: int) -> None:
    words = short(quote, most)
    assert len(words) <= most
    assert words == " ".join(words.split())
    line = " ".join(quote.split())
    assert words == line or (words.endswith("…") and line.startswith(words[:-1]))


def test_short_quotes_stay_as_they_are() -> None:
    assert short("Ilse Marrow") == "Ilse Marrow"
    assert short("  will\n sail\t again ") == "will sail again"
    assert short("x" * 40) == "x" * 40
    assert short("x" * 41) == "x" * 39 + "…"
    assert short("") == ""


@given(texts, st.integers(5, 60))
def test_both_ends_of_a_quote_are_on_one_line_and_no_longer_than_asked(quote: str, most: int) -> None:
    line, words = " ".join(quote.split()), both_ends(quote, most)
    assert len(words) <= most
    assert words == line or (line.startswith(words[0]) and line.endswith(words[-1]))
