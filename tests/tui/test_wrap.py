"""Rows of a text: each code point once, none too wide, no cluster torn apart, the same from anywhere."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.texts import HARD, texts
from tui.cells import cells_of, clusters, shown
from tui.wrap import BLOCK, Rows, cut_blocks

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
FLAG = "\U0001f1eb\U0001f1f7"
LONG = 100_000
LINES = {
    "letters": "x" * LONG,
    "words": "ferry " * (LONG // 6),
    "blanks": " " * LONG,
    "tabs": "\t" * (LONG // 50),
    "ideographs": "東京港船" * (LONG // 40),
    "accents": "e\u0301" * (LONG // 20),
    "marks after blanks": "a \u0301" * (LONG // 30),
    "families": FAMILY * (LONG // 60),
    "flags": FLAG * (LONG // 20),
    "a letter and flags": "a" + FLAG * (LONG // 20),
    "hard": HARD.replace("\n", " ") * 30,
}
"""Lines without an end in sight; those that go through the slow path are shorter, for the slow reference's sake."""
widths = st.integers(2, 40)


def rows_of(text: str, width: int, *, wraps: bool = True) -> list[tuple[int, int]]:
    return Rows(text, cut_blocks(text), width, wraps=wraps).window(0, len(text) + 2)


def without_end(row: str) -> str:
    """A row without its line end; a carriage return is part of one only before a line feed."""
    return row[:-2] if row.endswith("\r\n") else row.removesuffix("\n")


def visible(text: str, row: tuple[int, int]) -> str:
    """What is seen of a row: no line end, no blanks that hang over, even with marks on them."""
    line = shown(without_end(text[slice(*row)]))
    return line[: max((end for start, end, _ in clusters(line) if line[start] != " "), default=0)]


def stops(text: str) -> set[int]:
    """Every offset at which a row may begin: where a cluster of a whole line does, or a line."""
    found, start = {0}, 0
    for line in text.split("\n"):
        is_last = start + len(line) == len(text)
        found |= {start + at for at, _, _ in clusters(shown(line if is_last else without_end(f"{line}\n")))}
        start += len(line) + 1
        found.add(start)
    return found


def assert_rows_are_right(text: str, width: int) -> None:
    rows = rows_of(text, width)
    assert rows[0][0] == 0
    assert rows[-1][1] == len(text)
    assert all(before[1] == after[0] for before, after in pairwise(rows))
    assert all(start < end for start, end in rows[:-1])
    allowed = stops(text)
    for row in rows:
        assert row[0] in allowed, (row, text[max(0, row[0] - 3) : row[0] + 3])
        line = visible(text, row)
        assert "\n" not in line
        assert cells_of(line) <= width or len([1 for _, _, cells in clusters(line) if cells]) == 1, (row, line)


@given(texts, widths)
@example("\r\n\r\n", 2)
@example("ab\r", 2)
@example("ab\rcd", 2)
@example("\ta\tb", 8)
@example("東東 東", 3)
@example(f"{FAMILY}{FAMILY} {FLAG}{FLAG}", 3)
@example("a-b a—b " * 9, 5)
@example("", 2)
def test_rows_hold_each_code_point_once_and_fit_and_tear_nothing_apart(text: str, width: int) -> None:
    assert_rows_are_right(text, width)


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_a_hundred_thousand(line: str) -> None:
    assert_rows_are_right(LINES[line], 40)
    assert_rows_are_right(LINES[line] + "\r\nThe end.\n", 97)


@pytest.mark.parametrize("line", LINES)
def test_blocks_begin_where_something_begins(line: str) -> None:
    text = f"{LINES[line]}\r\n{LINES[line]}"
    blocks = cut_blocks(text)
    assert blocks[0] == 0
    assert all(before < after < len(text) for before, after in pairwise(blocks))
    assert max(after - before for before, after in pairwise([*blocks, len(text)])) <= 6 * BLOCK
    assert set(blocks) <= stops(text)


