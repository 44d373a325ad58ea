"""Placing: where the annotations of an article are in its text as it is now.

An annotation whose quote still stands at its place is shown there. When the article was edited, others are looked for:
they are shown at their likely place and marked as moved, or kept as orphans. Nothing is written until somebody agrees.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from store.annotation import Annotation, Record
from store.article import Article
from store.disk.database import Database
from store.edits import fault_of, placed
from store.layer import Layer
from store.library import Library

if TYPE_CHECKING:
    from store.anchor import Ready


@dataclass(frozen=True, slots=True)
class Moved:
    """An annotation of an edited article at its likely new place."""

    stored: Annotation
    """As it is in the file."""
    shown: Annotation
    """With the start, end and quote that it would have."""
    confidence: float
    """0 to 1."""
    is_sure: bool
    """Whether no other place is nearly as good."""


@dataclass(slots=True)
class Placing:
    """The annotations of one article, by what became of them."""

    layer: Layer = field(default_factory=Layer)
    """Those that can be shown, the moved ones at their likely places."""
    moved: dict[str, Moved] = field(default_factory=dict)
    """By id; those that are not where they were."""
    orphans: dict[str, Annotation] = field(default_factory=dict)
    """By id; those that are nowhere in the text."""
    faults: dict[str, str] = field(default_factory=dict)
    """By id; why a record is no annotation of this text."""


class Placer:
    """Places annotations on one text."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._ready: Ready | None = None

    def place(self, records: Iterable[Record]) -> Placing:
        """Place all annotations of the article."""
        found = Placing()
        shown = [one for record in records if (one := self._put(found, record)) is not None]
        found.layer = Layer(shown)
        return found

    def follow(self, found: Placing, annotation_id: str, record: Record | None) -> None:
        """Bring one annotation up to date; `record` is None when it is gone or in another article."""
        found.layer.discard(annotation_id)
        found.moved.pop(annotation_id, None)
        found.orphans.pop(annotation_id, None)
        found.faults.pop(annotation_id, None)
        if record is not None and (shown := self._put(found, record)) is not None:
            found.layer.put(shown)

    def _put(self, found: Placing, record: Record) -> Annotation | None:
        """The annotation to show, None when there is no place; what is not in the layer is noted in `found`."""
        article = self._article
        why = fault_of(record, article.text)
        if why is None:
            return Annotation.from_dict(record)
        if record.get("text_sha256") in (article.text_sha256, "", None) or not _is_readable(record):
            found.faults[str(record.get("id", "a record"))] = why
            return None
        stored = Annotation.from_dict(record)
        moved = self._moved(stored)
        if moved is None:
            found.orphans[stored.id] = stored
            return None
        found.moved[stored.id] = moved
        return moved.shown

    def _moved(self, stored: Annotation) -> Moved | None:
        from store.anchor import Anchor, Ready, find  # noqa: PLC0415 - 10 ms, only for edited articles

        if self._ready is None:
            self._ready = Ready.of(self._article.text)
        place = find(self._ready, Anchor(stored.start, stored.quote, stored.prefix, stored.suffix))
        if place is None:
            return None
        shown = replace(stored, **placed(self._article, place.span))
        return Moved(stored, shown, place.confidence, place.is_sure)


class Layers:
    """The placings of the articles that were looked at, kept in step with every change."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database
        self._known: dict[str, tuple[str, Placer, Placing]] = {}  # path -> (hash of the text, ...)

    def of(self, article: Article) -> Placing:
        """What became of an article's annotations."""
        known = self._known.get(article.path)
        if known is None or known[0] != article.text_sha256:
            placer = Placer(article)
            found = placer.place(self._database.of_article(article.path))
            known = self._known[article.path] = article.text_sha256, placer, found
        return known[2]

    def follow(self, annotation_id: str, before: Record | None, record: Record | None) -> None:
        """Take over a change of an annotation: what it was, None for nothing, and what it is."""
        for path in {str((touched or {}).get("article")) for touched in (before, record)}:
            if path in self._known:
                _, placer, found = self._known[path]
                is_here = record is not None and record.get("article") == path
                placer.follow(found, annotation_id, record if is_here else None)

    @property
    def faults(self) -> Iterator[tuple[str, str, str]]:
        """(path, id, why) of every record that is no annotation of its text, in the articles that were looked at."""
        for path, (_, _, found) in self._known.items():
            yield from ((path, annotation_id, why) for annotation_id, why in found.faults.items())


def _is_readable(record: Record) -> bool:
    """Whether a record says what was annotated and where: a start, an end, and texts."""
    numbers = (record.get("start"), record.get("end"))
    texts = (record.get(name) for name in ("id", "quote", "label"))
    return all(type(one) is int for one in numbers) and all(isinstance(one, str) and one for one in texts)
