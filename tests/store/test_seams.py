"""Seams: a line cut to be segmented piece by piece has the units it has as a whole, and costs what is looked at."""

from collections.abc import Callable
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import Segments, Selection, Span, Unit
from tests.texts import PIECES, texts

UNITS: tuple[Unit, ...] = get_args(Unit)
BLOCK = 2048
"""Blocks of the tests: pieces are a fourth of it, more than any unit of `prose`."""
SENTENCES = (
    "The ferry of Dr. Tobin Vale carried 41,000 passengers to Orrin Bay.",
    "“Never again,” said Ilse Marrow of the Quay Fund.",
    "“Why now?” Brandt asked. Nobody spoke, i.e. no. 7 was shut.",
    '"It cost €2.4 million. We pay," he wrote on 3 Mar. 2031 at 4:52 a.m. on Pier 7.',
    "«Non\xa0pas. Jamais», dit-elle à « Zoe\u0308 ».",
    "港は静かだった。「はい。船は来ない」と言った。",
    "They left on 3 March. 2031 began, with No. 12 million dollars and J. R. Pell's dog!?",
    "It is cold… O’Neil’s rock ’n’ roll went on, e.g. on Jan. 5.",
    "“He said ‘go. Now.’ to me,” she said (in the U.S. of old).",
    "It was quiet.",
)
prose = st.lists(st.sampled_from(SENTENCES), min_size=90, max_size=140).map(" ".join)
"""One line of sentences, longer than two blocks, whose quotations are closed."""
UNSTOPPED = (
    "nobody in Orrin Bay",
    "paid €2.4 million for the Quay Fund of Ilse Marrow",
    "with 41,000 passengers, 12 per cent",
    "from 3 March 2031 to Pier 7",
    "and Dr. Tobin Vale",
)
UNBLANKED = ("quay/", "Ilse’s—", "東京", "港、", "41,000;", "e\u0301te\u0301、")
LONG = 1_000_000
LINES = {
    "words": "Ilse Marrow said “no. Never,” for 41,000 reasons on the quay. ",
    "unstopped": "nobody knows what to say of it all ",
    "one word": "a",
    "ideographs": "港は静かだった。船は来ない、「はい」と。",
    "bare ideographs": "港静東京船来",
    "figures": "1",
    "grouped figures": "1,000.",
    "accents": "e\u0301",
    "marks": "\u0301",
    "titles": "Dr. Vale ",
    "quotation marks": "“'a\"",
}


def pieces_of(text: str) -> Segments:
    return Segments.of(text, block=BLOCK)


def whole(text: str) -> Segments:
    return Segments.of(text, block=max(1, len(text)))


@pytest.mark.parametrize("unit", ["word", "sentence", "paragraph", "quote", "number"])
@given(text=prose)
@settings(max_examples=30)
def test_a_long_line_has_the_units_that_it_has_as_a_whole(unit: Unit, text: str) -> None:
    assert pieces_of(text).all(unit) == whole(text).all(unit)


@given(text=prose)
@settings(max_examples=30)
def test_names_of_a_long_line_differ_only_by_what_stands_elsewhere(text: str) -> None:
    """A word that only begins a sentence is a name where the text near by has it as one."""
    differing = {*pieces_of(text).all("name")} ^ {*whole(text).all("name")}
    firsts = {sentence.start for sentence in whole(text).all("sentence")}
    opened = {at + 1 for at, char in enumerate(text) if char in '“‘"«「'}
    assert all(" " not in name.of(text) and name.start in firsts | opened for name in differing)


@pytest.mark.parametrize("unit", ["word", "paragraph"])
@given(text=st.lists(st.sampled_from(PIECES), min_size=700, max_size=900).map("".join), joint=st.sampled_from(" ,。"))
@settings(max_examples=15)
def test_no_word_is_torn_in_any_line_where_words_are_shorter_than_a_piece(unit: Unit, text: str, joint: str) -> None:
    line = "".join(char if char.isprintable() else joint for char in text)
    assert pieces_of(line).all(unit) == whole(line).all(unit)


@pytest.mark.parametrize("unit", ["word", "name", "number"])
@given(text=st.lists(st.sampled_from(UNSTOPPED), min_size=150, max_size=300).map(" ".join))
@settings(max_examples=30)
def test_a_sentence_longer_than_a_piece_is_cut_through_no_name_or_figure(unit: Unit, text: str) -> None:
    assert pieces_of(text).all(unit) == whole(text).all(unit)


