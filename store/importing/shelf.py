"""Shelf: the articles that an import knows: those of the project, and those that it adds.

An article is found by its path, else by the hash of its text, else by its text, blanks aside. Of the whole folder only
hashes are kept, and those are made when the first article is not found by its path.
"""

import hashlib
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from store.article import Article, sha256_of
from store.corpus import SUFFIXES
from store.errors import ArticleError
from store.importing.newcomer import file_of, path_for, text_fault, unfolded
from store.library import Library
from store.readers.text import read_article

BLANK = re.compile("[\\s\u200b]+")
SHINGLE = 3
"""Words in a row that two texts are compared by."""
ENOUGH = 0.25
"""The share of them that a text has in common with an edited version of itself at least."""


def squeezed(text: str) -> str:
    """The text without its blanks."""
    return "".join(text.split()).replace("\u200b", "")  # a pattern takes ten times as long


class Shelf:
    """The articles of a project and the new ones, which are written into a temporary place."""

    def __init__(self, library: Library, place: Path, *, may_fold: bool = True) -> None:
        """Begin with no new article.

        Args:
            library: the articles of the project.
            place: where new ones are put aside.
            may_fold: whether lines of new ones may be furniture.
        """
        self._library, self._place, self._may_fold = library, place, may_fold
        self.plain: list[str] = []
        """The paths of new articles that could not be told that nothing in them is furniture."""
        self._readable = {entry.path for entry in library.readable}
        self._there = {entry.path.casefold() for entry in library.entries}
        self.added: dict[str, str] = {}
        """Path -> what it is called in the file, of the new articles, in their order."""
        self._hashes: dict[str, str] = {}  # of a text, blanks and all or squeezed -> path; of new ones
        self._called: dict[str, str] = {}  # what the file calls a new one -> its path
        self._met: set[str] = set()  # articles that were found by their text alone
        self._last: Article | None = None

    def article(self, path: str = "", sha256: str = "", text: str | None = None) -> Article | None:
        """The article with a path, else with the hash of a text, else with a text; None when there is none.

        One that has the path but hardly a word of the text is another article.
        """
        if text is not None:
            sha256 = sha256_of(text)
        named = self._named(path, text)
        if named is not None and (named.text_sha256 == sha256 or not sha256):
            return named
        if text is not None and named is not None and squeezed(named.text) == squeezed(text):
            return named
        same = self._by_hash(sha256, text)
        if same is not None:
            return same
        return named if named is not None and (text is None or is_like(text, named.text)) else None

    def add(self, key: str, text: str, metadata: Mapping[str, str], origin: str) -> Article | str:
        """A new article, or why it cannot be one."""
        if why := text_fault(text):
            return why
        path = path_for(key, metadata.get("title", ""), self._is_taken)
        article = Article.of(path, text, **metadata)
        self._write(path, file_of(text, metadata, origin, may_fold=self._may_fold))
        self._remember(article, key)
        return article

    def add_file(self, name: str, data: bytes, encoding: str | None) -> Article | str:
        """A new article from a file that is one already, byte for byte; the article that has its text; or why not."""
        path = path_for(name, "", self._is_taken)
        told = None if self._may_fold else unfolded(data)
        self._write(path, told or data)
        try:
            article = read_article(self._place, path, encoding)
        except ArticleError as error:
            (self._place / path).unlink()
            return str(error)
        known = self.article(name, text=article.text)
        if known is not None and squeezed(known.text) == squeezed(article.text):
            (self._place / path).unlink()
            return known
        self._remember(article, name)
        if not self._may_fold and told is None:
            self.plain.append(path)
        return article

    def _remember(self, article: Article, key: str) -> None:
        self.added[article.path] = key
        self._called.setdefault(key, article.path)
        self._hashes.setdefault(article.text_sha256, article.path)
        self._hashes.setdefault(_squeezed_hash(article.text), article.path)
        self._last = article

    def _is_taken(self, path: str) -> bool:
        return path.casefold() in self._there or path in self.added or (self._library.root / path).exists()

    def _write(self, path: str, data: bytes) -> None:
        target = self._place / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        self._there.add(path.casefold())

    def _read(self, path: str) -> Article | None:
        if self._last is not None and self._last.path == path:
            return self._last
        try:
            if path in self._readable:
                return self._library.article(path)
            new = path if path in self.added else self._called.get(path, "")
            return read_article(self._place, new) if new else None
        except ArticleError:
            return None

    def _named(self, path: str, text: str | None) -> Article | None:
        """The article with a path; one with the other suffix too, if it has the text."""
        if not path or (found := self._read(path)) is not None:
            return found if path else None
        stem = next((path.removesuffix(one) for one in SUFFIXES if path.endswith(one)), None)
        others = (self._read(f"{stem}{one}") for one in SUFFIXES) if stem and text is not None else ()
        return next((one for one in others if one and text and squeezed(one.text) == squeezed(text)), None)

    def _by_hash(self, sha256: str, text: str | None) -> Article | None:
        """An article with a text, blanks aside where there is none; of several the first that was not met yet."""
        for name in (sha256, _squeezed_hash(text) if text is not None else ""):
            paths = (
                [*([self._hashes[name]] if name in self._hashes else ()), *self._known.get(name, ())] if name else []
            )
            if paths:
                path = next((one for one in paths if one not in self._met), paths[0])
                self._met.add(path)
                return self._read(path)
        return None

    @cached_property
    def _known(self) -> dict[str, list[str]]:
        """Hash of a text -> paths in order, of the project."""
        found: dict[str, list[str]] = {}
        for path in sorted(self._readable):
            article = self._read(path)
            if article is not None and not article.replaced:
                found.setdefault(article.text_sha256, []).append(path)
                found.setdefault(_squeezed_hash(article.text), []).append(path)
        return found


def is_like(text: str, other: str) -> bool:
    """Whether a text may be another version of one: whether they share a fair part of their words, three in a row."""
    mine, theirs = _shingles(text), _shingles(other)
    return not mine or not theirs or len(mine & theirs) >= ENOUGH * min(len(mine), len(theirs))


def is_article(name: str) -> bool:
    """Whether a file is an article as it lies there."""
    return name.casefold().endswith(SUFFIXES)


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return {tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))} if words else set()


def _squeezed_hash(text: str) -> str:
    return "~" + hashlib.sha256(squeezed(text).encode("utf-8", "replace")).hexdigest()
