"""Which places a label's key offers, and the letters on them."""

from hypothesis import given
from hypothesis import strategies as st

from store import Annotation, Label, Layer, Segments, Span
from tui.hints import LETTERS, SINGLE, lettered, offer, remaining, under_caret, words_with

TEXT = (
    "Captain Ilse Marrow met Tobin Vale at the Salt Market. Vale said nothing. "
    "Then Ilse Marrow left for Orrin Bay, and Tobin Vale stayed."
)
PERSON = Label(name="PERSON", kind="entity", key="1", color="cyan", hint="names")

FACT = Label(name="FACT", kind="claim", key="7", color="cyan", hint="sentences")


def quotes(spans: list[Span]) -> list[str]:
    return [span.of(TEXT) for span in spans]


def test_first_mentions_come_first_then_top_to_bottom() -> None:
    found = quotes(offer(PERSON, Segments.of(TEXT), Layer(), (Span(0, len(TEXT)),)).spans)
    assert found.index("Orrin Bay") < len(found) - 1
    assert found[-1] == "Tobin Vale"
    assert len(found) == len(offer(PERSON, Segments.of(TEXT), Layer(), (Span(0, len(TEXT)),)).spans)


def test_what_has_the_label_gets_no_hint_and_its_other_mentions_come_last() -> None:
    at = TEXT.index("Orrin Bay")
    layer = Layer([Annotation("ana-1", "a.txt", at, at + 9, "Orrin Bay", "PERSON")])
    found = offer(PERSON, Segments.of(TEXT), layer, (Span(0, len(TEXT)),)).spans
    assert Span(at, at + 9) not in found
    tobin = TEXT.index("Tobin Vale")
    layer = Layer([Annotation("ana-1", "a.txt", tobin, tobin + 10, "Tobin Vale", "PERSON")])
    found = offer(PERSON, Segments.of(TEXT), layer, (Span(0, len(TEXT)),)).spans
    assert found[-1].of(TEXT) == "Tobin Vale"


def claims(text: str, layer: Layer | None = None) -> list[str]:
    found = offer(FACT, Segments.of(text), layer or Layer(), [Span(0, len(text))])
    return [span.of(text) for span in found.spans]


def test_what_is_said_in_a_sentence_comes_after_all_sentences() -> None:
    text = "Vale said that the line would close. Nobody came. The firm denied it, and it added that it was sorry."
    sentences = [span.of(text) for span in Segments.of(text).all("sentence")]
    assert claims(text) == [*sentences, "the line would close", "it was sorry"]


def test_what_is_said_in_a_tagged_sentence_gets_no_hint_but_the_sentence_of_a_tagged_one_does() -> None:
    text = "Vale said that the line would close. Nobody came."
    whole, inner = "Vale said that the line would close.", "the line would close"
    for quote, left in ((whole, ["Nobody came."]), (inner, [whole, "Nobody came."])):
        start = text.index(quote)
        layer = Layer([Annotation("ana-1", "a.txt", start, start + len(quote), quote, "FACT")])
        assert claims(text, layer) == left


def test_only_what_is_on_the_screen_gets_a_hint_and_what_is_there_in_part_does() -> None:
    seen = Span(TEXT.index("Marrow"), TEXT.index("Then"))
    found = offer(PERSON, Segments.of(TEXT), Layer(), (seen,)).spans
    assert quotes(found) == ["Ilse Marrow", "Tobin Vale", "Salt Market", "Vale"]
    assert remaining(lettered(found), "", [seen])[seen.start] == "a"
    assert TEXT.index("Ilse") not in remaining(lettered(found), "", [seen])


def test_scripts_without_capitals_are_offered_words() -> None:
    text = "市长在港口说渡轮不会停运。"
    assert offer(PERSON, Segments.of(text), Layer(), (Span(0, len(text)),)).spans


def test_a_latin_screen_without_names_offers_nothing() -> None:
    text = "nobody was there, and nothing was said."
    assert offer(PERSON, Segments.of(text), Layer(), (Span(0, len(text)),)).spans == []


def test_words_are_found_by_their_first_letter_in_either_case() -> None:
    found = words_with("t", Segments.of(TEXT), [Span(0, len(TEXT))])
    assert quotes(found) == ["Tobin", "the", "Then", "Tobin"]


@given(st.integers(0, 800), st.sets(st.sampled_from(LETTERS), max_size=3))
def test_no_letters_begin_other_letters(count: int, without: set[str]) -> None:
    spans = [Span(at, at + 1) for at in range(count)]
    codes = lettered(spans, without)
    assert list(codes.values()) == spans[: len(codes)]
    assert not any(one != other and other.startswith(one) for one in codes for other in codes)
    assert not set("".join(codes)) & without
    assert list(map(len, codes)) == sorted(map(len, codes))
    if not without:
        assert len(codes) == min(count, 26 * 26)
        assert count > SINGLE + (26 - SINGLE) * 26 or all(len(code) == 1 for code in list(codes)[:SINGLE])
        assert count > 26 or all(len(code) == 1 for code in codes)


def test_typing_leaves_what_is_still_to_be_typed() -> None:
    codes = {"a": Span(0, 1), "na": Span(5, 6), "nb": Span(9, 10)}
    assert remaining(codes, "") == {0: "a", 5: "na", 9: "nb"}
    assert remaining(codes, "n") == {5: "a", 9: "b"}


def test_the_object_under_the_caret_is_the_labels_kind_else_the_word() -> None:
    segments = Segments.of(TEXT)
    assert under_caret(PERSON, segments, TEXT.index("Marrow")) == segments.at("name", TEXT.index("Marrow"))
    at = TEXT.index("nothing")
    assert under_caret(PERSON, segments, at) == Span(at, at + 7)
