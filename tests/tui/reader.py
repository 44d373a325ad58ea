"""The program on a project, played by keys and mouse, and what is then on its screen."""

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from rich.segment import Segment
from textual import events
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input

from store import Annotation, Project, Span
from tests.projects import annotations, open_project
from tests.waiting import LIMIT
from tui.app import Sidemark
from tui.desk import Desk
from tui.drawing import HEAD
from tui.keymap import Keymap
from tui.screens.reading import LEAST_HEIGHT, LEAST_WIDTH, ReadingScreen
from tui.spread import Ghosts
from tui.widgets.pane import ArticlePane

NAMES = {
    "|": "vertical_line", "_": "underscore", "?": "question_mark", ":": "colon", "/": "slash", ";": "semicolon",
    "*": "asterisk", "!": "exclamation_mark", "+": "plus", "-": "minus", "=": "equals_sign", ".": "full_stop",
    "[": "left_square_bracket", "]": "right_square_bracket", "(": "left_parenthesis", ")": "right_parenthesis",
    "{": "left_curly_bracket", "}": "right_curly_bracket", "^": "circumflex_accent", "$": "dollar_sign",
    "&": "ampersand", ">": "greater_than_sign", "<": "less_than_sign", " ": "space",
}  # fmt: skip
"""Characters of the key table as the terminal library names their keys."""
LOOK = 1 / 250
"""Seconds between two looks whether the program is idle; the library's own pilot takes 1/50, at every key."""
Event = TypeVar("Event", bound=events.MouseEvent)


@dataclass(frozen=True)
class Reader:
    """Somebody who reads and tags."""

    app: Sidemark
    pilot: Pilot[int]
    project: Project

    @property
    def screen(self) -> ReadingScreen:
        assert self.app.reading is not None
        return self.app.reading

    @property
    def desk(self) -> Desk:
        return self.screen.desk

    @property
    def pane(self) -> ArticlePane:
        pane = self.desk.pane
        assert pane is not None
        return pane

    @property
    def paths(self) -> list[str]:
        """The articles in the panes, from left to right."""
        return [pane.sheet.path for pane in self.desk.panes]

    @property
    def selected(self) -> str:
        """The selected words."""
        return self.pane.selection.span.of(self.pane.sheet.text)

    def letter(self, words: str) -> str:
        """The hint on the first place of some words."""
        return self.pane.hints[self.pane.sheet.text.index(words)]

    # doing

    async def press(self, *keys: str) -> None:
        """Press keys, written as in the key table."""
        for key in keys:
            await self.pilot.press(NAMES.get(key, key))
        await self.pilot.pause()

    async def write(self, words: str) -> None:
        """Type words into the line that has the keys."""
        await self.press(*words)

    async def paste(self, words: str) -> None:
        """Paste words, whatever is in them, into the line that has the keys."""
        self.app.screen.query_one(Input).post_message(events.Paste(words))
        await self.pilot.pause()

    async def go(self, words: str, *, by: int = 0) -> int:
        """Put the caret at the first place of some words; the offset."""
        at = self.pane.sheet.text.index(words) + by
        self.pane.move_to(at)
        self.screen.tell()
        await self.pilot.pause()
        return at

    async def resize(self, width: int, height: int) -> None:
        """Make the terminal another size, and wait until the screen has it."""
        await self.pilot.resize_terminal(width, height)
        end = time.monotonic() + LIMIT
        while not self._is_laid_out(width, height):
            assert time.monotonic() < end, f"waited {LIMIT:g} s for {width}x{height}"
            await self.pilot.pause()

    def _is_laid_out(self, width: int, height: int) -> bool:
        """Whether the screen has a size, and each of its parts the place that it gets there."""
        if self.app.screen.size != (width, height) or self.app.screen is not self.screen:
            return self.app.screen.size == (width, height)
        panes = [pane.region for pane in self.desk.panes if covers(pane)]
        if width < LEAST_WIDTH or height < LEAST_HEIGHT:
            return not panes
        last = self.screen.query_one("#bottom").region
        is_filled = not self.desk.panes or max((pane.right for pane in panes), default=0) == width
        return is_filled and last == (0, height - 1, width, 1)

    def cell(self, offset: int, pane: ArticlePane | None = None) -> tuple[int, int]:
        """Where in a pane the character at an offset is drawn."""
        pane = pane or self.pane
        assert pane.view.holds(offset)
        return pane.margin + pane.view.cell_of(offset), HEAD + pane.view.y_of(offset)

    async def mouse(
        self,
        kind: type[Event],
        offset: tuple[int, int],
        pane: ArticlePane | None = None,
        *,
        button: int = 1,
        shift: bool = False,
        alt: bool = False,
    ) -> None:
        """Let the mouse do something over a cell of a pane."""
        pane = pane or self.pane
        x, y = pane.region.offset + offset
        event = kind(pane, x, y, 0, 0, button, shift, alt, False, x, y)
        self.app.screen._forward_event(event)
        await self.pilot.pause()

    # seeing

    def segments(self) -> list[list[Segment]]:
        """What is drawn, row by row, without the program's own control codes."""
        strips = self.app.screen._compositor.render_strips()
        return [[segment for segment in strip if not segment.control] for strip in strips]

    def rows(self) -> list[str]:
        """The text on the screen, row by row."""
        return ["".join(segment.text for segment in row) for row in self.segments()]

    @property
    def shown(self) -> str:
        """All text on the screen."""
        return "\n".join(self.rows())

    def row_of(self, offset: int, pane: ArticlePane | None = None) -> list[Segment]:
        """What is drawn in the row of the screen in which the character at an offset stands."""
        pane = pane or self.pane
        return self.segments()[pane.region.y + self.cell(offset, pane)[1]]

    @property
    def top(self) -> str:
        """The first row of the screen."""
        return self.rows()[0]

    @property
    def bottom(self) -> str:
        """The last row of the screen; with those before it over which what it says goes on, where that is long."""
        long = [*self.screen.query("#bottom-whole").results(Widget)] if self.app.screen is self.screen else []
        count = max((one.region.height for one in long if covers(one)), default=1)
        return " ".join(
            [*map(str.strip, self.rows()[-count:-1]), self.rows()[-1].lstrip() if count > 1 else self.rows()[-1]]
        )

    def tags(self, path: str = "ferry.txt") -> list[tuple[str, str]]:
        """Label and words of every annotation of an article."""
        found: Sequence[Annotation] = annotations(self.project, path)
        text = self.project.library.article(path).text
        assert all(one.quote == text[one.start : one.end] for one in found)
        return [(one.label, one.quote) for one in found]


