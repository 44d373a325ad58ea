"""Reading Web Annotations: pages, collections and lists of them, ours and those of other programs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import Any
from urllib.parse import unquote

from store.annotation import Record
from store.classes import dataclass
from store.errors import FormatError
from store.formats import jsonread
from store.formats.found import Found, GivenAnnotation, GivenArticle, GivenLink, Known, Refusal, Source, Wish
from store.formats.iri import OURS, kb_of, place_of

MARK = b"ns/anno.jsonld"
NO_LABEL = "HIGHLIGHT"
"""The label of an annotation that has no tag."""

NOWHERE = (-1, 0)
"""Offsets of a quote without a position: before any text, so that it is looked for."""
DEEPEST = 8
"""Selectors that refine one another."""


def read(source: Source, known: Known, wish: Wish) -> Iterator[Found]:
    """Read files; links lead to ids, which may be of another file."""
    del known, wish
    for name in source.names():
        yield _found(jsonread.document(source, name), name)


def sniff(name: str, head: bytes) -> int:
    """By the context, or by the suffix."""
    return 95 if MARK in head else 50 if name.endswith(".jsonld") and b"AnnotationPage" in head else 0


@dataclass(slots=True)
class _Bodies:
    """What the bodies of an annotation say."""

    labels: list[str] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    meant: str = ""
    linked: str = ""
    unsure: bool = False
    strange: int = 0


class _Reading:
    """What one file holds, as it is found."""

    def __init__(self, file: str) -> None:
        self.found = Found()
        self._file = file
        self._records: dict[str, list[Record]] = {}
        self._urls: dict[str, str] = {}
        self._strange = 0

    def take(self, item: Any, number: int) -> None:
        """One annotation."""
        if not isinstance(item, dict):
            self._refuse(f"item {number}", "is no annotation")
            return
        name = _string(item.get("id")) or f"item {number}"
        bodies = _said(item)
        self._strange += bodies.strange
        motivation = _strings(item.get("motivation"))
        if "linking" in motivation or (bodies.linked and not bodies.labels):
            self._link(item, name, bodies)
        elif "classifying" in motivation and (bodies.classes or bodies.notes):
            said = {"labels": bodies.classes, "note": "\n".join(bodies.notes), "author": _creator(item)}
            for target in _list(item.get("target")):
                self._records.setdefault(self._article(name, target), []).append(said)
        else:
            self._annotation(item, name, bodies)

    def finish(self) -> Found:
        """Everything, with the articles and what has to be known."""
        for key in dict.fromkeys([*self._urls, *self._records]):
            url = self._urls.get(key, "")
            records = tuple(self._records.get(key, ()))
            labels = tuple(dict.fromkeys(label for record in records for label in record["labels"]))
            metadata = {"url": url} if url else {}
            self.found.articles.append(GivenArticle(key, metadata=metadata, labels=labels, records=records))
        if self._strange:
            self.found.remarks.append(f"{self._strange} bodies that are neither text nor an entity were not read")
        return self.found

    def _annotation(self, item: Mapping[str, Any], name: str, bodies: _Bodies) -> None:
        targets = _list(item.get("target"))
        if len(targets) != 1:
            self._refuse(name, f"has {len(targets)} targets, not one")
            return
        place, quote = _place(targets[0])
        if place is None and not (quote and quote.get("exact")):
            self._refuse(name, "has neither a position nor a quote")
            return
        start, end = place or NOWHERE
        key = self._article(name, targets[0])
        kb_id, cluster = kb_of(bodies.meant) if bodies.meant else ("", "")
        said = quote or {}
        for label in bodies.labels[:1] or [NO_LABEL]:
            self.found.annotations.append(
                GivenAnnotation(
                    key, start, end, label, quote=_string(said.get("exact")), prefix=_string(said.get("prefix")) or "",
                    suffix=_string(said.get("suffix")) or "", id=name, attributes=bodies.attributes,
                    note="\n".join(bodies.notes), unsure=bodies.unsure, cluster=cluster, kb_id=kb_id,
                    annotator=_creator(item), file=self._file, record=_times(item),
                )
            )  # fmt: skip
        if len(bodies.labels) > 1:
            self._refuse(name, f"has more tags than one; these were not taken: {', '.join(bodies.labels[1:])}")

    def _link(self, item: Mapping[str, Any], name: str, bodies: _Bodies) -> None:
        source = _source(item.get("target"))
        if not source or not bodies.linked:
            self._refuse(name, "is a link without two ends")
            return
        kind = bodies.labels[0] if bodies.labels else "link"
        note = "\n".join(bodies.notes)
        self.found.links.append(
            GivenLink(kind, source, bodies.linked, name, note, _creator(item), self._file, 0, _times(item))
        )

    def _article(self, name: str, target: Any) -> str:
        """The path that our own ids name, else what the target is in."""
        source = _source(target)
        own = place_of(name)
        key = own[0] if own else unquote(source.removeprefix(OURS)) if source.startswith(OURS) else source
        self._urls.setdefault(key, "" if source.startswith(OURS) else source)
        return key

    def _refuse(self, name: str, why: str) -> None:
        self.found.refused.append(Refusal(self._file, 0, name, why))


def _found(data: Any, file: str) -> Found:
    reading = _Reading(file)
    for number, item in enumerate(_annotations(data, file), 1):
        reading.take(item, number)
    return reading.finish()


def _annotations(data: Any, file: str) -> Iterable[Any]:
    """The annotations of a page, a collection with its first page, a list, or the one.

    Raises:
        FormatError: it is none of these.
    """
    if isinstance(data, list):
        return data
    if isinstance(data, dict):
        if isinstance(data.get("items"), list):
            return list(data["items"])
        if isinstance(data.get("first"), dict):
            return _annotations(data["first"], file)
        if "target" in data:
            return [data]
    message = f"{file}: is no page of annotations"
    raise FormatError(message)


def _said(item: Mapping[str, Any]) -> _Bodies:
    bodies = _Bodies()
    for body in _list(item.get("body")):
        if isinstance(body, str):
            bodies.notes.append(body)
        elif isinstance(body, dict):
            for purpose in _strings(body.get("purpose")) or ["commenting"]:
                _take(bodies, purpose, body)
        else:
            bodies.strange += 1
    if isinstance(value := item.get("bodyValue"), str):
        bodies.notes.append(value)
    return bodies


def _take(bodies: _Bodies, purpose: str, body: Mapping[str, Any]) -> None:
    value, thing = body.get("value"), _source(body)
    name, sign, said = value.partition("=") if isinstance(value, str) else ("", "", "")
    if purpose == "identifying" and thing:
        bodies.meant = thing
    elif purpose == "linking" and thing:
        bodies.linked = thing
    elif not isinstance(value, str):
        bodies.strange += 1
    elif purpose == "tagging":
        bodies.labels.append(value)
    elif purpose == "classifying":
        bodies.classes.append(value)
    elif purpose == "assessing" and value == "unsure":
        bodies.unsure = True
    elif purpose == "describing" and sign:
        key = unquote(name)
        before = bodies.attributes.get(key)
        bodies.attributes[key] = said if before is None else [*_list(before), said]
    else:
        bodies.notes.append(value)


def _place(target: Any) -> tuple[tuple[int, int] | None, Mapping[str, Any] | None]:
    """Start and end, and the selector that holds the quote; None for what is not said."""
    place, quote = None, None
    selectors = [(one, 0) for one in _list(target.get("selector") if isinstance(target, dict) else None)]
    while selectors:
        one, depth = selectors.pop(0)
        if not isinstance(one, dict):
            continue
        if one.get("type") == "TextPositionSelector":
            start, end = one.get("start"), one.get("end")
            place = (start, end) if type(start) is int and type(end) is int else place
        elif one.get("type") == "TextQuoteSelector":
            quote = one
        if depth < DEEPEST:
            selectors += [(inner, depth + 1) for inner in _list(one.get("refinedBy"))]
    return place, quote


def _creator(item: Mapping[str, Any]) -> str:
    creator = next(iter(_list(item.get("creator"))), None)
    if isinstance(creator, dict):
        return _string(creator.get("nickname")) or _string(creator.get("name")) or _string(creator.get("id")) or ""
    return creator if isinstance(creator, str) else ""


def _times(item: Mapping[str, Any]) -> Record:
    """When it was made and changed, as the store calls it."""
    names = {"created": "created", "updated": "modified"}
    return {ours: item[theirs] for ours, theirs in names.items() if isinstance(item.get(theirs), str)}


def _source(thing: Any) -> str:
    """The IRI of a target or a body, however it is written."""
    if isinstance(thing, str):
        return thing
    if isinstance(thing, list):
        return _source(thing[0]) if thing else ""
    if isinstance(thing, dict):
        inner = thing.get("source")
        return _source(inner) if inner is not None else _string(thing.get("id")) or ""
    return ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _strings(value: Any) -> list[str]:
    return [one for one in _list(value) if isinstance(one, str)]


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) else None
