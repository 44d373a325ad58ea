"""Dialog: a screen over the reading screen that stands straight over any text."""

from rich.console import RenderableType
from textual import events
from textual.await_complete import AwaitComplete
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen, ScreenResultType
from textual.widgets import Input, Static

from tui.backdrop import Backdrop


class Dialog(ModalScreen[ScreenResultType]):
    """What is behind it keeps its cells, whatever the terminal makes of emoji and joined letters."""

    async def on_event(self, event: events.Event) -> None:
        """A key that came when this was left already is for what is below: two Esc may come in one go."""
        if isinstance(event, events.Key) and not self.is_current and self.app.screen is not self:
            event.stop()
            self.app.screen.post_message(events.Key(event.key, event.character))
        else:
            await super().on_event(event)

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """End with a result; once is enough."""
        if not self.is_current:
            return AwaitComplete()
        drawn, end = [*self.walk_children(with_self=True)], super().dismiss(result)
        for widget in drawn:
            widget.refresh()  # lets go of its rows: Textual remembers the last thousand widgets' own caches of them
        return end

    def on_key(self, event: events.Key) -> None:
        """What is typed before the line has the keys goes into the line."""
        line = next(iter(self.query(Input)), None)
        if line is not None and event.character and event.is_printable:
            event.stop()
            event.prevent_default()
            line.insert_text_at_cursor(event.character)

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
