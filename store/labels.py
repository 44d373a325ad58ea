"""Labels: the label set of a project while it runs: changed by hand or by keys, and undone like any other action.

A label is defined in sidemark.toml, its annotations are in the journal: a change of both is two writes, and a crash may
come between. What makes that harmless:

- The journal line of the action holds the change of sidemark.toml too (`Splice`), so an undo, after a restart as well,
  takes both back. Where that place of the file is no more what it was, the file is left alone, and that is said.
- The file is written first when the new label set knows every name that the old one knew, else the journal is, and
  flushed: between the two writes the label set on the disk knows the labels of all annotations. A label that gets
  another name or goes over to another one leaves its own name in `was`, so annotations that still say it (those of
  other annotators, whose files are theirs alone, and one's own after a crash) belong to the new label.
- Only what is deleted and kept as unknown, or left by an undo after a crash, has no label: shown, counted, and given to
  one by `give`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from store.annotation import NOTHING
from store.change import Change
from store.disk.system import stamp_of
from store.errors import DiskError, RefusedError, SchemaError
from store.label_file import LabelFile
from store.label_set import Label, Schema
from store.schema import must_leave_free, read_schema, schema_of, scheme
from store.splice import Splice

if TYPE_CHECKING:
    from store.disk.database import Database
    from store.history import Step
    from store.label_text import LabelText
    from store.work import Done, Work

Fate = Literal["to", "untag", "keep"]
"""What becomes of a deleted label's annotations: another label's, gone, kept as they are."""
Edit = Callable[["LabelText"], object]
MEMBERS = ("kind", "key", "color", "hint", "description", "example")
"""What of a label can be given another value; its name is changed by `rename`."""


class Labels:
    """The label set in use, and the file that it is from. All changes are actions of the annotator who works."""

    def __init__(
        self,
        path: Path,
        schema: Schema,
        reserved: Mapping[str, str] = NOTHING,
        *,
        stamp: object = None,
        is_ready: bool = False,
    ) -> None:
        self.file = LabelFile(path, stamp)
        """The project's sidemark.toml, whether there is one or not."""
        self.schema = schema
        """The label set in use."""
        self.reserved = reserved
        """Keys that labels cannot have, each with what it does."""
        self.problem = ""
        """Why the file as it is now cannot be used, so that what it said before goes on; "" when it can."""
        self._is_ready = is_ready
        self._work: Callable[[], Work] | None = None

    @classmethod
    def of(cls, path: Path, reserved: Mapping[str, str], name: str | None = None) -> "Labels":
        """The labels of a sidemark.toml, or those of a ready set, which cannot be changed.

        Raises:
            SchemaError: it cannot be used.
        """
        if name:
            ready = scheme(name)
            must_leave_free(ready, reserved)
            return cls(path, ready, reserved, is_ready=True)
        stamp = stamp_of(path)
        return cls(path, _read(path, reserved), reserved, stamp=stamp)

    def serve(self, work: Callable[[], "Work"]) -> None:
        """Have the annotations that go along with changes: those of whoever works when it is asked."""
        self._work = work

    def shared(self) -> "Labels":
        """The same labels for another annotator's project."""
        return Labels(self.file.path, self.schema, self.reserved, stamp=self.file.stamp, is_ready=self._is_ready)

    def checked(self, name: str) -> str:
        """What the label that has or had a name is called now.

        Raises:
            RefusedError: there is none.
        """
        label = self.schema.label(name)
        if label is None:
            message = f"there is no label {name!r} in this project"
            raise RefusedError(message)
        return label.name

    def follow(self) -> bool:
        """Take over what another program wrote into the file; whether anything is different, a new `problem` too."""
        if self._is_ready or not self.file.is_changed():
            return False
        before = self.schema, self.problem
        try:
            self.schema, self.problem = _read(self.file.path, self.reserved), ""
        except SchemaError as error:
            self.problem = str(error)
        return (self.schema, self.problem) != before

    def counts(self) -> Mapping[str, int]:
        """How many of one's own annotations have each label, by its present name; the first time reads all of them."""
        found: Counter[str] = Counter()
        for name, count in self._works().label_counts.counts().items():
            found[self.schema.name_of(name)] += count
        return found

    @property
    def is_counted(self) -> bool:
        """Whether `counts` answers within the time of a key."""
        return self._work is None or self._work().label_counts.is_ready

    def writes_out(self) -> bool:
        """Whether a change writes the labels of a ready set into the file first."""
        from store.label_text import LabelText  # noqa: PLC0415 - the start does without it

        value = LabelText(self.file.text()).value
        return bool(value.get("scheme")) or "label" not in value

    # changing

    def add(self, label: Label) -> "Done":
        """Add a label behind the others.

        Raises:
            RefusedError: it cannot be; nothing was changed.
        """
        _must_be_free(label.name, self.schema.labels)
        return self._do("label-add", lambda text: text.add(label))

    def bring(self, labels: Sequence[Label], changes: Sequence[Change], action: str) -> "Done":
        """Add labels behind the others and do changes that need them, as one action.

        Raises:
            RefusedError: they cannot be; nothing was changed.
        """
        for label in labels:
            _must_be_free(label.name, self.schema.labels)
        return self._do(action, lambda text: text.add(*labels), lambda: list(changes))

    def change(self, name: str, **members: str) -> "Done":
        """Give a label's members (kind, key, color, hint, description, example) other values.

        Raises:
            RefusedError: they cannot be; nothing was changed.
        """
        label = self.schema.label(self.checked(name))

        def edit(text: "LabelText") -> None:
            for member, value in members.items():
                if getattr(label, member) != value:
                    text.put(name, member, value)

        return self._do("label-change", edit)

    def rename(self, name: str, new: str) -> "Done":
        """Give a label another name, and with it all annotations, as one action.

        Raises:
            RefusedError: it cannot be; nothing was changed.
        """
        label = self.schema.label(name)
        if new == name or label is None:
            message = f"it is called {name} already" if label else f"there is no label {name}"
            raise RefusedError(message)
        _must_be_free(new, (one for one in self.schema.labels if one is not label))
        return self._do(
            "label-rename", lambda text: text.rename(name, new), lambda: _given(self._database, {name, *label.was}, new)
        )

    def move(self, name: str, by: int) -> "Done":
        """Put a label one place on (1) or back (-1); at the end nothing happens.

        Raises:
            RefusedError: it cannot be; nothing was changed.
        """
        return self._do("label-move", lambda text: text.move(name, by))

    def delete(self, name: str, fate: Fate, to: str = "") -> "Done":
        """Take a label out of the label set, as one action with what becomes of its annotations.

        Args:
            name: the label.
            fate: what becomes of them.
            to: the label that they go over to.

        Raises:
            RefusedError: it cannot be; nothing was changed.
        """
        label = self.schema.label(name)
        names = {name, *label.was} if label else {name}

        def edit(text: "LabelText") -> None:
            text.leave_links(name)
            text.delete(name)
            if fate == "to":
                other = self.schema.label(to)
                text.put(to, "was", [*(other.was if other else ()), *sorted(names)])

        changes = {
            "to": lambda: _given(self._database, names, to),
            "untag": lambda: _untagged(self._works(), names),
            "keep": list,
        }
        return self._do("label-delete", edit, changes[fate])

    def give(self, name: str, to: str) -> "Done":
        """Give the annotations of a label that is not in the label set to one that is, as one action.

        Raises:
            RefusedError: they cannot be; nothing was changed.
        """
        if self.schema.label(name) is not None or self.schema.label(to) is None:
            message = f"{name} is in the label set" if self.schema.label(name) else f"there is no label {to}"
            raise RefusedError(message)
        other = self.schema.label(to)

        def edit(text: "LabelText") -> None:
            text.put(to, "was", [*(other.was if other else ()), name])

        return self._do("label-give", edit, lambda: _given(self._database, {name}, to))

    # undo and redo

    def undo(self, work: "Work") -> "Done":
        """Take back the last action, with what it changed in sidemark.toml.

        Raises:
            RefusedError: there is nothing to undo.
        """
        step = work.history.to_undo
        return self._step(work, work.undo, step, step.settings.inverse if step and step.settings else None)

    def redo(self, work: "Work") -> "Done":
        """Do the last undone action again, with what it changed in sidemark.toml.

        Raises:
            RefusedError: there is nothing to redo.
        """
        step = work.history.to_redo
        return self._step(work, work.redo, step, step.settings if step else None)

    def _step(self, work: "Work", do: "Callable[[], Done]", step: "Step | None", splice: Splice | None) -> "Done":
        if splice is None or step is None:
            return do()
        work.must_write()
        self.follow()
        kept = "sidemark.toml was changed since and stays as it is"
        try:
            text = self.file.text()
            after = splice.applied_to(text)
            schema = self._schema(after) if after is not None else None
        except (SchemaError, DiskError, RefusedError) as error:
            return replace(do(), remark=f"sidemark.toml stays as it is: {error}")
        if after is None or schema is None or self._is_ready:
            return replace(do(), remark=kept)
        try:
            return self._both(text, after, schema, do)
        except DiskError as error:
            return replace(do(), remark=f"{error}; sidemark.toml stays as it is")

    # two files as one

    def _do(self, action: str, edit: Edit, changes: Callable[[], list[Change]] = list) -> "Done":
        """Change the file, and the annotations with it, as one action."""
        from store.label_text import LabelText  # noqa: PLC0415 - the start does without it

        if self._work is None or self._is_ready:
            message = "the label set was chosen with --scheme: start without it to change labels"
            raise RefusedError(message)
        work = self._work()
        work.must_write()
        if self.follow():
            message = "sidemark.toml was just changed by another program and read anew; look, and do it again"
            raise RefusedError(message)
        if self.problem:
            message = f"{self.problem}; mend the file first"
            raise RefusedError(message)
        try:
            before = self.file.text()
            text = LabelText(before)
            text.write_out(self.schema)
            edit(text)
            schema = self._schema(text.text)
            splice = Splice.between(before, text.text) if text.text != before else None
            made = changes()
            return self._both(before, text.text, schema, lambda: work.apply(made, action, settings=splice))
        except (SchemaError, DiskError) as error:
            raise RefusedError(str(error)) from error

    def _both(self, before: str, after: str, schema: Schema, do: "Callable[[], Done]") -> "Done":
        """Write the file and do the rest, in the order that leaves no annotation without a label in between.

        Raises:
            DiskError: the file cannot be written; nothing was changed.
        """
        old = self.schema
        if after == before:
            return do()
        if _known(old) <= _known(schema):
            self._put(after, schema)
            try:
                return do()
            except RefusedError:
                self._put(before, old)
                raise
        self.file.must_be_writable()
        done = do()
        try:
            if not self._database.flush():
                message = "the disk does not take the annotations yet"
                raise DiskError(message)
            self._put(after, schema)
        except DiskError as error:
            return replace(done, remark=f"{error}: sidemark.toml stays as it is")
        return done

    def _put(self, text: str, schema: Schema) -> None:
        self.file.put(text)
        self.schema, self.problem = schema, ""

    def _schema(self, text: str) -> Schema:
        return schema_of(text.encode("utf-8"), self.file.path.name, self.reserved)

    @property
    def _database(self) -> "Database":
        return self._works().database

    def _works(self) -> "Work":
        assert self._work is not None
        return self._work()


def _given(database: "Database", names: set[str], to: str) -> list[Change]:
    from store.relabelled import given  # noqa: PLC0415 - the start does without it

    return given(database, names, to)


def _untagged(work: "Work", names: set[str]) -> list[Change]:
    from store.relabelled import untagged  # noqa: PLC0415 - the start does without it

    return untagged(work.database, names, work.relations.links)


def _known(schema: Schema) -> set[str]:
    """The names that annotations may have and belong to a label."""
    return {name for label in schema.labels for name in (label.name, *label.was)}


def _must_be_free(name: str, labels: Iterable[Label]) -> None:
    """Refuse a name that one of some labels has, in capitals or not, or had before."""
    for label in labels:
        for known in (label.name, *label.was):
            if known.casefold() == name.casefold():
                what = "is a label already" if known == label.name else f"was the name of {label.name} before"
                if known != name:
                    what = f"is a label, and {name} differs from it in capitals only"
                message = f"{known} {what}"
                raise RefusedError(message)


def _read(path: Path, reserved: Mapping[str, str]) -> Schema:
    schema = read_schema(path, reserved)
    must_leave_free(schema, reserved)
    return schema
