"""Work: what one annotator has made, and the one door through which any of it changes."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from store.annotation import Annotation, Record, Table, id_number
from store.change import Change, inverse
from store.classes import dataclass
from store.disk.database import Database
from store.disk.problem import Problem
from store.errors import DiskError, RefusedError
from store.history import Batch, History, Step
from store.library import Library
from store.members import Members
from store.placing import Layers
from store.progress import steps
from store.relations import Relations
from store.span import Span
from store.splice import Splice

if TYPE_CHECKING:
    from store.label_counts import LabelCounts

PLACED: tuple[Table, ...] = ("annotations", "articles")
"""The tables whose records are about one article."""


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
    remark: str = ""
    """What else has to be said about it, fit to show."""

    @property
    def made(self) -> tuple[Annotation, ...]:
        """The annotations that it added."""
        new = (change.new for change in self.changes if change.kind == "ins" and change.table == "annotations")
        return tuple(Annotation.from_dict(record) for record in new)


class Work:
    """Records, relations, history and layers of one annotator, kept in step with every change."""

    def __init__(self, library: Library, database: Database) -> None:
        self.database = database
        """The annotator's file."""
        self.relations = Relations(database)
        """Links, clusters and what was said about whole articles."""
        self.members = Members(database)
        """Which annotations belong to which cluster."""
        self._label_counts: LabelCounts | None = None
        self._history: History | None = None
        self.layers = Layers(library, database)
        """The annotations of the articles that were looked at."""

    @property
    def label_counts(self) -> "LabelCounts":
        """How many annotations have each label."""
        if self._label_counts is None:
            from store.label_counts import LabelCounts  # noqa: PLC0415 - the start does without it

            self._label_counts = LabelCounts(self.database)
        return self._label_counts

    @property
    def history(self) -> History:
        """What can be undone and redone."""
        if self._history is None:
            self._history = _history(self.database)
        return self._history

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The records that are no such thing, as far as they have been read."""
        file = f"annotations/{self.database.annotator}.json"
        odd = [(file, str(record.get("id", "a record")), why) for record, why in self.relations.faults]
        found = (*odd, *self.layers.faults)
        return tuple(Problem(at, f"{name}: {why}", how="kept in the file") for at, name, why in found)

    def apply(
        self,
        changes: Sequence[Change],
        action: str,
        *,
        undoes: int | None = None,
        redoes: int | None = None,
        settings: Splice | None = None,
    ) -> Done:
        """Do changes as one action: in memory at once, in the journal as soon as the disk has it.

        A change of sidemark.toml that belongs to it (`settings`) is remembered with it; who calls writes the file.

        Raises:
            RefusedError: the project is read-only, or a value cannot be kept; nothing was changed.
        """
        self.must_write()
        if changes or settings is not None:
            history = self.history
            try:
                looked = steps(changes, "reading", len(changes), may_stop=True)
                before = [self.database.get(change.table, change.number) for change in looked]
            except DiskError as error:
                raise RefusedError(str(error)) from error
            saved = self.database.commit(changes, action, undoes=undoes, redoes=redoes, settings=settings)
            for change, record in steps(zip(changes, before, strict=True), "showing", len(changes)):
                self._follow(change, record)
            if undoes is None and redoes is None:
                history.did(Batch(saved.seq, action, tuple(changes), settings))
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
        done = self.apply(
            inverse(_changes(batch)), "undo", undoes=batch.seq, settings=batch.settings and batch.settings.inverse
        )
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
        done = self.apply(_changes(batch), "redo", redoes=batch.seq, settings=batch.settings)
        self.history.redid(batch.seq)
        return replace(done, action=batch.action)

    def stored(self, annotation: Annotation) -> Annotation:
        """The annotation as it is in the file: one of an edited article may be shown elsewhere."""
        record = self.database.get("annotations", annotation.number)
        return annotation if record is None else Annotation.from_dict(record)

    def about(self, paths: Collection[str]) -> list[tuple[Table, Record]]:
        """Table and record of what is about some articles and has a number of its own, and of all decisions."""
        found: list[tuple[Table, Record]] = [("decisions", record) for record in self.database.stream("decisions")]
        for path in paths:
            for table in PLACED:
                found += [(table, record) for record in self.database.of_article(path, table)]
        return [(table, one) for table, one in found if self._stands(table, one)]

    def _stands(self, table: Table, record: Record) -> bool:
        """Whether a record stands under the number that its id has."""
        try:
            return self.database.get(table, id_number(str(record.get("id", "")))) == record
        except ValueError:
            return False

    def new_id(self) -> str:
        """An id that no record had before."""
        return f"{self.database.annotator}-{self.database.take_number()}"

    def must_write(self) -> None:
        """Refuse when nothing can be changed.

        Raises:
            RefusedError: it cannot.
        """
        if self.database.read_only:
            message = f"read-only: {self.database.read_only}"
            raise RefusedError(message)

    def _follow(self, change: Change, before: Record | None) -> None:
        record = self.database.get(change.table, change.number)
        self.relations.follow(change, before, record)
        if change.table == "annotations":
            self.members.follow(change.number, before, record)
            if self._label_counts is not None:
                self._label_counts.follow(before, record)
            self.layers.follow(change.number, before, record)

    def _done(self, action: str, changes: Sequence[Change]) -> Done:
        places: list[tuple[str, Span]] = []
        for change in steps(changes, "showing", len(changes)):
            record = self.database.get(change.table, change.number) or change.old
            if change.table == "annotations" and "start" in record:
                places.append((record["article"], Span(record["start"], record["end"])))
        articles = tuple(dict.fromkeys(path for path, _ in places))
        return Done(action, tuple(changes), articles, places[0] if places else None)


def _changes(step: Step) -> tuple[Change, ...]:
    """What a step changed.

    Raises:
        RefusedError: its line in the journal does not say.
    """
    try:
        return step.changes
    except ValueError as error:
        message = f"action {step.seq} cannot be read any more: {error}"
        raise RefusedError(message) from error


def _history(database: Database) -> History:
    history = History()
    for line in database.lines():
        if line.undo is not None:
            history.undid(line.undo)
        elif line.redo is not None:
            history.redid(line.redo)
        else:
            history.did(line)
    return history
