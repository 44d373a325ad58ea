"""Comparison: all figures about the agreement of a project's annotators, gathered an article at a time."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import combinations

from store.agreement.chance import Values, alpha, cohen, fleiss, labelled, shared
from store.agreement.pairing import Kind, Mark, paired
from store.agreement.semeval import Tally, by_label
from store.agreement.units import painted, pieces
from store.annotation import Annotation
from store.article import Article
from store.beside import beside
from store.classes import dataclass
from store.disk.names import annotators
from store.errors import ArticleError, DiskError, RefusedError
from store.formats.tokens import columns
from store.placing import Placer
from store.progress import steps
from store.project import Project

UNKNOWN = "unknown"
"""The kind of a label that the label set does not have."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is compared."""

    kind: str | None = None
    """Only labels of this kind; None: all."""
    label: str | None = None
    """Only this label; None: all."""
    all_articles: bool = False
    """Whether articles count that not all have marked done, too."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One mark, or two that were paired, of two annotators."""

    article: Article
    names: tuple[str, str]
    kind: Kind
    first: Mark | None
    second: Mark | None


@dataclass(slots=True)
class TwoAnnotators:
    """Two annotators' agreement."""

    first: str
    second: str
    articles: dict[str, Tally] = field(default_factory=dict)
    """By path; the articles that both have worked on."""
    labels: dict[str, Tally] = field(default_factory=dict)
    """By label, each counted as if there were no other."""
    tokens: dict[str, Counter[Values]] = field(default_factory=dict)
    """By kind of label: what the two gave a token -> how many such tokens."""

    @property
    def total(self) -> Tally:
        """All labels in all articles."""
        total = Tally()
        for tally in self.articles.values():
            total = total.plus(tally)
        return total

    def kappa(self, kind: str, *, outside: bool = True) -> float | None:
        """Cohen's kappa over tokens; without `outside` only over those that at least one has labelled."""
        counts = self.tokens.get(kind, Counter())
        return cohen(counts if outside else labelled(counts))


@dataclass(slots=True)
class Comparison:
    """All figures."""

    names: tuple[str, ...]
    pairs: tuple[TwoAnnotators, ...]
    """Each two annotators, in the order of the names."""
    kinds: tuple[str, ...] = ()
    """The kinds of the labels that somebody has put, in the order of the label set."""
    tokens: dict[str, Counter[Values]] = field(default_factory=dict)
    """By kind: what all annotators gave a token, in the articles that all have worked on."""
    lengths: dict[str, Counter[Values]] = field(default_factory=dict)
    """By kind: the values of a piece of text, of those who have worked on it -> code points."""
    remarks: list[str] = field(default_factory=list)
    """What was left out, fit to show."""

    @property
    def articles(self) -> int:
        """How many articles at least two have worked on."""
        return len({path for pair in self.pairs for path in pair.articles})

    def fleiss(self, kind: str, *, outside: bool = True) -> float | None:
        """Fleiss' kappa of all annotators over tokens; without `outside` only over those that somebody labelled."""
        counts = self.tokens.get(kind, Counter())
        return fleiss(counts if outside else labelled(counts))

    def alpha(self, kind: str) -> float | None:
        """Krippendorff's nominal alpha of all annotators over pieces of text, weighed by their length."""
        return alpha(self.lengths.get(kind, Counter()))


def compare(
    projects: Sequence[Project], scope: Scope, seen: Callable[[Compared], object] = lambda _: None
) -> Comparison:
    """Compare the annotators of a project. Memory holds one article at a time, and figures.

    Args:
        projects: the same project once for each annotator, two at least.
        scope: what is compared.
        seen: called with every mark, or pair of marks, of each two annotators.

    Raises:
        RefusedError: there is nothing to compare, or the kind or label is none of the label set.
    """
    return _Comparing(projects, scope, seen).run()


