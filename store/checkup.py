"""Checkup: everything that can be said about the health of a project, for all annotators; nothing is written."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from store.annotation import Table, id_number
from store.article import Article
from store.classes import dataclass
from store.disk.condition import Condition, condition_of
from store.disk.names import NAME, Files, annotators, checked_annotator
from store.errors import ArticleError, DiskError, SchemaError
from store.finding import Finding
from store.health import Examination, Misfit, Missing
from store.label_set import Schema
from store.library import Library
from store.schema import read_schema, scheme

SETTINGS = "sidemark.toml"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be looked at."""

    root: Path
    """The project's folder."""
    annotator: str | None = None
    """Whose files; None: everybody's."""
    scheme_name: str | None = None
    """A ready label set to use instead of the project's own."""
    encoding: str | None = None
    """How to decode articles, instead of finding out."""

    @property
    def names(self) -> tuple[str, ...]:
        """The annotators that are meant.

        Raises:
            DiskError: the one that is asked for has no file here.
        """
        names = annotators(self.root)
        if self.annotator is None:
            return tuple(names)
        if checked_annotator(self.annotator) not in names:
            message = (
                f"{self.root} has no annotations of {self.annotator}; there are those of {', '.join(names) or 'nobody'}"
            )
            raise DiskError(message)
        return (self.annotator,)


@dataclass(frozen=True, slots=True)
class Health:
    """What was found."""

    annotators: tuple[str, ...]
    """Whose files were looked at."""
    findings: tuple[Finding, ...]
    """By file, in the order of the annotators."""

    @property
    def problems(self) -> int:
        """How many findings somebody has to do something about."""
        return sum(one.is_problem for one in self.findings)

    @property
    def notes(self) -> int:
        """How many findings are only good to know."""
        return len(self.findings) - self.problems


def check(wanted: Wanted) -> Health:
    """Look at everything.

    Raises:
        ArticleError: the folder cannot be read.
        DiskError: the annotator who is asked for has no file here.
    """
    with Checkup(wanted) as checkup:
        return Health(checkup.names, tuple(checkup.findings()))


class Checkup:
    """The files of all annotators, open for a look; a context that closes them."""

    def __init__(self, wanted: Wanted) -> None:
        """Open them.

        Args:
            wanted: what is to be looked at.
        """
        self._wanted = wanted
        self._library = Library(wanted.root, wanted.encoding)
        self._problems = {entry.path: entry.problem for entry in self._library.entries}
        self.names = wanted.names
        """The annotators that are looked at."""
        self.conditions: dict[str, Condition] = {
            name: condition_of(Files(wanted.root, name)) for name in annotators(wanted.root)
        }
        """What the files of each annotator of the project are like."""
        self.misfits: dict[str, list[Misfit]] = {}
        """By annotator, when `findings` is through: the records whose id does not fit."""
        self.codes: dict[str, frozenset[str]] = {}
        """By annotator, when `findings` is through: what was found."""
        self._known: tuple[str, Article | Missing] | None = None

    def __enter__(self) -> "Checkup":
        return self

    def __exit__(self, *_: object) -> None:
        for condition in self.conditions.values():
            condition.close()

    def findings(self) -> Iterator[Finding]:
        """What is to be told, by file."""
        schema, about = self._schema()
        yield from about
        yield from self._folder()
        exams: dict[str, Examination] = {}
        for name in self.names:
            exams[name] = Examination(name, schema, self._text_of, self.resolve)
            self._look(name, exams[name])
            self.misfits[name] = exams[name].misfits
        misfits = [one for exam in exams.values() for one in exam.misfits]
        named: Counter[str] = sum((exam.named for exam in exams.values()), Counter())
        for name in self.names:
            found = [*self.conditions[name].findings, *exams[name].finish(misfits, named)]
            self.codes[name] = frozenset(one.code for one in found)
            files = list(dict.fromkeys(one.file for one in found))
            yield from sorted(found, key=lambda one: files.index(one.file))

    def resolve(self, table: Table, record_id: str) -> bool:
        """Whether a record of a table stands under the number that an id has; also when nobody can tell."""
        name = record_id.rpartition("-")[0]
        condition = self.conditions.get(name)
        if condition is None:
            return False
        try:
            number = id_number(record_id)
        except ValueError:
            return False
        return condition.records is None or condition.records.has(table, number)

    def _look(self, name: str, exam: Examination) -> None:
        condition = self.conditions[name]
        if condition.records is not None:
            try:
                exam.look(condition.records)
            except DiskError as error:
                condition.findings.append(Finding("unreadable", f"annotations/{name}.json", str(error)))

    def _schema(self) -> tuple[Schema | None, list[Finding]]:
        try:
            if self._wanted.scheme_name:
                return scheme(self._wanted.scheme_name), []
            return read_schema(self._wanted.root / SETTINGS), []
        except SchemaError as error:
            if self._wanted.scheme_name:
                raise
            return None, [Finding("bad-settings", SETTINGS, str(error), how="labels were not looked at")]

    def _folder(self) -> Iterator[Finding]:
        """What is wrong with the folder of the annotations itself."""
        folder = self._wanted.root / "annotations"
        try:
            names = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
        except OSError as error:
            yield Finding(
                "unreadable", "annotations", f"cannot be read ({error.strerror})", how="check its permissions"
            )
            return
        for name in names if self._wanted.annotator is None else ():
            stem, _, suffix = name.rpartition(".")
            if suffix in ("json", "journal") and not NAME.fullmatch(stem):
                what = "has a name that no annotator can have; it is not read"
                yield Finding("not-annotator", f"annotations/{name}", what, how="rename it: a-z, 0-9, - and _")

    def _text_of(self, path: str) -> Article | Missing:
        if self._known is None or self._known[0] != path:
            self._known = path, self._article(path)
        return self._known[1]

    def _article(self, path: str) -> Article | Missing:
        if path not in self._problems:
            return "missing-article", "is not there"
        if (problem := self._problems[path]) is not None:
            return "unreadable-article", problem
        try:
            return self._library.article(path)
        except ArticleError as error:
            return "unreadable-article", f"cannot be read: {error}"
