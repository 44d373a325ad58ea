"""How many cells things take, and which code points move together."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, split_graphemes

from tests.texts import HARD, texts
from tui.cells import COMPLEX, ELLIPSIS, TAB, cells_at, cells_of, clusters, fitted, measured, shown
from tui.display import display

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
FLAG = "\U0001f1eb\U0001f1f7"
MARKS = "ae \t\u0301\u0300\u200d\ufe0f東\U0001f1eb\U0001f1f7☀\U0001f469\U0001f3fd"
texts_and_marks = st.lists(texts | st.text(st.sampled_from(MARKS), max_size=12), max_size=4).map("".join)


def parts(row: str) -> list[str]:
    return [row[start:end] for start, end, _ in clusters(row)]


def test_what_counts_as_simple_is_one_cell_and_a_cluster_of_its_own() -> None:
    simple = [chr(code) for code in range(0x110000) if not COMPLEX.search(chr(code))]
    assert len(simple) > 1000
    text = "".join(simple)
    spans, cells = split_graphemes(text)
    assert spans == [(at, at + 1, 1) for at in range(len(text))]
    assert cells == len(text)
    assert display(text) == text


@given(texts_and_marks)
def test_what_a_row_shows_is_as_long_as_the_text(text: str) -> None:
    assert len(shown(text)) == len(text)
    assert shown(shown(text)) == shown(text)


@given(texts_and_marks)
def test_clusters_hold_each_code_point_once(text: str) -> None:
    row = shown(text)
    found = clusters(row)
    assert list(chain.from_iterable(range(start, end) for start, end, _ in found)) == list(range(len(row)))
    assert all(start < end for start, end, _ in found)


@given(texts_and_marks)
def test_a_cluster_takes_a_cell_at_least_if_anything_follows_that_it_can_join(text: str) -> None:
    row = shown(text)
    for _, end, cells in clusters(row):
        assert cells > 0 or end == len(row) or row[end] == "\t"


@given(texts_and_marks)
def test_cells_add_up(text: str) -> None:
    row = shown(text)
    at = 0
    for start, end, cell, cells in measured(row):
        assert cell == at
        assert cells == (TAB - cell % TAB if row[start] == "\t" else cell_len(row[start:end]))
        at += cells
    assert cells_of(row) == at


@given(texts_and_marks)
def test_but_for_tabs_cells_are_counted_as_the_drawing_library_counts_them(text: str) -> None:
    row = shown(text).replace("\t", " ")
    assert cells_of(row) == cell_len(row)


@given(st.text(st.sampled_from("a東\t e\u0301"), max_size=30))
def test_a_tab_ends_at_a_multiple_of_eight(text: str) -> None:
    for start, _, cell, cells in measured(text):
        if text[start] == "\t":
            assert (cell + cells) % TAB == 0
            assert 1 <= cells <= TAB


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("abc", ["a", "b", "c"]),
        ("cafe\u0301s", ["c", "a", "f", "e\u0301", "s"]),
        (f"a{FAMILY}b", ["a", FAMILY, "b"]),
        (f"{FLAG}{FLAG}\U0001f1e9x", [FLAG, FLAG, "\U0001f1e9", "x"]),
        ("☀\ufe0f!", ["☀\ufe0f", "!"]),
        ("a\t\tb", ["a", "\t", "\t", "b"]),
        ("e\u0301\tb", ["e\u0301", "\t", "b"]),
        ("\u0301a", ["\u0301a"]),
        ("\u0301\ta", ["\u0301", "\t", "a"]),
        ("東京", ["東", "京"]),
        ("", []),
    ],
)
def test_what_moves_together(row: str, found: list[str]) -> None:
    assert parts(row) == found


def test_a_joiner_that_joins_nothing_swallows_nothing() -> None:
    for text in ("a\u200db", "\u200dab", "a\u200d\tb", "a\u200d b"):
        assert "".join(parts(shown(text))) == shown(text)
        assert parts(shown(text))[-1] == "b"
    assert FAMILY in parts(shown(f"{FAMILY}."))


@pytest.mark.parametrize(("cell", "cells"), [(0, 8), (1, 7), (7, 1), (8, 8), (15, 1)])
def test_a_tab_is_as_wide_as_the_place_it_stands_at(cell: int, cells: int) -> None:
    assert cells_at(cell, "\t", 1) == cells
    assert cells_at(cell, "東", 2) == 2


@given(texts_and_marks, st.integers(-1, 30))
def test_what_is_fitted_takes_no_more_cells_and_says_that_it_was_cut(text: str, width: int) -> None:
    row = display(text)
    cut = fitted(row, width)
    assert cells_of(cut) <= max(0, width)
    if cells_of(row) <= width:
        assert cut == row
    elif width >= 1:
        assert cut.endswith(ELLIPSIS)
        assert row.startswith(cut.removesuffix(ELLIPSIS))
    else:
        assert cut == ""


def test_hard_pieces_are_cut_between_clusters() -> None:
    row = shown(HARD.replace("\n", " "))
    ends = {0, *(end for _, end, _ in clusters(row))}
    for width in range(1, cells_of(row)):
        assert len(fitted(row, width)) - 1 in ends
