"""Texts: the articles of a project as searches read them, on any thread, and the hits that they find in them."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from threading import Lock

from store.article import Article
from store.classes import dataclass
from store.errors import ArticleError
from store.library import Library
from store.readers.text import read_article
from store.span import Span

KEPT = 64
"""How many texts stay in memory."""
SURROUNDINGS = 60
"""Code points that a hit has before and after it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that was found, with what stands around it."""

    path: str
    span: Span
    quote: str
    """What stands there, to the letter."""
    before: str = ""
    """What stands before it in its line; no line ends."""
    after: str = ""
    about: str = ""
    """The article's source and date, else its title."""
    why: str = ""
    """What made it a hit where that is not plain to see: a likeness, a label, a note."""
    id: str = ""
    """The annotation, where one was found."""


class Texts:
    """The articles as their files stand now."""

    def __init__(self, library: Library) -> None:
        """Take a look at which articles there are; nothing is read."""
        self._root, self._encoding = library.root, library.encoding
        self._files = {entry.path: entry.file for entry in library.readable}
        self._read: OrderedDict[str, Article] = OrderedDict()
        self._turn = Lock()
        self.bystanders = library.bystanders
        """The processes that work for the screen, and stand still while keys come."""

    @property
    def paths(self) -> Iterable[str]:
        """Every article that can be read, by path."""
        return self._files.keys()

    def article(self, path: str) -> Article | None:
        """An article, None when it cannot be read."""
        with self._turn:
            if path in self._read:
                self._read.move_to_end(path)
                return self._read[path]
        try:
            article = read_article(self._root, path, self._encoding, self._files.get(path, ""))
        except ArticleError:
            return None
        with self._turn:
            self._read[path] = article
            if len(self._read) > KEPT:
                self._read.popitem(last=False)
        return article

    def of(self, paths: Iterable[str]) -> Iterator[Article]:
        """Those of some articles that can be read, in their order."""
        return (article for path in paths if (article := self.article(path)) is not None)


def hit(article: Article, span: Span, why: str = "", id: str = "") -> Hit:  # noqa: A002 - what it is called in records
    """A place of an article with what stands around it."""
    text = article.text
    before = text[max(0, span.start - SURROUNDINGS) : span.start]
    after = text[span.end : span.end + SURROUNDINGS]
    about = " ".join(filter(None, (article.source, article.published))) or article.name
    return Hit(article.path, span, span.of(text), _last_line(before), _first_line(after), about, why, id)


def _last_line(text: str) -> str:
    return text.replace("\r", "\n").rpartition("\n")[2]


def _first_line(text: str) -> str:
    return text.replace("\r", "\n").partition("\n")[0]
