"""The passages of the sample articles against what was marked by reading them."""

from collections.abc import Iterator
from functools import cache

import pytest

from store.article import Article
from store.matching.sharing import Shared, Sharing
from store.matching.weights import Weights
from store.span import Span
from tests.planted import Writer
from tests.store.matching.gold import Pair, Score, Truth, pairs, scored

PAIRS = pairs()
ARTICLES = {one.path: one for pair in PAIRS for one in (pair.a, pair.b)}
PANES = {path for path in ARTICLES if path.startswith("hask-gate/")}
BODY = ("text", "quote", "edited_quote")


@cache
def weights(of: str) -> Weights:
    sharing = Sharing()
    paths = PANES if of == "five" else set(ARTICLES)
    some = Weights.of(sharing.prepared(ARTICLES[path]).words.tokens for path in sorted(paths))
    if of != "two thousand more":
        return some
    writer = Writer(3)
    words = (sharing.prepared(ARTICLES[path]).words.tokens for path in sorted(paths))
    others = (sharing.prepared(made(writer.article())).words.tokens for _ in range(100))
    having = Weights.of([*words, *others]).having
    grown = {key: count if key in some.having else 20 * count for key, count in having.items()}
    return Weights(some.articles + 2_000, grown)


def made(text: str) -> Article:
    return Article.of("made.txt", text)


def found_in(pair: Pair, of: str) -> list[Shared]:
    sharing = Sharing(None if of == "pair" else weights(of))
    return [one for one in sharing.of([pair.a, pair.b]) if {one.a, one.b} == {pair.a.path, pair.b.path}]


def spans(found: list[Shared]) -> list[tuple[Span, Span]]:
    return [(one.in_a, one.in_b) for one in found]


def total(of: str, part: str = "") -> Score:
    total = Score(0, 0, 0, 0)
    for pair in PAIRS:
        if not part or pair.part == part:
            total += scored(spans(found_in(pair, of)), pair.truths, lambda truth: truth.kind in BODY)
    return total


@pytest.mark.parametrize("of", ["pair", "five", "all", "two thousand more"])
def test_every_passage_found_is_one(of: str) -> None:
    for pair in PAIRS:
        for one in found_in(pair, of):
            score = scored([(one.in_a, one.in_b)], pair.truths, lambda _: False)
            assert score.right == 1, (one.weight, one.in_a.of(pair.a.text), one.in_b.of(pair.b.text))


@pytest.mark.parametrize("of", ["pair", "five", "all", "two thousand more"])
@pytest.mark.parametrize("part", ["tune", "score"])
def test_most_passages_are_found(of: str, part: str) -> None:
    assert total(of, part).recall >= 0.75


def matched(kind: str) -> Iterator[tuple[Truth, Shared]]:
    for pair in PAIRS:
        for one in found_in(pair, "all"):
            for truth in pair.truths:
                if truth.kind == kind and scored([(one.in_a, one.in_b)], [truth], lambda _: False).right:
                    yield truth, one


@pytest.mark.parametrize(
    ("marked", "kind"),
    [("quote", "quote"), ("edited_quote", "edited quote"), ("refrain", "refrain"), ("boilerplate", "furniture")],
)
def test_passages_are_of_the_kind_that_was_marked(marked: str, kind: str) -> None:
    found = list(matched(marked))
    assert len(found) >= 2
    right = [truth for truth, one in found if one.kind == kind]
    assert len(right) >= 0.8 * len(found), [(one.kind, one.weight, truth) for truth, one in found if one.kind != kind]


def test_text_is_not_taken_for_furniture() -> None:
    assert {one.kind for _, one in matched("text")} <= {"text", "quote", "edited quote"}
