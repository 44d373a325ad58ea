"""Reading Prodigy's JSON lines: texts with spans, relations and answers; what was rejected or ignored is not taken."""

from collections.abc import Iterable, Mapping
from typing import Any

from store.article import METADATA
from store.formats import jsonread
from store.formats.found import Found, GivenAnnotation, GivenArticle, GivenLink, Known, Refusal, Source, Wish
from store.formats.jsonread import OddError, Row

MARKS = ("_view_id", "_input_hash", "_task_hash", "answer")
"""Keys that only Prodigy writes."""


def sniff(name: str, head: bytes) -> int:
    """Sure of a first row with Prodigy's own keys."""
    row = jsonread.first(name, head)
    if not isinstance(row.get("text"), str):
        return 0
    if any(mark in row for mark in MARKS):
        return 95
    return 40 if isinstance(row.get("spans"), list) and isinstance(row.get("tokens"), list) else 0


def read(source: Source, known: Known, wish: Wish) -> Iterable[Found]:
    """Read a row at a time."""
    del known
    for name in jsonread.names(source):
        for number, row in jsonread.rows(source, name):
            yield Found(refused=[row]) if isinstance(row, Refusal) else _found(jsonread.mapped(row, wish), name, number)


def _found(row: Row, file: str, line: int) -> Found:
    try:
        text, meta = jsonread.text(row, "text", None), jsonread.table(row, "meta")
        answer = jsonread.text(row, "answer", "accept")
        metadata = {name: jsonread.plain(meta, name) for name in METADATA}
        key = jsonread.plain(meta, "article") or f"{file.rpartition('.')[0]}-{line:04}.txt"
        spans, relations = jsonread.objects(row, "spans"), jsonread.objects(row, "relations")
        tokens = jsonread.objects(row, "tokens")
        labels = jsonread.texts(row, "accept") if "options" in row else ()
    except OddError as error:
        return Found(refused=[Refusal(file, line, "", str(error))])
    if answer != "accept":
        return Found(refused=[Refusal(file, line, "", f"was answered with {answer}")])
    found = Found([GivenArticle(key, text, metadata=metadata, labels=labels, file=file, line=line)])
    for number, span in enumerate(spans, 1):
        name = jsonread.plain(span, "id") or f"span {number}"
        try:
            place = GivenAnnotation(key, 0, 0, "", file=file, line=line)
            found.annotations.append(_annotation(span, name, place, tokens))
        except OddError as error:
            found.refused.append(Refusal(file, line, name, str(error)))
    for relation in relations:
        _link(relation, spans, found, file, line)
    return found


def _annotation(span: Row, name: str, given: GivenAnnotation, tokens: list[Row]) -> GivenAnnotation:
    return GivenAnnotation(
        given.article,
        jsonread.number(span, "start"),
        jsonread.number(span, "end"),
        jsonread.text(span, "label", None),
        _quote(span, tokens),
        id=name,
        attributes=jsonread.table(span, "attributes"),
        note=jsonread.text(span, "note"),
        unsure=jsonread.flag(span, "unsure"),
        file=given.file,
        line=given.line,
    )


def _quote(span: Row, tokens: list[Row]) -> str | None:
    """What a span holds: its own text, else that of its tokens; None where these leave something open."""
    if isinstance(span.get("text"), str):
        return str(span["text"])
    first, last = span.get("token_start"), span.get("token_end")
    if type(first) is not int or type(last) is not int or not 0 <= first <= last < len(tokens):
        return None
    parts = tokens[first : last + 1]
    if parts[0].get("start") != span.get("start") or parts[-1].get("end") != span.get("end"):
        return None
    words = []
    for one, following in zip(parts, [*parts[1:], {}], strict=True):
        words.append(jsonread.text(one, "text", None))
        gap = jsonread.number(following, "start") - jsonread.number(one, "end") if following else 0
        if gap and (gap != 1 or one.get("ws") is not True):
            return None
        words.append(" " * gap)
    return "".join(words)


def _link(relation: Row, spans: list[Row], found: Found, file: str, line: int) -> None:
    label = jsonread.plain(relation, "label")
    ends = [_end(relation, which, spans) for which in ("head", "child")]
    if None in ends or not label:
        found.refused.append(Refusal(file, line, label, "the relation has no label, or its ends are no spans"))
        return
    found.links.append(GivenLink(label, str(ends[0]), str(ends[1]), file=file, line=line))


def _end(relation: Row, which: str, spans: list[Row]) -> str | None:
    """What the span at an end of a relation is called; spans are told by their place and label, else by their token."""
    wanted: Any = relation.get(f"{which}_span")
    for number, span in enumerate(spans, 1):
        if isinstance(wanted, Mapping):
            is_it = all(wanted.get(name) == span.get(name) for name in ("start", "end") if name in wanted) and (
                wanted.get("label") in (None, span.get("label"))
            )
        else:
            is_it = which in relation and relation[which] == span.get("token_end")
        if is_it:
            return jsonread.plain(span, "id") or f"span {number}"
    return None
