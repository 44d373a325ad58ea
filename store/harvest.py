"""Harvest: what of a project goes into a dataset, an article at a time; what stays out is said in the report."""

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import TypeVar

from store.annotation import NOTHING, Annotation, ArticleRecord, Cluster, Link, Record
from store.article import Article
from store.body import Body
from store.edits import placed
from store.errors import ArticleError
from store.formats.tokens import tokenised, widened
from store.formats.values import About, Loss, Pair, Part, Report
from store.layer import key_of
from store.matching.verdicts import Verdicts
from store.placing import Placer, Placing
from store.progress import Headway, tell
from store.project import Project

KEPT = 16
"""Articles whose annotations are remembered for links that lead there."""
Value = TypeVar("Value")


class Harvest:
    """The work of one or several annotators, in the shape that writers take. Memory holds one article at a time."""

    def __init__(
        self,
        projects: Sequence[Project],
        report: Report,
        *,
        kind: str | None = None,
        options: Mapping[str, object] = NOTHING,
    ) -> None:
        """Begin with nothing read.

        Args:
            projects: the same project once for each annotator.
            report: where it is said what stays out.
            kind: only labels of this kind; None: all.
            options: for the format.
        """
        self._projects, self._report = projects, report
        self._kind, self._options = kind, options
        self.part: Callable[[str], Part] | None = None
        """Which part of a split dataset an article is in, by its path; None: it is not split. To be set at first."""
        self.is_snapped = False
        """Whether annotations are widened to whole tokens."""
        self.is_body_only = False
        """Whether annotations in furniture are left out."""
        self.is_unique = False
        """Whether an annotator's second annotation with the same span and label is left out."""
        self._read: set[str] = set()
        self._moved = 0
        self._body = Body(projects[0].library.article, self._verdicts)
        self._near: OrderedDict[str, dict[str, Annotation] | tuple[Annotation, ...]] = OrderedDict()

    def _verdicts(self) -> Verdicts:
        """What the annotators have said is furniture, or is not; the last word is in force."""
        every = (one for project in self._projects for one in project.relations.judging.records)
        return Verdicts.of(sorted(every, key=lambda one: str(one.get("created", ""))))

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The articles that can be read, in order."""
        return tuple(entry.path for entry in self._projects[0].library.readable)

    def pairs(self, paths: Iterable[str] | None = None) -> Iterator[Pair]:
        """Articles by path, each with what is written of its annotations; after each it is told how many were done.

        Args:
            paths: which articles; None: all.

        Raises:
            StoppedError: whoever is told wants no more of them.
        """
        for path in self.paths if paths is None else paths:
            try:
                article = self._projects[0].library.article(path)
            except ArticleError as error:
                self._report.lose(path, "text", str(error))
                continue
            self._read.add(path)
            annotations = self._annotations(article, is_said=True)
            self._remember(path, annotations)
            yield article, annotations
            tell(Headway("articles", len(self._read), len(self.paths), may_stop=True))

    def texts(self) -> Iterator[tuple[str, str]]:
        """Path and text of each article that can be read."""
        for path in self.paths:
            with suppress(ArticleError):
                yield path, self._projects[0].library.article(path).text

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """All links of the annotators."""
        return tuple(link for project in self._projects for link in project.relations.links)

    @cached_property
    def about(self) -> About:
        """Links, clusters and the rest."""
        clusters: dict[str, Cluster] = {}
        records: list[tuple[str, ArticleRecord]] = []
        decisions: list[tuple[str, Record]] = []
        for project in self._projects:
            clusters |= {cluster.id: cluster for cluster in project.relations.clusters}
            records += [(record.article, record) for record in project.relations.records]
            decisions += [(str(one.get("article", "")), one) for one in project.database.stream("decisions")]
        return About(
            self._projects[0].schema,
            self._projects[0].schema.title,
            tuple(label.name for label in self._projects[0].schema.span_labels if self._kind in (None, label.kind)),
            self.links,
            _grouped((link.source, link) for link in self.links),
            clusters,
            _grouped(records),
            _grouped(decisions),
            self.annotation,
            self._written,
            self._is_left_out,
            self._names.__getitem__,
            self.part or (lambda _: "train"),
            ("train", "validation", "test") if self.part else (),
            self._options,
        )

    def left_over(self) -> list[Loss]:
        """Losses that no format is to blame for: what belongs to articles that are gone, arrows from nowhere."""
        if self._moved:
            waiting = f"{self._moved} annotations of edited articles have a new place that nobody has accepted yet: gm"
            self._report.remarks.append(waiting)
        return [loss for project in self._projects for loss in self._left_by(project)]

    def annotation(self, annotation_id: str) -> Annotation | None:
        """The annotation of an id as its annotator's file has it, or None."""
        author, _, number = annotation_id.rpartition("-")
        for project in self._projects:
            if project.annotator == author and number.isdecimal():
                record = project.database.get("annotations", int(number))
                return Annotation.from_dict(record) if record else None
        return None

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """Path -> what the article's own file is called: two that differ in nothing but their suffix keep it."""
        stems = {path: str(PurePosixPath(path).with_suffix("")) for path in self.paths}
        uses = Counter(stems.values())
        return {path: stem if uses[stem] == 1 else path for path, stem in stems.items()}

    def _annotations(self, article: Article, *, is_said: bool) -> tuple[Annotation, ...]:
        found: list[Annotation] = []
        for project in self._projects:
            placer = Placer(article, project.annotator)
            placing = placer.begin(project.database.each_of(article.path, "annotations"))
            while placing.waiting:
                placer.advance(placing)
            if is_said:
                self._leave_out(placing)
            found += [one for one in placing.layer if one.id not in placing.moved and self._is_wanted(one)]
        if self.is_body_only:
            found = [one for one in found if not self._is_page(article, one, is_said=is_said)]
        if self.is_unique:
            found = list(self._distinct(found, is_said=is_said))
        if self.is_snapped:
            found = list(self._snapped(article, found, is_said=is_said))
        is_sorted = len(self._projects) == 1 and not self.is_snapped
        return tuple(found) if is_sorted else tuple(sorted(found, key=key_of))

    def _is_page(self, article: Article, one: Annotation, *, is_said: bool) -> bool:
        rule = self._body.rule_over(one, article)
        if rule and is_said:
            self._report.lose(one.id, "annotation", f"stands in furniture of the page ({rule})")
            self._report.unwanted.add(one.id)
        return bool(rule)

    def _distinct(self, annotations: Iterable[Annotation], *, is_said: bool) -> Iterator[Annotation]:
        known: dict[tuple[object, ...], str] = {}
        name_of = self._projects[0].schema.name_of
        for one in annotations:
            first = known.setdefault((one.start, one.end, name_of(one.label), one.author), one.id)
            if first == one.id:
                yield one
            elif is_said:
                self._report.lose(one.id, "annotation", f"is the same as {first}")

    def _snapped(self, article: Article, annotations: Iterable[Annotation], *, is_said: bool) -> Iterator[Annotation]:
        tokens = tokenised(article.text).spans
        for one in annotations:
            wide = widened(tokens, one.span)
            if wide != one.span and is_said:
                why = f"widened from {one.start}-{one.end} to the whole tokens at {wide.start}-{wide.end}"
                self._report.lose(one.id, "span", why)
            yield one if wide == one.span else replace(one, **placed(article, wide))

    def _written(self, annotation_id: str) -> Annotation | None:
        stored = self.annotation(annotation_id)
        if stored is None or stored.article not in self._names:
            return None
        if stored.article not in self._near:
            try:
                article = self._projects[0].library.article(stored.article)
            except ArticleError:
                return None
            self._remember(stored.article, self._annotations(article, is_said=False))
        known = self._near[stored.article]
        if not isinstance(known, dict):
            known = self._near[stored.article] = {one.id: one for one in known}
        return known.get(annotation_id)

    def _remember(self, path: str, annotations: tuple[Annotation, ...]) -> None:
        self._near[path] = annotations
        while len(self._near) > KEPT:
            self._near.popitem(last=False)

    def _is_left_out(self, annotation_id: str) -> bool:
        if self._kind is None and not self.is_body_only:
            return False
        stored = self.annotation(annotation_id)
        if stored is None:
            return False
        return not self._is_wanted(stored) or (self.is_body_only and bool(self._body.rule_over(stored)))

    def _is_wanted(self, annotation: Annotation) -> bool:
        if self._kind is None:
            return True
        label = self._projects[0].schema.label(annotation.label)
        return label is not None and label.kind == self._kind

    def _left_by(self, project: Project) -> Iterator[Loss]:
        members = set()
        for record in project.database.stream("annotations"):
            members.add(record.get("cluster"))
            if record.get("article") not in self._read:
                yield Loss(str(record.get("id")), "annotation", f"{record.get('article')} cannot be read")
        relations = project.relations
        dangling = (link for link in relations.links if self.annotation(link.source) is None)
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


def _grouped(pairs: Collection[tuple[str, Value]] | Iterator[tuple[str, Value]]) -> dict[str, tuple[Value, ...]]:
    found: dict[str, list[Value]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}