def tagged(project: Project, label: str, words: str, path: str = "ferry.txt", start: int = -1) -> Annotation:
    """Tag the first place of some words of an article."""
    article = project.library.article(path)
    at = start if start >= 0 else article.text.index(words)
    return project.annotate(article, [Span(at, at + len(words))], label).made[0]


@asynccontextmanager
async def reading(
    root: Path,
    *,
    size: tuple[int, int] = (120, 40),
    paths: Sequence[str] = (),
    project: Project | None = None,
    read_only: bool = False,
    keymap: Keymap | None = None,
    alongside: bool = False,
    suggests: bool = False,
    folds: bool = False,
) -> AsyncIterator[Reader]:
    """Run the program on a project's folder.

    `alongside`: with what it looks for by itself in what the panes share. `folds`: with furniture looked for.
    """
    project = project or open_project(root, read_only=read_only)
    app = Sidemark(project, keymap or Keymap(), paths)
    app.ghosts = Ghosts(is_on=suggests)  # they come at their own time: where they are not meant they are switched off
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textual._wait.SLEEP_GRANULARITY", LOOK)
        patch.setattr("textual._wait.SLEEP_IDLE", LOOK / 20)
        if not folds:
            patch.setattr("tui.settling.look_for_furniture", lambda _: None)  # a thread that would be done at any time
        if not alongside:
            patch.setattr("tui.settling.look_alongside", lambda _: None)  # likewise
        try:
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                yield Reader(app, pilot, project)
        finally:
            project.close()


def underlined(row: Sequence[Segment]) -> str:
    """What is underlined in a row."""
    return "".join(segment.text for segment in row if segment.style and segment.style.underline)


def covers(widget: Widget) -> bool:
    """Whether a widget has a place on the screen."""
    return widget.display and widget.region.area > 0
