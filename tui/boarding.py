"""Boarding: what the board shows, gathered from the model: articles, tags, clusters and links, and its files."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from store import (
    About,
    Annotation,
    Article,
    ArticleError,
    Board,
    Project,
    Quantity,
    Row,
    board,
    dataclass,
    free_place,
    steps,
    write_board,
)
from tui.words import short

Order = Literal["name", "said", "omitted", "differs"]
"""How rows are sorted: by name, or what is said, left out or different most first."""
MOST = 1_000
"""Articles that a board has at most."""
READING = 10
"""Records that are gone through in the time it takes to read an article."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A board, and the articles that are its columns."""

    made: Board
    articles: tuple[Article, ...]
    more: int = 0
    """Articles with tags that are left out, because there are too many."""
    texts: tuple[str, ...] = ()
    """What typing finds each row by, in small letters."""
    said: tuple[int, ...] = ()
    """How many articles say something of each row."""

    def arranged(self, typed: str, order: Order) -> Board:
        """The rows that hold what is typed, in an order; costs a look at each row, whatever there are of columns."""
        wanted, rows = typed.strip().casefold(), self.made.rows
        ways: Mapping[Order, Callable[[int], int]] = {
            "name": lambda _: 0,
            "said": lambda at: -self.said[at],
            "omitted": lambda at: self.said[at],
            "differs": lambda at: -len(rows[at].differs + rows[at].linked),
        }
        kept = sorted((at for at in range(len(rows)) if wanted in self.texts[at]), key=ways[order])
        return Board(self.made.articles, tuple(rows[at] for at in kept))


def columns(project: Project) -> list[str]:
    """The articles of the whole project that have tags of one's own, by path: the others were not read for it."""
    counts = project.database.counts()
    return [entry.path for entry in project.library.readable if counts.get(entry.path)]


def work_for(project: Project, paths: Sequence[str]) -> int:
    """About how many records a board of some articles goes through."""
    counts = project.database.counts()
    return sum(READING + counts.get(path, 0) for path in paths)


def lay_out(project: Project, paths: Sequence[str]) -> Laid:
    """Make the board of some articles; one that cannot be read any more is left out.

    Raises:
        StoppedError: on the way, when somebody wants that.
    """
    articles, tags = list[Article](), list[Annotation]()
    for path in steps(paths[:MOST], "reading", min(MOST, len(paths)), may_stop=True):
        try:
            article = project.library.article(path)
        except ArticleError:
            continue
        articles.append(article)
        tags += project.layer(article)
    schema = project.schema
    names = {one.id: one.name for one in project.clusters.all()}
    kinds = {one.label: label.kind for one in tags if (label := schema.label(one.label))}
    made = board(articles, tags, names, kinds, project.relations.links)
    return laid_of(made, articles, max(0, len(paths) - MOST))


def laid_of(made: Board, articles: Sequence[Article], more: int = 0) -> Laid:
    """A board with what it is filtered and sorted by; made once, for that looks at every cell."""
    texts = ("\n".join([row.name, *(cell.wording for cell in row.cells.values())]).casefold() for row in made.rows)
    return Laid(made, tuple(articles), more, tuple(texts), tuple(row.said for row in made.rows))


def write(project: Project, laid: Laid, suffix: str) -> Path:
    """Write the board into a new file beside the project's folder; where it is.

    Raises:
        FormatError: it cannot be written there.
    """
    decisions = {one.path: tuple(project.database.of_article(one.path, "decisions")) for one in laid.articles}
    about = About(
        project.schema,
        links=project.relations.links,
        clusters={one.id: one for one in project.clusters.all()},
        decisions=decisions,
    )
    return write_board(laid.made, laid.articles, about, free_place(project.root, suffix))


def heading(article: Article) -> str:
    """What stands above a column: the article's source and date, else its name."""
    return " ".join(filter(None, (article.source, article.published))) if article.source else article.name


def figure(article: Article, one: Quantity) -> str:
    """A figure in the words of its article."""
    return " ".join(one.span.of(article.text).split())


def cell_words(row: Row, article: Article) -> str:
    """What stands in a cell: a figure that differs, else the wording; nothing for an omission."""
    cell = row.cells[article.path]
    if not cell.annotations:
        return ""
    figures = [figure(article, one) for one in cell.figures if one.unit in row.differs]
    words = ", ".join(dict.fromkeys(figures)) or cell.wording
    more = len(cell.annotations) - 1
    return f"+{more} {words}" if more and not figures else words


def why(row: Row) -> str:
    """What the articles do not agree in, in a word or two; empty when there is nothing."""
    parts = [f"differs: {', '.join(row.differs)}"] if row.differs else []
    return " · ".join([*parts, *row.linked])


def detail(laid: Laid, row: Row, at: int) -> str:
    """All about a cell: its words, whose they are, and each figure that differs with the date it was published."""
    article = laid.articles[at]
    cell = row.cells[article.path]
    said = f"“{short(cell.wording, 400)}”" if cell.annotations else "says nothing of it, as far as you tagged"
    lines = [f"{row.name}: {heading(article)}: {said}"]
    for unit in row.differs:
        dated = [
            f"{figure(one, found)} ({one.published or 'no date'}, {one.source or one.name})"
            for one in laid.articles
            for found in row.cells[one.path].figures
            if found.unit == unit
        ]
        lines.append(f"differs: {' · '.join(dated)}")
    return "\n".join([*lines, *row.linked])
