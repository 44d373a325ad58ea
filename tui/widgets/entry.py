"""Entry: a line to type in, with the terminal's cursor on the cell where the next character goes."""

from collections.abc import Container

from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.widgets import Input


class Entry(Input):
    """The library's own line, whose cursor at the end of what was typed is one cell further on than it is drawn."""

    DEFAULT_CSS = "Entry:focus { background-tint: $foreground 0%; }"  # in 16 colours it would be grey, and hard to read

    class Passed(Message):
        """A character was typed that means something else here than itself."""

        def __init__(self, character: str) -> None:
            super().__init__()
            self.character = character

    passes: Container[str] = ""
    """The characters that are not typed but passed on."""

    def on_key(self, event: events.Key) -> None:
        """Pass on what means something else."""
        if event.character and event.character in self.passes:
            event.stop()
            event.prevent_default()
            self.post_message(self.Passed(event.character))

    def replace(self, text: str, start: int, end: int) -> None:
        """Put what was typed or pasted in; of what is too long as much as there is room for."""
        room = self.max_length - len(self.value) + abs(end - start) if self.max_length else len(text)
        super().replace(text[: max(0, room)], start, end)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the cursor is drawn, in cells of the screen."""
        drawn = super().cursor_screen_offset
        return drawn - Offset(1, 0) if self.cursor_at_end else drawn
