"""The articles in which annotators differ in something that has not been judged yet."""

from collections.abc import Iterator

from store import Adjudication, Article, ArticleError, Project


def with_open(work: Adjudication, project: Project, path: str, by: int) -> Iterator[Article | None]:
    """The articles that all have worked on and in which something is open, from one on; None for each other one.

    Args:
        work: what is compared.
        project: whose articles.
        path: the article where one is, which is not looked at.
        by: 1 for those after it, -1 for those before it; either way round to it again.
    """
    paths = [entry.path for entry in project.library.readable]
    here = paths.index(path) if path in paths else 0
    for step in range(1, len(paths)):
        yield _open_one(work, project, paths[(here + by * step) % len(paths)])


def _open_one(work: Adjudication, project: Project, path: str) -> Article | None:
    if not all(work.has_worked(name, path) for name in work.names):
        return None
    try:
        article = project.library.article(path)
    except ArticleError:
        return None
    return article if any(case.is_open for case in work.cases(article)) else None