@given(texts, widths, st.data())
def test_a_window_from_anywhere_holds_the_same_rows_as_from_the_start(
    text: str, width: int, data: st.DataObject
) -> None:
    every = rows_of(text, width)
    offset = data.draw(st.integers(0, len(text)))
    height = data.draw(st.integers(1, 12))
    at = max(number for number, (start, _) in enumerate(every) if start <= offset)
    fresh = Rows(text, cut_blocks(text), width)
    assert fresh.window(offset, height) == every[at : at + height]
    assert fresh.row_at(offset) == every[at]
    assert fresh.step(offset, 0) == every[at][0]
    by = data.draw(st.integers(-12, 12))
    assert fresh.step(offset, by) == every[min(max(0, at + by), len(every) - 1)][0]


@pytest.mark.parametrize("line", ["words", "ideographs", "hard"])
def test_a_window_into_the_middle_of_a_long_text(line: str) -> None:
    text = "The ferry sailed.\n" * 600 + LINES[line] + "\nIt came back.\r\n" * 600
    every = rows_of(text, 60)
    for number in range(0, len(every), 97):
        fresh = Rows(text, cut_blocks(text), 60)
        assert fresh.window(every[number][0], 9) == every[number : number + 9]
        assert fresh.step(every[number][0], -40) == every[max(0, number - 40)][0]


@given(st.lists(texts.map(lambda text: text.replace("\n", " ")), max_size=8), widths)
def test_where_a_text_is_cut_into_blocks_makes_no_difference(lines: list[str], width: int) -> None:
    text = "\n".join(lines)
    ends = [at + 1 for at, char in enumerate(text) if char == "\n" and at + 1 < len(text)]
    many = Rows(text, [0, *ends], width)
    one = Rows(text, [0], width)
    assert many.window(0, len(text) + 2) == one.window(0, len(text) + 2)
    for offset in range(0, len(text) + 1, 3):
        assert many.row_at(offset) == one.row_at(offset)


@given(texts)
def test_without_wrapping_a_row_is_a_line(text: str) -> None:
    rows = rows_of(text, 10, wraps=False)
    assert [text[start:end].removesuffix("\n") for start, end in rows] == text.split("\n")


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=9), min_size=1, max_size=30), st.integers(9, 30))
def test_words_that_fit_are_not_torn_and_rows_are_filled(words: list[str], width: int) -> None:
    text = " ".join(words)
    rows = rows_of(text, width)
    shown_rows = [visible(text, row) for row in rows]
    assert " ".join(shown_rows).split() == words
    for before, after in pairwise(shown_rows):
        assert len(before) + 1 + len(after.split()[0]) > width


@given(texts, widths)
def test_no_blank_begins_a_row_that_was_wrapped(text: str, width: int) -> None:
    for start, end in rows_of(text, width):
        if start and start < end and text[start - 1] not in "\n\t":
            assert text[start] != " "


def test_what_may_not_begin_a_row_of_ideographs_does_not() -> None:
    text = "港は静か。船は来ない、「さあ」。" * 20
    for width in range(6, 30):
        for start, end in rows_of(text, width):
            assert start == end or text[start] not in "。、」", (width, start)


def test_a_line_feed_at_the_end_makes_a_last_empty_row() -> None:
    assert rows_of("ferry\n", 20) == [(0, 6), (6, 6)]
    assert rows_of("ferry\r\n", 20) == [(0, 7), (7, 7)]
    assert rows_of("\n", 20) == [(0, 1), (1, 1)]
    assert rows_of("", 20) == [(0, 0)]


def test_line_ends_other_than_line_feeds_end_no_row() -> None:
    text = "a\rb\x0bc\x0cd\x85e\u2028f\u2029g"
    assert rows_of(text, 40) == [(0, len(text))]


@pytest.mark.parametrize("width", [1, 0, -3])
def test_a_width_that_holds_no_wide_character_is_refused(width: int) -> None:
    with pytest.raises(ValueError, match="wide character"):
        Rows("東", [0], width)
