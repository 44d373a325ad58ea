"""Terminals that are treated roughly: sizes that change all the time or make no sense, output that nobody takes."""

import os
from pathlib import Path
from random import Random

import pytest

from tests.projects import open_project, write_project
from tests.terminal import Terminal

WIDE = "The 👨‍👩‍👧 family of 東京 waits ⚠️ for the ferry at the pier.\n"
TEXT = "".join(f"Line {number}: {WIDE}" for number in range(300))
USUAL = (120, 40)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two articles whose width terminals do not agree about."""
    made = write_project(tmp_path / "news", {"a.txt": TEXT, "b.txt": TEXT})
    open_project(made).close()
    return made


def started(root: Path, size: tuple[int, int] = USUAL) -> Terminal:
    return Terminal([str(root)], home=root.parent, size=size)


def has_border(terminal: Terminal, columns: tuple[int, ...] = (59, 119)) -> bool:
    """Whether panes end where they should, row by row: wide characters have moved no border."""
    rows = [terminal.screen.buffer[y] for y in range(2, 30)]
    return all(row[column].data in "│┃" for row in rows for column in columns)


def test_five_hundred_sizes_leave_the_place_the_border_and_the_program(root: Path) -> None:
    random = Random(500)
    terminal = started(root)
    terminal.until_text("nothing to save")
    terminal.press(*"  w")
    for _ in range(500):
        terminal.resize(*random.choice([(1, 1), (2, 60), (39, 9), (41, 11), (80, 24), (160, 50)]))
        terminal.read()
    terminal.resize(*USUAL)
    terminal.until(lambda: "Line" in terminal.text and "needs 40x10" not in terminal.text, "the text")
    terminal.until(lambda: has_border(terminal), "the borders")
    terminal.press("1")
    terminal.until_text("PERSON")
    terminal.press("escape", "q")
    assert terminal.end() == 0


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (1000, 1), (1000, 300)])
def test_a_size_that_makes_no_sense_is_outlived(root: Path, size: tuple[int, int]) -> None:
    terminal = started(root, size)
    terminal.until(lambda: "\x1b[?1004h" in terminal.written, "the program")
    terminal.press(*"jwj w")
    terminal.settle()
    terminal.resize(*USUAL)
    terminal.until(lambda: has_border(terminal, (119,)), "the borders")
    terminal.press("q")
    assert terminal.end() == 0


def test_keys_that_come_while_nobody_takes_what_is_written_are_all_done(root: Path) -> None:
    terminal = started(root)
    terminal.until_text("nothing to save")
    for _ in range(40):  # far more than a terminal holds back: the program has to wait with its frames
        os.write(terminal.descriptor, b" " * 4 + b"gg")
    os.write(terminal.descriptor, b"wve1")
    terminal.until_text("saved")
    terminal.press("q")
    assert terminal.end() == 0
    project = open_project(root)
    article = project.library.article("a.txt")
    assert [one.quote for one in project.layer(article)] == ["0"]
    project.close()


@pytest.mark.parametrize("text", ["", "Short.\n", TEXT.replace("ferry", "boat"), TEXT * 3])
def test_an_article_that_is_cut_emptied_or_replaced_while_its_end_is_on_the_screen(root: Path, text: str) -> None:
    terminal = started(root)
    terminal.until_text("nothing to save")
    terminal.press("G")
    terminal.until_text("Line 299")
    (root / "a.txt").write_text(text, encoding="utf-8")
    terminal.until_text("read anew")
    terminal.press(*"kjw ", "G", "g", "g")
    terminal.until(lambda: "Line 0" in terminal.text or not text.startswith("Line"), "the beginning")
    terminal.press("q")
    assert terminal.end() == 0


def test_an_article_that_is_gone_while_it_is_on_the_screen_is_still_read(root: Path) -> None:
    terminal = started(root)
    terminal.until_text("nothing to save")
    (root / "a.txt").unlink()
    terminal.until_text("gr looks where it went")
    terminal.press("G")
    terminal.until_text("Line 299")
    terminal.press("q")
    assert terminal.end() == 0
