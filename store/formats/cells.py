"""Rows of CSV files of strangers: read one at a time, strictly, with the line each begins in."""

import csv
import io
from collections.abc import Iterator

from store.errors import FormatError
from store.formats.found import Refusal, Source, Wish

LARGEST = 64 << 20
"""Characters of the largest cell."""
SEPARATORS = ",;\t"
Cells = dict[str, str]


def sheet(source: Source, name: str, wish: Wish) -> Iterator[tuple[int, Cells | Refusal]]:
    """The rows of a file with a head, by our names of the columns, each with its line from 1, or why it is none.

    The separator is the one of comma, semicolon and tab that the head has most of. Memory holds one row.

    Raises:
        FormatError: it is no such file.
    """
    csv.field_size_limit(LARGEST)
    with source.open(name) as file:
        try:
            yield from _rows(io.TextIOWrapper(file, encoding="utf-8-sig", newline=""), name, wish)
        except UnicodeDecodeError as error:
            message = f"{name}: is not utf-8 (byte {error.start}); --encoding says what it is"
            raise FormatError(message) from error


def _rows(lines: io.TextIOWrapper, name: str, wish: Wish) -> Iterator[tuple[int, Cells | Refusal]]:
    head = lines.readline()
    separator = max(SEPARATORS, key=head.count)
    columns = [wish.columns.get(one, one) for one in next(csv.reader([head], delimiter=separator), [])]
    if len(set(columns)) < len(columns):
        twice = next(one for one in columns if columns.count(one) > 1)
        message = f"{name}: two columns are called {twice!r}"
        raise FormatError(message)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    begin = 2
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:  # what follows a broken quotation cannot be told apart
            yield begin, Refusal(name, begin, "", f"the row cannot be read ({error}), nor what follows it")
            return
        line, begin = begin, 2 + reader.line_num
        if not row:
            continue
        if len(row) != len(columns):
            yield line, Refusal(name, line, "", f"the row has {len(row)} cells, the head {len(columns)}")
        else:
            yield line, dict(zip(columns, row, strict=True))
