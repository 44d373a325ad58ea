"""The second event: articles and marks that no rule was made for, held to the bars of the first."""

from datetime import date
from functools import cache

from store.matching.claims import Claims, Sentence, claim_sentences
from store.matching.furniture import furniture
from store.matching.names import Words, find_names
from store.matching.quantities import Quantity, differences, quantities
from store.matching.sharing import Sharing
from store.matching.weights import Weights
from store.span import Span
from tests.store.matching.gold import (
    SECOND,
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

BODY = ("text", "quote", "edited_quote")


def passages(weights: Weights | None) -> Score:
    total = Score(0, 0, 0, 0)
    for pair in pairs(SECOND):
        found = [one for one in Sharing(weights).of([pair.a, pair.b]) if {one.a, one.b} == {pair.a.path, pair.b.path}]
        total += scored([(one.in_a, one.in_b) for one in found], pair.truths, lambda truth: truth.kind in BODY)
    return total


def test_passages() -> None:
    sharing = Sharing()
    weights = Weights.of(sharing.prepared(article(path, SECOND)).words.tokens for path in paths(SECOND).values())
    for known in (None, weights):
        score = passages(known)
        assert score.wanted >= 10
        assert score.precision == 1.0
        assert score.recall >= 0.75


def test_names() -> None:
    total = Score(0, 0, 0, 0)
    for one in names(SECOND):
        places = {
            (path, mention.span)
            for path in paths(SECOND).values()
            for mention in find_names(Words(article(path, SECOND).text), [one.query])
        }
        assert not places & one.look_alikes, one.query
        counted = {place for place in places if not any(_same(place, other) for other in one.open)}
        total += Score(len(counted & one.mentions), len(counted), len(places & one.mentions), len(one.mentions))
    assert total.wanted >= 35
    assert total.precision >= 0.98
    assert total.recall >= 0.85


def _same(one: tuple[str, Span], other: tuple[str, Span]) -> bool:
    return one[0] == other[0] and overlap(one[1], other[1]) > 0.5


@cache
def claims() -> Claims:
    found = []
    for path in paths(SECOND).values():
        text = article(path, SECOND).text
        lines = [one.span for one in furniture(text)]
        found.append((path, text, claim_sentences(path, text, lines, segments(path, SECOND))))
    return Claims(found)


def test_claims() -> None:
    found = []
    for a, words, b, others in read("claims", SECOND)["score"]:
        one, other = Sentence(*sentence(a, words, SECOND)), Sentence(*sentence(b, others, SECOND))
        for sought, wanted in ((one, other), (other, one)):
            near = claims().near(sought, 3, {wanted.path}) if sought in claims().sentences else []
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
