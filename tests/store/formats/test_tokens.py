"""Tokens, sentences and flat tags: the rules one by one, and against a slow pass written from them."""

import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import Annotation, Segments, Span
from store.formats.flat import flat, tags
from store.formats.tokens import columns, sentences, tokenised, widened
from store.layer import key_of
from store.segmentation.lines import LINE_END

SOUP = (
    "aZé9 \n\t\r\u0301\u200d\u200b\xad\u200f\ufe0f'’.-,:\"“_東京のハ\u3000한🚢👩🏽🇫🇷🇩ⅷ²\U00020000\u0627\u2028\xa0\u0e33"
)
texts = st.text(st.sampled_from(SOUP), max_size=40)
SAMPLES = Path(__file__).resolve().parents[3] / "sample_corpus" / "hask-gate"
JOINERS = "'’.-"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lo\u0301pez said", "Lo\u0301pez|said"),
        ("the O’Neil–Vale co-op’s 41,000 at 14:03.", "the|O’Neil|–|Vale|co-op’s|41,000|at|14:03|."),
        ("e.g. U.S., 3.5% a,b", "e.g|.|U.S|.|,|3.5|%|a|,|b"),
        ("東京港のtest", "東|京|港|の|test"),
        ("서울 사람", "서울|사람"),
        ("👩\u200d👩\u200d👧 🇫🇷🇩🇪 👍🏽!", "👩\u200d👩\u200d👧|🇫🇷|🇩🇪|👍🏽|!"),
        ("snake_case", "snake|_|case"),
        ("a\u200bb\u00a0c\u2028d", "a|b|c|d"),
        ("co\xadop", "co\xadop"),
        ("'quoted' -- well-", "'|quoted|'|-|-|well|-"),
        ("", ""),
    ],
)
def test_tokens_by_the_rules(text: str, expected: str) -> None:
    assert "|".join(span.of(text) for span in tokenised(text).spans) == expected


def test_the_marks_are_those_of_unicode() -> None:
    """Skin tones are marks too; a Unicode later than the table's may have more."""
    for code in (*range(0x20000), *range(0xE0000, 0xE0200)):
        character = chr(code)
        is_mark = unicodedata.category(character)[0] == "M" or unicodedata.category(character) == "Cf"
        spans = tokenised(f"a{character}").spans
        if is_mark and character != "\u200b" and unicodedata.unidata_version == "14.0.0":
            assert spans == (Span(0, 2),), hex(code)
        elif not is_mark and not 0x1F3FB <= code <= 0x1F3FF and not character.isalnum():
            assert spans[0] == Span(0, 1), hex(code)


@given(texts, st.sets(st.integers(0, 40)))
def test_the_quick_way_is_the_slow_way(text: str, cuts: set[int]) -> None:
    assert list(tokenised(text, cuts).spans) == slow(text, cuts)


@given(st.lists(st.sampled_from(["a.Z", "9,9", "a, ", "Z ", "9”\n", *"a9é .:’-_東\n\t\xa0"]), max_size=20).map("".join))
def test_the_way_of_plain_texts_is_the_slow_way(text: str) -> None:
    assert list(tokenised(text).spans) == slow(text, ())


@given(texts, st.sets(st.integers(0, 40)))
def test_tokens_hold_all_but_blanks_once_and_none_crosses_a_cut(text: str, cuts: set[int]) -> None:
    found = tokenised(text, cuts)
    held = [offset for span in found.spans for offset in range(*span)]
    assert held == [at for at, character in enumerate(text) if not character.isspace() and character != "\u200b"]
    assert not any(span.start < cut < span.end for span in found.spans for cut in cuts)
    assert found.torn == sum(any(a < cut < b for cut in cuts) for a, b in tokenised(text).spans)


@given(texts, st.integers(0, 40), st.integers(0, 40))
def test_a_widened_span_ends_at_tokens(text: str, start: int, end: int) -> None:
    span = Span(min(start, end, len(text)), min(max(start, end), len(text)))
    tokens = tokenised(text).spans
    wide = widened(tokens, span)
    assert wide.contains(span)
    for token in tokens:
        assert wide.contains(token) if token.overlaps(span) else not token.overlaps(wide)


@given(texts, st.sets(st.integers(0, 40)), st.tuples(st.integers(0, 40), st.integers(1, 20)))
def test_sentences_hold_each_token_once_and_break_no_span(text: str, cuts: set[int], place: tuple[int, int]) -> None:
    span = Span(place[0], place[0] + place[1])
    tokens = tokenised(text, {*cuts, *span}).spans
    found = list(sentences(text, tokens, [span]))
    assert [at for sentence in found for at in sentence] == list(range(len(tokens)))
    assert all(found)
    assert len({number for number, one in enumerate(found) for at in one if tokens[at].overlaps(span)}) <= 1


def test_a_line_break_ends_a_sentence_and_a_stop_does() -> None:
    text = "Harbour notes\nOne came. Two went\r\nThree"
    tokens = tokenised(text).spans
    found = [" ".join(tokens[at].of(text) for at in one) for one in sentences(text, tokens)]
    assert found == ["Harbour notes", "One came .", "Two went", "Three"]


