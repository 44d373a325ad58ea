"""Weaving: rows of cells as one text, a column at a time, so that what a row costs is spent in C.

A file with a row for each token has so many that a format string for each is half of what an export takes.
"""

from collections.abc import Iterable
from functools import cache

NUMERALS = 1 << 14
"""Numbers below this one are spelt once and kept, which is 1 MB; longer texts are spelt as they come."""


def woven(rows: int, *columns: str | Iterable[str]) -> str:
    """The cells of all rows, one row after the other.

    Args:
        rows: how many rows there are.
        columns: a text for each row, or one that is the same in all of them.

    Raises:
        ValueError: a column has another number of rows.
    """
    width = len(columns)
    cells = [""] * (rows * width)
    for place, column in enumerate(columns):
        cells[place::width] = [column] * rows if isinstance(column, str) else column
    return "".join(cells)


def numerals(numbers: Iterable[int], below: int) -> list[str]:
    """Numbers as text.

    Args:
        numbers: from 0 on.
        below: what all of them are less than.
    """
    return list(map(_known().__getitem__ if below <= NUMERALS else str, numbers))


@cache
def _known() -> tuple[str, ...]:
    return tuple(map(str, range(NUMERALS)))
