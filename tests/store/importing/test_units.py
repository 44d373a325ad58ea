"""What offsets count is found by the quotes: every unit, with CRLF as two and as one, on texts full of traps."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import Article, Span
from store.formats.found import GivenAnnotation
from store.importing.placing import Stand, UnplacedError
from store.importing.units import UNITS, Reading, Ruler
from store.importing.voting import READINGS, Vote
from tests.texts import texts

SAMPLES = Path(__file__).resolve().parents[3] / "sample_corpus" / "hask-gate"
SEED = 60
INSERTED = (
    "🚢", "👩\u200d👩\u200d👧", "東京港", "e\u0301", "\u00a0", "\u200b", "\u2028", " \t", "—", "“", "\U00010400", "é",
    "مرحبا",
)  # fmt: skip


def measured(text: str, reading: Reading) -> list[int]:
    """The offset in a unit of each code point and of the end, one after the other: slow, and plain to see."""
    found, count = [], 0
    for at, char in enumerate(text):
        found.append(count)
        if reading.joins and char == "\r" and text[at + 1 : at + 2] == "\n":
            continue
        count += {"codepoint": 1, "utf16": 1 + (char > "\uffff"), "utf8": len(char.encode())}[reading.unit]
    return [*found, count]


@given(texts, st.sampled_from(READINGS))
def test_an_offset_is_the_place_that_counting_gives(text: str, reading: Reading) -> None:
    ruler, counts = Ruler(text), measured(text, reading)
    for offset in range(-1, counts[-1] + 2):
        places = [at for at, count in enumerate(counts) if count == offset]
        found = ruler.to_codepoint(offset, reading)
        assert found is None if not places else found in places


@given(texts)
def test_the_readings_that_are_tried_are_all_that_differ(text: str) -> None:
    ruler = Ruler(text)
    assert {ruler.same(one) for one in READINGS} == set(ruler.readings)


def test_a_grapheme_is_a_letter_with_all_that_belongs_to_it() -> None:
    ruler = Ruler("Lo\u0301pez 👩\u200d👩\u200d👧 🇫🇷🇩🇪 👍🏽 x")
    places = [ruler.to_codepoint(at, Reading("grapheme")) for at in range(12)]
    assert [ruler.text[at:] for at in places if at is not None][1].startswith("o\u0301p")
    assert ruler.text[places[6] or 0 : places[7]] == "👩\u200d👩\u200d👧"
    assert ruler.text[places[8] or 0 : places[9]] == "🇫🇷"
    assert ruler.text[places[11] or 0 :] == "👍🏽 x"


def trapped() -> list[str]:
    """Ten texts: of each sample one with LF and one with CRLF, both with many characters that count differently."""
    chance = random.Random(SEED)
    found = []
    for path in sorted(SAMPLES.glob("*.*"))[:5]:
        for line_end in ("\n", "\r\n"):
            text = path.read_bytes().decode("utf-8").replace("\r\n", "\n").replace("\n", line_end)
            for _ in range(40):
                at = chance.randrange(len(text))
                while text[at - 1 : at + 1] == "\r\n":
                    at = chance.randrange(len(text))
                text = text[:at] + chance.choice(INSERTED) + text[at:]
            found.append(text)
    return found


CASES = [(number, reading) for number in range(10) for reading in READINGS]


@pytest.mark.parametrize(("number", "reading"), CASES, ids=lambda case: str(case).replace(" ", "-"))
def test_the_quotes_of_a_file_tell_what_its_offsets_count(number: int, reading: Reading) -> None:
    text, chance = trapped()[number], random.Random(SEED + number)
    print(f"seed {SEED}, text {number}")  # noqa: T201 - says which, when it fails
    counts = measured(text, reading)
    spans: list[Span] = []
    while len(spans) < 60:
        start = chance.randrange(len(text))
        end = min(len(text), start + chance.choice((1, 5, 12, 40, 160)))
        is_cut = any(text[at - 1 : at + 1] == "\r\n" for at in (start, end))
        if text[start:end].strip() and not is_cut:
            spans.append(Span(start, end))
    annotations = [GivenAnnotation("a", counts[one.start], counts[one.end], "X", one.of(text)) for one in spans]
    stand = Stand(Article.of("a.txt", text))
    found = Vote(None, "codepoint").reading(stand.ruler, annotations)
    assert stand.ruler.same(found) == stand.ruler.same(reading)
    assert [stand.place(one, found).span for one in annotations] == spans


def test_one_file_has_one_unit_though_one_of_its_articles_does_not_tell() -> None:
    vote = Vote(None, "codepoint")
    first, second = Ruler("🚢 Ana Lo"), Ruler("🚢🚢 Ben, Ben")
    assert vote.reading(first, [GivenAnnotation("a", 3, 6, "X", "Ana")]).unit == "utf16"
    assert vote.reading(second, [GivenAnnotation("b", 5, 8, "X")]).unit == "utf16"
    assert not vote.is_unknown


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_that_the_user_says_is_taken(unit: str) -> None:
    vote = Vote(unit, "codepoint")  # type: ignore[arg-type]
    assert vote.reading(Ruler("🚢 Ana"), [GivenAnnotation("a", 2, 5, "X", "Ana")]).unit == unit


def test_without_quotes_the_unit_of_the_format_is_taken_and_said_to_be_unknown() -> None:
    vote = Vote(None, "utf16")
    assert vote.reading(Ruler("🚢 Ana"), [GivenAnnotation("a", 3, 6, "X")]).unit == "utf16"
    assert vote.is_unknown


def test_without_quotes_nothing_is_unknown_where_all_units_agree() -> None:
    vote = Vote(None, "utf16")
    vote.reading(Ruler("Ana 🚢"), [GivenAnnotation("a", 0, 3, "X")])
    assert not vote.is_unknown


def test_an_offset_inside_a_character_is_refused_and_never_rounded() -> None:
    stand = Stand(Article.of("a.txt", "🚢 Ana"))
    with pytest.raises(UnplacedError, match="are inside a character"):
        stand.place(GivenAnnotation("a", 1, 4, "X"), Reading("utf16"))
