"""Dialog: a screen over the reading screen that stands straight over any text."""

from rich.console import RenderableType
from textual import events
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen, ScreenResultType
from textual.widgets import Input

from tui.backdrop import Backdrop


class Dialog(ModalScreen[ScreenResultType]):
    """What is behind it keeps its cells, whatever the terminal makes of emoji and joined letters."""

    def on_key(self, event: events.Key) -> None:
        """What is typed before the line has the keys goes into the line."""
        line = next(iter(self.query(Input)), None)
        if line is not None and event.character and event.is_printable:
            event.stop()
            event.prevent_default()
            line.insert_text_at_cursor(event.character)

    def render(self) -> RenderableType:
        """What is behind."""
        behind = super().render()
        return Backdrop(behind) if isinstance(behind, BackgroundScreen) else behind
