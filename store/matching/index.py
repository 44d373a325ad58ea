"""Index: what makes a project quick to search; brought up to date in the background, in memory for a small project.

A project of up to 300 articles has no file: a thread reads them. A larger one has `.sidemark/index.sqlite`, which a
process of its own writes, so that no key waits; whoever may not write the project uses what is there. Everything here
can be asked at any time, and answers from what there is.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from store.corpus import scan
from store.disk.names import Files
from store.entry import Entry
from store.errors import StoreError
from store.matching.beside import PATIENCE, Beside
from store.matching.building import Progress, bring_up_to_date, delete, why
from store.matching.sidecar import Sidecar

SMALL = 300
"""Articles of the largest project whose index is in memory only."""
MOST_IN_MEMORY = 5_000
"""Articles of the largest project that is read into memory where no file can be written; 40 MB."""
NAME = "index.sqlite"
Answer = TypeVar("Answer")


class Index:
    """The index of a project's articles. Ask it on any thread; `refresh` and `close` on one."""

    def __init__(self, root: Path, encoding: str | None, articles: int, *, writes: bool) -> None:
        """Nothing is read or written before `refresh`.

        Args:
            root: the project's folder.
            encoding: how articles are decoded where the user has said so.
            articles: how many there are.
            writes: whether a file may be written; only who holds a lock of the project may.
        """
        self.root, self.encoding = root, encoding
        self.file = Files(root, "").private / NAME
        """Where the index of a larger project is."""
        self._writes, self._is_small = writes, articles <= SMALL
        self._sidecar: Sidecar | None = None
        self._progress = Progress(0, articles)
        self._thread: threading.Thread | None = None
        self._ends, self._turn = threading.Event(), threading.RLock()

    @property
    def progress(self) -> Progress:
        """How far it is."""
        return self._progress

    @property
    def is_busy(self) -> bool:
        """Whether it is being brought up to date."""
        return self._thread is not None and self._thread.is_alive()

    def refresh(self, entries: Iterable[Entry] | None = None) -> None:
        """Begin to bring it up to date in the background, unless that is going on already.

        Args:
            entries: the articles as they are now, where somebody has just looked.
        """
        if self.is_busy or self._ends.is_set():
            return
        self._progress = self._progress._replace(is_over=False)
        known = None if entries is None else tuple(entries)
        self._thread = threading.Thread(target=self._run, args=(known,), name="index", daemon=True)
        self._thread.start()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it is up to date; whether it is."""
        if self._thread is not None:
            self._thread.join(seconds)
        return not self.is_busy

    def close(self) -> None:
        """Stop what is going on and let the file go; what was put in stays for the next time."""
        self._ends.set()
        self.wait(PATIENCE)
        self._leave()

    def ask(self, question: Callable[[Sidecar], Answer], otherwise: Answer) -> Answer:
        """The answer to a question, `otherwise` while there is nothing to ask yet or it cannot be read.

        A database that turns out to be damaged is deleted and made anew, where it may be.
        """
        with self._turn:
            sidecar = self._sidecar
        if sidecar is None:
            return otherwise
        try:
            return question(sidecar)
        except sqlite3.ProgrammingError:  # closed meanwhile
            return otherwise
        except sqlite3.OperationalError as error:
            if "interrupted" not in str(error):
                self._progress = self._progress._replace(problem=why(error))
            return otherwise
        except sqlite3.DatabaseError as error:
            self._lost(error)
            return otherwise

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to ask yet."""
        return self._sidecar is None

    def _lost(self, error: sqlite3.Error) -> None:
        """Let a database go that cannot be read any more, and make another."""
        with self._turn:
            self._leave()
            self._progress = self._progress._replace(is_over=True, problem=why(error))
            if self._writes and not self._is_small:
                delete(self.file)
                self.refresh()

    def _leave(self) -> None:
        with self._turn:
            if self._sidecar is not None:
                self._sidecar.close()
            self._sidecar = None

    # in the thread

    def _run(self, entries: Sequence[Entry] | None) -> None:
        try:
            if self._is_small:
                self._fill(entries)
            elif self._writes:
                self._build()
            else:
                self._read_only()
        except sqlite3.DatabaseError as error:
            self._progress = self._progress._replace(problem=why(error))
        except (StoreError, OSError) as error:
            self._progress = self._progress._replace(problem=str(error))
        finally:
            self._progress = self._progress._replace(is_over=True)

    def _hear(self, progress: Progress) -> bool:
        self._progress = progress
        return not self._ends.is_set()

    def _fill(self, entries: Sequence[Entry] | None = None, news: str = "") -> None:
        """Bring an index in memory up to date."""
        with self._turn:
            sidecar = self._sidecar or Sidecar.in_memory()
            self._sidecar = sidecar
        entries = entries if entries is not None else scan(self.root, self.encoding)
        done = bring_up_to_date(sidecar, self.root, entries, self.encoding, self._hear)
        self._progress = done._replace(problem=news)

    def _build(self) -> None:
        """Have the file brought up to date by a process, and read it meanwhile."""
        self._look()
        process = Beside("store.matching.building:build", self.file, self.root, self.encoding)
        try:
            self._listen(process)
        finally:
            process.end()
        self._look(again=True)

    def _listen(self, process: Beside) -> None:
        while not self._ends.is_set():
            try:
                heard = process.receive(0.1)
            except EOFError:
                self._progress = self._progress._replace(problem="the index was not finished; the next search goes on")
                return
            for progress in heard:
                self._progress = progress
                if progress.is_over:
                    return
                self._look()

    def _look(self, *, again: bool = False) -> None:
        """Open what is there for reading; `again`: another file may be there now."""
        with self._turn:
            if self._sidecar is not None and not (again or not self.file.exists()):
                return
            self._leave()
            try:
                self._sidecar = Sidecar.open(self.file, writes=False)
            except sqlite3.Error:
                self._sidecar = None  # not there yet, or not as it should be: who builds it says so

    def _read_only(self) -> None:
        """Use what is there, else what fits into memory."""
        self._look(again=True)
        if self._sidecar is not None:
            live, _ = self._sidecar.counts()
            self._progress = Progress(live, max(live, self._progress.total))
        elif self._progress.total <= MOST_IN_MEMORY:
            self._fill(news="read-only: the index is in memory")
        else:
            message = "read-only, and there is no index: the articles themselves are searched, which takes longer"
            self._progress = self._progress._replace(problem=message)