@given(text=st.lists(st.sampled_from(UNBLANKED), min_size=1_000, max_size=1_500).map("".join))
@settings(max_examples=15)
def test_no_word_is_torn_where_there_are_no_blanks(text: str) -> None:
    assert pieces_of(text).all("word") == whole(text).all("word")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\x85", "\u2028"])
def test_line_ends_of_any_kind_are_seams(line_end: str) -> None:
    text = line_end.join(f"“The ferry left at {number}. It was late" for number in range(800))
    for unit in UNITS:
        assert pieces_of(text).all(unit) == whole(text).all(unit)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_hard_wrapped_pages_without_a_blank_line_are_cut_at_sentences(line_end: str) -> None:
    line = f"the quay was closed. Nobody could say{line_end}when the ferry would sail, or for which of the towns"
    text = line_end.join([line] * 120)
    for unit in UNITS:
        assert pieces_of(text).all(unit) == whole(text).all(unit)


@pytest.mark.parametrize("unit", UNITS)
@given(text=texts, block=st.integers(4, 200), places=st.lists(st.integers(0, 400), max_size=8))
def test_a_text_is_cut_alike_from_wherever_one_looks(unit: Unit, text: str, block: int, places: list[int]) -> None:
    asked = Segments.of(text, block)
    for place in places:
        asked.next(unit, min(place, len(text)))
        asked.previous(unit, min(place, len(text)))
    assert asked.all(unit) == Segments.of(text, block).all(unit)


@pytest.mark.parametrize("unit", UNITS)
@given(text=st.text(st.sampled_from('aA.1,“”" \u0301港。\n\r’\u200d'), max_size=300), block=st.integers(1, 40))
def test_pieces_however_small_hold_exact_spans_in_order(unit: Unit, text: str, block: int) -> None:
    spans = Segments.of(text, block).all(unit)
    assert spans == sorted(spans)
    assert all(0 <= span.start < span.end <= len(text) and span.of(text).strip() == span.of(text) for span in spans)


def test_a_figure_longer_than_a_piece_is_cut_at_a_blank() -> None:
    text = "In " + "\u2009".join(["234"] * 2_000)
    assert pieces_of(text).all("word") == whole(text).all("word")


def test_a_word_longer_than_a_piece_falls_into_parts_that_hold_all_of_it() -> None:
    for text in ("a" * 9_000, "e\u0301" * 4_500, "e" + "\u0301" * 9_000):
        assert "".join(span.of(text) for span in pieces_of(text).all("word")) == text


def by_keys(segments: Segments) -> dict[str, Callable[[], object]]:
    """What keys look up in the middle of a text."""
    at = len(segments.text) // 2
    seen = Span(at, at + 4_000)
    return {
        "w": lambda: segments.next("word", at),
        "b": lambda: segments.previous("word", at),
        ")": lambda: segments.next("sentence", at),
        "(": lambda: segments.previous("sentence", at),
        "f": lambda: segments.over("word", seen),
        "hints": lambda: [segments.over(unit, seen) for unit in ("name", "number", "quote", "sentence")],
        "grow": lambda: [Selection(at, at).grown(segments) for _ in range(3)],
    }


@pytest.mark.parametrize("kind", LINES)
def test_a_key_in_a_line_of_a_million_characters_costs_what_is_near_the_caret(kind: str) -> None:
    piece = LINES[kind]
    text = (piece * (LONG // len(piece) + 1))[:LONG]
    if kind == "marks":
        text = f"e{text}"
    for key in by_keys(Segments.of(text)):
        segments = Segments.of(text)
        by_keys(segments)[key]()
        paragraphs = LONG + 1 if key == "grow" else 0  # a paragraph is the line, found by one search
        assert segments.blocks.segmented - paragraphs <= 75_000, key
        before = segments.blocks.segmented
        by_keys(segments)[key]()
        assert segments.blocks.segmented == before, key


def test_what_is_remembered_is_bounded() -> None:
    segments = Segments.of("港静東京船来" * 100_000)
    assert len(segments.all("word")) == 600_000
    assert segments.blocks.kept <= 110_000
