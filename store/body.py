"""Body: what of an article was written by its author; annotations in furniture, lines of the page, are none of it."""

from collections.abc import Callable, Iterator

from store.annotation import Annotation
from store.article import Article
from store.errors import ArticleError
from store.matching.furniture import Furniture, furniture
from store.matching.verdicts import Verdicts
from store.span import Span

KEPT = 16
"""Articles whose furniture is remembered."""


class Body:
    """Tells which annotations stand in furniture. A text is looked through once, as long as it is remembered."""

    def __init__(self, article_of: Callable[[str], Article], verdicts: Callable[[], Verdicts]) -> None:
        """Nothing is looked through yet.

        Args:
            article_of: reads an article by its path.
            verdicts: what people have said is furniture, or is not; asked for once.
        """
        self._article_of, self._verdicts = article_of, verdicts
        self._said: Verdicts | None = None
        self._known: dict[str, tuple[Furniture, ...]] = {}

    def rule_over(self, annotation: Annotation, article: Article | None = None) -> str:
        """The rule that makes furniture of all that an annotation holds; "" where any of it is text of the article."""
        if annotation.article not in self._known:
            try:
                found = article or self._article_of(annotation.article)
            except ArticleError:
                return ""
            if self._said is None:
                self._said = self._verdicts()
            self._remember(annotation.article, stretches(found, self._said) if found.may_fold else ())
        over = (one.rule for one in self._known[annotation.article] if one.span.contains(annotation.span))
        return next(over, "")

    def _remember(self, path: str, found: Iterator[Furniture] | tuple[Furniture, ...]) -> None:
        self._known[path] = tuple(found)
        if len(self._known) > KEPT:
            del self._known[next(iter(self._known))]


def stretches(article: Article, verdicts: Verdicts) -> Iterator[Furniture]:
    """The furniture of an article, lines with nothing but blanks between them as one, by the rule of the first."""
    run: Furniture | None = None
    for one in verdicts.on(article.text, furniture(article.text)):
        if run is not None and not article.text[run.span.end : one.span.start].strip():
            run = Furniture(Span(run.span.start, one.span.end), run.rule)
            continue
        if run is not None:
            yield run
        run = one
    if run is not None:
        yield run
