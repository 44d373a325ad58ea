"""The places that say the same words."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from store import Span, mentions
from store.matching.search import ALIKE, FOLDED, as_typed, occurrences
from store.segmentation.words import is_inside_word
from tests.texts import PIECES
from tests.texts import texts as hard_texts

TEXT = "A port, a report: the port's port-side; Port. ports\nport"
texts = st.text(alphabet="ab '’é\u0301日本。-\n1_", min_size=1, max_size=40)


def said(text: str, span: Span, **more: int) -> list[int]:
    return [place.start for place in mentions(text, span, **more)]


def test_whole_words_as_they_are_written() -> None:
    assert said(TEXT, Span(2, 6)) == [2, 22, 29, 52]
    assert said(TEXT, Span(2, 6), start=23) == [29, 52]
    assert said(TEXT, Span(2, 6), most=2) == [2, 22]


def test_half_of_a_word_finds_its_like_and_white_space_any_other() -> None:
    assert said(TEXT, Span(12, 16)) == [2, 12, 22, 29, 52]
    assert [tuple(one) for one in mentions("a b, a\n\n b", Span(0, 3))] == [(0, 3), (5, 10)]
    assert mentions("a  b", Span(1, 3)) == ()


@given(texts, st.integers(0, 40), st.integers(0, 40))
def test_every_place_says_the_same_between_the_same_edges_and_its_own_is_one(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    words = text[start:end].split()
    found = mentions(text, Span(start, end))
    for place in found:
        assert place.of(text).split() == words
        assert is_inside_word(text, start) or not is_inside_word(text, place.start)
        assert is_inside_word(text, end) or not is_inside_word(text, place.end)
    assert all(before.end <= after.start for before, after in pairwise(found))
    if words and text[start:end] == text[start:end].strip():
        assert any(place.start < end and place.end > start for place in found)


@given(hard_texts, st.sampled_from([*PIECES, "s", "kind", "the ferry", "o'neil", "no. 7", "İ", "ß"]), st.booleans())
def test_typed_words_are_found_as_the_plain_pattern_has_them(text: str, wanted: str, is_small: bool) -> None:
    wanted = wanted.lower() if is_small else wanted
    words = wanted.split()
    pattern = r"\s+".join("".join(ALIKE.get(char, re.escape(char)) for char in word) for word in words)
    flags = re.IGNORECASE if wanted == wanted.lower() else re.NOFLAG
    text = f"{text}{wanted}{text}{wanted.upper()}"
    expected = [match.span() for match in re.finditer(pattern, text, flags)] if words else []
    assert list(occurrences(text, wanted)) == expected
    if words and words[0][0].isascii() and words[0][0].isalpha():
        starts = {match.start() for match in as_typed(wanted, "[A-Za-z]").finditer(text)}
        alone = {start for start, _ in expected if not text[max(0, start - 1) : start].isascii()}
        alone |= {start for start, _ in expected if not text[max(0, start - 1) : start].isalpha()}
        assert alone <= starts
        assert all(not (text[at - 1].isascii() and text[at - 1].isalpha()) for at in starts if at)


def test_only_letters_that_are_known_of_fold_into_others() -> None:
    everything = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x30000))))
    for letter in "abcdefghijklmnopqrstuvwxyz":
        assert set(re.findall(letter, everything, re.IGNORECASE)) == {letter, letter.upper(), *FOLDED.get(letter, "")}
