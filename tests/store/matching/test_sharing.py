"""Sharing: all passages of some articles, whatever their order, with what became of the words; furniture and copies."""

from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings

from store.article import Article
from store.matching.copies import copies
from store.matching.furniture import RULES, furniture
from store.matching.sharing import Shared, Sharing
from store.matching.weights import Weights
from tests import texts
from tests.planted import Writer
from tests.store.matching.gold import article, read

PATHS = read("passages")["articles"]
PANES = [article(PATHS[name]) for name in ("agency", "chronicle", "lantern", "live", "column")]
BULLETIN = article(PATHS["bulletin"])
SINCE = "Brandmoor Hydraulics: holding back the sea since 1974"


def weights() -> Weights:
    sharing = Sharing()
    return Weights.of(sharing.prepared(article(path)).words.tokens for path in PATHS.values())


def texts_of(found: tuple[Shared, ...], kind: str) -> set[tuple[str, str]]:
    held = {one.path: one.text for one in [*PANES, BULLETIN]}
    return {(one.in_a.of(held[one.a]), one.in_b.of(held[one.b])) for one in found if one.kind == kind}


def test_a_new_pane_costs_only_its_own_pairs() -> None:
    sharing = Sharing(weights())
    before = sharing.of(PANES)
    assert sharing.compared == 15
    after = sharing.of([*PANES, BULLETIN])
    assert sharing.compared == 15 + 6
    assert set(before) < set(after)
    assert sharing.of(PANES) == before
    assert sharing.compared == 21


def test_the_order_of_the_panes_changes_nothing_but_the_order() -> None:
    expected = set(Sharing().of(PANES[:3]))
    for order in permutations(PANES[:3]):
        found = Sharing().of(order)
        known = {(one.a, one.b) for one in expected}
        assert {one if (one.a, one.b) in known else one.turned for one in found} == expected


def test_one_article_beside_the_others() -> None:
    sharing = Sharing(weights())
    found = sharing.between(PANES[0], PANES[1:])
    assert set(found) == {one for one in sharing.of(PANES) if one.a == PANES[0].path != one.b}
    with pytest.raises(ValueError, match="weights"):
        Sharing().between(PANES[0], PANES[1:])


def test_the_same_article_in_two_panes_is_one_and_the_same_text_under_two_names_is_shared() -> None:
    again = Article.of("copy.txt", PANES[0].text)
    sharing = Sharing(weights())
    assert all(one.a == one.b for one in sharing.of([PANES[0], PANES[0]]))
    whole = [one for one in sharing.of([PANES[0], again]) if one.a != one.b]
    assert sum(one.in_a.length for one in whole) > 0.9 * len(again.text)
    assert all(one.in_a == one.in_b and one.is_verbatim for one in whole)


def test_the_words_that_differ_are_told() -> None:
    a = Article.of(
        "a.txt", "“We will not send a boat with two hundred people on it into the winter swell on one engine,” he said."
    )
    b = Article.of(
        "b.txt", "She heard: “We will not send a boat with 200 people into the winter swells on a single engine.”"
    )
    (one,) = Sharing().of([a, b])
    told = [
        (change.way, change.in_a.of(a.text), change.in_b.of(b.text)) for change in one.changes if change.way != "same"
    ]
    assert one.kind == "edited quote"
    assert told == [
        ("dropped", "two", ""),
        ("changed", "hundred", "200"),
        ("dropped", "on it", ""),
        ("respelled", "swell", "swells"),
        ("changed", "one", "a"),
        ("added", "", "single"),
    ]
    back = [change.way for change in one.turned.changes if change.way != "same"]
    assert back.count("added") == [way for way, *_ in told].count("dropped")


def test_furniture_of_two_pages_of_one_paper() -> None:
    pages = [article(PATHS[name]) for name in ("lantern", "overhaul")]
    found = Sharing(weights()).of(pages)
    assert {one.kind for one in found} == {"furniture"}
    assert any(SINCE in one.in_a.of(pages[0].text) for one in found)


def test_a_line_of_many_articles_that_share_nothing_else_is_furniture() -> None:
    line = "The harbour bulletin is printed by volunteers at the old coal yard and costs nothing"
    writer = Writer(9)
    articles = []
    for number in range(4):
        paragraphs = writer.article().split("\n\n")
        paragraphs.insert(2, line)
        articles.append(Article.of(f"{number}.txt", "\n\n".join(paragraphs)))
    assert {one.kind for one in Sharing().of(articles) if line in one.in_a.of(articles[int(one.a[0])].text)} == {
        "furniture"
    }
    few = [one for one in Sharing().of(articles[:3]) if line in one.in_a.of(articles[int(one.a[0])].text)]
    assert {one.kind for one in few} == {"text"}


def test_the_rules_for_furniture() -> None:
    names = {rule.rule for path in PATHS.values() for rule in furniture(article(path).text)}
    assert names == set(RULES)
    for path in PATHS.values():
        text = article(path).text
        for one in furniture(text):
            assert one.span.of(text).strip() == one.span.of(text) != ""
    chronicle = PANES[1].text
    lines = [one.span.of(chronicle) for one in furniture(chronicle)]
    assert lines[0] == "Share this with a friend"
    assert lines[-1] == "© 2031 The Tessamouth Chronicle"
    assert len(lines) == 8


@pytest.mark.parametrize(
    "line",
    [
        "“Subscribe,” she told the meeting, “and you will see.”",
        "Share prices fell on Monday.",
        "He left a comment about the gate with the clerk.",
        "Related work on the western quay began in May and cost more than was planned by the council, which had hoped.",
    ],
)
def test_a_line_of_the_article_is_no_furniture(line: str) -> None:
    assert furniture("The gate shut on time and held all night.\n" * 9 + line) == ()


@given(texts.texts)
@settings(deadline=None)
def test_furniture_of_any_text_is_lines_in_order(text: str) -> None:
    spans = [one.span for one in furniture(text)]
    assert spans == sorted(spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


def test_copies_of_a_quotation_know_the_first_and_the_fullest() -> None:
    found = Sharing(weights()).of(PANES)
    groups = copies(one for one in found if one.kind != "refrain")
    held = {one.path: one for one in PANES}
    (horse,) = [
        group
        for group in groups
        if any("it sat there like a tired horse," in span.of(held[path].text) for path, span in group.places)
    ]
    assert {path for path, _ in horse.places} >= {PATHS[name] for name in ("agency", "chronicle", "lantern", "live")}
    dates = {one.path: one.published for one in PANES}
    assert {path for path, _ in horse.earliest(dates)} == {PATHS["agency"], PATHS["live"]}
    assert horse.fullest[0] in (PATHS["agency"], PATHS["chronicle"])
    assert horse.earliest({}) == ()
    assert copies(()) == ()
    everywhere = [place for group in groups for place in group.places]
    assert len(everywhere) == len(set(everywhere))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "...", "a", "🪁", "\ud800"])
def test_articles_of_nothing_share_nothing(text: str) -> None:
    assert Sharing().of([Article.of("a", text), Article.of("b", text), PANES[0]]) == Sharing().of([PANES[0]])
