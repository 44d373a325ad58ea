"""Company: what the articles that lie open beside each other have in common, found in a thread as they come and go."""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import combinations, combinations_with_replacement
from typing import TypeVar

from store.annotation import NOTHING
from store.article import Article
from store.classes import dataclass
from store.library import Library
from store.matching.afar import Afar, Page, page
from store.matching.bystanders import Bystanders
from store.matching.claims import Claims, claim_sentences
from store.matching.copies import Copies, copies
from store.matching.jobs import Corpus, Path2
from store.matching.only_here import only_here
from store.matching.sharing import Shared, Sharing
from store.matching.verdicts import NOTHING_SAID, Verdicts
from store.matching.weights import Weights
from store.span import Span

Path = TypeVar("Path")
Found = TypeVar("Found")
SAMPLE = 100
"""Articles of the project by which words are weighed; a small project is counted whole."""
LONGEST = 200_000
"""Code points of an article from which on it says nothing about how common words are."""
LONG = 100_000
"""Code points of an article from which on it is compared in a process of its own, for that takes seconds."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody wants to know about articles that lie open."""

    articles: tuple[Article, ...] = ()
    """From left to right, each once."""
    kinds: Collection[str] = ()
    """The kinds of passages that are shown, see `Shared.kind`."""
    alone: bool = False
    """Whether the sentences without a relative are looked for."""
    linked: tuple[tuple[str, Span], ...] = ()
    """Places that a person has linked to another article: they have a relative."""
    verdicts: Verdicts = NOTHING_SAID
    """What a person has said is furniture, or is not."""


@dataclass(frozen=True, slots=True)
class InCommon:
    """What was found."""

    sought: Sought = Sought()
    shared: tuple[Shared, ...] = ()
    """The passages of all kinds, by pairs of articles."""
    groups: tuple[Copies, ...] = ()
    """Those of the kinds that were asked for, each with all its places."""
    alone: Mapping[str, tuple[Span, ...]] = field(default_factory=lambda: NOTHING)
    """Path -> the sentences for which no relative was found; only where they were asked for."""
    missed: Collection[str] = ()
    """Paths of long articles that could not be compared: their process was stopped from outside."""
    is_whole: bool = True
    """Whether that is all; if not, long articles are still being compared."""
    fault: Exception | None = None
    """What went wrong: a defect, to be raised where it is heard of."""


