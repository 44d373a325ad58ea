"""The records people make: annotations, links, clusters, article records, and the Change that carries them."""

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Any, Literal

from store.classes import dataclass
from store.span import Span

Record = dict[str, Any]
"""A record as it stands on the disk: JSON values, members in file order."""
Table = Literal["annotations", "articles", "clusters", "decisions", "links"]
"""The tables of an annotator's file, in file order."""
TABLES: tuple[Table, ...] = ("annotations", "articles", "clusters", "decisions", "links")
Origin = Literal["typed", "suggested", "propagated", "imported"]
"""How an annotation came to be."""
CONTEXT = 32
"""How many code points before and after its quote an annotation remembers."""
NOTHING: Mapping[str, Any] = MappingProxyType({})
MOST_DIGITS = 18
"""Of a record's number."""


def _rest(record: Mapping[str, Any], known: frozenset[str]) -> Mapping[str, Any]:
    return {name: value for name, value in record.items() if name not in known} or NOTHING


def id_number(record_id: str) -> int:
    """The number in an id such as `ana-17`.

    Raises:
        ValueError: `record_id` is not an annotator's name, a hyphen and a number.
    """
    annotator, hyphen, number = record_id.rpartition("-")
    if not annotator or not hyphen or not number.isascii() or not number.isdigit() or len(number) > MOST_DIGITS:
        message = f"{record_id!r} is not an id"
        raise ValueError(message)
    return int(number)


@dataclass(frozen=True, slots=True)
class Annotation:
    """A label on a span of one article; `quote == text[start:end]` when it was written."""

    id: str
    article: str
    """The article's path, relative to the project, with `/`, in NFC."""
    start: int
    end: int
    quote: str
    label: str
    prefix: str = ""
    """Up to 32 code points before the quote."""
    suffix: str = ""
    """Up to 32 code points after the quote."""
    text_sha256: str = ""
    """Of the article's text as UTF-8, in hexadecimal."""
    attributes: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    note: str = ""
    unsure: bool = False
    cluster: str | None = None
    """The id of a cluster, or None."""
    author: str = ""
    """The annotator."""
    origin: str = "typed"
    created: str = ""
    """UTC, RFC 3339, in seconds; a label, never an order."""
    updated: str = ""
    rest: Mapping[str, Any] = field(default_factory=lambda: NOTHING, compare=False)
    """Members that this version does not know; they travel along."""

    @property
    def span(self) -> Span:
        """Where it is, in code points of the article's text."""
        return Span(self.start, self.end)

    @property
    def number(self) -> int:
        """Its key in the annotator's file."""
        return id_number(self.id)

    def to_dict(self) -> Record:
        """The record, in file order."""
        return {
            "article": self.article,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "prefix": self.prefix,
            "suffix": self.suffix,
            "label": self.label,
            "id": self.id,
            "text_sha256": self.text_sha256,
            "attributes": dict(self.attributes),
            "note": self.note,
            "unsure": self.unsure,
            "cluster": self.cluster,
            "author": self.author,
            "origin": self.origin,
            "created": self.created,
            "updated": self.updated,
            **self.rest,
        }

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> "Annotation":
        """The annotation of a record.

        Raises:
            KeyError: `article`, `start`, `end`, `quote`, `label` or `id` is missing.
        """
        get = record.get
        return cls(
            id=record["id"],
            article=record["article"],
            start=record["start"],
            end=record["end"],
            quote=record["quote"],
            label=record["label"],
            prefix=get("prefix", ""),
            suffix=get("suffix", ""),
            text_sha256=get("text_sha256", ""),
            attributes=get("attributes") or NOTHING,
            note=get("note", ""),
            unsure=get("unsure", False),
            cluster=get("cluster"),
            author=get("author", ""),
            origin=get("origin", "typed"),
            created=get("created", ""),
            updated=get("updated", ""),
            rest=_rest(record, _ANNOTATION),
        )


