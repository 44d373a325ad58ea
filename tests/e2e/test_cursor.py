"""The terminal's own cursor: in sight, and where the keys go; screen readers and magnifiers follow it."""

from pathlib import Path

import pytest

from tests.projects import write_project
from tests.terminal import Terminal

WORDS = "Captain Ilse Marrow said on Monday"


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """The program on a project with two articles side by side."""
    started = Terminal([str(write_project(tmp_path / "news"))], home=tmp_path)
    started.until_text("nothing to save")
    return started


def stands_at(terminal: Terminal, words: str, x: int = 0) -> None:
    """Wait until the cursor stands at some words, from column `x` on."""

    def is_there() -> bool:
        cursor = terminal.screen.cursor
        return cursor.x >= x and terminal.screen.display[cursor.y][cursor.x :].startswith(words)

    terminal.until(is_there, f"the cursor at {words!r}")
    assert not terminal.screen.cursor.hidden


def test_it_stands_at_the_caret_and_goes_along(terminal: Terminal) -> None:
    stands_at(terminal, "Captain")
    terminal.press("w")
    stands_at(terminal, "Ilse")
    terminal.press("tab")
    stands_at(terminal, "The harbour", x=60)
    terminal.press("w")
    stands_at(terminal, "harbour", x=60)


def test_it_stands_where_a_dialog_takes_what_is_typed_and_comes_back(terminal: Terminal) -> None:
    terminal.press("w", "/")
    terminal.until_text("Search:")
    row = terminal.screen.lines - 1
    terminal.until(lambda: (terminal.screen.cursor.y, terminal.screen.cursor.x) == (row, 9), "the cursor in the line")
    terminal.press("a", "b")
    terminal.until(
        lambda: terminal.screen.display[row][: terminal.screen.cursor.x].endswith("ab"), "the cursor after it"
    )
    terminal.press("escape")
    stands_at(terminal, "Ilse")


def test_it_stands_in_the_line_of_a_list_and_at_the_row_that_is_marked(terminal: Terminal) -> None:
    terminal.press(":")
    terminal.until_text("Commands")
    stands_at(terminal, "type to find")
    terminal.press("down")
    terminal.until(lambda: "›" in terminal.screen.display[terminal.screen.cursor.y], "the cursor at the marked row")
    terminal.press("u")
    terminal.until(
        lambda: terminal.screen.display[terminal.screen.cursor.y][: terminal.screen.cursor.x].endswith("u"), "it"
    )
    terminal.press("escape")
    stands_at(terminal, "Captain")


def test_it_stands_at_the_beginning_of_a_page_to_read(terminal: Terminal) -> None:
    terminal.press("?")
    stands_at(terminal, "Help")


def test_it_is_in_sight_when_the_program_has_gone(terminal: Terminal) -> None:
    stands_at(terminal, "Captain")
    terminal.press("q")
    assert terminal.end() == 0
    assert not terminal.screen.cursor.hidden
