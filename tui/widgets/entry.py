"""Entry: a line to type in, with the terminal's cursor on the cell where the next character goes."""

from textual.geometry import Offset
from textual.widgets import Input


class Entry(Input):
    """The library's own line, whose cursor at the end of what was typed is one cell further on than it is drawn."""

    DEFAULT_CSS = "Entry:focus { background-tint: $foreground 0%; }"  # in 16 colours it would be grey, and hard to read

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the cursor is drawn, in cells of the screen."""
        drawn = super().cursor_screen_offset
        return drawn - Offset(1, 0) if self.cursor_at_end else drawn
