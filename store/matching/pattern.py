"""Pattern: search in the whole project by a regular expression, in a process that can be stopped.

A pattern can take for ever on a harmless text and cannot be asked to stop, so another process looks, article by
article, and the clock is kept here: one that takes longer than two seconds is the end of the search, its process is
killed, and the refusal names the article.
"""

from collections.abc import Generator, Sequence
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path

from store.errors import ArticleError, RefusedError
from store.library import Library
from store.matching.beside import Beside
from store.matching.search import compiled_pattern
from store.matching.texts import Hit, hit
from store.readers.text import read_article
from store.span import Span

SECONDS = 2.0
"""How long a pattern may take on one article."""
A_WAIT = 0.1
"""Seconds after which whoever searches may leave."""
STARTS = 10.0
"""How long the process may take to start."""


def find_pattern(
    library: Library, pattern: str, *, most: int = 1000, seconds: float = SECONDS
) -> Generator[Hit | str, None, None]:
    """The places that match, by path and in text order, at most so many of an article; in between, where it is now.

    A string is the article that is being looked at, ten times a second at least, so that a search can be left there;
    closing the iterator stops it.

    Raises:
        RefusedError: the pattern is none, is too long, or takes too long on an article; the text says which.
    """
    compiled_pattern(pattern)
    files = [(entry.path, entry.file) for entry in library.readable]
    process = Beside("store.matching.pattern:look", library.root, library.encoding, pattern, files, most)
    now, limit, waited = "", STARTS, 0.0
    try:
        while True:
            heard = process.receive(A_WAIT)
            if not heard:
                waited += A_WAIT
                _must_be_quick(waited, limit, now)
                yield now
                continue
            if heard[0] is None:
                return
            now, found = heard[0]
            limit, waited = seconds, 0.0
            yield from found
            yield now
    except EOFError as error:
        message = f"the search was stopped at {now or 'its start'}: its process has ended"
        raise RefusedError(message) from error
    finally:
        process.end()


def _must_be_quick(waited: float, limit: float, now: str) -> None:
    if waited >= limit:
        where = now or "its start"
        message = f"the pattern took longer than {limit:g} s on {where} and was stopped; make it simpler"
        raise RefusedError(message)


def look(
    link: Connection, root: Path, encoding: str | None, pattern: str, files: Sequence[tuple[str, str]], most: int
) -> None:
    """What the process does: send the article that is next with what was found before, and at the end None."""
    compiled = compiled_pattern(pattern)
    found: list[Hit] = []
    for path, file in files:
        try:
            article = read_article(root, path, encoding, file)
        except ArticleError:
            continue
        link.send((path, found))
        places = (Span(*match.span()) for match in compiled.finditer(article.text))
        found = [hit(article, span) for span in islice((span for span in places if span.length), most)]
    link.send(("", found))
    link.send(None)
