"""Sharing: all passages that some articles share, pair by pair; what was compared once is remembered.

A new article costs its own pairs. Results depend on the texts alone, never on paths, order of work, or what was asked
before.
"""

from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from store.article import Article
from store.classes import dataclass
from store.matching.differences import TURNED, WordChange, changes
from store.matching.furniture import furniture
from store.matching.kinds import Kind, fingerprint, kind_of, kinds
from store.matching.passages import DEFAULT, Params, Passage, align, refrains
from store.matching.seeds import Readable
from store.matching.tokens import span_of, tokens
from store.matching.weights import Weights
from store.span import Span

MOST_TEXTS, MOST_PAIRS = 64, 1_024
"""How many texts and pairs of texts are remembered."""
MANY = 4
"""Articles that have a line and share nothing else, from which on the line is furniture."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A passage that two articles share, or one article repeats."""

    a: str
    b: str
    """The paths of the articles; the same one for a refrain."""
    in_a: Span
    in_b: Span
    """Where it stands."""
    kind: Kind
    weight: float
    """How much it says that it stands in both, see `Weights`; the sum over its words."""
    matched: int
    """Words that are the same on both sides."""
    density: float
    """How much of the longer side that is, 0 to 1."""
    changes: tuple[WordChange, ...]
    """What became of its words from the first article to the second."""
    fingerprints: tuple[str, str]
    """What it says in either article, as names."""
    otherwise: Kind = "text"
    """What it is if somebody says that it is no furniture."""

    @property
    def turned(self) -> "Shared":
        """The same, seen from the other article."""
        names = self.fingerprints[1], self.fingerprints[0]
        back = tuple(WordChange(TURNED[change.way], change.in_b, change.in_a) for change in self.changes)
        return replace(self, a=self.b, b=self.a, in_a=self.in_b, in_b=self.in_a, changes=back, fingerprints=names)

    @property
    def is_verbatim(self) -> bool:
        """Whether both sides have the same words; spelling may differ."""
        return all(change.way in ("same", "respelled") for change in self.changes)

    def place_in(self, path: str) -> Span | None:
        """Where it stands in one of its articles, None in another; for a refrain the first place."""
        return self.in_a if path == self.a else self.in_b if path == self.b else None


class Prepared:
    """A text with what comparing it needs."""

    def __init__(self, text: str) -> None:
        """Find its words and its furniture."""
        self.text = text
        """The text."""
        self.words = Readable(tokens(text))
        """Its words."""
        self.furniture = furniture(text)
        """The lines that belong to the page."""


