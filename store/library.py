"""Library: the articles of a folder, read when they are wanted and again when their files have changed."""

import contextlib
import os
import sys
import time
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from store.article import Article
from store.corpus import must_be_folder, on_disk, problem_of, scan
from store.disk.base import There
from store.entry import CATALOGUE, LEAST, Entry
from store.errors import ArticleError, RefusedError
from store.readers.text import Heading, read_article, read_heading

if TYPE_CHECKING:
    from store.matching.bystanders import Bystanders
    from store.matching.index import Index

KEPT = 24
"""How many texts stay in memory; a screen shows six."""
AT_ONCE = 2_000
"""Files that are looked at before the first screen, the first time; of more only the names are listed until then."""
Stamp = tuple[int, int]
"""Size in bytes and time of the last change in nanoseconds."""


class Library:
    """The articles of a folder."""

    def __init__(self, root: Path, encoding: str | None = None, *, recalls: bool = False) -> None:
        """Nothing is looked at yet.

        Args:
            root: the folder.
            encoding: how articles are decoded where the user has said so; None: as their bytes say.
            recalls: whether the list of articles may be that of the last time, checked by the folders' times, or the
                first time one of names; who says so has `look_again` done and its result adopted.
        """
        self.root = root
        """The folder."""
        self.encoding = encoding
        """How articles are decoded where the user has said so; None: as their bytes say."""
        self._index: Index | None = None
        self._bystanders: Bystanders | None = None
        self._entries: Sequence[Entry] | None = None
        self._there: tuple[Sequence[Entry], There] | None = None
        self._readable: tuple[Sequence[Entry], Sequence[Entry]] | None = None
        self._recalls = recalls
        self._hurries = recalls
        self.is_recalled = False
        """Whether the articles are those of the last time, or of most only the names: `look_again` makes sure of it."""
        self._articles: OrderedDict[str, tuple[Stamp, Article]] = OrderedDict()
        self._files: dict[str, str] = {}  # path -> as it stands on the disk, where that may differ
        self._headings: dict[str, tuple[Stamp, Heading]] = {}

    @property
    def entries(self) -> Sequence[Entry]:
        """The files of the folder that are or should be articles, by path; looked up once."""
        if self._entries is None:
            self._entries = self._recalled() if self._recalls else None
        if self._entries is None:
            self._entries = scan(self.root, self.encoding, most=AT_ONCE if self._hurries else sys.maxsize)
            self.is_recalled = self._hurries and len(self._entries) > AT_ONCE
            self._hurries = False
        return self._entries

    @property
    def is_large(self) -> bool:
        """Whether there are so many articles that their list is kept from one start to the next."""
        return len(self.entries) >= LEAST

    def _recalled(self) -> Sequence[Entry] | None:
        must_be_folder(self.root)
        if not (self.root / CATALOGUE).exists():
            return None
        from store.catalogue import recalled  # noqa: PLC0415 - only folders with many articles have one

        known = recalled(self.root, self.encoding)
        if known is None:
            return None
        self.is_recalled = True
        return known.entries if known.is_current(self.root) else scan(self.root, self.encoding, known, trusts=True)

    def look_again(self, *, keeps: bool) -> Sequence[Entry]:
        """The entries as the folder is now, for `adopt`; each file is looked at, so do it in a thread.

        Where nothing differs they are the very ones that were known.

        Args:
            keeps: whether to keep them for the next start, if there are many.

        Raises:
            ArticleError: the folder cannot be read.
        """
        from store.catalogue import Catalogue, recalled  # noqa: PLC0415 - likewise

        begun, folders, before = time.time_ns(), dict[str, int](), self._entries
        entries = scan(self.root, self.encoding, recalled(self.root, self.encoding), folders)
        if keeps:
            Catalogue(entries, folders).keep(self.root, self.encoding, begun)
        if before is None or len(before) != len(entries):
            return entries
        is_same = all(one == other for one, other in zip(before, entries, strict=True))  # `map` would let nobody on
        return before if is_same else entries

    def adopt(self, entries: Sequence[Entry], there: There | None = None) -> bool:
        """Take over what `look_again` has found, and their paths where they were gathered; whether it differs."""
        is_other, self._entries, self.is_recalled = entries is not self._entries, entries, False
        self._there = (entries, there) if there is not None else self._there
        return is_other

    @property
    def there(self) -> There:
        """The paths of all entries; gathered once."""
        entries = self.entries
        if self._there is None or self._there[0] is not entries:
            self._there = entries, There(entry.path for entry in entries)
        return self._there[1]

    @property
    def readable(self) -> Sequence[Entry]:
        """The entries that can be opened; gathered once."""
        entries = self.entries
        if self._readable is None or self._readable[0] is not entries:
            self._readable = entries, _readable(entries)
        return self._readable[1]

    @staticmethod
    def columns(entries: Sequence[Entry]) -> tuple[list[str], Mapping[int, str]]:
        """The paths of all entries, and the problems of those that have one, by place; quick for very many."""
        from store.columns import columns  # noqa: PLC0415 - the start does without it

        return columns(entries)

    def entry(self, path: str) -> Entry | None:
        """The entry of a path, or None."""
        entries = self.entries
        at = bisect_left(entries, path, key=attrgetter("path"))
        return entries[at] if at < len(entries) and entries[at].path == path else None

    def can_open(self, entry: Entry) -> bool:
        """Whether an article can be opened; looked up where that is not sure."""
        return entry.problem is None and not (self.is_recalled and problem_of(self.root, entry, self.encoding))

    def refresh(self) -> None:
        """Look at the folder again at the next question."""
        self._entries = None

    def heading(self, entry: Entry) -> Heading:
        """Title, source, date ... of an article, from its first bytes; remembered until its file changes."""
        stamp = (entry.size, entry.mtime_ns)
        known = self._headings.get(entry.path)
        if known is None or known[0] != stamp:
            known = self._headings[entry.path] = stamp, read_heading(self.root, entry, self.encoding)
        return known[1]

    def article(self, path: str) -> Article:
        """An article as its file stands now.

        Raises:
            ArticleError: it cannot be read.
        """
        return self._article(path, self._stamp(path))

    def _article(self, path: str, stamp: Stamp) -> Article:
        known = self._articles.get(path)
        if known is None or known[0] != stamp:
            file = self._files.get(path, path)
            known = self._articles[path] = stamp, read_article(self.root, path, self.encoding, file)
        self._articles.move_to_end(path)
        while len(self._articles) > KEPT:
            self._articles.popitem(last=False)
        return known[1]

    def is_current(self, article: Article) -> bool:
        """Whether the article's file still says what `article` says."""
        try:
            return self.article(article.path).text_sha256 == article.text_sha256
        except ArticleError:
            return False

    def must_be_current(self, article: Article) -> None:
        """Refuse a text that its file does not have any more: what is said of it would be said of another.

        Raises:
            RefusedError: it was changed or is gone.
        """
        try:
            stamp = self._stamp(article.path)
        except ArticleError as error:
            message = f"{article.path} is gone: its tags are kept, but new ones need its text back"
            raise RefusedError(message) from error
        with contextlib.suppress(ArticleError):
            if self._article(article.path, stamp).text_sha256 == article.text_sha256:
                return
        message = f"{article.path} has changed on the disk since it was opened; open it again"
        raise RefusedError(message)

    def index(self, *, writes: bool) -> "Index":
        """What makes the articles quick to search; empty until it is refreshed, and made when it is first asked for.

        Args:
            writes: whether it may have a file; only who holds a lock of the project may write one.
        """
        if self._index is None:
            from store.matching.index import Index  # noqa: PLC0415 - the start does without it

            self._index = Index(self.root, self.encoding, len(self.readable), writes=writes)
        return self._index

    @property
    def bystanders(self) -> "Bystanders":
        """The processes that compare its articles for a screen."""
        if self._bystanders is None:
            from store.matching.bystanders import Bystanders  # noqa: PLC0415 - the start does without it

            self._bystanders = Bystanders()
        return self._bystanders

    def hush(self) -> None:
        """Have those processes stand still for a moment: a key has come, and somebody waits for what it does."""
        if self._bystanders is not None:
            self._bystanders.pressed()

    def close(self) -> None:
        """Let go what was opened for searching."""
        index, self._index = self._index, None
        if index is not None:
            index.close()

    def _stamp(self, path: str) -> Stamp:
        try:
            found = self._stat(path)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            message = f"{path}: cannot be read ({reason}); is it still in {self.root.resolve().name}?"
            raise ArticleError(message) from error
        return found.st_size, found.st_mtime_ns

    def _stat(self, path: str) -> os.stat_result:
        try:
            return (self.root / self._files.get(path, path)).stat()
        except FileNotFoundError:
            self._files[path] = on_disk(self.root, path)
            return (self.root / self._files[path]).stat()


def _readable(entries: Sequence[Entry]) -> Sequence[Entry]:
    if isinstance(entries, tuple):
        return tuple(entry for entry in entries if entry.problem is None)
    from store.entries import Entries  # noqa: PLC0415 - the catalogue has loaded it

    assert isinstance(entries, Entries)
    return entries.readable()
