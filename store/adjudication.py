"""Adjudication: annotators' work on the same articles is judged place by place; the result is an annotator's own.

Each judgement is one action of the annotator `adjudicated`: the annotation that it makes, a decision that says what was
judged, and the end of what an earlier judgement on the same annotations had made. It stands until one of these changes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from store import edits
from store.annotation import Annotation, Record, id_number
from store.article import Article
from store.beside import beside
from store.change import Change
from store.classes import dataclass
from store.conflicts import Difference, Place, places_of
from store.decision import Decision, decided
from store.errors import RefusedError
from store.project import Project
from store.span import Span
from store.work import Done

ADJUDICATED = "adjudicated"
"""The annotator whose annotations are the result."""


@dataclass(frozen=True, slots=True)
class Case:
    """A place, and the judgement on it that still stands, None for an open one."""

    place: Place
    decision: Decision | None
    accepted: int | None
    """Whose annotation was accepted, by place among the annotators; None for nobody's or an edited one."""

    @property
    def is_open(self) -> bool:
        """Whether it has to be judged, or judged again."""
        return self.decision is None

    @property
    def difference(self) -> Difference:
        """What the annotators differ in."""
        return self.place.difference


@dataclass(frozen=True, slots=True)
class Answer:
    """What is right at a place."""

    span: Span
    label: str
    source: Annotation
    """The annotation that it is, or was edited from: its attributes and note are taken over."""


