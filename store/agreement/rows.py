"""Rows: every mark that two annotators were compared by, as a CSV file for a spreadsheet or a data frame."""

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from store.agreement.comparison import Compared
from store.agreement.pairing import Mark
from store.formats.out import Out, place_beside, publish
from store.formats.sheet import guarded

COLUMNS = (
    "article", "first", "second", "class",
    "first_label", "first_start", "first_end", "first_quote",
    "second_label", "second_start", "second_end", "second_quote",
)  # fmt: skip
"""Offsets are code points, half-open; the columns of who has no mark there are empty."""


@contextmanager
def rows_to(target: Path | None, *, force: bool) -> Iterator[Callable[[Compared], object]]:
    """Give what takes rows; the file appears at the end, whole, or not at all. Without a target rows go nowhere.

    Cells that a spreadsheet could take for formulas have `'` in front.

    Raises:
        FormatError: it cannot be written, or is there already and not to be written over.
    """
    if target is None:
        yield lambda _: None
        return
    with place_beside(target) as place:
        with Out(place, target.name, "").open(encoding="utf-8-sig") as file:
            sheet = csv.writer(file, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
            sheet.writerow(COLUMNS)
            yield lambda one: sheet.writerow(_row(one))
        publish(place, target, is_folder=False, force=force)


def _row(one: Compared) -> list[object]:
    cells = [one.article.path, *one.names, one.kind, *_cells(one, one.first), *_cells(one, one.second)]
    return [guarded(cell) if isinstance(cell, str) else cell for cell in cells]


def _cells(one: Compared, mark: Mark | None) -> tuple[object, ...]:
    if mark is None:
        return "", "", "", ""
    return mark.label, mark.start, mark.end, one.article.text[mark.start : mark.end]
