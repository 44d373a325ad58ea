"""Board: what each article says of each thing: clusters by articles, with wording, figures, and what is left out.

An omission is data: a cell without tags in an article that was read. So is a difference of figures, but only between
tags that a person has put into one cluster or linked.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from store.annotation import Annotation, Link
from store.article import Article
from store.classes import dataclass
from store.matching.quantities import Quantity, differences, quantities

Verdict = Literal["same", "differs", "unrelated"]
"""What a pair of statements is."""
SAME, OTHER = frozenset(("same_claim", "paraphrases", "quotes", "same")), frozenset(("contradicts", "different_number"))
"""Types of links that say that two statements are one claim, and that they are one claim with another content."""


class Cell(NamedTuple):
    """What one article says of one thing."""

    annotations: tuple[Annotation, ...]
    """Its tags in text order; empty for an omission."""
    wording: str
    """The words of the first of them."""
    figures: tuple[Quantity, ...]
    """The quantities in all of them."""


NOTHING = Cell((), "", ())
"""An omission."""


@dataclass(frozen=True, slots=True)
class Row:
    """What all articles say of one thing."""

    cluster: str
    """The cluster's id."""
    name: str
    kind: str
    """`entity`, `claim` and so on, by the labels of its tags; of several the commonest."""
    cells: Mapping[str, Cell]
    """By article; each article of the board has one."""
    differs: tuple[str, ...]
    """Units of figures that two articles give otherwise."""
    linked: tuple[str, ...] = ()
    """The types of links between its tags that say that their content is another one."""

    @property
    def said(self) -> int:
        """How many articles say something of it."""
        return sum(1 for cell in self.cells.values() if cell.annotations)

    @property
    def omitted(self) -> tuple[str, ...]:
        """The articles that say nothing of it, in the order of the board."""
        return tuple(path for path, cell in self.cells.items() if not cell.annotations)


@dataclass(frozen=True, slots=True)
class Board:
    """Clusters by articles."""

    articles: tuple[str, ...]
    """The columns."""
    rows: tuple[Row, ...]

    def sorted_by(self, order: Literal["name", "said", "omitted", "differs"]) -> "Board":
        """The same with its rows in another order: by name, or what is said, left out or different most first."""
        ways: dict[str, Callable[[Row], tuple[int, str]]] = {
            "name": lambda row: (0, row.name.casefold()),
            "said": lambda row: (-row.said, row.name.casefold()),
            "omitted": lambda row: (row.said, row.name.casefold()),
            "differs": lambda row: (-len(row.differs + row.linked), row.name.casefold()),
        }
        return Board(self.articles, tuple(sorted(self.rows, key=ways[order])))

    def only(self, words: str = "", kind: str = "") -> "Board":
        """The same with the rows alone whose name or wording holds some words, and of one kind."""
        wanted = words.casefold()
        kept = (
            row
            for row in self.rows
            if (not kind or row.kind == kind)
            and (wanted in row.name.casefold() or any(wanted in cell.wording.casefold() for cell in row.cells.values()))
        )
        return Board(self.articles, tuple(kept))


def board(
    articles: Sequence[Article],
    annotations: Iterable[Annotation],
    names: Mapping[str, str],
    kinds: Mapping[str, str],
    links: Iterable[Link] = (),
) -> Board:
    """The board of some articles: a row for each cluster, and for each group of claims that somebody linked.

    Args:
        articles: the columns, in order.
        annotations: of these articles; those without a cluster or such a link are left out.
        names: cluster -> name.
        kinds: label -> kind.
        links: those of type SAME and OTHER join their ends, and the clusters of these, into one row.
    """
    by_path = {article.path: article for article in articles}
    known = {one.id: one for one in annotations if one.article in by_path}
    said = [link for link in links if link.type in SAME | OTHER and link.source in known and link.target in known]
    rows = []
    for group in _groups(known, said):
        cells = _cells(by_path, group)
        labels = [kinds.get(one.label, "") for one in group]
        kind = min(set(labels), key=lambda kind: (-labels.count(kind), kind))
        cluster = next((one.cluster for one in group if one.cluster), "")
        ids = {one.id for one in group}
        types = {link.type for link in said if link.type in OTHER and link.source in ids}
        name = names.get(cluster, cluster) if cluster else " ".join(group[0].quote.split())
        differs = _differing(cells.values()) if kind != "entity" else ()
        rows.append(Row(cluster or group[0].id, name, kind, cells, differs, tuple(sorted(types))))
    return Board(tuple(by_path), tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.cluster))))


