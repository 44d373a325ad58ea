"""Pages: a saved web page as an article."""

from store.article import Article
from store.errors import ArticleError
from store.importing.shelf import Shelf


def page(shelf: Shelf, name: str, data: bytes, encoding: str | None) -> Article | str:
    """The article of a page, new or known; or why there is none."""
    from store.readers.page import read_page  # noqa: PLC0415 - only for pages

    try:
        text, metadata = read_page(data, encoding)
    except ArticleError as error:
        return str(error)
    known = shelf.article("", text=text)
    return known if known is not None else shelf.add(name, text, metadata, name.rpartition("/")[2])