class _Comparing:
    """Goes through the articles once."""

    def __init__(self, projects: Sequence[Project], scope: Scope, seen: Callable[[Compared], object]) -> None:
        self._projects, self._scope, self._seen = projects, scope, seen
        self._schema = projects[0].schema
        _must_be_known(projects[0], scope)
        self._label = None if scope.label is None else self._schema.name_of(scope.label)
        names = tuple(project.annotator for project in projects)
        self._result = Comparison(names, tuple(TwoAnnotators(*two) for two in combinations(names, 2)))
        self._kinds: set[str] = set()
        self._left = Counter[str]()

    def run(self) -> Comparison:
        result = self._result
        for article, workers in self._articles():
            marks = {at: self._marks(self._projects[at], article) for at in workers}
            self._score(article, marks)
            self._count(article, marks)
        known = [kind for kind in self._schema.kinds if kind in self._kinds]
        result.kinds = (*known, *sorted(self._kinds - set(known)))
        result.remarks += [f"{words}: {count:,}" for words, count in sorted(self._left.items()) if count]
        return result

    def _articles(self) -> Iterator[tuple[Article, Sequence[int]]]:
        """The articles that at least two have worked on, each with the places of these in the list of the projects."""
        everyone = range(len(self._projects))
        done = [_done(project) for project in self._projects]
        is_found = False
        readable = self._projects[0].library.readable
        for entry in steps(readable, "articles compared", len(readable), may_stop=True):
            workers = [at for at in everyone if self._scope.all_articles or entry.path in done[at]]
            if len(workers) < 2:
                continue
            try:
                article = self._projects[0].library.article(entry.path)
            except ArticleError as error:
                self._result.remarks.append(f"left out: {error}")
                continue
            is_found = True
            yield article, workers
        if not is_found:
            raise RefusedError(_nothing(self._projects, done, all_articles=self._scope.all_articles))

    def _marks(self, project: Project, article: Article) -> dict[str, list[Mark]]:
        """One annotator's marks in an article, by kind of label."""
        found: dict[str, list[Mark]] = {}
        for one in placed_on(project, article, self._left):
            name = self._schema.name_of(one.label)
            label = self._schema.label(name)
            kind = label.kind if label else UNKNOWN
            if self._scope.kind in (None, kind) and self._label in (None, name):
                found.setdefault(kind, []).append(Mark(one.start, one.end, name))
        return found

    def _score(self, article: Article, marks: Mapping[int, Mapping[str, list[Mark]]]) -> None:
        """Pair what each two have marked."""
        flat = {at: {mark for some in kinds.values() for mark in some} for at, kinds in marks.items()}
        for number, (a, b) in enumerate(combinations(range(len(self._projects)), 2)):
            if a not in marks or b not in marks:
                continue
            pair, found = self._result.pairs[number], paired(flat[a], flat[b])
            pair.articles[article.path] = Tally.of(found)
            for label, tally in by_label(flat[a], flat[b]).items():
                pair.labels[label] = pair.labels.get(label, Tally()).plus(tally)
            for row in found.rows():
                self._seen(Compared(article, (pair.first, pair.second), *row))

    def _count(self, article: Article, marks: Mapping[int, Mapping[str, list[Mark]]]) -> None:
        """Count tokens and pieces of text by what everybody gave them, for each kind of label."""
        starts = columns(article.text).starts
        self._kinds |= {kind for kinds in marks.values() for kind in kinds}
        result = self._result
        for kind in self._all_kinds():
            here = {at: marks[at].get(kind, []) for at in marks}
            given = {at: painted(starts, some) for at, some in here.items()}
            for number, (a, b) in enumerate(combinations(range(len(self._projects)), 2)):
                if a in given and b in given:
                    counts = result.pairs[number].tokens.setdefault(kind, Counter())
                    counts.update(shared((given[a], given[b]), len(starts)))
            if len(given) == len(self._projects):
                result.tokens.setdefault(kind, Counter()).update(shared([*given.values()], len(starts)))
            result.lengths.setdefault(kind, Counter()).update(pieces(len(article.text), [*here.values()]))

    def _all_kinds(self) -> Iterable[str]:
        """The kinds that may come up: those without a mark are counted from the first article on, too."""
        kinds = dict.fromkeys((*self._schema.kinds, UNKNOWN))
        return kinds if self._scope.kind is None else [self._scope.kind]


def chosen(project: Project, names: Sequence[str]) -> list[Project]:
    """A project once for each of some annotators, for reading; the project itself is closed if it is none of theirs.

    Raises:
        DiskError: somebody has no file here, is named twice, or is alone.
    """
    known = annotators(project.root)
    listed = ", ".join(known) or "nobody"
    for name in names:
        if name not in known:
            message = f"{project.root} has no annotations of {name!r}; there are those of {listed}"
            raise DiskError(message)
        if names.count(name) > 1:
            message = f"{name} is named twice: agreement is between different annotators"
            raise DiskError(message)
    if len(names) < 2:
        message = f"agreement takes two annotators or more, not {names[0]} alone; there are {listed}"
        raise DiskError(message)
    return [beside(project, name, read_only=True) for name in names]


def placed_on(project: Project, article: Article, left: Counter[str] | None = None) -> list[Annotation]:
    """An annotator's annotations that have a place in an article, in text order; nothing is remembered.

    Args:
        project: the annotator's.
        article: where.
        left: takes how many have none, and which are at a place that nobody has accepted.
    """
    placer = Placer(article, project.annotator)
    placing = placer.begin(project.database.each_of(article.path, "annotations"))
    while placing.waiting:
        placer.advance(placing)
    if left is not None:
        who = f"annotations of {project.annotator}"
        for number, words in (
            (len(placing.orphans), f"left out, {who} without a place in their articles, which were edited"),
            (len(placing.faults), f"left out, {who} that cannot be read"),
            (len(placing.moved), f"{who} at a place in edited articles that nobody has accepted"),
        ):
            left[words] += number
    return list(placing.layer)


def _done(project: Project) -> frozenset[str]:
    return frozenset(record.article for record in project.relations.records if record.done)


def _must_be_known(project: Project, scope: Scope) -> None:
    schema = project.schema
    kinds = (*schema.kinds, UNKNOWN)
    if scope.kind is not None and scope.kind not in kinds:
        message = f"no label is of the kind {scope.kind!r}; there are {', '.join(kinds)}"
        raise RefusedError(message)
    label = None if scope.label is None else schema.label(scope.label)
    if scope.label is not None and label is None:
        message = f"there is no label {scope.label!r}; there are {', '.join(one.name for one in schema.labels)}"
        raise RefusedError(message)
    if label is not None and scope.kind not in (None, label.kind):
        message = f"{label.name} is of the kind {label.kind}, not {scope.kind}: nothing would be left to compare"
        raise RefusedError(message)


def _nothing(projects: Sequence[Project], done: Sequence[frozenset[str]], *, all_articles: bool) -> str:
    if all_articles:
        return "the project has no article that can be read"
    counts = ", ".join(f"{project.annotator} {len(paths)}" for project, paths in zip(projects, done, strict=True))
    how = "`D` on the screen marks one, --all-articles takes all"
    return f"no article is marked done by two of them (done: {counts}); {how}"
