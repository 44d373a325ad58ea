"""Passages: what two texts share, word for word or edited.

Seeds (pairs of content words) are put together to chains, the words round a chain are aligned, and the best run of the
alignment is the passage: what matches counts by weight, what lies between costs. In the manner of local alignment
(Smith and Waterman, 1981; the best run is Kadane's), but only where a seed says that it may be worth it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from store.classes import dataclass
from store.matching.chains import chains, extent
from store.matching.seeds import Box, Readable, box_of, repeated, shared
from store.matching.weights import Weights

QUOTED_SHARE = 0.6
"""Share of the tokens between quotation marks, on both sides, from which on a passage counts as a quotation."""
_PAGE = 256
MOST_ROUNDS = 6
"""How often one chain is aligned anew for what its passages so far have left."""


@dataclass(frozen=True, slots=True)
class Params:
    """From where on something is a passage. Tokens are counted; weights are those of `Weights`."""

    gap: int = 8
    """Seeds at most so far apart, on both sides, are aligned together."""
    gap_cost: float = 0.4
    """What a token between matching ones costs, counted on the longer side."""
    long_gap: int = 3
    """Tokens of one gap after which a further one costs half: whole clauses are put in and taken out."""
    few_in_a_row: int = 4
    in_a_row: float = 0.15
    """What each matching token weighs more that follows so many without a gap: no chance makes long runs."""
    min_weight: float = 6.5
    min_weight_quoted: float = 4.0
    """Enough for a quotation."""
    min_density: float = 0.5
    """Matching tokens by the tokens of the longer side."""
    min_tokens: int = 5
    min_ideographs: int = 10
    """Matching tokens that are needed where most are single characters."""
    min_plain: int = 3
    """Matching tokens that are neither light nor capitalised: names alone are no passage."""

    def cost(self, gap: int) -> float:
        """What a gap of so many tokens costs."""
        return self.gap_cost * (gap + min(gap, self.long_gap)) / 2


class Passage(NamedTuple):
    """A passage of two texts, as half-open ranges of their tokens, in `place`."""

    place: Box
    weight: float
    matched: int
    """Tokens with the same keys, in the same order."""

    @property
    def density(self) -> float:
        """How much of the longer side matches, 0 to 1."""
        return self.matched / max(self.place.a1 - self.place.a0, self.place.b1 - self.place.b0)

    @property
    def turned(self) -> "Passage":
        """The same, seen from the other text."""
        return self._replace(place=self.place.turned)


DEFAULT = Params()


def align(a: Readable, b: Readable, weights: Weights, params: Params = DEFAULT) -> list[Passage]:
    """The passages of `a` that stand in `b` too, by place in `a`, no two overlapping on both sides.

    It does not matter which of the two texts is called `a`: of equally good alignments it is always the same one.
    """
    if _comes_later(a, b):
        return sorted(one.turned for one in _Aligner(b, a, weights, params).found(list(shared(b, a))))
    seeds = list(shared(a, b))
    return _Aligner(a, b, weights, params).found(seeds)


def _comes_later(a: Readable, b: Readable) -> bool:
    """Whether the second text is the one to begin with: the shorter one, else the one whose words come first."""
    if len(a.tokens) != len(b.tokens):
        return len(a.tokens) > len(b.tokens)
    return [one.key for one in a.tokens] > [one.key for one in b.tokens]


def refrains(a: Readable, weights: Weights, params: Params = DEFAULT) -> list[Passage]:
    """The passages that a text repeats: each once, with the first place before the second."""
    aligner = _Aligner(a, a, weights, params)
    return [passage for passage in aligner.found(list(repeated(a))) if passage.place.a1 <= passage.place.b0]


class _Aligner:
    """Two texts that are being compared."""

    def __init__(self, a: Readable, b: Readable, weights: Weights, params: Params) -> None:
        self._a, self._b, self._weights, self._params = a, b, weights, params
        from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - 10 ms, for comparing only

        self._opcodes = LCSseq.opcodes
        self._in_a = a.worth(weights)
        self._in_b = self._in_a if a is b else b.worth(weights)

    def found(self, seeds: Sequence[Box]) -> list[Passage]:
        """The passages that the seeds lead to."""
        chained = chains(seeds, self._a, self._b, self._params.gap)
        runs = sorted(_apart(run for chain in chained for run in self._runs(chain)))
        whole = _joined(runs, self._params, self._may_help)
        quoted = [part for one in whole if not self._is_enough(one) for part in self._quotation_in(one)]
        enough = sorted(_apart(one for one in (*whole, *quoted) if self._is_enough(one)))
        return _joined(enough, self._params, lambda one, other: self._is_quotation(one) == self._is_quotation(other))

    def _runs(self, chain: list[Box]) -> Iterator[Passage]:
        """The best run of a chain, then that of the seeds outside it: some passages have their sentences exchanged."""
        if len(chain) == 1 and not self._may_be_enough(chain[0]):
            return
        for _ in range(MOST_ROUNDS):
            stretches = self._aligned(extent(chain))
            runs = list(self._best_runs(stretches, 0, len(stretches)))
            yield from runs
            # a run takes the seeds inside it and those that share a side with it
            left = _outside(chain, [run.place for run in runs])
            if not runs or not left or len(left) == len(chain):
                return
            chain = left

    def _may_be_enough(self, seed: Box) -> bool:
        """Whether the words round a seed that stands alone can make a passage at all, in whatever order they stand."""
        a0, a1 = _widened(self._a.bounds, seed.a0, seed.a1, self._params.gap)
        b0, b1 = _widened(self._b.bounds, seed.b0, seed.b1, self._params.gap)
        there = set(self._b.keys[b0:b1])
        both = [worth for key, worth in zip(self._a.keys[a0:a1], self._in_a[a0:a1], strict=True) if key in there]
        if len(both) < self._params.min_tokens:
            return False
        most = sum(both)
        return most + self._params.in_a_row * len(both) >= self._params.min_weight_quoted

    def _aligned(self, around: Box) -> list[Box]:
        """The longest common sequence of keys in and round a stretch, inside its paragraphs, as matching stretches."""
        a0, a1 = _widened(self._a.bounds, around.a0, around.a1, self._params.gap)
        b0, b1 = _widened(self._b.bounds, around.b0, around.b1, self._params.gap)
        same = self._opcodes(self._a.keys[a0:a1], self._b.keys[b0:b1]).as_matching_blocks()
        return [box_of((a0 + a, a0 + a + size, b0 + b, b0 + b + size)) for a, b, size in same if size]

    def _best_runs(self, stretches: Sequence[Box], first: int, end: int) -> Iterator[Passage]:
        """The best run of some matching stretches, and then those to its left and right that are worth a look."""
        pending = [(first, end)]
        while pending:
            first, end = pending.pop()
            if first == end:
                continue
            best, (begin, last) = self._best_run(stretches[first:end])
            if best < self._params.min_weight_quoted / 2:
                continue
            run = stretches[first + begin : first + last + 1]
            matched = sum(one.a1 - one.a0 for one in run)
            yield Passage(Box(run[0].a0, run[-1].a1, run[0].b0, run[-1].b1), best, matched)
            pending += [(first, first + begin), (first + last + 1, end)]

    def _best_run(self, stretches: Sequence[Box]) -> tuple[float, tuple[int, int]]:
        """What the best run weighs, and the places of its first and last stretch among those given."""
        best, span = 0.0, (0, -1)
        score, first = 0.0, 0
        in_a = in_b = 0
        for number, one in enumerate(stretches):
            cost = self._params.cost(max(one.a0 - in_a, one.b0 - in_b)) if number else 0.0
            in_a, in_b = one.a1, one.b1
            if score <= cost:
                score, first, cost = 0.0, number, 0.0
            score += self._worth(one) - cost
            if score > best:
                best, span = score, (first, number)
        return best, span

    def _worth(self, one: Box) -> float:
        """What a matching stretch weighs: its words, and that they are many in a row."""
        a0, a1, b0, b1 = one
        # one key weighs the same in both texts, unless it is light in one of them: then it is that
        weight = sum(map(min, self._in_a[a0:a1], self._in_b[b0:b1]))
        more = a1 - a0 - self._params.few_in_a_row
        return weight + self._params.in_a_row * more if more > 0 else weight

    def _may_help(self, one: Passage, following: Passage) -> bool:
        """Whether two passages of which one is too little by itself are one in the eyes of one of the papers."""
        if self._is_enough(one) and self._is_enough(following):
            return False
        a, b, place, other = self._a.tokens, self._b.tokens, one.place, following.place
        return a[place.a1 - 1].block == a[other.a0].block or b[place.b1 - 1].block == b[other.b0].block

    def _is_quotation(self, passage: Passage) -> bool:
        a0, a1, b0, b1 = passage.place
        a, b = self._a.quoted_before, self._b.quoted_before
        return a[a1] - a[a0] >= QUOTED_SHARE * (a1 - a0) and b[b1] - b[b0] >= QUOTED_SHARE * (b1 - b0)

    def _quotation_in(self, passage: Passage) -> Iterator[Passage]:
        """The best run of what stands between quotation marks on both sides of a passage."""
        a, b = self._a.tokens, self._b.tokens
        stretches = [
            Box(one.a0 + at, one.a0 + at + 1, one.b0 + at, one.b0 + at + 1)
            for one in self._aligned(passage.place)
            for at in range(one.a1 - one.a0)
            if a[one.a0 + at].is_quoted and b[one.b0 + at].is_quoted
        ]
        return self._best_runs(stretches, 0, len(stretches))

    def _is_enough(self, passage: Passage) -> bool:
        params, (a0, a1, b0, b1) = self._params, passage.place
        least = params.min_weight_quoted if self._is_quotation(passage) else params.min_weight
        ideographs = self._a.ideographs_before[a1] - self._a.ideographs_before[a0]
        tokens = params.min_ideographs if 2 * ideographs > a1 - a0 else params.min_tokens
        if passage.weight < least or passage.density < params.min_density or passage.matched < tokens:
            return False
        a, b = self._a.plain_before, self._b.plain_before
        return min(a[a1] - a[a0], b[b1] - b[b0]) >= params.min_plain


def _outside(seeds: list[Box], places: Iterable[Box]) -> list[Box]:
    """The seeds that share nothing with some places, on either side."""
    for a0, a1, b0, b1 in places:
        seeds = [one for one in seeds if (one[0] >= a1 or a0 >= one[1]) and (one[2] >= b1 or b0 >= one[3])]
    return seeds


def _widened(bounds: Sequence[tuple[int, int]], first: int, end: int, gap: int) -> tuple[int, int]:
    """A range of tokens with `gap` more on both sides, inside the paragraph."""
    start, stop = first - gap, end + gap
    least, most = bounds[first][0], bounds[end - 1][1]
    return (least if start < least else start), (most if stop > most else stop)


def _apart(candidates: Iterable[Passage]) -> list[Passage]:
    """The heaviest of some passages that do not overlap on both sides; O(n log n + n times those at one place)."""
    kept: list[Passage] = []
    beside: dict[int, list[Passage]] = {}  # by stretches of the first text, so that few are compared
    for one in sorted(candidates, key=lambda one: (-one.weight, one.place)):
        pages = range(one.place.a0 // _PAGE, (one.place.a1 - 1) // _PAGE + 1)
        if any(_overlap(one.place, other.place) for page in pages for other in beside.get(page, ())):
            continue
        kept.append(one)
        for page in pages:
            beside.setdefault(page, []).append(one)
    return kept


def _overlap(one: Box, other: Box) -> bool:
    return one.a0 < other.a1 and other.a0 < one.a1 and one.b0 < other.b1 and other.b0 < one.b1


def _joined(
    passages: Iterable[Passage], params: Params, may_be_one: Callable[[Passage, Passage], bool]
) -> list[Passage]:
    """Passages in order, put together where one goes on as the other: what one paper prints as two paragraphs."""
    found: list[Passage] = []
    for one in passages:
        for at in range(len(found) - 1, max(-1, len(found) - 4), -1):
            whole = _one_of(found[at], one, params)
            if whole and may_be_one(found[at], one):
                found[at] = whole
                break
        else:
            found.append(one)
    return found


def _one_of(one: Passage, following: Passage, params: Params) -> Passage | None:
    """Two passages as one, None when they lie too far apart or one of them is worth less than the way to it."""
    place, other = one.place, following.place
    gaps = other.a0 - place.a1, other.b0 - place.b1
    cost = params.cost(max(gaps))
    if min(gaps) < 0 or max(gaps) > params.gap or min(one.weight, following.weight) <= cost:
        return None
    both = Box(place.a0, other.a1, place.b0, other.b1)
    return Passage(both, one.weight + following.weight - cost, one.matched + following.matched)
