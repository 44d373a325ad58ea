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
            "differs": lambda row: (-len(row.differs), row.name.casefold()),
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
) -> Board:
    """The board of some articles.

    Args:
        articles: the columns, in order.
        annotations: of these articles; those without a cluster are left out.
        names: cluster -> name.
        kinds: label -> kind.
    """
    tagged: dict[str, dict[str, list[Annotation]]] = defaultdict(lambda: defaultdict(list))
    by_path = {article.path: article for article in articles}
    for one in annotations:
        if one.cluster and one.article in by_path:
            tagged[one.cluster][one.article].append(one)
    rows = []
    for cluster, places in tagged.items():
        cells = {path: _cell(article, places.get(path, ())) for path, article in by_path.items()}
        labels = [kinds.get(one.label, "") for group in places.values() for one in group]
        kind = min(set(labels), key=lambda kind: (-labels.count(kind), kind))
        rows.append(
            Row(
                cluster,
                names.get(cluster, cluster),
                kind,
                cells,
                _differing(cells.values()) if kind != "entity" else (),
            )
        )
    return Board(tuple(by_path), tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.cluster))))


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
