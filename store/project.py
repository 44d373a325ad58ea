"""Project: the one object that the screen and the command line hold."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store import edits, linking
from store.annotation import Annotation, ArticleRecord, Link, id_number
from store.article import Article
from store.change import Change
from store.clusters import Clusters
from store.disk.database import ASKED, Database
from store.disk.names import annotators, checked_annotator
from store.disk.problem import Problem, SaveState
from store.errors import DiskError
from store.history import History
from store.label_set import Schema
from store.labels import Labels
from store.layer import Layer
from store.library import Library
from store.others import Others
from store.placing import Layers, Moved, Placing
from store.relations import Relations
from store.span import Span
from store.work import Done, Work

if TYPE_CHECKING:
    from tinydb import TinyDB

SETTINGS = "sidemark.toml"


class Project:
    """The articles of a folder, one annotator's work on them, and the label set.

    All changes go through `apply`, so that memory, journal and screen cannot disagree. Use it on one thread.
    """

    def __init__(self, library: Library, labels: Labels | Schema, database: Database) -> None:
        self.library = library
        """The articles."""
        self.labels = Labels(library.root / SETTINGS, labels, is_ready=True) if isinstance(labels, Schema) else labels
        """The label set in use, and what changes it."""
        self.others = Others(library, database.annotator)
        """What the other annotators have made."""
        self._callback: Callable[[SaveState], None] | None = None
        self._work = Work(library, database)
        self.labels.serve(lambda: self._work)

    @property
    def schema(self) -> Schema:
        """The label set."""
        return self.labels.schema

    @property
    def database(self) -> Database:
        """The annotator's file."""
        return self._work.database

    @property
    def layers(self) -> Layers:
        """The annotations by article; for those who cannot wait until all of an edited one have a place."""
        return self._work.layers

    @property
    def relations(self) -> Relations:
        """Links, clusters and what was said about whole articles."""
        return self._work.relations

    @property
    def clusters(self) -> Clusters:
        """The clusters, and what can be done to them."""
        return Clusters(self._work)

    @property
    def history(self) -> History:
        """What can be undone and redone."""
        return self._work.history

    @classmethod
    def open(
        cls,
        root: "Path | Library",
        *,
        annotator: str,
        read_only: bool = False,
        scheme_name: str | None = None,
        reserved: Mapping[str, str] = {},
        encoding: str | None = None,
    ) -> "Project":
        """Open the project in a folder; nothing is written by opening.

        Args:
            root: the project's folder, or its articles.
            annotator: whose annotations are read and written.
            read_only: whether to refuse every change.
            scheme_name: a ready label set to use instead of the project's own.
            reserved: keys that labels may not have, each with what it does.
            encoding: how to decode articles, instead of finding out.

        Raises:
            ArticleError: the folder cannot be read.
            SchemaError: its label set cannot be used.
            DiskError: its annotations cannot be opened.
        """
        library = root if isinstance(root, Library) else Library(root, encoding)
        _ = library.entries  # a folder that cannot be read fails here, before anything else is opened
        labels = Labels.of(library.root / SETTINGS, reserved, scheme_name)
        return cls(library, labels, Database.open(library.root, annotator, read_only=read_only))

    def of_annotators(self) -> "list[Project]":
        """This project once for each annotator who has a file in it, by name; the others for reading only.

        Raises:
            DiskError: somebody's annotations cannot be opened.
        """
        names = sorted({*annotators(self.root), self.annotator})
        return [
            self if name == self.annotator
            else Project(self.library, self.labels.shared(), Database.open(self.root, name, read_only=True))
            for name in names
        ]  # fmt: skip

    @property
    def root(self) -> Path:
        """The project's folder."""
        return self.library.root

    @property
    def title(self) -> str:
        """What the project is called: its own title, else its folder's name."""
        return self.schema.title or self.root.resolve().name

    @property
    def annotator(self) -> str:
        """Whose annotations are read and written."""
        return self.database.annotator

    @property
    def read_only(self) -> str | None:
        """Why nothing can be changed, fit to show; None when it can."""
        return self.database.read_only

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the files, as far as they have been read."""
        return (*self.database.problems, *self.others.problems, *self._work.problems)

    @property
    def state(self) -> SaveState:
        """What of the work is on the disk."""
        return self.database.state

    def layer(self, article: Article) -> Layer:
        """The annotations that can be shown on an article; the others stay in the file and in `problems`."""
        return self.placing(article).layer

    def placing(self, article: Article) -> Placing:
        """What became of an article's annotations: shown, moved because the text was edited, or without a place."""
        return self._work.layers.of(article)

    def count(self, path: str) -> int:
        """How many annotations an article has."""
        return self.database.count(path)

    @property
    def db(self) -> "TinyDB":
        """The annotator's records as a TinyDB, by default the annotations; each call that changes any is one action."""
        return self.database.tiny(self.apply)

    def annotate(
        self, article: Article, spans: Iterable[Span], label: str, *, origin: str = "typed", action: str = "tag"
    ) -> Done:
        """Put a label on spans of an article, as one action; a span that has the label already is passed over.

        Raises:
            RefusedError: the label, a span or the article's file does not allow it; nothing was changed.
        """
        self._work.must_write()
        label = self.labels.checked(label)
        self.library.must_be_current(article)
        layer = self.layers.begun(article).layer
        at = self.database.now()
        wanted = (span for span in dict.fromkeys(spans) if label not in {a.label for a in layer.same_place(span)})
        fresh = [edits.annotated(article, span, label, self.annotator, at) for span in wanted]
        made = [replace(one, id=self._work.new_id(), origin=origin) for one in fresh]
        return self.apply([Change.insert("annotations", one.number, one.to_dict()) for one in made], action)

    def remove(self, annotations: Sequence[Annotation], action: str = "untag") -> Done:
        """Delete annotations, the links that hang on them and the clusters that they leave empty, as one action."""
        stored = [self._work.stored(annotation) for annotation in annotations]
        links = {link.id: link for one in stored for link in self.relations.links_of(one.id)}
        return self.apply([*edits.removed(stored, links.values()), *self.clusters.emptied(stored)], action)

    def update(self, annotations: Iterable[Annotation], action: str, **members: Any) -> Done:
        """Set members of annotations (label, note, unsure, cluster, attributes), as one action."""
        at = self.database.now()
        changes = [edits.updated(self._work.stored(annotation), at, **members) for annotation in annotations]
        return self.apply([change for change in changes if change], action)

    def accept(self, moved: Iterable[Moved]) -> Done:
        """Write moved annotations where they are shown, as one action."""
        at = self.database.now()
        changes = [edits.updated(one.stored, at, **edits.place_of(one.shown)) for one in moved]
        return self.apply([change for change in changes if change], "reanchor")

    def attach(self, article: Article, annotation: Annotation, span: Span) -> Done:
        """Give an annotation that lost its place a span, in this article or another.

        Raises:
            RefusedError: the span is not in the text.
        """
        self.library.must_be_current(article)
        return self.update([annotation], "reanchor", article=article.path, **edits.placed(article, span))

    def relocate(self, moves: Mapping[str, str]) -> Done:
        """Give what was said about articles to others, old path -> new path, as one action.

        Of an article that is still there only what was said about the text that the other one has now.

        Raises:
            ArticleError: a new one cannot be read.
            RefusedError: the project is read-only.
        """
        from store import relocation  # noqa: PLC0415 - the start does without it

        there = {entry.path for entry in self.library.entries}
        texts = {old: self.library.article(new).text_sha256 for old, new in moves.items() if old in there}
        records = self._work.about({*moves, *moves.values()})
        return self.apply(relocation.moved(records, moves, texts, self.database.now()), "relocate")

    def move_edges(self, article: Article, annotation: Annotation, span: Span) -> Done:
        """Give an annotation another span; id, links and notes stay.

        Raises:
            RefusedError: the span is not in the text.
        """
        self.library.must_be_current(article)
        return self.update([annotation], "resize", **edits.placed(article, span))

    def link(self, source: Annotation, target: Annotation, kind: str) -> Done:
        """Draw a link of a type from one annotation to another; RefusedError when there is one already."""
        self._work.must_write()
        linking.must_be_new(self.relations.links_of(source.id), source.id, target.id, kind)
        made = Link(self._work.new_id(), kind, source.id, target.id, author=self.annotator, created=self.database.now())
        return self.apply([Change.insert("links", id_number(made.id), made.to_dict())], "link")

    def describe(self, article: Article, **members: Any) -> Done:
        """Set document labels, the done mark or the note of an article, as one action."""
        self._work.must_write()
        old = self.relations.record(article.path)
        start = old or ArticleRecord(self._work.new_id(), article.path, article.text_sha256, author=self.annotator)
        new = replace(start, **members)
        if new == old:
            return self.apply([], "article")
        change = edits.recorded(old, replace(new, updated=self.database.now()))
        return self.apply([change] if change else [], "article")

    def apply(self, changes: Sequence[Change], action: str) -> Done:
        """Do changes as one action: in memory at once, in the journal as soon as the disk has it.

        Raises:
            RefusedError: the project is read-only, or a value cannot be kept; nothing was changed.
        """
        return self._work.apply(changes, action)

    def undo(self) -> Done:
        """Take back the last action, in whatever article it was.

        Raises:
            RefusedError: there is nothing to undo.
        """
        return self.labels.undo(self._work)

    def redo(self) -> Done:
        """Do the last undone action again.

        Raises:
            RefusedError: there is nothing to redo.
        """
        return self.labels.redo(self._work)

    def as_annotator(self, name: str) -> "Project":
        """The same project for another annotator to work in; close this one first.

        Raises:
            DiskError: the name cannot be an annotator's, or the file cannot be opened.
        """
        database = Database.open(self.root, checked_annotator(name), read_only=self.read_only == ASKED)
        return Project(self.library, self.labels.shared(), database)

    def follow(self) -> bool:
        """Keep up with what other programs write; whether anything is different now.

        While another program has the lock its changes are read, and when it lets go this one writes.
        """
        changed = self.others.follow() | self.labels.follow()
        old = self.database
        try:
            fresh = old.followed()
        except DiskError:  # just being replaced, or not readable for a while: what was read stays
            return changed
        if fresh is None:
            return changed
        self._work = Work(self.library, fresh)
        if self._callback is not None:
            fresh.on_state(self._callback)
        old.close()
        return True

    def tidy(self) -> None:
        """Fold a grown journal in, in the background, and copy what the disk refuses; call it once a second."""
        self.database.tidy()

    def on_state(self, callback: Callable[[SaveState], None]) -> None:
        """Have `callback` called, on the writer's thread, whenever the state of the disk changes."""
        self._callback = callback
        self.database.on_state(callback)

    def close(self, *, compacts: bool = True, is_hurried: Callable[[], bool] = lambda: False) -> bool:
        """Write what is waiting and let the files go; False when something could not be written.

        Args:
            compacts: whether to fold the journal into the snapshot; without that the end is quick, nothing is lost.
            is_hurried: asked while that goes on; once it says so, the rest is left for the next time.
        """
        self.others.close()
        self.library.close()
        return self.database.close(compacts=compacts, is_hurried=is_hurried)
