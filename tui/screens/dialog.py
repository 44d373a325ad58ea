"""Dialog: a screen over the reading screen that stands straight over any text."""

from rich.console import RenderableType
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen, ScreenResultType

from tui.backdrop import Backdrop


class Dialog(ModalScreen[ScreenResultType]):
    """What is behind it keeps its cells, whatever the terminal makes of emoji and joined letters."""

    def render(self) -> RenderableType:
        """What is behind."""
        behind = super().render()
        return Backdrop(behind) if isinstance(behind, BackgroundScreen) else behind