class Adjudication:
    """Some annotators' work, open for judging beside a project; `close` it."""

    def __init__(self, project: Project, names: Sequence[str]) -> None:
        """Open their files for reading, and that of the result for writing.

        Args:
            project: what is open.
            names: the annotators, two at least.

        Raises:
            DiskError: a file cannot be opened.
        """
        self._given, self.names = project, tuple(names)
        self._is_closed = False
        self.readers: list[Project] = []
        """The project once for each annotator."""
        self.project = beside(project, ADJUDICATED)
        """The project for the result; it may be the one that was given."""
        try:
            for name in names:
                self.readers.append(beside(project, name, read_only=True))
        except BaseException:
            self.close()
            raise

    def close(self) -> bool:
        """Let go of the files that were opened here, once; False when something could not be written."""
        opened = [] if self._is_closed else [one for one in (*self.readers, self.project) if one is not self._given]
        self._is_closed = True
        closed = [one.close() for one in opened]  # every one, whatever becomes of the others
        return all(closed)

    def follow(self) -> bool:
        """Keep up with what other programs write; whether anything is different."""
        followed = [one.follow() for one in (*self.readers, self.project) if one is not self._given]
        return any(followed)

    def has_worked(self, name: str, path: str) -> bool:
        """Whether an annotator has tagged an article, or marked it done."""
        reader = self.readers[self.names.index(name)]
        record = reader.relations.record(path)
        return bool(reader.count(path)) or (record is not None and record.done)

    def cases(self, article: Article) -> list[Case]:
        """Every place of an article that somebody has annotated, in text order."""
        layers = [[*one.layer(article)] for one in self.readers]
        schema = self.project.schema
        decisions = self._decisions(article.path)
        about: dict[str, list[Decision]] = {}
        for one in decisions:
            for name in one.ids:
                about.setdefault(name, []).append(one)
        return [self._case(place, about.get(place.ids[0], ()), article) for place in places_of(layers, schema.name_of)]

    def judge(self, article: Article, case: Case, answer: Answer | None) -> Done:
        """Say what is right at a place, None for nothing; judged so already, nothing changes.

        Raises:
            RefusedError: the result cannot be written, or the article has changed.
        """
        if case.decision is not None and _is_same(case.decision, answer):
            return self.project.apply([], "judge")
        return self.project.apply(self._changes(article, [(case, answer)]), "judge")

    def take_over(self, article: Article, cases: Iterable[Case]) -> Done:
        """Accept all open places of an article on which everybody agrees, as one action.

        Raises:
            RefusedError: the result cannot be written, or the article has changed.
        """
        alike = [case for case in cases if case.is_open and case.difference == "agree"]
        judged = [(case, answer_of(case.place.annotations[0])) for case in alike]
        return self.project.apply(self._changes(article, judged) if judged else [], "take-over")

    def _decisions(self, path: str) -> list[Decision]:
        found = (Decision.of(*item) for item in self.project.database.items_of(path, "decisions"))
        return [one for one in found if one is not None]

    def _case(self, place: Place, decisions: Iterable[Decision], article: Article) -> Case:
        for one in decisions:
            if one.settles(place.annotations, self.names, article.text_sha256, self.project.schema.name_of):
                return Case(place, one, _whose(place, one))
        return Case(place, None, None)

    def _changes(self, article: Article, judged: Sequence[tuple[Case, Answer | None]]) -> list[Change]:
        project = self.project
        if project.read_only:
            message = f"the result cannot be written: {project.read_only}"
            raise RefusedError(message)
        project.library.must_be_current(article)
        ids = {name for case, _ in judged for name in case.place.ids}
        old = [one for one in self._decisions(article.path) if one.ids & ids]
        made = self._made(old)
        links = {link.id: link for one in made for link in project.relations.links_of(one.id)}
        gone = [*edits.removed(made, links.values()), *project.clusters.emptied(made)]
        gone += [Change.delete("decisions", one.number, one.record) for one in old]
        left = {one.id for one in made}
        fresh: list[Change] = []
        for case, answer in judged:
            fresh += self._verdict(article, case, answer, left)
        return [*gone, *fresh]

    def _made(self, decisions: Iterable[Decision]) -> list[Annotation]:
        """What decisions have made and is still there."""
        found = []
        for one in decisions:
            record = self.project.database.get("annotations", id_number(one.made)) if one.made else None
            if record is not None:
                found.append(Annotation.from_dict(record))
        return found

    def _verdict(self, article: Article, case: Case, answer: Answer | None, gone: set[str]) -> list[Change]:
        """The changes that say what is right at one place; annotations with the ids `gone` will not be there."""
        project, said = self.project, case.place.annotations
        at, changes, made = project.database.now(), list[Change](), ""
        if answer is None:
            record = decided(article, said, said[0].span, said[0].label, "reject")
        else:
            record = decided(article, said, answer.span, answer.label, "accept")
            there = [one for one in project.layer(article).same_place(answer.span) if one.id not in gone]
            if answer.label not in {project.schema.name_of(one.label) for one in there}:
                new = edits.annotated(article, answer.span, answer.label, project.annotator, at)
                number = project.database.take_number()
                made = f"{project.annotator}-{number}"
                source = answer.source
                kept = replace(
                    new, id=made, origin="imported", attributes=dict(source.attributes), note=source.note
                )  # fmt: skip
                changes.append(Change.insert("annotations", number, kept.to_dict()))
        number = project.database.take_number()
        whole: Record = {**record, "id": f"{project.annotator}-{number}", "author": project.annotator}
        whole |= {"created": at, "made": made}
        return [*changes, Change.insert("decisions", number, whole)]


def answer_of(annotation: Annotation) -> Answer:
    """An annotation as it is, as the right answer."""
    return Answer(annotation.span, annotation.label, annotation)


def _is_same(decision: Decision, answer: Answer | None) -> bool:
    if answer is None:
        return decision.verdict == "reject"
    return decision.verdict == "accept" and (decision.span, decision.label) == (answer.span, answer.label)


def _whose(place: Place, decision: Decision) -> int | None:
    if decision.verdict == "reject":
        return None
    then = {one["id"]: (one.get("start"), one.get("end"), one.get("label")) for one in decision.judged}
    wanted = (decision.span.start, decision.span.end, decision.label)
    return next((at for at, one in enumerate(place.said) if one is not None and then[one.id] == wanted), None)
