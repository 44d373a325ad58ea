"""Reading `csv`: rows of annotations, with the links beside them; the guard against formulas is taken off again."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from store.errors import FormatError
from store.formats.cells import Cells, sheet
from store.formats.found import Found, GivenAnnotation, GivenArticle, GivenLink, Known, Refusal, Source, Wish
from store.formats.jsonread import OddError, loads

NEEDED = ("article", "start", "end", "label")
LINKS = ".links.csv"
TRUE, FALSE = ("true", "1", "yes"), ("false", "0", "no", "")
STRETCH = 5_000
"""Rows that are handed on at once at most."""


def sniff(name: str, head: bytes) -> int:
    """Sure of a head with our columns."""
    if not name.casefold().endswith((".csv", ".tsv")) or name.endswith(LINKS):
        return 0
    columns = head.partition(b"\n")[0].decode("utf-8", "replace")
    return 90 if all(one in columns for one in NEEDED) else 0


def read(source: Source, known: Known, wish: Wish) -> Iterable[Found]:
    """Read the annotations, rows of one article together, and then the links."""
    del known
    names = source.names()
    for name in (one for one in names if not one.endswith(LINKS) and one.casefold().endswith((".csv", ".tsv"))):
        yield from _annotations(source, name, wish)
    for name in (one for one in names if one.endswith(LINKS)):
        yield _links(source, name, wish)
    if not any(name.casefold().endswith((".csv", ".tsv")) for name in names):
        message = f"{source.name}: there is no .csv file in it"
        raise FormatError(message)


def _annotations(source: Source, name: str, wish: Wish) -> Iterator[Found]:
    rows = sheet(source, name, wish)
    numbered = ((at // STRETCH, line, row) for at, (line, row) in enumerate(rows))
    groups = groupby(numbered, lambda one: (one[0], one[2].get("article") if isinstance(one[2], dict) else None))
    for _, group in groups:
        yield _stretch([(line, row) for _, line, row in group], name)


def _stretch(rows: list[tuple[int, Cells | Refusal]], name: str) -> Found:
    found = Found()
    for line, row in rows:
        if isinstance(row, Refusal):
            found.refused.append(row)
            continue
        missing = [one for one in NEEDED if one not in row]
        if missing:
            message = f"{name}: has no column {', '.join(missing)}; --map {missing[0]}=NAME says what it is called"
            raise FormatError(message)
        plain = unguarded(row)
        try:
            found.annotations.append(_annotation(plain, name, line))
            if not found.articles:
                labels = _json(plain, "document_labels", list)
                found.articles.append(GivenArticle(plain["article"], labels=tuple(labels), file=name, line=line))
            if plain.get("cluster"):
                found.clusters.append(_cluster(plain))
        except OddError as error:
            found.refused.append(Refusal(name, line, plain.get("id", ""), str(error)))
    return found


def unguarded(row: Cells) -> Cells:
    """The row without the guard against formulas, where it has one."""
    if "guarded" not in row:
        return row
    return {column: cell[1:] if cell.startswith("'") else cell for column, cell in row.items()}


def _annotation(row: Cells, name: str, line: int) -> GivenAnnotation:
    get = row.get
    unsure = (get("unsure") or "").casefold()
    if unsure not in TRUE + FALSE:
        message = f"unsure is {unsure[:20]!r}, not true or false"
        raise OddError(message)
    return GivenAnnotation(
        row["article"],
        _number(row, "start"),
        _number(row, "end"),
        row["label"],
        get("quote"),
        get("prefix") or "",
        get("suffix") or "",
        get("id") or "",
        _json(row, "attributes", dict),
        get("note") or "",
        unsure in TRUE,
        get("cluster") or "",
        get("kb_id") or "",
        get("annotator") or "",
        (),
        name,
        line,
        {one: row[one] for one in ("origin", "created", "updated") if one in row},
    )


def _cluster(row: Cells) -> dict[str, Any]:
    known = {"id": row["cluster"], "name": row.get("cluster_name") or "", "kb_id": row.get("kb_id") or ""}
    return known | {"author": row.get("annotator") or ""}


def _links(source: Source, name: str, wish: Wish) -> Found:
    found = Found()
    for line, row in sheet(source, name, wish):
        if isinstance(row, Refusal):
            found.refused.append(row)
            continue
        missing = [one for one in ("type", "source", "target") if one not in row]
        if missing:
            message = f"{name}: has no column {', '.join(missing)}"
            raise FormatError(message)
        plain = unguarded(row)
        known = {one: plain.get(one, "") for one in ("type", "source", "target", "id", "note", "annotator")}
        record = {one: plain[one] for one in ("created",) if one in plain}
        found.links.append(GivenLink(**known, file=name, line=line, record=record))
    return found


def _number(row: Cells, column: str) -> int:
    cell = row[column].strip()
    if not (cell.isascii() and cell.isdigit() and len(cell) < 16):
        message = f"{column} is {row[column][:20]!r}, not a whole number"
        raise OddError(message)
    return int(cell)


def _json(row: Cells, column: str, kind: type[dict[str, Any]] | type[list[str]]) -> Any:
    cell = row.get(column) or ""
    if not cell.strip():
        return kind()
    try:
        value: Any = loads(cell)
    except OddError as error:
        message = f"{column} {error}"
        raise OddError(message) from error
    is_right = isinstance(value, kind) and (kind is dict or all(isinstance(one, str) for one in value))
    if not is_right:
        message = f"{column} is {json.dumps(value)[:30]}, not " + ("an object" if kind is dict else "a list of texts")
        raise OddError(message)
    return value
