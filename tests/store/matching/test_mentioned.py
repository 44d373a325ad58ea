"""Where open articles mention a name: the very words of the others, and other spellings, in articles of any length."""

import re

import pytest

from store import Article, Sighting, Span, mentioned, same_words
from store.matching.mentioned import LONGEST
from store.matching.names import find_names

HERE = Article.of("here.txt", "Mayor Ana López spoke. López left; A. Lopez, too. Carlos López stayed.\n")
THERE = Article.of("there.txt", "Ana López and the Lopes report. Lopezian art.\n")


def found(names: list[str], *articles: Article, pointed: Span | None = None) -> list[tuple[str, str, str]]:
    pattern = same_words(HERE.text, pointed or Span(6, 15))
    assert pattern is not None
    texts = {one.path: one.text for one in articles}
    sightings = [one for one in mentioned(articles, HERE.path, pattern, names) if one is not None]
    assert all(texts[one.path][one.span.start : one.span.end].split() == one.form.split() for one in sightings)
    return [(one.path, one.form, "exact" if one.is_exact else one.tier) for one in sightings]


def test_the_very_words_here_are_left_out_for_they_are_known() -> None:
    assert found(["Ana López"], HERE, THERE) == [
        ("here.txt", "López", "sure"),
        ("here.txt", "A. Lopez", "sure"),
        ("there.txt", "Ana López", "exact"),
        ("there.txt", "Lopes", "look"),
    ]


def test_without_a_name_the_very_words_alone_are_looked_for() -> None:
    assert found([], HERE, THERE) == [("there.txt", "Ana López", "exact")]


@pytest.mark.parametrize("ending", ["\n", " ", "\r\n"])
def test_in_a_long_article_the_places_are_those_of_its_parts(ending: str) -> None:
    line = f"Ana Lopez never sails at all, and nobody in the harbour of Ansel knows why.{ending}"
    text = line * 2_000
    article = Article.of("long.txt", text)
    expected = [match.span() for match in re.finditer("Ana Lopez", text)]
    pattern = same_words(HERE.text, Span(6, 15))
    assert pattern is not None
    places = [one.span for one in mentioned([article], HERE.path, pattern, ["Ana López"]) if isinstance(one, Sighting)]
    cut = [span for span in expected if span not in places]
    assert len(cut) <= (0 if ending.strip(" ") else len(text) // 20_000), "a name may be cut where no line ends"


def test_a_search_can_be_left_between_its_parts_and_a_very_long_article_has_no_other_spelling() -> None:
    text = "Ana Lopez sailed.\n" * (LONGEST // 18 + 1)
    pattern = same_words(HERE.text, Span(6, 15))
    assert pattern is not None
    assert list(mentioned([Article.of("huge.txt", text)], HERE.path, pattern, ["Ana López"])) == [None]
    some = mentioned([Article.of("long.txt", text[: LONGEST // 2])], HERE.path, pattern, ["Ana López"])
    assert next(some) is None
    assert sum(1 for one in some if one is None) >= 20


@pytest.mark.parametrize(
    "words", ["Bank of England", "people driven from their beds in England", "the mayor of England"]
)
def test_a_name_at_the_end_of_other_words_does_not_stand_for_them(words: str) -> None:
    text = f"England won. In England they rested. The {words} was told. Every {words} knows."
    assert [one.span.of(text) for one in find_names(text, [words])] == [words, words]


def test_a_surname_stands_for_a_name_with_particles() -> None:
    text = "Maria van der Horst spoke. Van der Horst left; Ms Horst stayed."
    found = [one.span.of(text) for one in find_names(text, ["Maria van der Horst"])]
    assert found == ["Maria van der Horst", "Van der Horst", "Horst"]
