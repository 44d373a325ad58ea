"""`csv`: one row per annotation, and a second file with the links; for spreadsheets and data frames."""

import csv
import json
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from typing import Any, TextIO

from store.annotation import Annotation, Link
from store.formats.ledger import Ledger
from store.formats.out import Out
from store.formats.sheet_reading import read, sniff
from store.formats.values import About, Format, Holds, Pair, Report

COLUMNS = (
    "article", "id", "annotator", "label", "start", "end", "quote", "prefix", "suffix", "attributes", "note", "unsure",
    "cluster", "cluster_name", "kb_id", "origin", "created", "updated", "document_labels", "title", "source", "author",
    "published", "url", "language",
)  # fmt: skip
LINK_COLUMNS = (
    "id", "type", "source", "source_article", "source_quote", "target", "target_article", "target_quote", "note",
    "annotator", "created",
)  # fmt: skip
Sheet = Any
"""What `csv.writer` makes; its type has no public name."""
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
GUARDED = (*SIGNS, "\t", "\r", "\n", "'")


def guarded(cell: str) -> str:
    """The cell with `'` in front if a spreadsheet could take it for a formula; `'` itself too, so it can be undone."""
    if cell[:1].isalnum():  # nearly all, at a third of the cost
        return cell
    is_risky = cell.startswith(GUARDED) or cell.lstrip().startswith(SIGNS)
    return f"'{cell}" if is_risky else cell


def write(pairs: Iterable[Pair], out: Out, about: About) -> Report:
    """Write the annotations, and the links beside them if there are any.

    With the option `raw_cells` no cell is guarded and the column `guarded` is left out.
    """
    report = Report()
    is_raw = bool(about.options.get("raw_cells"))
    mark = () if is_raw else (1,)
    ledger = Ledger(HELD, about, report, crosses=True, link_notes=True)
    with ExitStack() as files:
        sheet = _sheet(files.enter_context(out.open(encoding="utf-8-sig")), COLUMNS, is_raw)
        linked: Sheet | None = None
        for article, annotations in pairs:
            links = ledger.account(article, annotations)
            documents = about.documents(article.path)
            shared = _cells([article.path, _json(documents), *article.metadata.values()], is_raw)
            sheet.writerows([[shared[0], *_cells(_row(one, about), is_raw), *shared[1:], *mark] for one in annotations])
            if documents and not annotations:
                report.lose(article.path, "document labels", "the article has no annotation, so it has no row")
            if links:
                linked = linked or _sheet(
                    files.enter_context(out.open(".links.csv", encoding="utf-8-sig")), LINK_COLUMNS, is_raw
                )
                linked.writerows([*_cells(_link_row(link, about), is_raw), *mark] for link in links)
    return report


def _sheet(file: TextIO, columns: Sequence[str], is_raw: bool) -> Sheet:
    sheet = csv.writer(file, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    sheet.writerow(columns if is_raw else (*columns, "guarded"))
    return sheet


def _row(annotation: Annotation, about: About) -> list[Any]:
    """The cells of an annotation, between those of its article."""
    cluster = about.cluster_of(annotation)
    attributes = _json(dict(annotation.attributes)) if annotation.attributes else "{}"
    return [
        annotation.id, annotation.author, annotation.label, annotation.start, annotation.end,
        annotation.quote, annotation.prefix, annotation.suffix, attributes, annotation.note,
        "true" if annotation.unsure else "false", annotation.cluster or "", cluster.name if cluster else "",
        cluster.kb_id if cluster else "", annotation.origin, annotation.created, annotation.updated,
    ]  # fmt: skip


def _link_row(link: Link, about: About) -> list[Any]:
    ends = [*_end(link.source, about), *_end(link.target, about)]
    return [link.id, link.type, *ends, link.note, link.author, link.created]


def _cells(row: Sequence[Any], is_raw: bool) -> list[Any]:
    return list(row) if is_raw else [guarded(cell) if isinstance(cell, str) else cell for cell in row]


def _end(annotation_id: str, about: About) -> tuple[str, str, str]:
    annotation = about.written(annotation_id)
    return (annotation_id, annotation.article, annotation.quote) if annotation else (annotation_id, "", "")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


HELD: frozenset[Holds] = frozenset(
    ("overlap", "links", "attributes", "notes", "unsure", "clusters", "documents", "authors", "ids")
)
FORMATS = (
    Format(
        "csv", "CSV, one row per annotation; links beside it", ".csv", "codepoint", HELD, write, read=read, sniff=sniff
    ),
)
