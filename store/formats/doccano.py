"""`doccano` and `doccano_relations`: a JSON line an article, with offsets in UTF-16 units, which its page draws by.

Code points are accepted by doccano without a word, and drawn one place left for each character above U+FFFF before
them. Every line has the same keys, all metadata are text, and letters beyond ASCII are escaped: else doccano guesses
the encoding or finds no value, and takes in nothing.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from store.annotation import Annotation, Link
from store.article import METADATA, Article
from store.formats.found import Found, GivenAnnotation, GivenArticle, GivenLink, Known, Refusal, Source, Wish
from store.formats.json_items import HALF, first_item, items
from store.formats.ledger import Ledger
from store.formats.offsets import Utf16
from store.formats.out import Out
from store.formats.values import About, Format, Holds, Pair, Report

SPANS_IN = ("label", "labels", "entities")
"""Where spans are, by the version of doccano and the kind of its project."""
KEYS = {"id", "text", "data", "article", "relations", "cats", *METADATA, *SPANS_IN}
"""What is read; other keys are named."""
OVERLAPPING = "spans overlap: without “allow overlapping spans” in its project doccano leaves out the inner ones"


def write_spans(pairs: Iterable[Pair], out: Out, about: About) -> Report:
    """Write for a sequence labelling project: `label` is a list of start, end and label."""

    def row(article: Article, annotations: Sequence[Annotation], links: Sequence[Link]) -> dict[str, object]:
        del links
        of = Utf16(article.text).of
        spans = [[of(one.start), of(one.end), about.label_of(one)] for one in annotations]
        return {"text": article.text, "label": spans}

    return _write(pairs, out, about, SPANS, row)


def write_relations(pairs: Iterable[Pair], out: Out, about: About) -> Report:
    """Write for a project with relations: `entities` and `relations`, numbered through the file."""
    counts = {"entity": 0, "relation": 0}

    def row(article: Article, annotations: Sequence[Annotation], links: Sequence[Link]) -> dict[str, object]:
        of = Utf16(article.text).of
        ids = {one.id: number for number, one in enumerate(annotations, counts["entity"])}
        entities = [
            {"id": ids[one.id], "label": about.label_of(one), "start_offset": of(one.start), "end_offset": of(one.end)}
            for one in annotations
        ]
        relations = [
            {"id": number, "from_id": ids[link.source], "to_id": ids[link.target], "type": link.type}
            for number, link in enumerate(links, counts["relation"])
        ]
        counts["entity"] += len(entities)
        counts["relation"] += len(relations)
        return {"text": article.text, "entities": entities, "relations": relations}

    return _write(pairs, out, about, RELATIONS, row)


def _write(
    pairs: Iterable[Pair],
    out: Out,
    about: About,
    holds: frozenset[Holds],
    row: Callable[[Article, Sequence[Annotation], Sequence[Link]], dict[str, object]],
) -> Report:
    report = Report()
    ledger = Ledger(holds, about, report)
    is_crossed = False
    with out.open() as file:
        for article, annotations in pairs:
            links = ledger.account(article, annotations)
            line = {**row(article, annotations, links), "article": article.path, **article.metadata}
            file.write(json.dumps(line, ensure_ascii=True, allow_nan=False) + "\n")
            is_crossed = is_crossed or _overlap(annotations)
    if is_crossed:
        report.remarks.append(OVERLAPPING)
    return report


def _overlap(annotations: Sequence[Annotation]) -> bool:
    """Whether two share a character; they are in text order."""
    return any(after.start < before.end for before, after in pairwise(annotations))


def sniff(name: str, head: bytes) -> int:
    """Fairly sure of JSON with a text and spans as doccano has them."""
    row = first_item(head) if name.endswith((".jsonl", ".json")) else None
    if row is None or not isinstance(row.get("text", row.get("data")), str):
        return 0
    if isinstance(row.get("entities"), list) and "relations" in row:
        return 85
    spans = row.get("label", row.get("labels"))
    return 80 if isinstance(spans, list) and all(isinstance(one, list | str) for one in spans) else 0


def read(source: Source, known: Known, wish: Wish) -> Iterator[Found]:
    """Read rows of either shape; labels that are text, of a classification project, are document labels."""
    del known
    for name in source.names():
        strange: dict[str, None] = {}
        for item in items(source, name):
            if isinstance(item, Refusal):
                yield Found(refused=[item])
                continue
            row = {wish.columns.get(key, key): value for key, value in item.members.items()}
            strange |= dict.fromkeys(key for key, value in row.items() if key not in KEYS and value not in ([], None))
            yield _Row(name, item.line, row).read()
        if strange:
            yield Found(remarks=[f"{name}: the keys {', '.join(strange)} were not read"])


class _Row:
    """Reads one row: a text with what is on it."""

    def __init__(self, file: str, line: int, row: Mapping[str, Any]) -> None:
        self._file, self._line, self._row = file, line, row
        self._found = Found()
        stem = file.rpartition("/")[2].rpartition(".")[0] or "doccano"
        self._article = _text(row.get("article")) or f"{stem}-{line}.txt"
        self._labels: list[str] = []

    def read(self) -> Found:
        """What the row holds."""
        text = self._row.get("text", self._row.get("data"))
        if not isinstance(text, str):
            self._refuse("", "has no text")
            return self._found
        if HALF.search(text):
            self._refuse("", "its text holds half a character (a lone surrogate)")
            return self._found
        for key in SPANS_IN:
            for number, span in enumerate(_list(self._row.get(key)), 1):
                self._span(span, number)
        self._labels += [one for one in _list(self._row.get("cats")) if isinstance(one, str)]
        for number, relation in enumerate(_list(self._row.get("relations")), 1):
            self._relation(relation, number)
        metadata = {key: _text(self._row[key]) for key in METADATA if _text(self._row.get(key))}
        labels = tuple(dict.fromkeys(self._labels))
        self._found.articles.append(GivenArticle(self._article, text, metadata=metadata, labels=labels))
        return self._found

    def _span(self, span: object, number: int) -> None:
        if isinstance(span, str):
            self._labels.append(span)
            return
        name = str(number)
        if isinstance(span, dict):
            name = str(span.get("id", number))
            span = [span.get(key) for key in ("start_offset", "end_offset", "label")]
        if not isinstance(span, list) or len(span) != len(("start", "end", "label")):
            self._refuse(name, "is no start, end and label")
            return
        start, end, label = span
        if not _is_offset(start) or not _is_offset(end) or start >= end:
            self._refuse(name, f"{start!r} and {end!r} are no start and end")
        elif not isinstance(label, str) or not label:
            self._refuse(name, "has no label")
        else:
            one = GivenAnnotation(self._article, start, end, label, id=name, file=self._file, line=self._line)
            self._found.annotations.append(one)

    def _relation(self, relation: object, number: int) -> None:
        if not isinstance(relation, dict):
            self._refuse(str(number), "is no relation")
            return
        name, kind = str(relation.get("id", number)), relation.get("type")
        start, end = (str(relation.get(key)) for key in ("from_id", "to_id"))
        known = {one.id for one in self._found.annotations}
        if not isinstance(kind, str) or not kind:
            self._refuse(name, "the relation has no type")
        elif not known.issuperset((start, end)):
            self._refuse(name, f"the relation {kind} leads to an entity that is not in its row")
        else:
            self._found.links.append(GivenLink(kind, start, end, file=self._file, line=self._line))

    def _refuse(self, name: str, why: str) -> None:
        self._found.refused.append(Refusal(self._file, self._line, name, why))


def _is_offset(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value] if isinstance(value, str) and value else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


SPANS: frozenset[Holds] = frozenset(("overlap", "text"))
RELATIONS: frozenset[Holds] = SPANS | {"links"}
FORMATS = (
    Format("doccano", "doccano, sequence labelling", ".jsonl", "utf16", SPANS, write_spans, read=read, sniff=sniff),
    Format("doccano_relations", "doccano, with relations", ".jsonl", "utf16", RELATIONS, write_relations, read=read),
)
