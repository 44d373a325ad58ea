"""The tour in a real terminal, from the first step to the last, with the keys that it says."""

import re
from pathlib import Path

import pytest

from tests.projects import write_project
from tests.terminal import Terminal


def step(terminal: Terminal) -> int:
    """The number of the step that is shown, 0 for none."""
    found = re.search(r"(\d+) of \d+ · ", terminal.text)
    return int(found[1]) if found else 0


def at_step(terminal: Terminal, number: int) -> None:
    """Wait until a step is shown."""
    terminal.until(lambda: step(terminal) == number, f"step {number}")


def start(home: Path, size: tuple[int, int], *arguments: str) -> Terminal:
    """The program with the tour in it, temporary folders where the test can see them."""
    (home / "tmp").mkdir(exist_ok=True)
    return Terminal(arguments or ["tour"], home=home, size=size, environment={"TMPDIR": str(home / "tmp")})


def tag_by_two_keys(terminal: Terminal) -> None:
    """Steps 1 to 3: move, tag a name, tag a selection."""
    at_step(terminal, 1)
    terminal.press("w")
    at_step(terminal, 2)
    terminal.press("1")
    terminal.until(terminal.hints, "letters on names")
    assert step(terminal) == 2  # not before it is done
    terminal.press(*min(terminal.hints()))
    at_step(terminal, 3)
    terminal.press("V", "7")


def change_ones_mind(terminal: Terminal) -> None:
    """Steps 4 to 7: untag, undo, another tag on the same words, and go through both."""
    at_step(terminal, 4)
    terminal.press("x")
    at_step(terminal, 5)
    terminal.press("u")
    at_step(terminal, 6)
    terminal.press("9")
    terminal.until(terminal.hints, "letters on sentences")
    terminal.press("enter")
    at_step(terminal, 7)
    terminal.press(";")


def list_and_link(terminal: Terminal) -> None:
    """Steps 8 and 9."""
    at_step(terminal, 8)
    terminal.press("i")
    terminal.until_text("annotations by place")
    assert step(terminal) in (0, 8)
    terminal.press("down", "enter")
    at_step(terminal, 9)
    terminal.press("L")
    terminal.until_text("link from")
    terminal.press("m", "L")
    terminal.until_text("link as")
    terminal.press("enter")


def go_to_another_article(terminal: Terminal, number: int) -> int:
    """From step `number` on: open one beside where there was no room for two, and go there; the next step's number."""
    at_step(terminal, number)
    if terminal.screen.columns < 100:
        terminal.press("|")
        terminal.until_text("Open an article beside")
        terminal.press(*"northlight", "enter")
        number += 1
        at_step(terminal, number)
    terminal.press("tab")
    return number + 1


def search_finish_and_ask(terminal: Terminal, number: int) -> int:
    """From step `number` on: search, mark as done, help; the last step's number."""
    at_step(terminal, number)
    terminal.press("/")
    terminal.until_text("Search:")
    terminal.press(*"gate", "enter")
    terminal.until(lambda: "n next, N back" in terminal.bottom, "the first hit")
    terminal.press("n")
    at_step(terminal, number + 1)
    terminal.press("D")
    at_step(terminal, number + 2)
    terminal.press("?")
    terminal.until_text("Help")
    terminal.press("escape")
    return number + 3


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_the_tour_from_the_first_step_to_the_last(tmp_path: Path, size: tuple[int, int]) -> None:
    terminal = start(tmp_path, size)
    tag_by_two_keys(terminal)
    change_ones_mind(terminal)
    list_and_link(terminal)
    number = go_to_another_article(terminal, 10)
    last = search_finish_and_ask(terminal, number)
    at_step(terminal, last)
    assert f"{last} of {last}" in terminal.text
    terminal.press("q")
    assert terminal.end() == 0
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_step_does_not_go_on_by_itself_or_by_another_key(tmp_path: Path) -> None:
    terminal = start(tmp_path, (80, 24))
    at_step(terminal, 1)
    terminal.press("z", "z", "x", ";")
    terminal.until_text("no annotation under the caret")
    assert step(terminal) == 1


def test_esc_leaves_the_tour_from_any_step(tmp_path: Path) -> None:
    terminal = start(tmp_path, (80, 24))
    at_step(terminal, 1)
    terminal.press("w")
    at_step(terminal, 2)
    terminal.press("1")
    terminal.until(terminal.hints, "letters on names")
    terminal.press("escape")
    terminal.until(lambda: not terminal.hints(), "no letters")
    terminal.press("escape")
    assert terminal.end() == 0
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_tour_from_the_palette_comes_back_to_the_project_and_leaves_it_alone(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news")
    terminal = start(tmp_path, (120, 40), str(root))
    terminal.until_text("nothing to save")
    terminal.press(":")
    terminal.until_text("Commands")
    terminal.press(*"tour", "enter")
    at_step(terminal, 1)
    terminal.press("w")
    at_step(terminal, 2)
    terminal.press("1")
    terminal.until(terminal.hints, "letters on names")
    terminal.press(*min(terminal.hints()))
    at_step(terminal, 3)
    terminal.press("escape")
    terminal.until(lambda: not step(terminal) and "2 articles" in terminal.text, "the own project")
    terminal.press("q")
    assert terminal.end() == 0
    assert not (root / "annotations").exists()
    assert list((tmp_path / "tmp").iterdir()) == []
