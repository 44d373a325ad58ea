"""Project: the one object that the screen and the command line hold."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from store import edits
from store.annotation import Annotation, ArticleRecord, Cluster, Link, Record, id_number
from store.article import Article
from store.change import Change
from store.disk.database import Database
from store.disk.names import annotators
from store.disk.problem import Problem, SaveState
from store.errors import RefusedError
from store.history import Batch, History
from store.layer import Layer
from store.library import Library
from store.placing import Layers, Moved, Placing
from store.relations import Relations
from store.schema import Schema, read_schema, scheme
from store.span import Span

SETTINGS = "sidemark.toml"


@dataclass(frozen=True, slots=True)
class Done:
    """What an action, an undo or a redo changed."""

    action: str
    """The action, in a word; for an undo or a redo the one that was undone or done again."""
    changes: tuple[Change, ...]
    articles: tuple[str, ...]
    """The paths of the articles it touched, in the order of the changes."""
    place: tuple[str, Span] | None
    """The first annotation it touched: article and span."""

    @property
    def made(self) -> tuple[Annotation, ...]:
        """The annotations that it added."""
        new = (change.new for change in self.changes if change.kind == "ins" and change.table == "annotations")
        return tuple(Annotation.from_dict(record) for record in new)


class Project:
    """The articles of a folder, one annotator's work on them, and the label set.

    All changes go through `apply`, so that memory, journal and screen cannot disagree. Use it on one thread.
    """

    def __init__(self, library: Library, schema: Schema, database: Database) -> None:
        self.library = library
        """The articles."""
        self.schema = schema
        """The label set."""
        self.database = database
        """The annotator's file."""
        self.relations = Relations(database.stream)
        """Links, clusters and what was said about whole articles."""
        self.history = _history(database)
        """What can be undone and redone."""
        self._layers = Layers(library, database)

    @classmethod
    def open(
        cls,
        root: Path,
        *,
        annotator: str,
        read_only: bool = False,
        scheme_name: str | None = None,
        reserved: Mapping[str, str] = {},
        encoding: str | None = None,
    ) -> "Project":
        """Open the project in a folder; nothing is written by opening.

        Args:
            root: the project's folder.
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
        library = Library(root, encoding)
        _ = library.entries  # a folder that cannot be read fails here, before anything else is opened
        settings = root / SETTINGS
        schema = scheme(scheme_name) if scheme_name else read_schema(settings, reserved)
        return cls(library, schema, Database.open(root, annotator, read_only=read_only))

    def of_annotators(self) -> "list[Project]":
        """This project once for each annotator who has a file in it, by name; the others for reading only.

        Raises:
            DiskError: somebody's annotations cannot be opened.
        """
        names = sorted({*annotators(self.root), self.annotator})
        return [
            self if name == self.annotator
            else Project(self.library, self.schema, Database.open(self.root, name, read_only=True))
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
        file = f"annotations/{self.annotator}.json"
        odd = [(file, str(record.get("id", "a record")), why) for record, why in self.relations.faults]
        faults = (*odd, *self._layers.faults)
        return (
            *self.database.problems,
            *(Problem(at, f"{name}: {why}", how="kept in the file") for at, name, why in faults),
        )

    @property
    def state(self) -> SaveState:
        """What of the work is on the disk."""
        return self.database.state

    def layer(self, article: Article) -> Layer:
        """The annotations that can be shown on an article; the others stay in the file and in `problems`."""
        return self.placing(article).layer

    def placing(self, article: Article) -> Placing:
        """What became of an article's annotations: shown, moved because the text was edited, or without a place."""
        return self._layers.of(article)

    def counts(self) -> Mapping[str, int]:
        """How many annotations each article has, by path."""
        return self.database.counts()

    def annotate(
        self, article: Article, spans: Iterable[Span], label: str, *, origin: str = "typed", action: str = "tag"
    ) -> Done:
        """Put a label on spans of an article, as one action; a span that has the label already is passed over.

        Raises:
            RefusedError: the label, a span or the article's file does not allow it; nothing was changed.
        """
        self._must_write()
        if self.schema.label(label) is None:
            message = f"there is no label {label!r} in this project"
            raise RefusedError(message)
        self._must_be_current(article)
        layer = self.layer(article)
        at = self.database.now()
        wanted = (span for span in dict.fromkeys(spans) if label not in {a.label for a in layer.same_place(span)})
        fresh = [edits.annotated(article, span, label, self.annotator, at) for span in wanted]
        made = [replace(one, id=self._new_id(), origin=origin) for one in fresh]
        return self.apply([Change.insert("annotations", one.number, one.to_dict()) for one in made], action)

    def remove(self, annotations: Sequence[Annotation], action: str = "untag") -> Done:
        """Delete annotations and the links that hang on them, as one action."""
        stored = [self._stored(annotation) for annotation in annotations]
        return self.apply(edits.removed(stored, self.relations.links), action)

    def update(self, annotations: Iterable[Annotation], action: str, **members: Any) -> Done:
        """Set members of annotations (label, note, unsure, cluster, attributes), as one action."""
        at = self.database.now()
        changes = [edits.updated(self._stored(annotation), at, **members) for annotation in annotations]
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
        self._must_be_current(article)
        return self.update([annotation], "reanchor", article=article.path, **edits.placed(article, span))

    def move_edges(self, article: Article, annotation: Annotation, span: Span) -> Done:
        """Give an annotation another span; id, links and notes stay.

        Raises:
            RefusedError: the span is not in the text.
        """
        self._must_be_current(article)
        return self.update([annotation], "resize", **edits.placed(article, span))

    def link(self, source: Annotation, target: Annotation, kind: str) -> Link:
        """Draw a link of a type from one annotation to another."""
        made = Link(self._new_id(), kind, source.id, target.id, author=self.annotator, created=self.database.now())
        self.apply([Change.insert("links", id_number(made.id), made.to_dict())], "link")
        return made

    def gather(self, members: Iterable[Annotation], kind: str, name: str, *, aliases: Iterable[str] = ()) -> Cluster:
        """Make a cluster of annotations that mean one thing."""
        at = self.database.now()
        made = Cluster(self._new_id(), kind, name, tuple(aliases), author=self.annotator, created=at, updated=at)
        joined = [edits.updated(member, at, cluster=made.id) for member in members]
        insert = Change.insert("clusters", id_number(made.id), made.to_dict())
        self.apply([insert, *(change for change in joined if change)], "cluster")
        return made

    def describe(self, article: Article, **members: Any) -> Done:
        """Set document labels, the done mark or the note of an article, as one action."""
        self._must_write()
        old = self.relations.record(article.path)
        start = old or ArticleRecord(self._new_id(), article.path, article.text_sha256, author=self.annotator)
        new = replace(start, **members)
        if new == old:
            return self.apply([], "article")
        change = edits.recorded(old, replace(new, updated=self.database.now()))
        return self.apply([change] if change else [], "article")

    def apply(
        self, changes: Sequence[Change], action: str, *, undoes: int | None = None, redoes: int | None = None
    ) -> Done:
        """Do changes as one action: in memory at once, in the journal as soon as the disk has it.

        Raises:
            RefusedError: the project is read-only, or a value cannot be kept; nothing was changed.
        """
        self._must_write()
        if changes:
            before = [self.database.get(change.table, change.number) for change in changes]
            saved = self.database.commit(changes, action, undoes=undoes, redoes=redoes)
            for change, record in zip(changes, before, strict=True):
                self._follow(change, record)
            if undoes is None and redoes is None:
                self.history.did(Batch(saved.seq, action, tuple(changes)))
        return self._done(action, changes)

    def undo(self) -> Done:
        """Take back the last action, in whatever article it was.

        Raises:
            RefusedError: there is nothing to undo.
        """
        batch = self.history.to_undo
        if batch is None:
            message = "nothing to undo"
            raise RefusedError(message)
        done = self.apply(batch.inverse, "undo", undoes=batch.seq)
        self.history.undid(batch.seq)
        return replace(done, action=batch.action)

    def redo(self) -> Done:
        """Do the last undone action again.

        Raises:
            RefusedError: there is nothing to redo.
        """
        batch = self.history.to_redo
        if batch is None:
            message = "nothing to redo"
            raise RefusedError(message)
        done = self.apply(batch.changes, "redo", redoes=batch.seq)
        self.history.redid(batch.seq)
        return replace(done, action=batch.action)

    def on_state(self, callback: Callable[[SaveState], None]) -> None:
        """Have `callback` called, on the writer's thread, whenever the state of the disk changes."""
        self.database.on_state(callback)

    def close(self) -> bool:
        """Write what is waiting and let the files go; False when something could not be written."""
        return self.database.close()

    def _stored(self, annotation: Annotation) -> Annotation:
        """The annotation as it is in the file: one of an edited article may be shown elsewhere."""
        record = self.database.get("annotations", annotation.number)
        return annotation if record is None else Annotation.from_dict(record)

    def _new_id(self) -> str:
        return f"{self.annotator}-{self.database.take_number()}"

    def _must_write(self) -> None:
        if self.read_only:
            message = f"read-only: {self.read_only}"
            raise RefusedError(message)

    def _must_be_current(self, article: Article) -> None:
        if not self.library.is_current(article):
            message = f"{article.path} has changed on the disk since it was opened; open it again"
            raise RefusedError(message)

    def _follow(self, change: Change, before: Record | None) -> None:
        record = self.database.get(change.table, change.number)
        self.relations.follow(change, record)
        if change.table == "annotations":
            self._layers.follow(f"{self.annotator}-{change.number}", before, record)

    def _done(self, action: str, changes: Sequence[Change]) -> Done:
        places: list[tuple[str, Span]] = []
        for change in changes:
            record = self.database.get(change.table, change.number) or change.old
            if change.table == "annotations" and "start" in record:
                places.append((record["article"], Span(record["start"], record["end"])))
        articles = tuple(dict.fromkeys(path for path, _ in places))
        return Done(action, tuple(changes), articles, places[0] if places else None)


def _history(database: Database) -> History:
    history = History()
    for line in database.lines():
        if line.undo is not None:
            history.undid(line.undo)
        elif line.redo is not None:
            history.redid(line.redo)
        else:
            history.did(Batch(line.seq, line.do, line.changes))
    return history
