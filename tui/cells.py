"""Cells: how wide things are on a terminal, and which code points move together. The one place that counts cells."""

import re
from collections.abc import Iterator

from tui.display import display

COMPLEX = re.compile(
    "[^\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u2193\u2400-\u2424\u2500-\u25fc]"
)
"""Finds a code point that may be other than one cell, or part of a cluster; almost no row of a newspaper has one."""
TAB = 8
"""Tabs go to the next multiple of so many cells."""
ELLIPSIS = "…"
_LONE_JOINER = re.compile("^\u200d|\u200d(?=[\t -~])")
"""A joiner that joins nothing: Rich would swallow the character after it."""

Cluster = tuple[int, int, int]
"""(start, end, cells) of a grapheme cluster; offsets in the row."""


def shown(text: str) -> str:
    """What a row shows: `display`, and a blank of no width for joiners that join nothing. As long as `text`."""
    safe = display(text)
    return _LONE_JOINER.sub("\u200b", safe) if "\u200d" in safe else safe


def clusters(row: str) -> list[Cluster]:
    """The grapheme clusters of a row that went through `shown`; a tab counts one cell here.

    Rich's clusters, with what terminals and the caret need besides: halves of a flag are joined, marks with no base
    before them go with what follows, a tab stands alone.
    """
    if COMPLEX.search(row) is None:
        return [(at, at + 1, 1) for at in range(len(row))]
    from rich.cells import split_graphemes  # noqa: PLC0415 - 9 ms, not before a row needs it

    found: list[Cluster] = []
    for start, end, cells in split_graphemes(row.replace("\t", " "))[0]:
        if found and _joins(row, found[-1], start):
            begun, _, width = found[-1]
            found[-1] = begun, end, width + cells
        else:
            found.append((start, end, cells))
    return found


def _joins(row: str, before: Cluster, start: int) -> bool:
    begun, _, width = before
    is_flag = is_half_flag(row[start]) and is_half_flag(row[begun])
    return (is_flag and width == 1) or (width == 0 and row[start] != "\t")


def is_half_flag(char: str) -> bool:
    """Whether two such characters in a row make a flag."""
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def cells_at(cell: int, char: str, cells: int) -> int:
    """The cells of a cluster that begins with `char` at `cell`: a tab's depend on where it stands."""
    return TAB - cell % TAB if char == "\t" else cells


def measured(row: str) -> Iterator[tuple[int, int, int, int]]:
    """(start, end, cell, cells) of each cluster of a row that went through `shown`."""
    cell = 0
    for start, end, width in clusters(row):
        cells = cells_at(cell, row[start], width)
        yield start, end, cell, cells
        cell += cells


def cells_of(text: str) -> int:
    """How many cells a text takes that went through `shown` or `display`."""
    if COMPLEX.search(text) is None:
        return len(text)
    return sum(cells for _, _, _, cells in measured(text))


def fitted(text: str, width: int) -> str:
    """As much of a text, which went through `display`, as `width` cells hold; what is cut ends in an ellipsis."""
    if cells_of(text) <= width:
        return text
    if width < 1:
        return ""
    end = 0
    for _, stop, cell, cells in measured(text):
        if cell + cells > width - 1:
            break
        end = stop
    return text[:end] + ELLIPSIS
