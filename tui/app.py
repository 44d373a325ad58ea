"""Sidemark: the application; theme, gate, signals, and the screen on which everything happens."""

import os
import sys
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING, ClassVar, cast

from rich.console import Console
from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.css.query import NoMatches
from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import Screen
from textual.widget import MountError

from store import Project, read_sitting, write_sitting
from tui.display import SafeStream
from tui.ends import Ends, TerminalWatch
from tui.gate import TerminalSafe
from tui.keyboard import Keyboard
from tui.keymap import Keymap
from tui.screens.reading import ReadingScreen
from tui.spread import Ghosts
from tui.theme import DARK, LIGHT, Palette, colours_of, looks_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.collecting import Collecting
    from tui.prepaint import Standing


class Sidemark(App[int], inherit_bindings=False):
    """The program on the screen. It owns the project from start to end."""

    CSS_PATH = "sidemark.tcss"
    BINDINGS: ClassVar[list[BindingType]] = []  # keys are in tui.keymap
    ENABLE_COMMAND_PALETTE = False
    READING: ClassVar[type[ReadingScreen]] = ReadingScreen
    """What is read on."""
    wants_tour = False
    """Whether the tour is to be shown next, and this project again after it."""
    ghosts: Ghosts | None = None
    """Whether something is suggested, and from what confidence on; None: nothing."""
    folds = True
    """Whether furniture is folded at the start."""
    _keyboard: Keyboard | None = None
    standing: "Standing | None" = None
    """The first screen that is on the terminal already."""
    at_rest: "Callable[[], object] | None" = None
    """What is done when keys have come and then none for a while."""
    TITLE = "Sidemark"
    _collecting: "Collecting | None" = None

    def __init__(
        self,
        project: Project,
        keymap: Keymap,
        paths: Sequence[str] = (),
        *,
        theme: str = "dark",
        ends: Ends | None = None,
    ) -> None:
        """Make the program for a project; the terminal is not touched yet.

        Args:
            project: what to work on.
            keymap: what keys do.
            paths: articles to open instead of those that lay open the last time.
            theme: `dark` or `light`.
            ends: the signals that end it; none when left out.
        """
        # NO_COLOR: without this Textual writes greys as RGB, and it decides here, not when a theme is set
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)
        self.project, self.keymap, self.paths = project, keymap, tuple(paths)
        self.gate = TerminalSafe()
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = LIGHT.name if theme == "light" else DARK.name
        self.stylesheet.set_variables(self.get_css_variables())
        self._is_styled = False
        self.sitting = read_sitting(project.root)
        stream = cast("IO[str]", SafeStream(sys.__stderr__ or sys.stderr))
        self.error_console = Console(
            file=stream, color_system=None, force_terminal=False, markup=False, highlight=False, emoji=False
        )
        self.reading: ReadingScreen | None = None
        self.hidden: set[str] = set()
        """The other annotators whose annotations are not shown at the start."""
        self.successor = ""
        """The annotator who works here next, empty when the program is to end."""
        self.defect: Exception | None = None
        """What stopped the program, if it did not end by itself."""
        self._ends = ends or Ends()

    async def on_event(self, event: events.Event) -> None:
        """Let keys, and what is pasted, go on one after the other."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self.project.library.hush()
        self._keyboard = self._keyboard or Keyboard(self, lambda: self.reading, super().on_event)
        await self._keyboard.take(event)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters, and last the gate: nothing that a terminal obeys gets past it."""
        return [*super().get_line_filters(), self.gate]

    def refresh_css(self, animate: bool = True) -> None:
        """Read the style sheets in the present colours; not when the theme is set first, for then nothing was read."""
        if self._is_styled:
            super().refresh_css(animate=animate)
        self._is_styled = True

    def get_css_variables(self) -> dict[str, str]:
        """Textual's; none while it would make those of a theme that is never seen, which takes 5 ms."""
        return super().get_css_variables() if self.theme in (DARK.name, LIGHT.name) else {}

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver, but one that lasts when the terminal does not."""
        if os.name != "posix" or os.environ.get("TEXTUAL_DRIVER"):
            return super().get_driver_class()
        from tui.driver import LastingDriver  # noqa: PLC0415 - only there where terminals are files

        return LastingDriver

    def get_default_screen(self) -> Screen[None]:
        """The reading screen; there is no other below it."""
        self.reading = self.READING(self.project, self.keymap, self._palette(), self.sitting, self.paths)
        self.reading.desk.spreads.hidden = self.hidden
        self.reading.desk.spreads.folds = self.folds
        self.reading.desk.ghosts = self.ghosts or self.reading.desk.ghosts
        return self.reading

    def on_load(self) -> None:
        """Leave when a signal says so, from before the terminal is touched."""
        self._ends.call(lambda: self.exit(return_code=self._ends.status))

    def on_mount(self) -> None:
        """Watch the terminal, and keep the collector off what the start made."""
        self.theme_changed_signal.subscribe(self, lambda _: self._repaint())
        self.call_after_refresh(self._collect_from_now_on)
        if not self.is_headless:
            watch = TerminalWatch()
            self.set_interval(1.0, lambda: self._ends.lost_terminal() if watch.is_gone else None)

    def on_unmount(self) -> None:
        """Give the collector back."""
        if self._collecting is not None:
            self._collecting.end()

    def _collect_from_now_on(self) -> None:
        from tui.collecting import Collecting  # noqa: PLC0415 - the first frame is drawn without them
        from tui.resting import Resting  # noqa: PLC0415

        self._collecting, resting = Collecting(), Resting(self.at_rest) if self.at_rest else None
        collecting = self._collecting
        collecting.begin()

        def look() -> None:
            if self.reading is not None and self.screen is self.reading:
                collecting.look(self.reading.dispatch.pressed)
                if resting is not None:
                    resting.look(self.reading.dispatch.pressed)

        self.set_interval(1.0, look)

    def action_toggle_dark(self) -> None:
        """Light or dark."""
        self.theme = DARK.name if self.theme == LIGHT.name else LIGHT.name

    def on_reading_screen_become(self, event: ReadingScreen.Become) -> None:
        """End, so that somebody else can begin."""
        self.successor = event.name
        self.exit()

    def on_reading_screen_tour_asked(self) -> None:
        """End, so that the tour can begin."""
        self.wants_tour = True
        self.exit()

    def keep_sitting(self) -> None:
        """Remember what lay open; in a folder that cannot be written to it is forgotten."""
        if self.reading is not None and not self.project.read_only:
            write_sitting(self.project.root, self.reading.sitting())

    def _palette(self) -> Palette:
        looks = looks_of(self.project.schema.labels)
        return Palette(
            looks, dark=self.theme == DARK.name, colours=colours_of(self.no_color, self.console.color_system)
        )

    def _repaint(self) -> None:
        if self.reading is not None:
            self.reading.repaint(self._palette())

    def _handle_exception(self, error: Exception) -> None:
        if self._exit and isinstance(error, NoMatches | MountError):
            return  # a screen that was just being opened finds its parts gone: no defect, the program is leaving
        self.defect = self.defect or error
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Leave; Textual would write every variable on the terminal, and these hold what articles say."""
        self._close_messages_no_wait()
