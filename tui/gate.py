"""The gate: a line filter through which every row goes on its way to the terminal."""

import re

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from tui.display import gated, is_suspect

WEB = re.compile(r"https?://[!-~]{1,2000}\Z")
"""The only links that may become links of the terminal."""


class TerminalSafe(LineFilter):
    """Makes harmless whatever got past `display`, and takes links away that are no plain web addresses.

    Widths are kept, for a strip's is fixed before it comes here. Use one object for the life of the program:
    strips are cached by filter.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments with nothing in them that a terminal obeys; control segments of the program's own pass."""
        del background
        texts = "".join([text for text, _, _ in segments])  # at once: a call for each costs more than a row
        if not is_suspect(texts) and not [1 for _, style, _ in segments if style is not None and style.link]:
            return segments
        safe = []
        for text, style, control in segments:
            kept = style
            if style is not None and style.link and not WEB.match(style.link):
                kept = style.update_link(None)
            safe.append(Segment(text if control else gated(text), kept, control))
        return safe
