"""`gate`: documents of GATE and gatenlp (bdocjs), one a file, with all annotations in one set; and back.

GATE counts UTF-16 units in Java (`offset_type` j) and code points in Python (p); `gate_utf16` writes the first.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from store.annotation import Annotation
from store.article import METADATA, Article
from store.errors import FormatError
from store.formats import jsonread
from store.formats.found import Found, GivenAnnotation, GivenArticle, Known, Refusal, Source, Wish
from store.formats.iri import meant_id
from store.formats.ledger import Ledger
from store.formats.offsets import Utf16
from store.formats.out import Out
from store.formats.values import About, Format, Holds, Pair, Report, to_json

SET = "Sidemark"
OWN = ("sidemark_id", "note", "unsure", "kb_id")
"""The features that are ours; an attribute with one of these names gets a suffix."""
HELD: frozenset[Holds] = frozenset(
    ("overlap", "attributes", "notes", "unsure", "clusters", "documents", "ids", "text")
)  # fmt: skip


def write(pairs: Iterable[Pair], out: Out, about: About, *, is_utf16: bool = False) -> Report:
    """Write one document; offsets in code points, or in units of UTF-16."""
    report = Report()
    ledger = Ledger(HELD, about, report)
    lines = []
    for article, annotations in pairs:  # one as a rule: a file has no place for more
        ledger.account(article, annotations)
        lines.append(to_json(_document(article, annotations, about, report, is_utf16=is_utf16)) + "\n")
    out.put("".join(lines))
    return report


def read(source: Source, known: Known, wish: Wish) -> Iterator[Found]:
    """Read documents: every set of annotations; offsets of either kind come out as code points."""
    del known, wish
    for name in source.names():
        yield _found(jsonread.document(source, name), name)


def sniff(name: str, head: bytes) -> int:
    """By the suffix, or the two members that every document has."""
    is_document = b'"annotation_sets"' in head or b'"offset_type"' in head
    return 95 if is_document else 60 if name.endswith(".bdocjs") else 0


def _document(
    article: Article, annotations: Iterable[Annotation], about: About, report: Report, *, is_utf16: bool
) -> dict[str, Any]:
    place: Callable[[int], int] = Utf16(article.text).of if is_utf16 else int
    rows = [
        {
            "type": about.label_of(one),
            "start": place(one.start),
            "end": place(one.end),
            "id": number,
            "features": _features(one, about, report),
        }
        for number, one in enumerate(annotations)
    ]
    marked = {SET: {"name": "detached-from:", "annotations": rows, "next_annid": len(rows)}}
    return {
        "annotation_sets": marked,
        "text": article.text,
        "features": {**article.metadata, "document_labels": about.documents(article.path)},
        "offset_type": "j" if is_utf16 else "p",
        "name": article.path,
    }


def _features(annotation: Annotation, about: About, report: Report) -> dict[str, Any]:
    features: dict[str, Any] = dict(
        zip(OWN, (annotation.id, annotation.note, annotation.unsure, meant_id(annotation, about)), strict=True)
    )
    for name, value in annotation.attributes.items():
        taken, number = name, 2
        while taken in features or (taken != name and taken in annotation.attributes):
            taken, number = f"{name}_{number}", number + 1
        features[taken] = value
        if taken != name:
            report.lose(annotation.id, "attributes", f"{name} is called {taken} in GATE")
    return features


def _found(document: Any, file: str) -> Found:
    """Everything in one document.

    Raises:
        FormatError: it is no document of GATE.
    """
    try:
        text, sets, kind = document["text"], document["annotation_sets"], document.get("offset_type", "p")
        rows = [(name, row) for name, marked in sets.items() for row in marked["annotations"]]
        article = _article(document, document.get("features") or {}, file)
    except (KeyError, TypeError, AttributeError) as error:
        message = f"{file}: is no GATE document ({error})"
        raise FormatError(message) from error
    if not isinstance(text, str) or kind not in ("p", "j"):
        message = f"{file}: is no GATE document that can be read (offset type {kind!r})"
        raise FormatError(message)
    found = Found(articles=[article])
    units = Utf16(text) if kind == "j" else None
    for name, row in rows:
        try:
            found.annotations.append(_given(article.key, text, row, units, file))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            said = row.get("id", "?") if isinstance(row, dict) else "?"
            found.refused.append(Refusal(file, 0, f"{name} {said}", f"is no annotation ({error})"))
    if strange := [name or "the one without a name" for name in sorted(sets) if name != SET]:
        found.remarks.append(f"{file}: the sets of annotations {', '.join(strange)} were read too")
    return found


def _article(document: Mapping[str, Any], features: Mapping[str, Any], file: str) -> GivenArticle:
    named, labels = document.get("name"), features.get("document_labels")
    return GivenArticle(
        named if isinstance(named, str) and named else file,
        document["text"],
        metadata={name: value for name in METADATA if isinstance(value := features.get(name), str) and value},
        labels=tuple(label for label in labels if isinstance(label, str)) if isinstance(labels, list) else (),
    )


def _given(key: str, text: str, row: Mapping[str, Any], units: Utf16 | None, file: str) -> GivenAnnotation:
    start, end = int(row["start"]), int(row["end"])
    if units is not None:
        start, end = units.to_codepoint(start), units.to_codepoint(end)
    if not 0 <= start < end <= len(text):
        message = f"offsets {start}-{end} in a text of {len(text)}"
        raise ValueError(message)
    features = dict(row.get("features") or {})
    kb_id = str(features.get("kb_id") or "")
    is_ours = kb_id.startswith("sidemark:")
    return GivenAnnotation(
        key,
        start,
        end,
        str(row["type"]),
        quote=text[start:end],
        id=str(features.get("sidemark_id") or row.get("id", "")),
        attributes={name: value for name, value in features.items() if name not in OWN},
        note=str(features.get("note") or ""),
        unsure=features.get("unsure") is True,
        cluster=kb_id.removeprefix("sidemark:") if is_ours else "",
        kb_id="" if is_ours else kb_id,
        file=file,
    )


FORMATS = (
    Format("gate", "GATE document (bdocjs), offsets as Python counts", ".bdocjs", "codepoint", HELD, write,
           read=read, sniff=sniff, holds_one=True),
    Format("gate_utf16", "GATE document (bdocjs), offsets as Java counts", ".bdocjs", "utf16", HELD,
           partial(write, is_utf16=True), read=read, holds_one=True),
)  # fmt: skip
