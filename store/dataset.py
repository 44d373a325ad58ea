"""Datasets: the annotations of a project as a dataset; what is written is checked, what is lost is said."""

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from store.annotation import Annotation, ArticleRecord, Cluster, Link, Record
from store.classes import dataclass
from store.errors import ArticleError, FormatError
from store.formats.out import Out, place_beside, publish
from store.formats.values import About, Format, Loss, Pair, Report
from store.layer import Layer, key_of
from store.placing import Placing
from store.project import Project

TWO_FILES = "a stream takes one file; --output writes both"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user wants of an export."""

    output: Path | None = None
    """A file, or a folder for one file per article; None: the stream."""
    kind: str | None = None
    """Only labels of this kind; None: all."""
    is_strict: bool = False
    """Whether to write nothing if anything would be lost."""
    is_forced: bool = False
    """Whether to write over what is there."""
    options: Mapping[str, object] = field(default_factory=dict)
    """For the format."""


def export(projects: Sequence[Project], form: Format, wish: Wish, stream: BinaryIO | None = None) -> Report:
    """Write the work of one or several annotators on the same articles as one dataset.

    Args:
        projects: the same project once for each annotator.
        form: the format.
        wish: where to and what.
        stream: takes the dataset when there is no output path.

    Raises:
        FormatError: it cannot be written there, or `wish.is_strict` and something would be lost: see its `report`.
    """
    if len(projects) > 1 and "authors" not in form.holds:
        message = f"{form.name} has no place for several annotators; choose one with --annotator"
        raise FormatError(message)
    report = Report()
    known = _Known(projects, wish.kind, report)
    target = wish.output
    is_folder = target is not None and (target.is_dir() or (not target.suffix and bool(form.suffix)))
    with place_beside(target) as place:
        if is_folder:
            for name, pair in _named(known.pairs(), form.suffix):
                report.add(form.write([pair], Out(place, name, form.suffix), known.about(wish.options)))
        else:
            name = target.name if target is not None else f"dataset{form.suffix}"
            report.add(form.write(known.pairs(), Out(place, name, form.suffix), known.about(wish.options)))
        report.losses += known.left_over()
        if target is None:
            report.losses += [Loss(path.name, "link", TWO_FILES) for path in place.iterdir() if path.name != name]
        if wish.is_strict and report.losses:
            message = f"{len(report.losses)} losses and --strict: nothing was written"
            raise LossError(message, report)
        if target is not None:
            report.files = publish(place, target, is_folder=is_folder, force=wish.is_forced)
        elif stream is not None:
            with (place / name).open("rb") as file:
                shutil.copyfileobj(file, stream)
    return report


class LossError(FormatError):
    """Something would be lost, and the user wanted to lose nothing."""

    def __init__(self, message: str, report: Report) -> None:
        super().__init__(message)
        self.report = report
        """What would be lost."""


class _Known:
    """What the projects hold, in the shape that writers take."""

    def __init__(self, projects: Sequence[Project], kind: str | None, report: Report) -> None:
        self._projects, self._kind, self._report = projects, kind, report
        self._schema = projects[0].schema
        self._read: set[str] = set()
        self._moved = 0

    def pairs(self) -> Iterator[Pair]:
        """The articles by path, each with what is written of its annotations."""
        library = self._projects[0].library
        for entry in library.readable:
            try:
                article = library.article(entry.path)
            except ArticleError as error:
                self._report.lose(entry.path, "text", str(error))
                continue
            self._read.add(entry.path)
            found: list[Annotation] = []
            for project in self._projects:
                placing = project.placing(article)
                self._leave_out(placing)
                found += [one for one in placing.layer if self._is_wanted(one) and one.id not in placing.moved]
            yield article, Layer(sorted(found, key=key_of))
        if self._moved:
            waiting = f"{self._moved} annotations of edited articles have a new place that nobody has accepted yet: gm"
            self._report.remarks.append(waiting)

    def about(self, options: Mapping[str, object]) -> About:
        """Links, clusters and the rest; links whose source is not written are for the writer to leave out."""
        links: list[Link] = []
        clusters: dict[str, Cluster] = {}
        records: dict[str, list[ArticleRecord]] = defaultdict(list)
        decisions: dict[str, list[Record]] = defaultdict(list)
        for project in self._projects:
            links += project.relations.links
            clusters |= {cluster.id: cluster for cluster in project.relations.clusters}
            for record in project.relations.records:
                records[record.article].append(record)
            for decision in project.database.stream("decisions"):
                decisions[str(decision.get("article", ""))].append(decision)
        return About(
            self._schema,
            tuple(links),
            clusters,
            {path: tuple(found) for path, found in records.items()},
            {path: tuple(found) for path, found in decisions.items()},
            self._annotation,
            options,
        )

    def left_over(self) -> list[Loss]:
        """Losses that no format is to blame for: what belongs to articles that are gone, arrows from nowhere."""
        return [loss for project in self._projects for loss in self._left_by(project)]

    def _left_by(self, project: Project) -> Iterator[Loss]:
        members = set()
        for record in project.database.stream("annotations"):
            members.add(record.get("cluster"))
            if record.get("article") not in self._read:
                yield Loss(str(record.get("id")), "annotation", f"{record.get('article')} cannot be read")
        relations = project.relations
        dangling = (link for link in relations.links if self._annotation(link.source) is None)
        yield from (Loss(link.id, "link", f"its source {link.source} is gone") for link in dangling)
        lost = (one for one in relations.records if one.article not in self._read and (one.labels or one.note))
        yield from (Loss(one.article, "document labels", "the article cannot be read") for one in lost)
        empty = (cluster for cluster in relations.clusters if cluster.id not in members)
        yield from (Loss(cluster.id, "cluster", "nothing belongs to it") for cluster in empty)

    def _leave_out(self, placing: Placing) -> None:
        """Name annotations that are not written because nobody has said yet where they are; count the moved."""
        for name, why in placing.faults.items():
            self._report.lose(name, "annotation", why)
        for name, orphan in placing.orphans.items():
            if self._is_wanted(orphan):
                self._report.lose(name, "annotation", f"{orphan.article} was edited and has no {orphan.quote[:40]!r}")
        wanted = [one.stored for one in placing.moved.values() if self._is_wanted(one.stored)]
        for stored in wanted:
            self._report.lose(stored.id, "annotation", f"{stored.article} was edited: accept its new place first")
        self._moved += len(wanted)

    def _is_wanted(self, annotation: Annotation) -> bool:
        if self._kind is None:
            return True
        label = self._schema.label(annotation.label)
        return label is not None and label.kind == self._kind

    def _annotation(self, annotation_id: str) -> Annotation | None:
        author, _, number = annotation_id.rpartition("-")
        for project in self._projects:
            if project.annotator == author and number.isdecimal():
                record = project.database.get("annotations", int(number))
                return Annotation.from_dict(record) if record else None
        return None


def _named(pairs: Iterator[Pair], suffix: str) -> Iterator[tuple[str, Pair]]:
    """Pairs with the name of their file: the article's path with the format's suffix instead of its own.

    Two articles that differ in nothing but their suffix keep it.
    """
    held = list(pairs)
    stems = [str(PurePosixPath(article.path).with_suffix("")) for article, _ in held]
    uses = Counter(stems)
    for (article, layer), stem in zip(held, stems, strict=True):
        name = stem if uses[stem] == 1 else article.path
        yield name + suffix, (article, layer)
