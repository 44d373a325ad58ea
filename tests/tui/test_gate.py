"""The last filter before the terminal: it takes away what a terminal obeys, and leaves all else where it is."""

import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.control import Control
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import MONOKAI
from textual.color import Color
from textual.filter import ANSIToTruecolor

from tests.projects import open_project, write_project
from tests.texts import texts
from tui.app import Sidemark
from tui.cells import COMPLEX
from tui.display import DIRECTIONS, gated
from tui.gate import TerminalSafe
from tui.keymap import Keymap
from tui.paint import finished, held

BLACK = Color(0, 0, 0)
ANY = st.characters(exclude_categories=())
WEB = "https://orrin.example/a"
styles = st.sampled_from([None, Style(bold=True), Style(link="javascript:alert(1)"), Style(link=WEB)])
rows = st.lists(st.tuples(texts | st.text(ANY, max_size=6), styles), max_size=6)


@given(rows)
def test_segments_keep_their_cells_and_lose_what_a_terminal_obeys(row: list[tuple[str, Style | None]]) -> None:
    segments = [Segment(text, style) for text, style in row]
    safe = TerminalSafe().apply(segments, BLACK)
    assert [one.cell_length for one in safe] == [one.cell_length for one in segments]
    for text, style, _ in safe:
        assert not any(unicodedata.category(char) in ("Cc", "Cs") or ord(char) in DIRECTIONS for char in text)
        assert style is None or style.link in (None, WEB)


FILTERS = (ANSIToTruecolor(MONOKAI), TerminalSafe())
drawn = st.lists(
    st.tuples(
        st.text(st.sampled_from("The ferry\xa0—“sails”…\u2028\u200d東é\x1b\xad▕│"), max_size=6) | texts,
        st.sampled_from([Style(bold=True), Style(color="red", dim=True), Style(link=WEB), Style(link="file:///etc")]),
    ),
    min_size=1,
    max_size=6,
)


@given(drawn)
def test_a_row_of_the_screen_is_what_the_filters_leave_of_it_piece_by_piece(row: list[tuple[str, Style]]) -> None:
    segments = [Segment(text, style) for text, style in row]
    width = sum(one.cell_length for one in segments)
    through = segments
    for one in FILTERS:
        through = one.apply(through, BLACK)
    assert [*finished(segments, (FILTERS, BLACK), width, width)] == [*held(through, width, width)]


def test_no_letter_of_a_row_that_skips_the_gate_is_one_that_the_gate_changes() -> None:
    for char in map(chr, range(sys.maxunicode + 1)):
        assert COMPLEX.search(char) or gated(char) == char


def test_what_is_harmless_is_not_even_copied() -> None:
    segments = [Segment("The ferry “sails”.", Style(bold=True)), Segment("東京")]
    assert TerminalSafe().apply(segments, BLACK) is segments


def test_the_programs_own_control_segments_pass() -> None:
    column = Control.move_to_column(3).segment
    assert column in TerminalSafe().apply([column, Segment("\x1b[2Jgone")], BLACK)


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://orrin.example/ferry?x=1", True),
        ("http://orrin.example/", True),
        ("HTTPS://orrin.example/", False),
        ("file:///orrin/ferry.txt", False),
        ("javascript:alert(1)", False),
        ("https://orrin.example/\x1b\\\x1b]52;c;QUFB\x07", False),
        ("https://orrin.example/a b", False),
        ("https://orrin.example/\u202egpj", False),
        ("https://orrin.example/\n", False),
        ("https://orrin.example/" + "a" * 3000, False),
    ],
)
def test_only_plain_web_addresses_become_links_of_the_terminal(link: str, kept: bool) -> None:
    (segment,) = TerminalSafe().apply([Segment("here", Style(link=link, bold=True))], BLACK)
    assert segment.style is not None
    assert segment.style.link == (link if kept else None)
    assert segment.style.bold


@pytest.mark.parametrize("no_color", ["", "1"])
def test_the_gate_is_the_last_filter_and_always_the_same_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_color: str
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    project = open_project(write_project(tmp_path / "news"))
    app = Sidemark(project, Keymap())
    filters = app.get_line_filters()
    assert isinstance(filters[-1], TerminalSafe)
    assert filters[-1] is app.get_line_filters()[-1]
    project.close()
