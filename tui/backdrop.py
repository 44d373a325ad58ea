"""Backdrop: what is left of the screen behind a dialog, made of characters that every terminal draws alike wide."""

import re
import unicodedata

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from tui.cells import COMPLEX, cells_of, measured

MARK = 9
"""Combining classes above this are accents and points, for which no terminal moves on; below are joining signs."""

PART = re.compile("[\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]")
"""Halves of flags and shades of skin: beside another one they are not what they are alone."""


class Backdrop:
    """A screen that was drawn, without what held its rows in place and what needed holding.

    A dialog cuts the rows in parts: the codes that erase a row and put its last column would count as text there.
    """

    def __init__(self, drawn: RenderableType) -> None:
        """Take a screen as it is drawn."""
        self._drawn = drawn

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> list[Segment]:
        segments = console.render(self._drawn, options)
        return [Segment(steady(text), style) for text, style, control in segments if not control]


def steady(text: str) -> str:
    """A text, fit to show, of as many cells, with the clusters blank of which terminals draw different widths."""
    if COMPLEX.search(text) is None or text == "\n":
        return text
    drawn: list[str] = []
    for start, end, _, cells in measured(text):
        cluster = text[start:end]
        drawn.append(cluster if _is_sure(cluster, cells) else " " * cells)
    return "".join(drawn)


def _is_sure(cluster: str, cells: int) -> bool:
    base, marks = cluster[0], cluster[1:]
    if PART.match(base) or cells_of(base) != cells or not cells:
        return False
    return all(unicodedata.combining(mark) > MARK for mark in marks)
