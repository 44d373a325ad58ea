"""Counterparts: which sentences of other articles may be the same claim as a tagged one, each with its reasons.

They are suggestions for somebody to judge. What was rejected, and what is linked already, is not suggested again.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial

from store.article import Article
from store.classes import dataclass
from store.matching.claims import CANDIDATES, Candidate, Claims, Sentence, claim_sentences
from store.matching.digest import folded
from store.matching.furniture import furniture
from store.matching.index import Index
from store.matching.meaning import Meanings, Model
from store.matching.sidecar import Sidecar, phrase
from store.matching.texts import Texts
from store.matching.tokens import STOP, key
from store.matching.verdicts import NOTHING_SAID, Verdicts
from store.segmentation import words
from store.span import Span

FEW = 500
"""Articles that are all looked through; of more those that share the claim's rare words."""
BEST = 100
"""Of more articles how many are looked through."""
COMMON = 4_000
"""Articles that have a word, from which on it is too common to choose articles by."""
MOST_MEANT = 400
"""Sentences whose meaning is looked at; of more those that are most like the claim by their words."""
NEAREST = 60
"""How many those are."""


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A sentence that may be the same claim."""

    article: Article
    span: Span
    score: float
    """0 to 1; for ranking only."""
    shared: tuple[str, ...]
    """The words of the sentence that the claim has too, the rarest first, as they are written there."""

    @property
    def quote(self) -> str:
        """The sentence, to the letter."""
        return self.span.of(self.article.text)


@dataclass(frozen=True, slots=True)
class Claim:
    """A tagged claim, for any thread."""

    article: Article
    span: Span
    judged: frozenset[tuple[str, str]] = frozenset()
    """Article and words of what was rejected for it."""
    linked: frozenset[tuple[str, Span]] = frozenset()
    """Article and place of what it is linked with."""
    verdicts: Verdicts = NOTHING_SAID
    """What a person has said is furniture, or is not."""

    def is_open(self, path: str, span: Span, quote: str) -> bool:
        """Whether nobody has judged yet whether a sentence is the same claim."""
        is_linked = any(there == path and place.overlaps(span) for there, place in self.linked)
        return not is_linked and (path, quote) not in self.judged


class Counterparts:
    """The sentences of some articles, made ready when they are first asked for."""

    def __init__(self, claim: Claim, texts: Texts, paths: Iterable[str], goes_on: Callable[[], bool]) -> None:
        """Nothing is read yet.

        Args:
            claim: whose counterparts are looked for.
            texts: reads articles.
            paths: where to look; the claim's own article is left out.
            goes_on: asked between two articles; once it says no, nothing is found.
        """
        self._claim, self._texts, self._goes_on = claim, texts, goes_on
        self._paths = [path for path in dict.fromkeys(paths) if path != claim.article.path]
        self._articles: dict[str, Article] = {}
        self._claims: Claims | None = None
        self.read = 0
        """How many articles were read so far: a measure of work."""

    def narrow(self, index: Index) -> None:
        """Of very many articles, choose those that share the claim's rare words; a few thousand look-ups at most."""
        if len(self._paths) <= FEW or index.is_empty:
            self._paths = self._paths[: FEW * 2]
            return
        shares: Counter[int] = Counter()
        text = self._claim.span.of(self._claim.article.text)
        for word in {folded(span.of(text)) for span in words.of(text) if key(span.of(text)) not in STOP}:
            having = index.ask(partial(Sidecar.holding, wanted=phrase([word]), most=COMMON + 1), list[int]())
            if len(having) <= COMMON:
                shares.update({id_: 1_000_000 // (1 + len(having)) for id_ in having})
        best = [id_ for id_, _ in sorted(shares.items(), key=lambda one: (-one[1], one[0]))[:BEST]]
        there = index.ask(partial(Sidecar.paths, ids=best), dict[int, str]())
        known = set(self._paths)
        self._paths = [there[id_] for id_ in best if there.get(id_) in known]

    def by_words(self, most: int = CANDIDATES) -> list[Counterpart]:
        """Those that share most of the claim's rare words, the likest first."""
        claim = self._claim
        text = claim.span.of(claim.article.text)
        found = self._ready().like(text, claim.article.path, most + len(claim.judged) + 4 * len(claim.linked))
        return self._open(found)[:most]

    def by_meaning(self, model: Model, most: int = CANDIDATES) -> list[Counterpart]:
        """The same by words and by a model of meanings, half and half; some tens of milliseconds a sentence."""
        claims, ours = self._ready(), self._claim
        own = Sentence(ours.article.path, ours.span)
        text = ours.span.of(ours.article.text)
        others: Sequence[Sentence] = claims.sentences
        if len(others) > MOST_MEANT:
            others = [one.sentence for one in claims.like(text, ours.article.path, NEAREST)]
        by_path: dict[str, list[Sentence]] = {own.path: [own]}
        for one in others:
            by_path.setdefault(one.path, []).append(one)
        articles = {**self._articles, own.path: ours.article}
        few = Claims([(path, articles[path].text, found) for path, found in by_path.items()])
        wordings = [one.span.of(articles[one.path].text) for one in few.sentences]
        if not self._goes_on() or len(wordings) < 2:
            return []
        found = Meanings(few, wordings, model.embed).near(own, most + len(ours.judged) + 4 * len(ours.linked))
        return self._open(found)[:most]

    def _ready(self) -> Claims:
        if self._claims is None:
            gathered = []
            for path in self._paths:
                article = self._texts.article(path) if self._goes_on() else None
                if article is not None:
                    self.read += 1
                    self._articles[path] = article
                    lines = self._claim.verdicts.on(article.text, furniture(article.text))
                    without: Collection[Span] = [one.span for one in lines]
                    gathered.append((path, article.text, claim_sentences(path, article.text, without)))
            self._claims = Claims(gathered)
        return self._claims

    def _open(self, found: Iterable[Candidate]) -> list[Counterpart]:
        made = []
        for one in found:
            article = self._articles[one.sentence.path]
            span = one.sentence.span
            quote = span.of(article.text)
            if self._claim.is_open(article.path, span, quote):
                made.append(Counterpart(article, span, one.score, _written(quote, one.words)))
        return made


def _written(quote: str, keys: Sequence[str]) -> tuple[str, ...]:
    """How a sentence writes some keys, in their order."""
    found = {key(surface): surface for span in reversed(words.of(quote)) if (surface := span.of(quote))}
    return tuple(found[one] for one in keys if one in found)
