"""Sidemark: the application; theme, gate, signals, and the screen on which everything happens."""

import asyncio
import contextlib
import gc
import os
import select
import signal
import sys
from collections.abc import Sequence
from typing import IO, ClassVar, cast

from rich.console import Console
from textual.app import App
from textual.binding import BindingType
from textual.filter import LineFilter
from textual.screen import Screen

from store import Project, read_sitting, write_sitting
from tui.display import SafeStream
from tui.gate import TerminalSafe
from tui.keymap import Keymap
from tui.screens.reading import ReadingScreen
from tui.theme import DARK, LIGHT, LabelLook, Palette, colours_of

SIGNALS = ("SIGHUP", "SIGTERM", "SIGINT", "SIGQUIT", "SIGUSR1")
"""What ends the program in order: journal flushed, terminal restored, status 128 + number."""


class Sidemark(App[int]):
    """The program on the screen. It owns the project from start to end."""

    CSS_PATH = "sidemark.tcss"
    BINDINGS: ClassVar[list[BindingType]] = []  # keys are in tui.keymap
    ENABLE_COMMAND_PALETTE = False
    TITLE = "Sidemark"

    def __init__(self, project: Project, keymap: Keymap, paths: Sequence[str] = (), *, theme: str = "dark") -> None:
        """Make the program for a project; the terminal is not touched yet.

        Args:
            project: what to work on.
            keymap: what keys do.
            paths: articles to open instead of those that lay open the last time.
            theme: `dark` or `light`.
        """
        # NO_COLOR: without this Textual writes greys as RGB, and it decides here, not when a theme is set
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)
        self.project, self.keymap, self.paths = project, keymap, tuple(paths)
        self.gate = TerminalSafe()
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = LIGHT.name if theme == "light" else DARK.name
        self.sitting = read_sitting(project.root)
        stream = cast("IO[str]", SafeStream(sys.__stderr__ or sys.stderr))
        self.error_console = Console(
            file=stream, color_system=None, force_terminal=False, markup=False, highlight=False, emoji=False
        )
        self.reading: ReadingScreen | None = None
        self.successor = ""
        """The annotator who works here next, empty when the program is to end."""

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters, and last the gate: nothing that a terminal obeys gets past it."""
        return [*super().get_line_filters(), self.gate]

    def get_default_screen(self) -> Screen[None]:
        """The reading screen; there is no other below it."""
        self.reading = ReadingScreen(self.project, self.keymap, self._palette(), self.sitting, self.paths)
        return self.reading

    def on_mount(self) -> None:
        """Watch for the ends that Textual does not watch for, and keep the collector off what the start made."""
        self.theme_changed_signal.subscribe(self, lambda _: self._repaint())
        self.call_after_refresh(_collect_from_now_on)
        if self.is_headless:
            return
        loop = asyncio.get_running_loop()
        for name in SIGNALS:
            with contextlib.suppress(AttributeError, NotImplementedError):
                number = getattr(signal, name)
                loop.add_signal_handler(number, self._ended_by, number)
        if sys.__stdin__ is not None and hasattr(select, "poll"):
            self._terminal = select.poll()
            self._terminal.register(sys.__stdin__.fileno(), 0)
            self.set_interval(1.0, self._leave_dead_terminal)

    def action_toggle_dark(self) -> None:
        """Light or dark."""
        self.theme = DARK.name if self.theme == LIGHT.name else LIGHT.name

    def on_reading_screen_become(self, event: ReadingScreen.Become) -> None:
        """End, so that somebody else can begin."""
        self.successor = event.name
        self.exit()

    def keep_sitting(self) -> None:
        """Remember what lay open; in a folder that cannot be written to it is forgotten."""
        if self.reading is not None and not self.project.read_only:
            write_sitting(self.project.root, self.reading.sitting())

    def _palette(self) -> Palette:
        looks = tuple(LabelLook(one.name, one.kind, one.color, one.key) for one in self.project.schema.labels)
        return Palette(
            looks, dark=self.theme == DARK.name, colours=colours_of(self.no_color, self.console.color_system)
        )

    def _repaint(self) -> None:
        if self.reading is not None:
            self.reading.repaint(self._palette())

    def _ended_by(self, number: int) -> None:
        self.exit(return_code=128 + number)

    def _leave_dead_terminal(self) -> None:
        """A terminal that goes without a word (no controlling terminal, no SIGHUP) ends the program too."""
        if any(events & (select.POLLHUP | select.POLLERR) for _, events in self._terminal.poll(0)):
            self.exit(return_code=128 + signal.SIGHUP)


def run(project: Project, keymap: Keymap, paths: Sequence[str] = (), *, theme: str = "dark") -> int:
    """Run the program on the terminal until the user leaves; the exit status."""
    while True:
        app = Sidemark(project, keymap, paths, theme=theme)
        try:
            app.run()
        finally:
            is_safe = project.close()
        app.keep_sitting()
        if not is_safe:
            sys.stderr.write("".join(f"{problem}\n" for problem in project.problems[-1:]))
        if not app.successor or app.return_code:
            return app.return_code or (0 if is_safe else 1)
        project, paths, theme = project.as_annotator(app.successor), (), app.theme.removeprefix("sidemark-")


def _collect_from_now_on() -> None:
    """Let the collector work again, but never look through what the start has made."""
    gc.freeze()
    gc.enable()
