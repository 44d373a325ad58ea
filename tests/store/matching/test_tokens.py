"""Tokens: words under the keys they are compared by, each with its place in the unaltered text."""

import unicodedata

import pytest
from hypothesis import given

from store.matching.tokens import STOP, fold, key, span_of, tokens
from store.segmentation import words
from tests import texts

TEXT = (
    "Mayor Ana López left.\nThe mayor’s boat won’t sail: “Two hundred people on it,” she said, “and one engine.”\r\n"
    "The Port Ansel ferry is late."
)


@pytest.mark.parametrize(
    "alike",
    [
        "modernise modernisation modernized modernizing",
        "harbour harbours harbor",
        "theatre theatres theater",
        "defence defenses",
        "travelled traveling travel",
        "ferry ferries",
        "López Lopez LÓPEZ Lo\u0301pez",
        "Straße strasse",
        "Bjørnstad Bjornstad",
        "2,300 2300",
        "won’t not",
        "l’eau eau",
        "أحد احد",
        "ﬁsh fish",
        "co\u00adast coast",
    ],
)
def test_spellings_and_inflections_of_one_word_have_one_key(alike: str) -> None:
    assert len({key(word) for word in alike.split()}) == 1


@pytest.mark.parametrize("different", ["2000 200", "3.15 315", "が か", "gate date", "1,5 15", "12% 12", "हिन्दी हनद"])
def test_words_that_only_look_alike_keep_their_keys_apart(different: str) -> None:
    assert len({key(word) for word in different.split()}) == len(different.split())


def test_stop_words_are_their_own_keys() -> None:
    assert {word for word in STOP if key(word) != word} == set()


def test_a_token_knows_its_paragraph_its_quotation_and_whether_it_says_little() -> None:
    found = tokens(TEXT)
    of = {TEXT[token.start : token.end]: token for token in found}
    assert [of[word].block for word in ("left", "boat", "late")] == [0, 1, 2]
    assert [of[word].is_light for word in ("Ana", "López", "boat", "won’t")] == [True, True, False, True]
    assert not of["Mayor"].is_light
    assert of["hundred"].is_quoted
    assert of["engine"].is_quoted
    assert not of["said"].is_quoted
    assert span_of(found, 0, 4).of(TEXT) == "Mayor Ana López left"


def test_a_hard_wrapped_paragraph_is_one_block() -> None:
    line = "The tide is forecast at three metres and nine tenths in the old har\n"
    assert {token.block for token in tokens(line * 6 + "\nThe end of it.")} == {0, 1}


def test_a_headline_of_many_capitals_is_no_name() -> None:
    found = tokens("Tidal Barrier Fails Storm Flooding Hundreds")
    assert not any(token.is_light for token in found)


@given(texts.texts)
def test_tokens_are_the_words_of_the_text_in_order_and_never_shift(text: str) -> None:
    found = tokens(text)
    assert [(token.start, token.end) for token in found] == [tuple(span) for span in words.of(text)]
    assert all(token.key == key(text[token.start : token.end]) for token in found)
    assert [token.block for token in found] == sorted(token.block for token in found)


@given(texts.texts)
def test_accents_apart_or_together_make_the_same_keys(text: str) -> None:
    apart = [key(word) for word in unicodedata.normalize("NFD", text).split()]
    assert apart == [key(word) for word in unicodedata.normalize("NFC", text).split()]


def test_a_word_without_end_is_not_remembered() -> None:
    word = "x" * 1_000_000
    assert key(word) == "x" * 999_999


def test_folding_keeps_what_tells_words_of_other_scripts_apart() -> None:
    assert fold("ÅSE Ní Dhálaigh") == "ase ni dhalaigh"
    assert fold("がぎ") == "がぎ"
    assert fold("한국") == "한국"
    assert fold("हिन्दी") == "हिन्दी"
