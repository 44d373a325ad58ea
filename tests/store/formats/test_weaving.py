"""Weaving: the text of rows is what a loop over them would write."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.formats.weaving import FEWEST, NUMERALS, numerals, picked, texts, woven

words = st.lists(st.text(st.sampled_from('aé東🚢"\\\n,\u2028\x00')), max_size=6)


@given(words)
def test_columns_are_woven_row_by_row(column: list[str]) -> None:
    numbers = [str(number) for number in range(len(column))]
    expected = "".join(f"{number}\t{word}\n" for number, word in zip(numbers, column, strict=True))
    assert woven(len(column), numbers, "\t", column, "\n") == expected


def test_a_column_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="size"):
        woven(3, ["a", "b"], "\n")


@given(words)
def test_a_list_of_words_is_what_the_library_makes_of_it(column: list[str]) -> None:
    assert texts(column) == json.dumps(column, ensure_ascii=False)


@pytest.mark.parametrize(
    "numbers", [[], [7], [0, 3, 12], range(4), [NUMERALS - 1, NUMERALS], range(NUMERALS, NUMERALS + 2)]
)
def test_numbers_are_spelt_alike_whether_they_are_known_or_not(numbers: list[int]) -> None:
    assert list(numerals(numbers, max(numbers, default=0) + 1, "at ")) == [f"at {number}" for number in numbers]


def test_as_many_numbers_are_known_as_a_text_is_long() -> None:
    for border in (FEWEST, 2 * FEWEST, NUMERALS):
        for below in (border - 1, border, border + 1):
            assert [*numerals([0, below - 1], below, ">")] == [">0", f">{below - 1}"]
            assert [*numerals(range(below - 2, below), below)] == [str(below - 2), str(below - 1)]


def test_characters_are_picked_by_place() -> None:
    assert [list(picked("東京 🚢", places)) for places in ([], [3], [0, 2])] == [[], ["🚢"], ["東", " "]]
