"""Claims: candidates for the same claim, figures as values, what only one article has; on the sample articles."""

from collections.abc import Sequence
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings

from store.errors import RefusedError
from store.matching import meaning
from store.matching.claims import Candidate, Claims, Sentence, claim_sentences
from store.matching.furniture import furniture
from store.matching.meaning import Meanings
from store.matching.only_here import only_here
from store.matching.quantities import Quantity, differences, quantities
from store.matching.sharing import Sharing
from store.matching.tokens import key
from store.matching.weights import Weights
from store.span import Span
from tests import texts
from tests.planted import Writer
from tests.store.matching.gold import article, marked, paths, read, segments, sentence

PANES = ("agency", "chronicle", "lantern", "live", "column")


@cache
def claims(*names: str) -> Claims:
    articles = []
    for name in names or paths():
        text = article(paths()[name]).text
        lines = [one.span for one in furniture(text)]
        articles.append((paths()[name], text, claim_sentences(paths()[name], text, lines, segments(paths()[name]))))
    return Claims(articles)


def hits(part: str, near: Claims | Meanings) -> float:
    found = []
    for a, words, b, others in read("claims")[part]:
        one, other = Sentence(*sentence(a, words)), Sentence(*sentence(b, others))
        for sought, wanted in ((one, other), (other, one)):
            found.append(wanted in [candidate.sentence for candidate in near.near(sought, 3, {wanted.path})])
    return sum(found) / len(found)


@pytest.mark.parametrize("part", ["tune", "score"])
def test_the_same_claim_is_among_three_candidates(part: str) -> None:
    assert hits(part, claims()) >= 0.65


def test_the_same_claim_is_found_beside_its_copies_in_other_articles() -> None:
    found = 0
    gold = read("claims")["tune"] + read("claims")["score"]
    for a, words, b, others in gold:
        one, other = Sentence(*sentence(a, words)), Sentence(*sentence(b, others))
        found += other in [candidate.sentence for candidate in claims().near(one, 6)]
    assert found >= 0.65 * len(gold)
    assert len(gold) >= 20


def test_a_candidate_tells_the_words_it_shares() -> None:
    one = Sentence(*sentence("agency", "A 71-year-old man"))
    (best, *_) = claims().near(one, 3, {paths()["lantern"]})
    assert {"roof", "boat", "shed"} & set(best.words)
    assert 0 < best.score <= 1
    assert best.sentence.path == paths()["lantern"]


def test_words_of_ones_own_find_their_sentence() -> None:
    (best, *_) = claims().like("the valve costs less than a bicycle")
    assert "bicycle" in best.sentence.span.of(article(best.sentence.path).text)
    assert claims().like("…") == []
    assert claims().like("zzz qqq") == []


def test_furniture_makes_no_claims() -> None:
    text = article(paths()["chronicle"]).text
    lines = [one.span for one in furniture(text)]
    assert not any("newsletter" in one.span.of(text) for one in claim_sentences("c", text, lines))


def test_a_candidate_is_never_of_the_same_article() -> None:
    for one in claims().sentences:
        assert all(candidate.sentence.path != one.path for candidate in claims().near(one))


def test_ten_thousand_copies_of_a_sentence_are_bounded_work() -> None:
    text = "The old gate of the western harbour did not close on Monday night. " * 10_000
    found = claim_sentences("a", text)
    many = Claims([("a", text, found), ("b", text, claim_sentences("b", text))])
    for one in found:
        many.near(one)
    assert many.looked_at == 0  # a word of more sentences than that leads nowhere


def test_a_model_of_meanings_stands_in_behind_one_function() -> None:
    seen: list[int] = []

    def embed(some: Sequence[str]) -> list[list[float]]:
        words = [{key(word) for word in text.split()} for text in some]
        seen.append(len(words))
        return [[float("leaf" in one), float("tide" in one), float("dog" in one), 1.0] for one in words]

    plain = claims(*PANES)
    rows = [one.span.of(article(one.path).text) for one in plain.sentences]
    near = Meanings(plain, rows, embed)
    assert seen == [len(rows)]
    assert hits("tune", near) >= 0.65
    one = plain.sentences[0]
    assert all(isinstance(found, Candidate) and found.sentence.path != one.path for found in near.near(one))


def test_without_a_model_the_extra_is_named() -> None:
    with pytest.raises(RefusedError, match=r"sidemark\[semantic\]"):
        meaning.model("no such model")


# figures -----------------------------------------------------------------------------------------------------------


def figure_at(name: str, words: str) -> list[Quantity]:
    (path, span), *_ = marked((name, words))
    made = quantities(article(path).text, None, article(path).published)
    return [one for one in made if one.span == span or (one.span.overlaps(span) and one.sort != "amount")]


