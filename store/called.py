"""Called: lines that a person calls furniture, or text of the article after all, as one action that is kept as data."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from store import edits
from store.article import Article
from store.matching.verdicts import KIND
from store.span import Span
from store.work import Done

if TYPE_CHECKING:
    from store.project import Project


def call_furniture(
    project: "Project", article: Article, places: Iterable[Span], *, is_furniture: bool, is_whole: bool = True
) -> Done:
    """Say that lines of an article are furniture, or that they are not, as one action.

    Args:
        project: where.
        article: in which they stand; what is said is said of their words, in whatever article.
        places: each some whole lines.
        is_furniture: what they are.
        is_whole: no for the words of a passage that is a part of its line.

    Raises:
        RefusedError: the project is read-only, or a place is not in the text; nothing was changed.
    """
    edits.must_write(project.read_only)
    said = {
        "kind": KIND,
        "verdict": "accept" if is_furniture else "reject",
        "label": "",
        "scope": "lines" if is_whole else "words",
        "score": None,
        "reason": "",
    }
    changes = []
    for span in places:
        place, number = edits.placed(article, span), project.database.take_number()
        changes.append(edits.decided(number, article.path, place, said, (project.annotator, project.database.now())))
    return project.apply(changes, KIND if is_furniture else "not-furniture")
