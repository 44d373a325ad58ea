"""The second and the third event: articles and marks that no rule was made for, held to the bars of the first."""

from datetime import date
from functools import cache

import pytest

from store.matching.claims import Claims, Sentence, claim_sentences
from store.matching.furniture import furniture
from store.matching.names import Words, find_names
from store.matching.quantities import Quantity, differences, quantities
from store.matching.sharing import Sharing
from store.matching.weights import Weights
from store.span import Span
from tests.store.matching.gold import (
    SECOND,
    THIRD,
    GoldSet,
    Score,
    article,
    marked,
    names,
    overlap,
    pairs,
    paths,
    read,
    scored,
    segments,
    sentence,
)  # fmt: skip

EVENTS = (SECOND, THIRD)
BODY = ("text", "quote", "edited_quote")


def passages(of: GoldSet, weights: Weights | None) -> Score:
    total = Score(0, 0, 0, 0)
    for pair in pairs(of):
        found = [one for one in Sharing(weights).of([pair.a, pair.b]) if {one.a, one.b} == {pair.a.path, pair.b.path}]
        total += scored([(one.in_a, one.in_b) for one in found], pair.truths, lambda truth: truth.kind in BODY)
    return total


@pytest.mark.parametrize("of", EVENTS)
def test_passages(of: GoldSet) -> None:
    sharing = Sharing()
    weights = Weights.of(sharing.prepared(article(path, of)).words.tokens for path in paths(of).values())
    for known in (None, weights):
        score = passages(of, known)
        assert score.wanted >= 10
        assert score.precision == 1.0
        assert score.recall >= 0.75


@pytest.mark.parametrize(("of", "least"), [*zip(EVENTS, (35, 30), strict=True)])
def test_names(of: GoldSet, least: int) -> None:
    total = Score(0, 0, 0, 0)
    for one in names(of):
        places = {
            (path, mention.span)
            for path in paths(of).values()
            for mention in find_names(Words(article(path, of).text), [one.query])
        }
        assert not places & one.look_alikes, one.query
        counted = {place for place in places if not any(_same(place, other) for other in one.open)}
        total += Score(len(counted & one.mentions), len(counted), len(places & one.mentions), len(one.mentions))
    assert total.wanted >= least
    assert total.precision >= 0.98
    assert total.recall >= 0.85


def _same(one: tuple[str, Span], other: tuple[str, Span]) -> bool:
    return one[0] == other[0] and overlap(one[1], other[1]) > 0.5


@cache
def claims(of: GoldSet) -> Claims:
    found = []
    for path in paths(of).values():
        text = article(path, of).text
        lines = [one.span for one in furniture(text)]
        found.append((path, text, claim_sentences(path, text, lines, segments(path, of))))
    return Claims(found)


@pytest.mark.parametrize("of", EVENTS)
def test_claims(of: GoldSet) -> None:
    found = []
    for a, words, b, others in read("claims", of)["score"]:
        one, other = Sentence(*sentence(a, words, of)), Sentence(*sentence(b, others, of))
        for sought, wanted in ((one, other), (other, one)):
            near = claims(of).near(sought, 3, {wanted.path}) if sought in claims(of).sentences else []
            found.append(wanted in [candidate.sentence for candidate in near])
    assert len(found) >= 40
    assert sum(found) >= 0.65 * len(found)


def figures_at(name: str, words: str) -> list[Quantity]:
    (path, span), *_ = marked((name, words), SECOND)
    one = article(path, SECOND)
    made = quantities(one.text, None, one.published)
    return [figure for figure in made if figure.span.overlaps(span)]


def test_figures() -> None:
    gold = read("figures", SECOND)
    for name, words, amount, unit, hedge in gold["amounts"]:
        (one,) = figures_at(name, words)
        assert (one.amount, one.hedge, one.unit) == (amount, hedge, unit_of(unit)), words
    for name, words, when in gold["moments"]:
        (one,) = figures_at(name, words)
        hours, _, minutes = when.partition(":")
        is_time = bool(minutes)
        wanted = 60 * int(hours) + int(minutes) if is_time else date.fromisoformat(when).toordinal()
        assert (one.sort, one.amount) == ("time" if is_time else "date", wanted), words
    assert [figures_at(*row) for row in gold["none"]] == [[]] * len(gold["none"])


def test_only_figures_that_contradict_each_other_differ() -> None:
    for row in read("figures", SECOND)["linked"]:
        sides = [sentence(row[side][0], row[side][1], SECOND) for side in "ab"]
        articles = [article(path, SECOND) for path, _ in sides]
        made = [quantities(one.text, span, one.published) for one, (_, span) in zip(articles, sides, strict=True)]
        assert {one.unit for one in differences(*made)} == {unit_of(unit) for unit in row["differs"]}, row


def unit_of(words: str) -> str:
    """The unit that a quantity of these words would have."""
    (one,) = quantities(f"There were 3 {words} here.") if words != "%" else [None]
    return one.unit if one else words
