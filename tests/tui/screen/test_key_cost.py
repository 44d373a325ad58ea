"""What a key costs, counted in folders asked, rows drawn and writes to the terminal; nothing here is timed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from store import Article, Fold
from tests.projects import write_project
from tests.tui.reader import reading, tagged
from tests.waiting import until
from tui import drawing, paint, readying
from tui.drawing import Drawing
from tui.highlights import Shown
from tui.paint import paint_fold, paint_row
from tui.screens.reading import ReadingScreen
from tui.spans import LightSpan
from tui.widgets.line import Line

KEYS = ("w", "l", "j", "v", "w", "escape", "1", "escape", "m", "space", "z", "z")
ASKING = ("stat", "lstat", "listdir", "scandir", "open")
"""What of the system asks a folder or opens a file."""


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What is asked of the disk while a key is worked on; looks from time to time are nobody's key."""
    asked: list[str] = []
    is_in_key = False

    def counted(name: str) -> None:
        real = getattr(os, name)

        def ask(*arguments: object, **options: object) -> object:
            if is_in_key:
                asked.append(f"{name} {arguments[:1]}")
            return real(*arguments, **options)

        monkeypatch.setattr(os, name, ask)

    real_key = ReadingScreen.on_key

    def on_key(screen: ReadingScreen, event: object) -> None:
        nonlocal is_in_key
        is_in_key = True
        try:
            real_key(screen, event)  # type: ignore[arg-type]
        finally:
            is_in_key = False

    monkeypatch.setattr(ReadingScreen, "on_key", on_key)
    for name in ASKING:
        counted(name)
    yield asked


async def test_a_key_that_changes_nothing_asks_nothing_of_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(write_project(tmp_path / "p")) as reader:
        tagged(reader.project, "PERSON", "Ilse Marrow")
        await reader.press(*KEYS)  # what is imported when it is first used
        with watched(monkeypatch) as asked:
            await reader.press(*KEYS)
        assert asked == []


async def test_a_caret_that_moves_draws_its_rows_and_no_line_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    rows = 0
    real = Line._drawn

    def line(self: Line, *arguments: object) -> object:
        drawn.append(str(self.id))
        return real(self, *arguments)  # type: ignore[arg-type]

    real_rows = Drawing._drawn

    def pane(self: Drawing, frame: object) -> object:
        nonlocal rows
        rows += 1
        return real_rows(self, frame)  # type: ignore[arg-type]

    async with reading(write_project(tmp_path / "p")) as reader:
        await reader.press("l", "l")
        monkeypatch.setattr(Line, "_drawn", line)
        monkeypatch.setattr(Drawing, "_drawn", pane)
        for _ in range(6):
            await reader.press("l")
        assert drawn == []
        assert rows == 6  # the current pane once a key, the other one never


async def test_a_label_key_lays_letters_over_rows_and_draws_none_of_them_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[int] = []
    real = paint.paint_row

    def row(text: str, start: int, *arguments: Any, **named: Any) -> Any:
        painted.append(start)
        return real(text, start, *arguments, **named)

    async with reading(write_project(tmp_path / "p")) as reader:
        tagged(reader.project, "PERSON", "Ilse Marrow")
        await reader.press("w", "w")
        monkeypatch.setattr(drawing, "paint_row", row)
        await reader.press("1")
        assert reader.pane.hints
        await reader.press("escape")
        assert painted == []
        await reader.press("w")
        assert len(painted) == 1


async def test_processes_beside_the_program_are_told_of_each_key_in_dialogs_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    async with reading(write_project(tmp_path / "p")) as reader:
        monkeypatch.setattr(reader.project.library.bystanders, "pressed", lambda: told.append(reader.desk.message))
        await reader.press("w", "t", *"per", "escape", "w")
    assert len(told) == 7


async def test_nothing_that_is_worked_on_beside_the_keys_is_written_out(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []

    def shown(article: Article) -> str:
        written.append(article.path)
        return article.path

    monkeypatch.setattr(Article, "__repr__", shown)
    async with reading(root, suggests=True) as reader:
        tagged(reader.project, "PERSON", "Ilse Marrow")
        await until(lambda: reader.desk.ghosts.renew.__name__ == "renew", "the look for suggestions")
        engine = reader.desk.ghosts.renew.__self__  # type: ignore[attr-defined]
        before = engine.asked
        reader.desk.ghosts.renew()
        await until(lambda: engine.asked > before, "one that was asked for")
    assert not written, "that of a worker would be as long as the texts: give it a description"


async def test_a_fold_is_drawn_when_the_caret_comes_or_goes_and_costs_no_other_key_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = 0
    real = paint_fold

    def painted(*arguments: object, **named: object) -> object:
        nonlocal drawn
        drawn += 1
        return real(*arguments, **named)  # type: ignore[arg-type]

    text = "Share this page\nLeave a comment\n" + "The ferry of Orrin Bay sailed at noon.\n" * 200
    async with reading(write_project(tmp_path / "p", {"a.txt": text})) as reader:
        fold = Fold(0, text.index("The ferry"), 2, ("share", "comments"))
        reader.pane.sheet.folding.lay((fold,), (fold,))
        reader.pane.redraw()
        await reader.press("j", "j", "l")
        monkeypatch.setattr("tui.drawing.paint_fold", painted)
        await reader.press("l", "w", "j", "k", "v", "w", "escape")
        assert drawn == 0
        await reader.press("g", "g")
        assert drawn == 1
        await reader.press("j", "j", "l")
        assert drawn == 1, "it is remembered as it looks without the caret"


async def test_a_page_asks_for_its_highlights_three_times_and_draws_each_new_row_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, int]] = []
    painted: list[int] = []
    real_over, real_row = Shown.over, paint_row

    def over(self: Shown, start: int, end: int) -> list[LightSpan]:
        asked.append((start, end))
        return real_over(self, start, end)

    def row(text: str, start: int, *arguments: object, **named: object) -> object:
        painted.append(start)
        return real_row(text, start, *arguments, **named)  # type: ignore[arg-type]

    text = "".join(f"On day {day} the ferry of Orrin Bay sailed at noon.\n" for day in range(300))
    async with reading(write_project(tmp_path / "p", {"a.txt": text})) as reader:
        await reader.press("space")
        monkeypatch.setattr(Shown, "over", over)
        monkeypatch.setattr("tui.drawing.paint_row", row)
        await reader.press("space")
        rows = len(reader.pane.view.window)
        assert rows - 2 <= len(painted) == len(set(painted)) <= rows
        assert len(asked) <= 3


def test_no_page_of_a_held_key_meets_what_is_looked_up_for_the_one_before() -> None:
    assert readying.IDLE > 1 / 30
