"""Passages: how many planted quotations are found again after so many edits, beside difflib and winnowing."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import partial
from pathlib import Path
from zlib import crc32

from store.matching.passages import align
from store.matching.seeds import Readable
from store.matching.sharing import Sharing
from store.matching.tokens import span_of, tokens
from store.matching.weights import Weights
from store.readers.text import read_article
from store.span import Span
from tests.benchmarks.figures import Figure, share
from tests.planted import Found, Writer, judged

PAIRS = 200
ROUNDS = 9
MOST_FALSE = 0.01
RATES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
GOALS = {0.3: 0.95}
"""Share of edited words -> share of the quotations that has to be found."""
GRAM, WINDOW = 5, 4
"""Words of a fingerprint, and fingerprints of which the least is kept: as in Schleimer, Wilkerson and Aiken (2003)."""
LEAST = 5
"""Words in a row that difflib has to find."""
CORPUS = Path(__file__).resolve().parents[2] / "sample_corpus"
Groups = Iterable[tuple[str, Iterable[Figure]]]
Curve = dict[float, tuple[Found, float]]
Method = Callable[[Readable, Readable], list[tuple[Span, Span]]]


def figures(_: Path) -> Groups:
    """The curves, and what five panes cost."""
    curves = {name: dict(curve(method)) for name, method in (("sidemark", ours()), *RIVALS.items())}
    for rival in RIVALS:
        yield f"passages: planted quotations, beside {rival}", beside(curves["sidemark"], curves[rival], rival)
    yield "passages: five panes of sample articles", panes()


def curve(method: Method) -> Iterator[tuple[float, tuple[Found, float]]]:
    """What a method finds by the share of edited words, and its milliseconds of CPU a pair."""
    for rate in RATES:
        writer, total, spent = Writer(5), Found(0, 0, 0), 0.0
        for planted in (writer.pair(rate) for _ in range(PAIRS)):
            a, b = Readable(tokens(planted.a)), Readable(tokens(planted.b))
            begun = time.process_time()
            found = method(a, b)
            spent += time.process_time() - begun
            total = Found(*(one + other for one, other in zip(total, judged(planted, found), strict=True)))
        yield rate, (total, 1_000 * spent / PAIRS)


def beside(mine: Curve, others: Curve, rival: str) -> Iterator[Figure]:
    """Our curve with that of another method at its side."""
    for rate, (found, spent) in mine.items():
        other, others_spent = others[rate]
        goal = GOALS.get(rate)
        words = f"{rate:.0%} of the words edited"
        yield Figure(f"{words}: found", found.recall, "", goal, is_least=True, beside=rival, other=other.recall)
        most = MOST_FALSE if goal else None
        yield Figure(f"{words}: false in a pair", found.false_a_pair, "", most, beside=rival, other=other.false_a_pair)
        yield Figure(f"{words}: CPU of a pair", spent, "ms", beside=rival, other=others_spent)


def panes() -> Iterator[Figure]:
    """What it takes to find all passages of five articles, beside reading their words."""
    articles = [read_article(CORPUS, f"hask-gate/{path.name}") for path in sorted((CORPUS / "hask-gate").iterdir())]
    weights = Weights.of(tokens(one.text) for one in articles)
    whole, words, new = [], [], []
    for _ in range(ROUNDS):
        words.append(timed(lambda: [tokens(one.text) for one in articles]))
        whole.append(timed(lambda: Sharing(weights).of(articles)))
        sharing = Sharing(weights)
        sharing.of(articles[1:])
        new.append(timed(partial(sharing.of, articles)))
    yield Figure("all passages, median CPU", share(whole, 0.5), "ms", 50, beside="their words", other=share(words, 0.5))
    yield Figure("a new article, median CPU", share(new, 0.5), "ms", 100, beside="all", other=share(whole, 0.5))


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of CPU."""
    begun = time.process_time()
    work()
    return 1_000 * (time.process_time() - begun)


def ours() -> Method:
    """Sidemark, with weights from three hundred articles."""
    writer = Writer(1)
    weights = Weights.of(tokens(writer.article()) for _ in range(300))

    def found(a: Readable, b: Readable) -> list[tuple[Span, Span]]:
        places = (one.place for one in align(a, b, weights))
        return [(span_of(a.tokens, one.a0, one.a1), span_of(b.tokens, one.b0, one.b1)) for one in places]

    return found


def by_difflib(a: Readable, b: Readable) -> list[tuple[Span, Span]]:
    """Words in a row that the standard library finds, five and more."""
    blocks = SequenceMatcher(None, a.keys, b.keys, autojunk=False).get_matching_blocks()
    return [
        (span_of(a.tokens, one.a, one.a + one.size), span_of(b.tokens, one.b, one.b + one.size))
        for one in blocks
        if one.size >= LEAST
    ]


def by_winnowing(a: Readable, b: Readable) -> list[tuple[Span, Span]]:
    """Words under fingerprints that both texts keep, put together where they go on."""
    there = defaultdict(list)
    for mark, at in winnowed(b.keys):
        there[mark].append(at)
    hits = sorted((at, other) for mark, at in winnowed(a.keys) for other in there[mark])
    found: list[list[int]] = []
    for at, other in hits:
        if found and 0 <= at - found[-1][1] <= GRAM and 0 <= other - found[-1][3] <= GRAM:
            found[-1][1], found[-1][3] = at + GRAM, other + GRAM
        else:
            found.append([at, at + GRAM, other, other + GRAM])
    return [(span_of(a.tokens, one[0], one[1]), span_of(b.tokens, one[2], one[3])) for one in found]


def winnowed(keys: Sequence[str]) -> set[tuple[int, int]]:
    """Fingerprints of words in a row and where they stand: of each window the least."""
    marks = [crc32(" ".join(keys[at : at + GRAM]).encode()) for at in range(len(keys) - GRAM + 1)]
    return {min((marks[i], i) for i in range(at, at + WINDOW)) for at in range(len(marks) - WINDOW + 1)}


RIVALS: dict[str, Method] = {"difflib": by_difflib, "winnowing": by_winnowing}
