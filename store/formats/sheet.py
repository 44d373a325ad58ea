"""`csv`: one row per annotation, and a second file with the links; for spreadsheets and data frames."""

import csv
import json
from collections.abc import Iterable, Sequence
from typing import Any

from store.annotation import Annotation
from store.article import Article
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
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
GUARDED = (*SIGNS, "\t", "\r", "\n", "'")


def guarded(cell: str) -> str:
    """The cell with `'` in front if a spreadsheet could take it for a formula; `'` itself too, so it can be undone."""
    is_risky = cell.startswith(GUARDED) or cell.lstrip().startswith(SIGNS)
    return f"'{cell}" if is_risky else cell


def write(pairs: Iterable[Pair], out: Out, about: About) -> Report:
    """Write the annotations, and the links beside them if there are any.

    With the option `raw_cells` no cell is guarded and the column `guarded` is left out.
    """
    report = Report()
    is_raw = bool(about.options.get("raw_cells"))
    names = set()
    with out.open(encoding="utf-8-sig") as file:
        sheet = csv.writer(file, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
        sheet.writerow(COLUMNS if is_raw else (*COLUMNS, "guarded"))
        for article, layer in pairs:
            documents = about.documents(article.path)
            for annotation in layer:
                sheet.writerow(_cells(_row(article, annotation, documents, about), is_raw))
                names.add(annotation.id)
            report.annotations += len(layer)
            _say_losses(article, has_rows=bool(len(layer)), about=about, report=report)
    links = [link for link in about.links if link.source in names]
    if links:
        with out.open(".links.csv", encoding="utf-8-sig") as file:
            sheet = csv.writer(file, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
            sheet.writerow(LINK_COLUMNS if is_raw else (*LINK_COLUMNS, "guarded"))
            for link in links:
                ends = [*_end(link.source, about), *_end(link.target, about)]
                sheet.writerow(_cells([link.id, link.type, *ends, link.note, link.author, link.created], is_raw))
    report.links = len(links)
    return report


def _row(article: Article, annotation: Annotation, documents: Sequence[str], about: About) -> list[Any]:
    cluster = about.clusters.get(annotation.cluster or "")
    return [
        article.path, annotation.id, annotation.author, annotation.label, annotation.start, annotation.end,
        annotation.quote, annotation.prefix, annotation.suffix, _json(dict(annotation.attributes)), annotation.note,
        "true" if annotation.unsure else "false", annotation.cluster or "", cluster.name if cluster else "",
        cluster.kb_id if cluster else "", annotation.origin, annotation.created, annotation.updated,
        _json(list(documents)), *article.metadata.values(),
    ]  # fmt: skip


def _cells(row: Sequence[Any], is_raw: bool) -> list[Any]:
    if is_raw:
        return list(row)
    return [*(guarded(cell) if isinstance(cell, str) else cell for cell in row), 1]


def _end(annotation_id: str, about: About) -> tuple[str, str, str]:
    annotation = about.annotation(annotation_id)
    return (annotation_id, annotation.article, annotation.quote) if annotation else (annotation_id, "", "")


def _say_losses(article: Article, *, has_rows: bool, about: About, report: Report) -> None:
    for record in about.records.get(article.path, ()):
        if record.labels and not has_rows:
            report.lose(article.path, "document labels", "the article has no annotation, so it has no row")
        if record.note:
            report.lose(article.path, "note", "no place for notes on articles")


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