@dataclass(frozen=True, slots=True)
class Link:
    """A typed arrow from one annotation to another, in the same article or not."""

    id: str
    type: str
    source: str
    """The id of an annotation, also of another annotator; may dangle."""
    target: str
    note: str = ""
    author: str = ""
    created: str = ""
    rest: Mapping[str, Any] = field(default_factory=lambda: NOTHING, compare=False)

    @property
    def number(self) -> int:
        """Its key in the annotator's file."""
        return id_number(self.id)

    def to_dict(self) -> Record:
        """The record, in file order."""
        return {
            "id": self.id,
            "type": self.type,
            "source": self.source,
            "target": self.target,
            "note": self.note,
            "author": self.author,
            "created": self.created,
            **self.rest,
        }

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> "Link":
        """The link of a record.

        Raises:
            KeyError: `id`, `type`, `source` or `target` is missing.
            TypeError: one of them is no text.
        """
        get = record.get
        link_id, kind, source, target = record["id"], record["type"], record["source"], record["target"]
        if not (
            isinstance(link_id, str) and isinstance(kind, str) and isinstance(source, str) and isinstance(target, str)
        ):
            message = "its id, type, source and target are not all text"
            raise TypeError(message)
        return cls(
            id=link_id,
            type=kind,
            source=source,
            target=target,
            note=get("note", ""),
            author=get("author", ""),
            created=get("created", ""),
            rest=_rest(record, _LINK),
        )


@dataclass(frozen=True, slots=True)
class Cluster:
    """One thing or one claim, whatever it is called; its members are the annotations that name it."""

    id: str
    kind: str
    """`entity` or `claim`."""
    name: str
    aliases: tuple[str, ...] = ()
    kb_id: str = ""
    """An entry of a knowledge base, such as `Wikidata:Q1490`."""
    author: str = ""
    created: str = ""
    updated: str = ""
    rest: Mapping[str, Any] = field(default_factory=lambda: NOTHING, compare=False)

    def to_dict(self) -> Record:
        """The record, in file order."""
        return {
            "id": self.id,
            "kind": self.kind,
            "name": self.name,
            "aliases": list(self.aliases),
            "kb_id": self.kb_id,
            "author": self.author,
            "created": self.created,
            "updated": self.updated,
            **self.rest,
        }

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> "Cluster":
        """The cluster of a record.

        Raises:
            KeyError: `id`, `kind` or `name` is missing.
        """
        get = record.get
        return cls(
            id=record["id"],
            kind=record["kind"],
            name=record["name"],
            aliases=tuple(get("aliases", ())),
            kb_id=get("kb_id", ""),
            author=get("author", ""),
            created=get("created", ""),
            updated=get("updated", ""),
            rest=_rest(record, _CLUSTER),
        )


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """What an annotator says about an article as a whole; one per article at most."""

    id: str
    article: str
    text_sha256: str = ""
    labels: tuple[str, ...] = ()
    """Document labels."""
    done: bool = False
    note: str = ""
    author: str = ""
    updated: str = ""
    rest: Mapping[str, Any] = field(default_factory=lambda: NOTHING, compare=False)

    def to_dict(self) -> Record:
        """The record, in file order."""
        return {
            "article": self.article,
            "id": self.id,
            "text_sha256": self.text_sha256,
            "labels": list(self.labels),
            "done": self.done,
            "note": self.note,
            "author": self.author,
            "updated": self.updated,
            **self.rest,
        }

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> "ArticleRecord":
        """The article record of a record.

        Raises:
            KeyError: `id` or `article` is missing.
            TypeError: a member is not what it has to be.
            ValueError: the id is none.
        """
        get = record.get
        labels, done, note = get("labels", []), get("done", False), get("note", "")
        if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
            message = "its labels are no list of text"
            raise TypeError(message)
        if not isinstance(done, bool) or not isinstance(note, str):
            message = "its done mark is not true or false, or its note no text"
            raise TypeError(message)
        id_number(record["id"])  # of an id that is none nothing could be changed later
        return cls(
            id=record["id"],
            article=record["article"],
            text_sha256=get("text_sha256", ""),
            labels=tuple(labels),
            done=done,
            note=note,
            author=get("author", ""),
            updated=get("updated", ""),
            rest=_rest(record, _ARTICLE),
        )


_ANNOTATION = frozenset(Annotation("a-1", "", 0, 0, "", "").to_dict())
_LINK = frozenset(Link("a-1", "", "", "").to_dict())
_CLUSTER = frozenset(Cluster("a-1", "", "").to_dict())
_ARTICLE = frozenset(ArticleRecord("a-1", "").to_dict())