@pytest.mark.parametrize("path", sorted(SAMPLES.rglob("*.*")), ids=lambda path: path.name)
def test_sentences_are_those_of_the_screen_cut_at_lines(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tokens = tokenised(text).spans
    starts = {span.start for span in Segments.of(text).all("sentence")} | {m.end() for m in LINE_END.finditer(text)}
    expected = {next((n for n, token in enumerate(tokens) if token.start >= start), len(tokens)) for start in starts}
    assert {one.start for one in sentences(text, tokens)} == (expected | {0}) - {len(tokens)}


def annotation(number: int, start: int, end: int) -> Annotation:
    return Annotation(f"ana-{number}", "a.txt", start, end, "x", "X")


TEXT = "one two three four"


def test_the_longest_is_kept_and_the_others_say_what_they_overlap() -> None:
    one, two, three = annotation(1, 0, 7), annotation(2, 4, 7), annotation(3, 8, 13)
    found = flat([one, two, three], TEXT)
    assert found.kept == (one, three)
    assert found.lost == ((two, "overlaps ana-1; one label a token"),)
    assert flat([one, two, three], TEXT, prefer="shortest").kept == (two, three)


def test_of_equals_the_earlier_is_kept_then_the_older() -> None:
    assert flat([annotation(2, 0, 9), annotation(1, 4, 13)], TEXT).kept == (annotation(2, 0, 9),)
    assert flat([annotation(9, 0, 3), annotation(10, 0, 3)], TEXT).kept == (annotation(9, 0, 3),)


def test_blanks_at_an_edge_are_no_overlap_and_blanks_alone_are_no_token() -> None:
    left, right, blank = annotation(1, 0, 4), annotation(2, 3, 7), annotation(3, 13, 14)
    found = flat([left, right, blank], TEXT)
    assert found.kept == (left, right)
    assert found.lost == ((blank, "it holds nothing but blanks"),)


@given(st.lists(st.tuples(st.integers(0, 17), st.integers(1, 8)), max_size=12))
def test_kept_ones_share_no_token_and_lost_ones_would(places: list[tuple[int, int]]) -> None:
    made = [annotation(number, start, min(18, start + size)) for number, (start, size) in enumerate(places, 1)]
    ordered = sorted(made, key=key_of)
    found = flat(ordered, TEXT)
    assert sorted(one.number for one in (*found.kept, *(one for one, _ in found.lost))) == [one.number for one in made]
    assert list(found.kept) == [one for one in ordered if one in found.kept]
    taken = [offset for one in found.kept for offset in range(*one.span) if TEXT[offset] != " "]
    assert len(taken) == len(set(taken))
    for one, _ in found.lost:
        held = {offset for offset in range(*one.span) if TEXT[offset] != " "}
        assert not held or held & set(taken)


def test_tags_are_spelt_two_ways() -> None:
    tokens = columns(TEXT)
    labelled = [(Span(0, 13), "A"), (Span(14, 18), "B")]
    assert tags(tokens, labelled) == {0: "B-A", 1: "I-A", 2: "I-A", 3: "B-B"}
    assert tags(tokens, labelled, "BILOU") == {0: "B-A", 1: "I-A", 2: "L-A", 3: "U-B"}
    assert tags(tokens, labelled[1:]) == {3: "B-B"}


def slow(text: str, cuts: Iterable[int]) -> list[Span]:
    """The rules, one character after the other; a token torn by cuts is done again, piece by piece."""
    found: list[Span] = []
    for start, end in passed(text, 0):
        borders = [start, *sorted(cut for cut in cuts if start < cut < end), end]
        for left, right in pairwise(borders):
            found += passed(text[left:right], left)
    return found


def passed(text: str, at: int) -> list[Span]:
    spans: list[list[int]] = []
    base = ""
    for offset, character in enumerate(text):
        kind = kind_of(character)
        before = text[offset - 1] if offset else ""
        if kind == "blank":
            base = ""
            continue
        if base and joins(text, offset, kind, base, before):
            spans[-1][1] = offset + 1
        else:
            spans.append([offset, offset + 1])
        if kind == "indicator" and base == "indicator" and spans[-1][0] != offset:
            base = "pair"
        elif kind != "mark" or not base or spans[-1][0] == offset:
            is_joiner = kind == "other" and spans[-1][0] != offset and is_between(text, offset, base)
            base = "joiner" if is_joiner else kind
    return [Span(at + start, at + end) for start, end in spans]


def joins(text: str, offset: int, kind: str, base: str, before: str) -> bool:
    if kind == "mark":
        return True
    if before == "\u200d" and kind in ("ideograph", "other", "indicator"):
        return True
    if kind == "indicator":
        return base == "indicator" and kind_of(before) == "indicator"
    if kind == "word":
        return base in ("word", "joiner")
    return is_between(text, offset, base)


def is_between(text: str, offset: int, base: str) -> bool:
    """Whether a character joins the letter or digit before it, over marks, to the one behind it."""
    character, before, after = text[offset], text[offset - 1 : offset], text[offset + 1 : offset + 2]
    if base == "word" and character in JOINERS and after:
        return kind_of(after) == "word"
    return character in ",:" and before.isdecimal() and after.isdecimal()


def kind_of(character: str) -> str:
    category, code = unicodedata.category(character), ord(character)
    if character.isspace() or character == "\u200b":
        return "blank"
    if category[0] == "M" or category == "Cf" or 0x1F3FB <= code <= 0x1F3FF:
        return "mark"
    if 0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF:
        return "ideograph"
    if category[0] in "LN":
        return "word"
    return "indicator" if 0x1F1E6 <= code <= 0x1F1FF else "other"
