"""Afar: long articles are compared in a process of their own, which can be left in the midst of it.

A thread would compare them just as well, but keys would wait for it. The process is started when there is something to
do and stopped when that is done or not wanted any more; it stands still while keys come.
"""

import atexit
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any

from store.article import Article
from store.matching.beside import Beside
from store.matching.bystanders import Bystanders
from store.matching.sharing import Shared, Sharing
from store.matching.weights import Weights

A_LOOK = 0.1
"""Seconds between two looks whether the work is still wanted."""
SERVED = "store.matching.afar:serve"
Work = Callable[..., Any]
Page = tuple[str, str]
"""The path and the text of an article: what is sent of it."""


class Afar:
    """A process for long work, started at the first of it."""

    def __init__(self, weights: Weights, bystanders: Bystanders) -> None:
        """Nothing is started yet.

        Args:
            weights: those of the project.
            bystanders: what the process belongs to while it runs.
        """
        self._weights, self._bystanders = weights, bystanders
        self._process: Beside | None = None

    def pair(self, a: Article, b: Article) -> Iterator[tuple[Shared, ...] | None]:
        """What two articles share, or one repeats; None again and again before that, so that it can be left.

        Raises:
            EOFError: the process has ended before it was done, or could not be started.
        """
        return self.done(_pair, page(a), page(b))

    def done(self, work: Work, *arguments: Any) -> Iterator[Any]:
        """What a function of a module gives, called there with a `Sharing` and arguments; None before, as in `pair`.

        Raises:
            EOFError: the process has ended before it was done, or could not be started.
        """
        try:
            process = self._process or self._begun()
            process.send((work, arguments))
        except OSError as error:
            raise EOFError from error
        while not (heard := process.receive(A_LOOK)):
            self._bystanders.look()
            yield None
        yield heard[0]

    def end(self) -> None:
        """Stop the process, whatever it is doing."""
        process, self._process = self._process, None
        if process is not None:
            atexit.unregister(self.end)
            self._bystanders.remove(process)
            process.end()

    def _begun(self) -> Beside:
        self._process = process = Beside(SERVED, self._weights)
        atexit.register(self.end)
        self._bystanders.add(process)
        return process


def page(article: Article) -> Page:
    """What is sent of an article."""
    return article.path, article.text


def serve(link: Connection, weights: Weights) -> None:
    """What the process does: whatever it is asked for, one after the other."""
    sharing = Sharing(weights)
    while True:
        work, arguments = link.recv()
        link.send(work(sharing, *arguments))


def _pair(sharing: Sharing, a: Page, b: Page) -> tuple[Shared, ...]:
    return sharing.between(Article.of(*a), [Article.of(*b)])