@pytest.mark.parametrize("row", read("figures")["amounts"], ids=lambda row: f"{row[0]} {row[1]}")
def test_an_amount_has_value_unit_and_hedge(row: list[object]) -> None:
    name, words, amount, unit, hedge = row
    (one,) = figure_at(str(name), str(words))
    assert (one.amount, one.hedge) == (amount, hedge)
    assert one.unit == unit_of(str(unit))
    assert one.is_exact == (not hedge)


def unit_of(words: str) -> str:
    """The unit that a quantity of these words would have."""
    (one,) = quantities(f"There were 3 {words} here.") if words not in ("%", "age") else [None]
    return one.unit if one else words


@pytest.mark.parametrize("row", read("figures")["moments"], ids=lambda row: f"{row[0]} {row[1]}")
def test_a_moment_is_a_date_or_a_time(row: list[str]) -> None:
    name, words, when = row
    (one,) = figure_at(name, words)
    if ":" in when:
        hours, minutes = map(int, when.split(":"))
        assert (one.sort, one.amount) == ("time", hours * 60 + minutes)
    else:
        assert (one.sort, one.amount) == ("date", date.fromisoformat(when).toordinal())


@pytest.mark.parametrize("row", read("figures")["none"], ids=lambda row: f"{row[0]} {row[1]}")
def test_a_number_that_counts_nothing_is_no_quantity(row: list[str]) -> None:
    assert figure_at(*row) == []


@pytest.mark.parametrize("row", read("figures")["linked"], ids=lambda row: f"{row['a'][1]} | {row['b'][1]}")
def test_only_figures_of_one_unit_that_do_not_agree_differ(row: dict[str, list[str]]) -> None:
    sides = [sentence(row[side][0], row[side][1]) for side in "ab"]
    made = [quantities(article(path).text, span, article(path).published) for path, span in sides]
    told = {one.unit for one in differences(*made)}
    assert told == {unit if unit in ("time of day", "day", "age") else unit_of(unit) for unit in row["differs"]}
    assert {one.unit for one in differences(*made[::-1])} == told


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        ("about 100 homes", "103 homes", False),
        ("about 100 homes", "110 homes", True),
        ("100 homes", "101 homes", True),
        ("1.4 million crowns", "1.3 million euros", False),
        ("5 per cent", "6%", True),
        ("41,000 passengers", "41.000 passengers", False),
        ("3 March 2031", "4 March 2031", True),
        ("3 March", "5 March 2031", False),
        ("about 4:30am", "4.33am", False),
        ("three rotten planks", "3 planks", False),
    ],
)
def test_figures_agree_within_what_their_hedges_say(one: str, other: str, differs: bool) -> None:
    assert bool(differences(quantities(f"It was {one} there."), quantities(f"They said {other} there."))) is differs


@given(texts.texts)
@settings(deadline=None)
def test_quantities_of_any_text_lie_in_it_in_order(text: str) -> None:
    spans = [one.span for one in quantities(text, None, "2031-02-11")]
    assert spans == sorted(spans)
    assert all(0 <= one.start < one.end <= len(text) for one in spans)


# only here ---------------------------------------------------------------------------------------------------------


def test_only_here_is_what_has_no_relative() -> None:
    panes = [article(paths()[name]) for name in PANES]
    sharing = Sharing(Weights.of(Sharing().prepared(one).words.tokens for one in panes))
    found = claims(*PANES)
    path = paths()["chronicle"]
    mine = [one for one in found.sentences if one.path == path]
    passages = [span for one in sharing.of(panes) if one.a != one.b and (span := one.place_in(path))]
    others = {one.path for one in panes} - {path}
    alone = {span.of(article(path).text)[:24] for span in only_here(mine, passages, found, others)}
    assert "Her deputy, Idris Pelham" in alone
    assert not {"A control valve in the h", "Power was cut to 1,150 c", "Sirens sounded in the Lo"} & alone
    linked = [one.span for one in mine]
    assert only_here(mine, passages, found, others, linked) == ()
    unrelated = Writer(1).article()
    made = claim_sentences("x", unrelated)
    assert only_here(made, [Span(0, len(unrelated))], Claims([("x", unrelated, made)]), set()) == ()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("TESSAMOUTH, Varrow Isles, Feb 10 (Northlight) - The gate failed to close in the storm.\n", ["The gate"]),
        (
            "He said that nobody could ever have known —\nand then the line went dead for good, she said.\n",
            ["He", "and"],
        ),
    ],
)
def test_a_dateline_claims_nothing_and_a_broken_off_sentence_may(line: str, found: list[str]) -> None:
    claims = [one.span.of(line) for one in claim_sentences("a.txt", line)]
    assert [next(word for word in found if claim.startswith(word)) for claim in claims] == found
