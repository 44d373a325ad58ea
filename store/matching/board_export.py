"""Exports of the board: as a table for spreadsheets, as Markdown, and as judged pairs of claims for a dataset."""

import csv
import io
import json
from collections.abc import Iterable, Iterator

from store.matching.board import Board, Pair


def board_csv(made: Board) -> str:
    """The board as a table: a row a cluster, a column an article, cells as wording; UTF-8, RFC 4180."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["cluster", "name", "kind", "said", "differs", *made.articles])
    for row in made.rows:
        cells = (_inert(row.cells[path].wording) for path in made.articles)
        writer.writerow([row.cluster, _inert(row.name), row.kind, row.said, "; ".join(row.differs), *cells])
    return out.getvalue()


def board_markdown(made: Board) -> str:
    """The board as a table of GitHub's Markdown; an omission is a dash."""
    lines = [["", *made.articles], ["---"] * (len(made.articles) + 1)]
    for row in made.rows:
        name = row.name + (f" (differs: {', '.join(row.differs)})" if row.differs else "")
        lines.append([name, *(row.cells[path].wording or "–" for path in made.articles)])
    return "".join(f"| {' | '.join(_plain(cell) for cell in line)} |\n" for line in lines)


def pair_lines(judged: Iterable[Pair]) -> Iterator[str]:
    """Each pair as a line of JSON: verdict, and for both sides id, article, place and words."""
    for pair in judged:
        sides = {
            side: {"id": one.id, "article": one.article, "start": one.start, "end": one.end, "text": one.quote}
            for side, one in (("a", pair.a), ("b", pair.b))
        }
        yield json.dumps({"verdict": pair.verdict, **sides}, ensure_ascii=False, sort_keys=True) + "\n"


def _inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell


def _plain(cell: str) -> str:
    return " ".join(cell.replace("\\", "\\\\").replace("|", "\\|").split())
