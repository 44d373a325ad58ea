"""Furnished: what is folded in the articles of a project, learnt beside the screen and remembered by what they say.

It is remembered in `.sidemark/furniture.json`, which may be deleted at any time. All of this is for a thread: it reads
articles. Between two of them it waits, so that keys never do.
"""

import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import orjson

from store.article import Article
from store.entry import Entry
from store.matching.folding import LOOKED_AT, folds_of, recurring_lines
from store.matching.jobs import Corpus
from store.matching.verdicts import NOTHING_SAID, Verdicts
from store.sitting import Fold, folds_from, kept, rows_of

FILE = ".sidemark/furniture.json"
VERSION = 1
SAMPLE = 400
"""Articles of a project that are read to learn which lines recur, evenly taken."""
LARGEST = 1 << 20
"""Bytes of an article from which on it is not read for that: it is no page of a newspaper."""
MOST = 2_000
"""Texts whose folds are remembered, the last ones."""


class _StoppedError(Exception):
    """Nobody waits for it any more."""


class Furnished:
    """The folds of a project's articles. For one thread at a time."""

    def __init__(self, corpus: Corpus, entries: Sequence[Entry]) -> None:
        """Nothing is read yet.

        Args:
            corpus: where the articles are.
            entries: all of them; a sample is read.
        """
        step = max(1, -(-len(entries) // SAMPLE))
        self._corpus = corpus
        self._entries = [one for one in entries[::step] if one.problem is None and one.size <= LARGEST]
        self._recurring: frozenset[str] = frozenset()
        self._known: dict[str, tuple[Fold, ...]] = {}
        self._stamp = ""
        self.read = 0
        """How many articles have been read: a measure of work."""

    def of(self, article: Article, verdicts: Verdicts = NOTHING_SAID) -> tuple[Fold, ...]:
        """What of an article is folded; nothing where its front matter says `fold: no`."""
        if not article.may_fold:
            return ()
        if verdicts.is_about(article.text):
            return folds_of(article.text, self._recurring, verdicts)
        name = article.text_sha256
        found = self._known.pop(name, None)
        if found is None:
            found = folds_of(article.text, self._recurring)
        self._known[name] = found
        while len(self._known) > MOST:
            del self._known[next(iter(self._known))]
        return found

    def known(self, article: Article, verdicts: Verdicts = NOTHING_SAID) -> tuple[Fold, ...] | None:
        """What of an article is folded as far as that was found before, None where nobody has looked.

        O(1) where nothing was said of lines; then a long article is nothing for who waits for a key.
        """
        if not article.may_fold:
            return ()
        if verdicts and len(article.text) > LOOKED_AT:
            return None
        return self.of(article, verdicts) if verdicts.is_about(article.text) else self._known.get(article.text_sha256)

    def told(self, article: Article, verdicts: Verdicts) -> tuple[Fold, ...]:
        """What of an article is folded, on any thread: nothing is remembered."""
        return folds_of(article.text, self._recurring, verdicts) if article.may_fold else ()

    def recall(self) -> None:
        """Take over what was found in an earlier sitting; nothing where its file is gone or damaged."""
        try:
            data = orjson.loads((self._corpus.root / FILE).read_bytes())
            if data["version"] != VERSION:
                return
            recurring = frozenset(str(one) for one in data["recurring"])
            known = {str(name): folds_from(rows) for name, rows in data["texts"].items()}
            self._stamp, self._recurring, self._known = str(data["stamp"]), recurring, known
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return

    def learn(self, pause: Callable[[], bool]) -> bool:
        """Read the sample, unless it is what it was the last time; whether anything else is known now.

        Args:
            pause: lets others do something; whether to stop.
        """
        stamp = self._state()
        if stamp == self._stamp:
            return False
        try:
            recurring = recurring_lines(self._texts(pause))
            if recurring != self._recurring:
                self._recurring = recurring
                self._known.clear()
                for _ in self._texts(pause):  # again, with what is known now: all of them at once may be too many
                    pass
        except _StoppedError:
            return False
        self._stamp = stamp
        return True

    def _texts(self, pause: Callable[[], bool]) -> Iterator[str]:
        """The texts of the sample; what of each is folded is known then.

        Raises:
            _StoppedError: it is to stop.
        """
        for entry in self._entries:
            if pause():
                raise _StoppedError
            if (article := self._corpus.article((entry.path, entry.file))) is not None:
                self.read += 1
                self.of(article)
                yield article.text

    def keep(self) -> bool:
        """Remember it for the next sitting; whether that was possible."""
        data: dict[str, Any] = {"version": VERSION, "stamp": self._stamp, "recurring": sorted(self._recurring)}
        texts = {name: rows_of(folds) for name, folds in self._known.items()}
        return kept(self._corpus.root / FILE, orjson.dumps({**data, "texts": texts}))

    def _state(self) -> str:
        """What tells one state of the sample from another."""
        state = 0
        for one in self._entries:
            state = zlib.crc32(f"{one.path}\0{one.size}\0{one.mtime_ns}\0".encode("utf-8", "replace"), state)
        return f"{len(self._entries)}-{state:08x}"
