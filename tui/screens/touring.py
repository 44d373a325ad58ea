"""Touring: the reading screen with a tour above the text, which goes on as its steps are done."""

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from tui.display import display
from tui.screens.reading import ReadingScreen
from tui.tour import Tour


class TouringScreen(ReadingScreen):
    """Esc at rest leaves the tour; everything else is as it always is."""

    DEFAULT_CSS = """
    #tour { dock: top; height: auto; max-height: 5; margin: 1 0 0 0; padding: 0 1; text-style: bold;
            background: $accent; color: $background; }
    """
    _tour: Tour | None = None

    def compose(self) -> ComposeResult:
        """The lines, and the tour below the first of them."""
        yield from super().compose()
        yield Static(id="tour")

    def run(self, action: str) -> None:
        """Do an action of the key table, and remember it for the step."""
        if action == "tour":
            self.desk.say("this is the tour; Esc leaves it")
            return
        super().run(action)
        self._begun().did(action)

    def open_dialog(self, action: str) -> None:
        """Open the dialog of an action; for the library, leave the tour."""
        if action == "library":
            self.app.exit()
        else:
            super().open_dialog(action)

    def tell(self) -> None:
        """Say what the last key did; when no dialog is open, see whether the step is done."""
        super().tell()
        tour = self._begun()
        if self.app.screen is self and self.desk.mode is None:
            tour.look()
        self.query_one("#tour", Static).update(Content(display(f"{tour.words} (Esc leaves the tour)")))

    def _begun(self) -> Tour:
        if self._tour is None:
            self._tour = Tour(self.desk, self.keymap)
        return self._tour
