"""Run: an import from its sources to the project: read and placed, counted and shown, then taken in as one action.

`Import.read` may run in a thread of its own; `plan` and `apply` are for the thread that the project is used on. Until
`apply` nothing of the project has changed, and a failure leaves it as it was.
"""

import atexit
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from store.annotation import NOTHING
from store.disk.names import checked_annotator
from store.errors import DiskError, FormatError, RefusedError
from store.formats.found import Refusal
from store.formats.out import place_beside
from store.importing.gathering import Gathering
from store.importing.known import WEB, Form, form_of, guessed, must_be
from store.importing.new_labels import fault_of, missing, names_in
from store.importing.newcomer import publish
from store.importing.numbering import Numbers
from store.importing.plan import Plan, Share, ids_in
from store.importing.request import ImportReport, Request
from store.importing.shelf import Shelf, is_article
from store.importing.source import Bare, Files, Watched, read_whole, source_of
from store.library import Library
from store.project import Project
from store.work import Done

if TYPE_CHECKING:
    from store.label_set import Label

OWN = "sidemark"
"""The format that takes its labels from a label set beside it."""
Progress = Callable[[int], None]
"""Told how many bytes have been read so far; what it raises ends the import, and nothing has happened."""


class Import:
    """One import. Use it in a `with`, which takes away what was written aside."""

    def __init__(self, root: Path, request: Request, encoding: str | None = None) -> None:
        """Begin with nothing read.

        Args:
            root: the project's folder.
            request: what the user wants.
            encoding: how the project's articles are decoded, where the user has said so.
        """
        self.report = ImportReport()
        """What was read, and what becomes of it; complete after `plan`."""
        self.labels: list[Label] = []
        """The labels that the project gets."""
        self.annotators: tuple[str, ...] = ()
        """Whose the annotations are in the files, by name; complete after `plan`."""
        self.problems: list[str] = []
        """Why work of other annotators could not be written to the disk; complete after `close`."""
        self._root, self._request, self._encoding = root, request, encoding
        self._stack = ExitStack()
        self._shares: dict[str, Share] = {}
        self._place = Path()
        self._reserved: set[str] = set()
        self._own: Project | None = None

    def __enter__(self) -> "Import":
        atexit.register(self.close)  # a screen may end while somebody looks at what would come in
        self._place = self._stack.enter_context(place_beside(self._root / "articles"))
        self._shelf = Shelf(Library(self._root, self._encoding), self._place, may_fold=self._request.may_fold)
        self._gathering = Gathering(self._shelf, self._request, self.report)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Take away what was written aside, and let the work of other annotators go."""
        for share in self._shares.values():
            if share.project is not self._own and not share.project.close():
                self.problems += [str(one) for one in share.project.problems]
        self._shares.clear()
        self._stack.close()
        atexit.unregister(self.close)

    def read(self, sources: Iterable[Path | Files], progress: Progress = lambda _: None) -> None:
        """Read sources and find the place of everything in them; call it once.

        Raises:
            FormatError: one cannot be read.
        """
        for one in sources:
            source = Watched(source_of(one) if isinstance(one, Path) else one, progress)
            form = form_of(self._request.format) if self._request.format else guessed(source, self._request.encoding)
            is_open = self._request.is_forced or self._request.columns
            if form is not None and self._request.format and not is_open:
                must_be(form, source, self._request.encoding)
            if form is not None:
                self._gathering.read(source if form.name == OWN else Bare(source), form)
            if form is None or form.name == "articles":
                self._take_articles(source, form)
        self.report.articles = list(self._shelf.added)
        for path in self._shelf.plain:
            self.report.remark(f"{path} is not UTF-8 and was copied as it is; write “fold: no” into its front matter")

    def plan(self, project: Project, reserved: Mapping[str, str] = NOTHING) -> ImportReport:
        """Find out what becomes of the work of each annotator.

        Args:
            project: the project, as the annotator who gets what is nobody's in the files.
            reserved: keys that labels cannot have.

        Raises:
            RefusedError: somebody's work cannot be changed.
            DiskError: it cannot be opened.
        """
        self._own = project
        found, report = self._gathering.found, self.report
        wanted = dict.fromkeys((one.given.label, False) for one in found.annotations)
        sound = [one for one in wanted if fault_of(one[0]) is None]
        self.labels = missing(sound, project.schema, found.labels, reserved)
        report.labels = [(label.name, label.key) for label in self.labels]
        if self._request.is_strict:
            self._refuse_unknown()
        self._reserved = ids_in(found)
        self.annotators = tuple(sorted({one.given.annotator for one in found.annotations} - {""}))
        names = names_in(project.schema, self.labels)
        Plan(found, report, partial(self._share, project), names).make()
        for share in self._shares.values():
            if share.changes and share.project.read_only:
                message = f"the work of {share.project.annotator} is read-only: {share.project.read_only}"
                raise RefusedError(message)
        return report

    def apply(self) -> list[Done]:
        """Do it: new articles first, then each annotator's share as one action; what was done, one's own first.

        Raises:
            FormatError: an article cannot be put in its place, or with `is_strict` something was refused.
            RefusedError: the records or the label set cannot be changed; nothing was.
        """
        assert self._own is not None
        if self._request.is_strict and self.report.refused:
            message = f"{len(self.report.refused)} refused and --strict: nothing was imported"
            raise StrictError(message)
        paths = tuple(self._shelf.added)
        publish(self._place, self._root, paths)
        shares = sorted(self._shares.values(), key=lambda share: share.project is not self._own)
        labels, done = self.labels, list[Done]()
        try:
            for share in shares:
                if share.changes:
                    share.project.labels.follow()
                    new = [label for label in labels if share.project.schema.label(label.name) is None]
                    if new:
                        done.append(share.project.labels.bring(new, share.changes, "import"))
                    else:
                        done.append(share.project.apply(share.changes, "import"))
        except RefusedError:
            if not done:
                for path in paths:
                    (self._root / path).unlink(missing_ok=True)
            raise
        self._own.library.refresh()
        self._own.labels.follow()
        return done

    def _share(self, project: Project, name: str) -> Share:
        """What the annotator gets who has a name in the files."""
        annotator = self._request.annotator or (_annotator(name, self.report) if name else project.annotator)
        if annotator not in self._shares:
            one = project if annotator == project.annotator else project.as_annotator(annotator)
            self._shares[annotator] = Share(one, Numbers(one.database, self._reserved))
        return self._shares[annotator]

    def _refuse_unknown(self) -> None:
        """With `is_strict` a label that is not known is refused, each annotation that has it."""
        unknown = {label.name.casefold() for label in self.labels}
        kept = []
        for one in self._gathering.found.annotations:
            if one.given.label.casefold() in unknown:
                given = one.given
                why = f"there is no label {given.label!r} in this project, and --strict adds none"
                self.report.refuse(Refusal(given.file, given.line, given.id or given.label, why))
            else:
                kept.append(one)
        self._gathering.found.annotations = kept
        self.labels, self.report.labels = [], []

    def _take_articles(self, source: Files, form: Form | None) -> None:
        """Take texts and pages of a source as articles."""
        from store.importing.pages import page  # noqa: PLC0415 - few imports have pages

        if form is not None:
            return
        self.report.formats[source.name] = "articles"
        for name in source.names():
            is_page = name.casefold().endswith(WEB)
            if not is_page and not is_article(name):
                self.report.remark(f"{source.name}: {name} is no article and was not read")
                continue
            data = read_whole(source, name)
            if is_page:
                made = page(self._shelf, name, data, self._request.encoding)
            else:
                made = self._shelf.add_file(name, data, self._request.encoding)
            if isinstance(made, str):
                self.report.refuse(Refusal(name, 0, "", made))


class StrictError(FormatError):
    """Something would be refused, and the user wanted everything or nothing."""


def _annotator(name: str, report: ImportReport) -> str:
    """The annotator of a name in a file; names that cannot be those of files are made so, and that is said."""
    try:
        return checked_annotator(name)
    except DiskError:
        plain = re.sub(r"[^a-z0-9_-]+", "-", name.casefold()).strip("-_")[:32]
    try:
        made = checked_annotator(plain)
    except DiskError:
        made = "imported"
    report.remark(f"the annotator {name!r} of the file is {made} here")
    return made
