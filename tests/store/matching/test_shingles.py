"""Shingles: the numbers that stand for content words in their order are those of a slow, obvious way to make them."""

from collections.abc import Iterable
from itertools import pairwise
from zlib import crc32

import pytest
from hypothesis import given

from store.matching import shingles
from store.matching.remembered import Remembered
from store.matching.tokens import STOP, key
from store.segmentation import words
from tests import texts


def hashed(groups: Iterable[tuple[str, ...]]) -> set[int]:
    return {crc32(" ".join(group).encode()) for group in groups}


def content(text: str) -> list[str]:
    keys = [key(text[start:end]) for start, end in words.of(text)]
    return [one for one in keys if one not in STOP]


@given(texts.texts)
def test_the_words_of_a_text_are_those_of_their_places(text: str) -> None:
    assert words.surfaces(text) == [span.of(text) for span in words.of(text)]


def test_a_long_text_has_the_same_words(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = words.surfaces(texts.HARD)
    monkeypatch.setattr(words, "LONG", 10)
    assert words.surfaces(texts.HARD) == expected


@given(texts.texts)
def test_pairs_stand_side_by_side_or_with_one_between(text: str) -> None:
    own = content(text)
    expected = hashed([*pairwise(own), *zip(own, own[2:], strict=False)])
    assert shingles.pairs(words.surfaces(text)) == expected


@given(texts.texts)
def test_threes_are_three_of_four_in_a_row(text: str) -> None:
    own = content(text)
    expected = hashed(zip(own, own[1:], own[2:], strict=False))
    expected |= hashed(zip(own, own[1:], own[3:], strict=False)) | hashed(zip(own, own[2:], own[3:], strict=False))
    assert shingles.threes(words.surfaces(text)) == expected


def test_few_words_are_remembered_and_long_ones_not_at_all() -> None:
    made: list[str] = []

    def make(word: str) -> str:
        made.append(word)
        return word.upper()

    known = Remembered(make, most=5)
    surfaces = [*(f"word{n}" for n in range(20)), "x" * 60]
    assert [known[word] for word in surfaces] == [word.upper() for word in surfaces]
    assert list(known) == ["word15", "word16", "word17", "word18", "word19"]
    assert known["word19"] == "WORD19"
    assert made == surfaces