class Sharing:
    """The passages of articles under one set of weights and parameters. Not safe for several threads at once."""

    def __init__(self, weights: Weights | None = None, params: Params = DEFAULT) -> None:
        """Without weights those of the articles that are asked about are taken, and nothing is remembered of pairs.

        Args:
            weights: from the project, so that a new pane changes nothing for the others.
            params: from where on something is a passage.
        """
        self._weights, self._params = weights, params
        self._texts: OrderedDict[str, Prepared] = OrderedDict()
        self._pairs: OrderedDict[tuple[str, str, bool], tuple[Shared, ...]] = OrderedDict()
        self.compared = 0
        """How many pairs have been compared so far: a measure of work."""

    def of(self, articles: Iterable[Article]) -> tuple[Shared, ...]:
        """All passages of all pairs, by the order of the articles and of the places in the first of the two.

        An article that is there twice under one path is taken once.
        """
        distinct = list({article.path: article for article in articles}.values())
        weights = self._weights or Weights.of(self.prepared(article).words.tokens for article in distinct)
        found: list[Shared] = []
        for number, article in enumerate(distinct):
            found += self._between(article, article, weights)
            for other in distinct[number + 1 :]:
                found += self._between(article, other, weights)
        return _with_common_lines(found)

    def between(self, article: Article, others: Iterable[Article]) -> tuple[Shared, ...]:
        """The passages that one article shares with some others; only with weights from the project.

        Raises:
            ValueError: there are no weights.
        """
        if self._weights is None:
            message = "weights are needed to compare article by article"
            raise ValueError(message)
        weights = self._weights
        return tuple(shared for other in others for shared in self._between(article, other, weights))

    def knows(self, a: Article, b: Article) -> bool:
        """Whether two articles have been compared, or one with itself."""
        return self._name(a, b) in self._pairs

    def keep(self, a: Article, b: Article, found: tuple[Shared, ...]) -> None:
        """Take over what somebody else has found by `between`, with the same weights and parameters."""
        if b.text_sha256 < a.text_sha256:
            found = tuple(sorted((one.turned for one in found), key=lambda one: one.in_a))
        self.compared += 1
        self._remember(self._name(a, b), found)

    def prepared(self, article: Article) -> Prepared:
        """An article's words, remembered by what it says."""
        name = article.text_sha256
        if name not in self._texts:
            self._texts[name] = Prepared(article.text)
        self._texts.move_to_end(name)
        while len(self._texts) > MOST_TEXTS:
            self._texts.popitem(last=False)
        return self._texts[name]

    def _between(self, a: Article, b: Article, weights: Weights) -> tuple[Shared, ...]:
        """What two articles share, compared in the order of their hashes: the order of panes changes nothing."""
        if b.text_sha256 < a.text_sha256:
            return tuple(sorted((one.turned for one in self._between(b, a, weights)), key=lambda one: one.in_a))
        names = self._name(a, b)
        found = self._pairs.get(names)
        if found is None or self._weights is None:
            found = self._compared(a, b, weights)
            self._remember(names, found)
        return tuple(replace(one, a=a.path, b=b.path) for one in found)

    @staticmethod
    def _name(a: Article, b: Article) -> tuple[str, str, bool]:
        first, second = sorted((a.text_sha256, b.text_sha256))
        return first, second, a.path == b.path

    def _remember(self, name: tuple[str, str, bool], found: tuple[Shared, ...]) -> None:
        self._pairs[name] = found
        while len(self._pairs) > MOST_PAIRS:
            self._pairs.popitem(last=False)

    def _compared(self, a: Article, b: Article, weights: Weights) -> tuple[Shared, ...]:
        self.compared += 1
        one, other = self.prepared(a), self.prepared(b)
        if a.path == b.path:
            passages = refrains(one.words, weights, self._params)
            whats: list[Kind] = ["refrain"] * len(passages)
        else:
            passages = align(one.words, other.words, weights, self._params)
            whats = kinds(
                one.words,
                other.words,
                passages,
                ([line.span for line in one.furniture], [line.span for line in other.furniture]),
            )
        return tuple(_shared((one, other), passage, kind) for passage, kind in zip(passages, whats, strict=True))


def _shared(sides: tuple[Prepared, Prepared], passage: Passage, kind: Kind) -> Shared:
    a, b = (side.words for side in sides)
    place = passage.place
    return Shared(
        a="",
        b="",
        in_a=span_of(a.tokens, place.a0, place.a1),
        in_b=span_of(b.tokens, place.b0, place.b1),
        kind=kind,
        weight=passage.weight,
        matched=passage.matched,
        density=passage.density,
        changes=changes(a, b, place, (sides[0].text, sides[1].text)),
        fingerprints=(fingerprint(a.tokens[place.a0 : place.a1]), fingerprint(b.tokens[place.b0 : place.b1])),
        otherwise=kind if kind != "furniture" else kind_of(a, b, place),
    )


def _with_common_lines(found: Sequence[Shared]) -> tuple[Shared, ...]:
    """The passages, with those as furniture that stand in many articles which share nothing else."""
    holders: dict[str, set[str]] = {}
    for one in found:
        if one.kind == "text" and one.is_verbatim:
            holders.setdefault(one.fingerprints[0], set()).update((one.a, one.b))
    common = {name for name, paths in holders.items() if len(paths) >= MANY}
    if not common:
        return tuple(found)
    rest = Counter((one.a, one.b) for one in found if one.kind != "furniture" and one.fingerprints[0] not in common)
    is_body = {one.fingerprints[0] for one in found if rest[one.a, one.b]}
    return tuple(
        replace(one, kind="furniture") if one.kind == "text" and one.fingerprints[0] in common - is_body else one
        for one in found
    )