def _groups(known: Mapping[str, Annotation], links: Iterable[Link]) -> list[list[Annotation]]:
    """The tags that are about one thing, by cluster and by link; in the order of the first of each."""
    near: dict[str, list[str]] = defaultdict(list)
    edges = [(f"cluster {one.cluster}", one.id) for one in known.values() if one.cluster]
    for one, other in [*edges, *((link.source, link.target) for link in links)]:
        near[one].append(other)
        near[other].append(one)
    place = {name: at for at, name in enumerate(known)}
    groups: list[list[Annotation]] = []
    seen: set[str] = set()
    for name in known:
        if name in near and name not in seen:
            group = _reached(name, near)
            seen |= group
            groups.append([known[one] for one in sorted(group & known.keys(), key=place.__getitem__)])
    return groups


def _reached(name: str, near: Mapping[str, Sequence[str]]) -> set[str]:
    """Everything that hangs together with something, itself too."""
    found, due = {name}, [name]
    while due:
        fresh = [one for one in near[due.pop()] if one not in found]
        found.update(fresh)
        due += fresh
    return found


def _cells(articles: Mapping[str, Article], group: Iterable[Annotation]) -> dict[str, Cell]:
    places: dict[str, list[Annotation]] = defaultdict(list)
    for one in group:
        places[one.article].append(one)
    return {path: _cell(article, places[path]) if path in places else NOTHING for path, article in articles.items()}


def _cell(article: Article, annotations: Sequence[Annotation]) -> Cell:
    ordered = tuple(sorted(annotations, key=lambda one: (one.start, one.end)))
    figures = tuple(figure for one in ordered for figure in quantities(article.text, one.span, article.published))
    return Cell(ordered, " ".join(ordered[0].quote.split()) if ordered else "", figures)


def _differing(cells: Iterable[Cell]) -> tuple[str, ...]:
    said = [cell for cell in cells if cell.figures]
    pairs = ((one, other) for at, one in enumerate(said) for other in said[at + 1 :])
    return tuple(sorted({found.unit for one, other in pairs for found in differences(one.figures, other.figures)}))


class Pair(NamedTuple):
    """Two statements, and what a person said of them."""

    a: Annotation
    b: Annotation
    verdict: Verdict


def claim_pairs(made: Board, links: Iterable[Link], unrelated: Iterable[tuple[str, str]] = ()) -> tuple[Pair, ...]:
    """The pairs of claims that a person has judged, for a dataset: by cluster, by link, by rejection.

    Args:
        made: the board.
        links: the project's links; their type decides.
        unrelated: ids of two annotations whose connection somebody rejected.
    """
    known = {one.id: one for row in made.rows for cell in row.cells.values() for one in cell.annotations}
    found: dict[tuple[str, str], Verdict] = {}
    for row in made.rows:
        if row.kind != "entity":
            ids = sorted(one.id for cell in row.cells.values() for one in cell.annotations)
            found |= {(one, other): "same" for at, one in enumerate(ids) for other in ids[at + 1 :]}
    for link in links:
        ends = _ends(link.source, link.target)
        if link.type in OTHER:
            found[ends] = "differs"
        elif link.type in SAME:
            found.setdefault(ends, "same")
    found |= {_ends(*ends): "unrelated" for ends in unrelated}
    return tuple(
        Pair(known[one], known[other], verdict)
        for (one, other), verdict in sorted(found.items())
        if one in known and other in known and known[one].article != known[other].article
    )


def _ends(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)