class Company:
    """Looks for what articles have in common; pairs that were compared once are remembered by what they say.

    One thread at a time, which ends when nothing more is wanted and keeps no program from ending. What was asked for
    last is found; what was asked for before and is not found yet is left out after the pair that is being compared.
    """

    def __init__(
        self,
        corpus: Corpus,
        paths: Sequence[Path2],
        then: Callable[[InCommon], None],
        bystanders: Bystanders | None = None,
    ) -> None:
        """Nothing is read before something is asked for.

        Args:
            corpus: where the articles of the project are.
            paths: all of them; some are read once to learn how common words are.
            then: is told what was found, in the thread.
            bystanders: what the process for long articles belongs to.
        """
        self._corpus, self._then = corpus, then
        self._paths = sample(paths)
        self._bystanders = bystanders or Bystanders()
        self._sharing: Sharing | None = None
        self._weights = Weights()
        self._wanted: Sought | None = None
        self._turn = threading.Lock()
        self._is_running = False

    @classmethod
    def of(cls, library: Library, then: Callable[[InCommon], None]) -> "Company":
        """One for the articles of a folder; `then` is told what was found, in the thread."""
        paths = [(entry.path, entry.file) for entry in sample(library.readable)]
        return cls(Corpus(library.root.resolve(), library.encoding), paths, then, library.bystanders)

    @property
    def compared(self) -> int:
        """How many pairs have been compared so far, an article with itself counted: a measure of work."""
        return self._sharing.compared if self._sharing else 0

    def ask(self, sought: Sought) -> None:
        """Find this from now on, and nothing else."""
        with self._turn:
            self._wanted = sought
            if self._is_running:
                return
            self._is_running = True
        threading.Thread(target=self._run, name="company", daemon=True).start()

    def _run(self) -> None:
        while True:
            with self._turn:
                sought = self._wanted
                if sought is None:
                    self._is_running = False
                    return
            try:
                found = self._found(sought)
            except Exception as error:  # the edge of the thread: it is raised where it is heard of
                found = InCommon(sought, fault=error)
            with self._turn:
                is_wanted = self._wanted is sought
                if is_wanted:
                    self._wanted = None
            if is_wanted and found is not None:
                self._then(found)

    def _found(self, sought: Sought) -> InCommon | None:
        """What the articles have in common; None when something else is wanted meanwhile."""
        if self._sharing is None:
            articles = (article for path in self._paths if (article := self._corpus.article(path)) is not None)
            self._weights = weights_of(articles)
            self._sharing = Sharing(self._weights)
        sharing, afar = self._sharing, Afar(self._weights, self._bystanders)
        short = [one for one in sought.articles if not is_long(one)]
        for pair in combinations(sorted(short, key=lambda one: len(one.text)), 2):
            if self._wanted is not sought:
                return None
            sharing.of(pair)
        missed: set[str] = set()
        try:
            if len(short) < len(sought.articles):
                self._then(_found_in(sharing, replace(sought, articles=tuple(short)), sought, is_whole=False))
                if not self._compare_long(sharing, afar, sought, missed):
                    return None
            within = replace(sought, articles=tuple(one for one in sought.articles if one.path not in missed))
            found = replace(_found_in(sharing, within, sought), missed=missed)
            alone = self._alone(sharing, afar, sought, within, found.shared)
        finally:
            afar.end()
        return None if alone is None else replace(found, alone=alone)

    def _compare_long(self, sharing: Sharing, afar: Afar, sought: Sought, missed: set[str]) -> bool:
        """Compare the pairs of which one is long, the shortest first; False when something else is wanted.

        What could not be compared goes to `missed`.
        """
        for pair in combinations(sorted(sought.articles, key=lambda one: len(one.text)), 2):
            if not any(map(is_long, pair)) or not missed.isdisjoint(one.path for one in pair):
                continue
            try:
                for a, b in combinations_with_replacement(pair, 2):
                    if sharing.knows(a, b):
                        continue
                    found = self._awaited(sought, afar.pair(a, b))
                    if found is None:
                        return False
                    sharing.keep(a, b, found)
            except EOFError:
                afar.end()
                missed.update(one.path for one in pair if is_long(one))
        return True

    def _alone(
        self, sharing: Sharing, afar: Afar, sought: Sought, within: Sought, shared: tuple[Shared, ...]
    ) -> dict[str, tuple[Span, ...]] | None:
        """The sentences without a relative in `within`; None when something else than `sought` is wanted."""
        if not within.alone:
            return {}
        if not any(map(is_long, within.articles)):
            return alone_in(sharing, within, shared)
        try:
            pages = [page(one) for one in within.articles]
            return self._awaited(sought, afar.done(_alone_of, pages, within.linked, within.verdicts, shared))
        except EOFError:
            return {}

    def _awaited(self, sought: Sought, answers: Iterator[Found | None]) -> Found | None:
        """What the process answers; None when something else is wanted meanwhile."""
        for found in answers:
            if found is not None or self._wanted is not sought:
                return found
        return None


def _found_in(sharing: Sharing, within: Sought, sought: Sought, *, is_whole: bool = True) -> InCommon:
    """What those articles share that have been compared."""
    shared = sought.verdicts.retold(sharing.of(within.articles), {one.path: one.text for one in within.articles})
    groups = copies(one for one in shared if one.kind in sought.kinds)
    return InCommon(sought, shared, groups, is_whole=is_whole)


def is_long(article: Article) -> bool:
    """Whether an article is compared in a process of its own."""
    return len(article.text) > LONG


def sample(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Some of a project's articles, evenly taken, by which words are weighed."""
    return tuple(paths[:: max(1, -(-len(paths) // SAMPLE))])


def weights_of(articles: Iterable[Article]) -> Weights:
    """How common words are in some articles; a very long one says nothing about that."""
    counting = Sharing()
    return Weights.of(counting.prepared(one).words.tokens for one in articles if len(one.text) <= LONGEST)


def _alone_of(
    sharing: Sharing,
    pages: Iterable[Page],
    linked: tuple[tuple[str, Span], ...],
    verdicts: Verdicts,
    shared: Iterable[Shared],
) -> dict[str, tuple[Span, ...]]:
    articles = tuple(Article.of(*one) for one in pages)
    return alone_in(sharing, Sought(articles, linked=linked, verdicts=verdicts), shared)


def alone_in(sharing: Sharing, sought: Sought, shared: Iterable[Shared]) -> dict[str, tuple[Span, ...]]:
    """The sentences of each article for which no relative was found in the others."""
    articles = sought.articles
    page_lines = {one.path: sought.verdicts.on(one.text, sharing.prepared(one).furniture) for one in articles}
    sentences = {
        one.path: claim_sentences(one.path, one.text, [line.span for line in page_lines[one.path]]) for one in articles
    }
    claims = Claims((one.path, one.text, sentences[one.path]) for one in articles)
    between = [one for one in shared if one.a != one.b]
    found = {}
    for article in articles:
        path = article.path
        places = [span for one in between if (span := one.place_in(path))]
        linked = [span for there, span in sought.linked if there == path]
        others = {one.path for one in articles} - {path}
        found[path] = only_here(sentences[path], places, claims, others, linked)
    return found
