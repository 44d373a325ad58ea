"""What is behind a dialog keeps its cells, and holds nothing that terminals disagree about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.control import Control
from rich.segment import Segment, Segments

from tests.texts import texts
from tui.backdrop import Backdrop, steady
from tui.cells import cells_of, shown

rows = (texts | st.text(st.sampled_from("ae \u0301\u200d\ufe0f東☀🇫🇷👩🏽क्षे\u3164"), max_size=20)).map(
    lambda text: shown(text.replace("\n", " ").replace("\t", " "))
)


@given(rows)
def test_a_row_keeps_its_cells_and_loses_what_joins(row: str) -> None:
    drawn = steady(row)
    assert cells_of(drawn) == cells_of(row)
    assert not set(drawn) & set("\u200d\ufe0f🇫🇷🏽")
    assert steady(drawn) == drawn


@pytest.mark.parametrize(
    ("row", "drawn"),
    [
        ("The ferry sailed.", "The ferry sailed."),
        ("Cafe\u0301 Zoe\u0308", "Cafe\u0301 Zoe\u0308"),
        ("港は静か。", "港は静か。"),
        ("مرحبا", "مرحبا"),
        ("a ❤️ b", "a    b"),
        ("a 👍🏽 b", "a    b"),
        ("a 🇫🇷 b", "a    b"),
        ("a 😀 b", "a 😀 b"),
        ("\n", "\n"),
    ],
)
def test_what_is_sure_stays_and_the_rest_is_blank(row: str, drawn: str) -> None:
    assert steady(row) == drawn


def test_the_codes_that_held_rows_are_gone() -> None:
    behind = Segments([Control.move_to_column(7).segment, Segment("a ❤️ b"), Segment("\n")])
    drawn = list(Console().render(Backdrop(behind)))
    assert [segment.text for segment in drawn] == ["a    b", "\n"]
    assert not any(segment.control for segment in drawn)
