"""Afar: long articles are compared in a process of their own, which can be left in the midst of it.

A thread would compare them just as well, but keys would wait for it. The process is started when there is something to
do and stopped when that is done or not wanted any more; it ends by itself when the program is gone, however that ended.
"""

import atexit
import os
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from store.article import Article
from store.matching.beside import Beside
from store.matching.sharing import Shared, Sharing
from store.matching.weights import Weights

A_LOOK = 0.1
"""Seconds between two looks whether the work is still wanted."""
A_BEAT = 0.5
"""Seconds between two looks of the process whether the program is still there."""
SERVED = "store.matching.afar:serve"
Work = Callable[..., Any]
Page = tuple[str, str]
"""The path and the text of an article: what is sent of it."""


class Afar:
    """A process for long work, started at the first of it."""

    def __init__(self, weights: Weights, is_wanted: Callable[[], bool]) -> None:
        """Nothing is started yet.

        Args:
            weights: those of the project.
            is_wanted: whether somebody still waits for what is being done.
        """
        self._weights, self._is_wanted = weights, is_wanted
        self._process: Beside | None = None

    def pair(self, a: Article, b: Article) -> tuple[Shared, ...] | None:
        """What two articles share, or one repeats; None when it is not wanted any more.

        Raises:
            EOFError: the process has ended before it was done, or could not be started.
        """
        found: tuple[Shared, ...] | None = self.done(_pair, page(a), page(b))
        return found

    def done(self, work: Work, *arguments: Any) -> Any:
        """What a function of a module gives, called there with a `Sharing` and arguments; None when no longer wanted.

        Raises:
            EOFError: the process has ended before it was done, or could not be started.
        """
        try:
            if self._process is None:
                self._process = Beside(SERVED, self._weights)
                atexit.register(self.end)
            self._process.send((work, arguments))
        except OSError as error:
            raise EOFError from error
        while self._is_wanted():
            if heard := self._process.receive(A_LOOK):
                return heard[0]
        return None

    def end(self) -> None:
        """Stop the process, whatever it is doing."""
        process, self._process = self._process, None
        if process is not None:
            atexit.unregister(self.end)
            process.end()


def page(article: Article) -> Page:
    """What is sent of an article."""
    return article.path, article.text


def serve(link: Connection, weights: Weights) -> None:
    """What the process does: whatever it is asked for, one after the other."""
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()
    sharing = Sharing(weights)
    while True:
        work, arguments = link.recv()
        link.send(work(sharing, *arguments))


def _pair(sharing: Sharing, a: Page, b: Page) -> tuple[Shared, ...]:
    return sharing.between(Article.of(*a), [Article.of(*b)])


def _watch(program: int) -> None:
    """End when the program is gone: in the midst of a comparison nobody reads its link."""
    while os.getppid() == program:
        time.sleep(A_BEAT)
    os._exit(0)
