"""Dialog: a screen over the reading screen that stands straight over any text."""

from rich.console import RenderableType
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen, ScreenResultType
from textual.widgets import Input, Static

from tui.backdrop import Backdrop


class Dialog(ModalScreen[ScreenResultType]):
    """What is behind it keeps its cells, whatever the terminal makes of emoji and joined letters."""

    def on_screen_resume(self) -> None:
        """Put the terminal's cursor where keys go, once that has its place on the screen."""
        self.call_after_refresh(self._place_cursor)

    def _place_cursor(self) -> None:
        line = self.focused
        if isinstance(line, Input):
            self.app.cursor_position = line.cursor_screen_offset
            line.refresh()
        elif words := self.query(Static):
            self.app.cursor_position = words.first().region.offset
            self.refresh()

    def render(self) -> RenderableType:
        """What is behind."""
        behind = super().render()
        return Backdrop(behind) if isinstance(behind, BackgroundScreen) else behind
