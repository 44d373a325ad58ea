"""Placing: where the annotations of an article are in its text as it is now.

An annotation whose quote still stands at its place is shown there. When the article was edited, others are looked for:
they are shown at their likely place and marked as moved, or kept as orphans. Nothing is written until somebody agrees.
Looking takes time, so the screen lets it be done in slices: `Layers.begun`, then `Layers.advance`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from itertools import islice
from typing import TYPE_CHECKING

from store.annotation import Annotation, Record, id_number
from store.article import Article
from store.classes import dataclass
from store.disk.database import Database
from store.edits import fault_of, placed
from store.layer import Layer
from store.library import Library

if TYPE_CHECKING:
    from store.anchor import Anchor, Place, Ready, Shift

AT_ONCE = 20
"""How many annotations of an edited article are looked for in one go; of a long one fewer."""
LENGTH_AT_ONCE = 400_000
"""Code points that may be looked through in one go: a few milliseconds."""


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
    waiting: dict[str, Record] = field(default_factory=dict)
    """By id, in text order; those that are still to be looked for."""

    @property
    def is_plain(self) -> bool:
        """Whether every annotation is where it was, so that the same comes of looking again."""
        return not (self.moved or self.orphans or self.faults or self.waiting)


class Placer:
    """Places annotations on one text."""

    def __init__(self, article: Article, annotator: str) -> None:
        self._article, self._annotator = article, annotator
        self._ready: Ready | None = None
        self._shift: Shift | None = None
        self._places: dict[Anchor, Place | None] = {}
        self._slice = max(1, min(AT_ONCE, LENGTH_AT_ONCE // max(1, len(article.text))))

    def begin(self, items: Iterable[tuple[int, Record]]) -> Placing:
        """Place the annotations that are where they were and the first of the others; those after them wait."""
        found = Placing()
        shown = (one for item in items if (one := self._put(found, *item, may_search=False)) is not None)
        found.layer = Layer(shown, self._article.text)
        self.advance(found)
        return found

    def advance(self, found: Placing) -> tuple[str, ...]:
        """Place some of those that wait; their ids."""
        ids = tuple(islice(found.waiting, self._slice))
        for annotation_id in ids:
            self._show(found, id_number(annotation_id), found.waiting.pop(annotation_id))
        return ids

    def follow(self, found: Placing, number: int, before: Record | None, record: Record | None) -> None:
        """Bring one annotation up to date.

        Args:
            found: where it is noted.
            number: its number.
            before: what it was in this article, None when it was not in it.
            record: what it is, None when it is gone or in another article.
        """
        known = {self._own_id(number), str((before or {}).get("id", ""))}  # a file may have been another annotator's
        for annotation_id in known:
            found.layer.discard(annotation_id)
            for kind in (found.moved, found.orphans, found.faults, found.waiting):
                kind.pop(annotation_id, None)
        if record is not None:
            self._show(found, number, record)

    def _own_id(self, number: int) -> str:
        return f"{self._annotator}-{number}"

    def _show(self, found: Placing, number: int, record: Record) -> None:
        if (shown := self._put(found, number, record, may_search=True)) is not None:
            found.layer.put(shown)

    def _put(self, found: Placing, number: int, record: Record, *, may_search: bool) -> Annotation | None:
        """The annotation to show, None when there is no place; what is not in the layer is noted in `found`."""
        article = self._article
        why = fault_of(record, article.text)
        if not _is_numbered(record, number):
            found.faults[self._own_id(number)] = f"its id is not that of record {number}"
            return None
        is_edited = record.get("text_sha256") not in (article.text_sha256, "", None)
        if why is None and (not is_edited or _stands(record, article.text)):
            return Annotation.from_dict(record)
        if not is_edited or not _is_readable(record):
            found.faults[self._own_id(number)] = why or "it has no label"
            return None
        if not may_search:
            found.waiting[record["id"]] = record
            return None
        stored = Annotation.from_dict(record)
        moved = self._moved(stored)
        if moved is None:
            found.orphans[stored.id] = stored
            return None
        if moved.is_sure and moved.shown.span == stored.span and moved.shown.quote == stored.quote:
            return stored
        found.moved[stored.id] = moved
        return moved.shown

    def _moved(self, stored: Annotation) -> Moved | None:
        from store.anchor import Anchor, Ready, Shift  # noqa: PLC0415 - 10 ms, only for edited articles

        if self._ready is None or self._shift is None:
            self._ready, self._shift = Ready.of(self._article.text), Shift()
        anchor = Anchor(max(0, stored.start), stored.quote, stored.prefix, stored.suffix)
        if anchor not in self._places:  # undo and redo bring the same ones back, and they must not wander
            self._places[anchor] = self._shift.find(self._ready, anchor)
        place = self._places[anchor]
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
        """What became of an article's annotations, all of them."""
        found = self.begun(article)
        while found.waiting:
            self.advance(article)
        return found

    def begun(self, article: Article) -> Placing:
        """The same at once: of an edited article with many annotations some are still `waiting`, for `advance`."""
        return self._of(article)[2]

    def advance(self, article: Article) -> tuple[str, ...]:
        """Place some of those that wait in an article, in a few milliseconds; their ids."""
        _, placer, found = self._of(article)
        return placer.advance(found)

    def _of(self, article: Article) -> tuple[str, Placer, Placing]:
        known = self._known.get(article.path)
        if known is None or known[0] != article.text_sha256:
            placer = Placer(article, self._database.annotator)
            found = placer.begin(self._database.each_of(article.path, "annotations"))
            known = self._known[article.path] = article.text_sha256, placer, found
        return known

    def let_go(self, path: str) -> None:
        """Forget an article that is not looked at any more; what had to be looked for there is kept."""
        known = self._known.get(path)
        if known is not None and known[2].is_plain:
            del self._known[path]

    def follow(self, number: int, before: Record | None, record: Record | None) -> None:
        """Take over a change of the annotation with a number: what it was, None for nothing, and what it is."""
        for path in {str((touched or {}).get("article")) for touched in (before, record)}:
            if path in self._known:
                _, placer, found = self._known[path]
                was, now = (one if one and one.get("article") == path else None for one in (before, record))
                placer.follow(found, number, was, now)

    @property
    def faults(self) -> Iterator[tuple[str, str, str]]:
        """(path, id, why) of every record that is no annotation of its text, in the articles that were looked at."""
        for path, (_, _, found) in self._known.items():
            yield from ((path, annotation_id, why) for annotation_id, why in found.faults.items())


def _stands(record: Record, text: str) -> bool:
    """Whether what stood before or after a quote that is at its place still stands there."""
    start, end = record["start"], record["end"]
    before, after = record.get("prefix"), record.get("suffix")
    is_before = isinstance(before, str) and text.endswith(before, 0, start)
    return is_before or (isinstance(after, str) and text.startswith(after, end))


def _is_numbered(record: Record, number: int) -> bool:
    """Whether a record's id is one, and that of its number: else a change of it would be one of another record."""
    try:
        return id_number(record["id"]) == number
    except (AttributeError, KeyError, ValueError):
        return False


def _is_readable(record: Record) -> bool:
    """Whether a record says what was annotated and where: a start, an end, and texts."""
    if not all(isinstance(record.get(name, ""), str) for name in ("article", "prefix", "suffix")):
        return False
    numbers = (record.get("start"), record.get("end"))
    texts = (record.get(name) for name in ("id", "quote", "label"))
    return all(type(one) is int for one in numbers) and all(isinstance(one, str) and one for one in texts)
