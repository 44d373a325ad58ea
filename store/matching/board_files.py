"""Board files: the board written to a file: a table for spreadsheets, one in Markdown, or pairs for a dataset."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from store.annotation import Annotation, Record
from store.article import Article
from store.formats import pairs
from store.formats.out import Out, place_beside, publish
from store.formats.values import About
from store.matching.board import Board
from store.matching.board_export import board_csv, board_markdown

BoardForm = Literal["csv", "md", "jsonl"]
"""Suffixes of what a board can be written as."""


def write_board(made: Board, articles: Sequence[Article], about: About, target: Path) -> Path:
    """Write a board into a new file, all of it or nothing; the suffix says how: `.csv`, `.md` or `.jsonl`.

    `.jsonl` are pairs as the format `pairs` has them: links, rejections, members of clusters, and a line of type
    `missing` for each article that says nothing of a claim.

    Args:
        made: what to write.
        articles: its columns.
        about: schema, links, clusters and decisions of the project.
        target: the file.

    Returns:
        Where it is.

    Raises:
        FormatError: it cannot be written there.
    """
    with place_beside(target) as place:
        out = Out(place, target.name, target.suffix)
        if target.suffix == ".jsonl":
            wanted = replace(about, decisions=_decisions(made, about))
            pairs.write([(article, _tags(made, article.path)) for article in articles], out, wanted)
        else:
            text = board_csv(made) if target.suffix == ".csv" else board_markdown(made)
            with out.open(encoding="utf-8-sig" if target.suffix == ".csv" else "utf-8") as file:
                file.write(text)
        (path,) = publish(place, target, is_folder=False, force=False)
    return Path(path)


def free_place(root: Path, suffix: str) -> Path:
    """A file beside the project's folder that is not there yet: in the folder a `.md` file would be an article."""
    root = root.resolve()
    names = (f"{root.name}-board{number}.{suffix}" for number in ("", *(f"-{at}" for at in range(2, 1000))))
    paths = [root.parent / name for name in names]
    return next((path for path in paths if not path.exists()), paths[-1])


def _tags(made: Board, path: str) -> list[Annotation]:
    return sorted((one for row in made.rows for one in row.cells[path].annotations), key=lambda one: one.span)


def _decisions(made: Board, about: About) -> dict[str, tuple[Record, ...]]:
    """What was decided about the articles of a board, and the omissions that it shows."""
    found = {path: tuple(about.decisions.get(path, ())) for path in made.articles}
    for record in _omissions(made):
        found[record["article"]] += (record,)
    return found


def _omissions(made: Board) -> Iterator[Record]:
    """A decision for each article that says nothing of a claim: the first place that does, and no target."""
    for row in made.rows:
        first = next((cell.annotations[0] for cell in row.cells.values() if cell.annotations), None)
        if first is None or row.kind == "entity":
            continue
        for path in row.omitted:
            yield {
                "article": first.article, "start": first.start, "end": first.end, "quote": first.quote,
                "label": first.label, "kind": "same-claim", "verdict": "reject", "target": {"article": path},
                "id": f"{row.cluster}:{path}", "author": first.author, "reason": "", "created": "",
            }  # fmt: skip
