"""Names in many spellings are found, their look-alikes are not, and tags teach what to suggest."""

import random
import unicodedata
from functools import cache

import orjson
import pytest
from hypothesis import given, settings

from store.matching import names as naming
from store.matching.gazetteer import Gazetteer, Rejected, form_of, name_forms
from store.matching.names import Name, Words, find_names
from store.matching.spelling import Likeness, bare, likeness
from store.span import Span
from tests import texts
from tests.store.matching.gold import CORPUS, article, names, overlap, paths


@cache
def page(path: str) -> Words:
    return Words(article(path).text)


@pytest.mark.parametrize("part", ["tune", "score"])
def test_names_of_the_sample_articles_are_found(part: str) -> None:
    right = found = hits = wanted = 0
    wrong = []
    for one in names():
        if one.part != part:
            continue
        places = {(path, mention.span) for path in paths().values() for mention in find_names(page(path), [one.query])}
        counted = {place for place in places if not any(_same(place, other) for other in one.open)}
        assert not places & one.look_alikes, one.query
        wrong += [(one.query, place) for place in counted - one.mentions]
        right, found = right + len(counted & one.mentions), found + len(counted)
        hits, wanted = hits + len(places & one.mentions), wanted + len(one.mentions)
    assert right >= 0.98 * found, wrong
    assert hits >= 0.85 * wanted


def _same(one: tuple[str, Span], other: tuple[str, Span]) -> bool:
    return one[0] == other[0] and overlap(one[1], other[1]) > 0.5


def test_the_gold_set_is_large_enough() -> None:
    assert len(names()) >= 15
    assert sum(len(one.mentions) for one in names()) >= 80
    assert sum(len(one.look_alikes) for one in names()) >= 5


@pytest.mark.parametrize(
    ("one", "other", "tier"),
    [
        ("López", "LOPEZ", "sure"),
        ("Yuri", "Yury", "likely"),
        ("Sofia", "Sofija", "likely"),
        ("Alexei", "Aleksey", "likely"),
        ("Wittmann", "Vitman", "likely"),
        ("Tchaikin", "Chaikin", "likely"),
        ("Orlenko", "Orlenco", "look"),
        ("Achterberg", "Achtenberg", "look"),
    ],
)
def test_spellings_of_one_name(one: str, other: str, tier: str) -> None:
    alike = likeness(bare(one), bare(other))
    assert alike is not None
    assert alike.tier == tier
    assert alike == likeness(bare(other), bare(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dunmere", "Dunmerian"), ("Orlen", "Orlenov"), ("Brandt", "Brandts"), ("Pell", "Bell"), ("Pell", "Pall"),
        ("Malta", "Maltese"), ("Ann", "Anne"), ("", "Ann"), ("Hale", "Hare"),
    ],
)  # fmt: skip
def test_words_that_are_other_names(one: str, other: str) -> None:
    alike = likeness(bare(one), bare(other))
    assert alike is None or alike.tier == "likely"
    assert (one, other) == ("Ann", "Anne") or alike is None


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Hask gate", ["Hask gate", "Hask Gate", "Hask\ngate"]),
        ("Old Hask gate", []),
        ("Rashid al-Masri", ["al-Masri"]),
        ("gate", []),
    ],
)
def test_a_thing_with_a_name_is_found_by_all_its_words(name: str, found: list[str]) -> None:
    text = "The Hask gate, the Hask Gate and the Hask\ngate; the gate of Hask. Gate, Hask. Hask, gate. al-Masri saw it."
    assert [one.span.of(text) for one in find_names(text, [name])] == found


TEXT = (
    "Deputy Mayor Ana Lopez spoke. A. López left with Carlos López; the Lopez boat sank. Pell’s Yard is shut, and "
    "Mr. Pell is ill. It is the IT office of the U.K. and of the UK. Rashid al-Masri called; al-Masri said so. "
    "A crane fell. Mayor Crane saw it. Désiré-Nguyễn came."
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ana López", ["Ana Lopez", "A. López", "Lopez"]),
        ("Mayor Ana López", ["Ana Lopez", "A. López", "Lopez"]),
        ("Joan Pell", ["Pell"]),
        ("UK", ["U.K", "UK"]),
        ("U.K.", ["U.K", "UK"]),
        ("IT", ["IT"]),
        ("Rashid al-Masri", ["Rashid al-Masri", "al-Masri"]),
        ("Halvard Crane", ["Crane"]),
        ("Chloë Désiré-Nguyễn", ["Désiré-Nguyễn"]),
        ("", []),
        ("…", []),
    ],
)
def test_how_much_of_a_name_is_given(name: str, expected: list[str]) -> None:
    for form in ("NFC", "NFD"):
        text = unicodedata.normalize(form, TEXT)
        found = find_names(text, [name])
        assert [unicodedata.normalize("NFC", one.span.of(text)) for one in found] == [
            unicodedata.normalize("NFC", one) for one in expected
        ]


def test_another_given_name_makes_a_mention_one_to_look_at() -> None:
    (ana, initial, carlos, boat) = find_names(TEXT, ["López"])
    assert (ana.tier, initial.tier, carlos.tier, boat.tier) == ("look", "look", "look", "sure")
    assert carlos.confidence == pytest.approx(0.85)
    assert "another name" in carlos.why


def test_aliases_are_looked_for_too() -> None:
    assert [one.span.of(TEXT) for one in find_names(TEXT, ["Great Britain", "UK", "Lopez"])][-2:] == ["U.K", "UK"]


def test_names_in_scripts_without_capitals_or_blanks() -> None:
    arabic, japanese = article(paths()["arabic"]).text, article(paths()["japanese"]).text
    assert len(find_names(arabic, ["يوسف البحري"])) == 2
    assert len(find_names(japanese, ["浜岡勇造"])) == 1


@given(texts.texts, texts.texts)
@settings(deadline=None, max_examples=60)
def test_any_text_can_be_searched_for_any_name(text: str, name: str) -> None:
    found = find_names(text, [name])
    spans = [one.span for one in found]
    assert spans == sorted(spans)
    assert all(0 <= one.start < one.end <= len(text) for one in spans)
    assert Name.of("") is None


def test_a_name_in_ten_thousand_places_is_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def counted(one: str, other: str) -> Likeness | None:
        calls.append(other)
        return likeness(one, other)

    monkeypatch.setattr(naming, "likeness", counted)
    text = Words("Later Sarrat and Sarrot met. " * 10_000)
    assert len(find_names(text, ["Noémi Sarrat"])) == 20_000
    assert sorted(one for one in calls if one != "noemi") == ["sarrat", "sarrot"]


def test_most_misspelt_names_are_found() -> None:
    seed = 20310210
    draw = random.Random(seed)
    people = "Achterberg Ferreira Lindholm Wirkkanen Whitlock Okafor Nystrom Adeyemi Varga Zeller".split()
    hits = 0
    rounds = 300
    for _ in range(rounds):
        name = people[int(draw.random() * len(people))]
        at = 1 + int(draw.random() * (len(name) - 1))
        letter = "aeioustnrl"[int(draw.random() * 10)]
        wrong = [name[:at] + name[at + 1 :], name[:at] + letter + name[at:], name[:at] + letter + name[at + 1 :]]
        shown = wrong[int(draw.random() * 3)]
        hits += any(one.span.of(f"Today {shown} came.") == shown for one in find_names(f"Today {shown} came.", [name]))
    assert hits >= 0.9 * rounds, f"seed {seed}"  # the others end in what makes another word of the name


def test_tags_of_a_name_teach_its_label() -> None:
    text = Words("Ana Lopez left. Later López came back to Brackwater.")
    one, three = (Gazetteer([("Ana López", "PERSON")] * times) for times in (1, 3))
    assert one.suggest("a", text) == ()
    assert [(s.span.of(text.text), s.label) for s in three.suggest("a", text)] == [
        ("Ana Lopez", "PERSON"),
        ("López", "PERSON"),
    ]
    assert three.confidence("lopez", "PERSON") == pytest.approx(0.8125)
    assert [s.confidence for s in one.suggest("a", text, threshold=0.6)] == pytest.approx([0.625, 0.625])
    assert "3 of 3 tags" in three.suggest("a", text)[0].why
    assert len(three) == 1


def test_what_was_rejected_is_not_offered_again() -> None:
    text = Words("Ana Lopez left. Later López came.")
    tags = [("Ana López", "PERSON")] * 9
    here = Gazetteer(tags, [Rejected("lopez", "PERSON", "a")])
    assert [s.form for s in here.suggest("a", text)] == ["ana lopez"]
    assert [s.form for s in here.suggest("b", text)] == ["ana lopez", "lopez"]
    everywhere = Gazetteer(tags, [Rejected(form_of("López"), "PERSON")])
    assert [s.form for s in everywhere.suggest("b", text)] == ["ana lopez"]
    assert everywhere.confidence("lopez", "PERSON") < Gazetteer(tags).confidence("lopez", "PERSON")


def test_what_is_tagged_is_not_suggested_and_claims_are_no_names() -> None:
    text = Words("Ana Lopez left. Later López came.")
    tags = [("López", "PERSON")] * 5 + [("The harbour council said that it will not send a boat", "FACT")] * 5
    gazetteer = Gazetteer(tags)
    assert len(gazetteer) == 1
    (one,) = gazetteer.suggest("a", text, taken=[Span(0, 9)])
    assert one.span.of(text.text) == "López"


def test_a_mixed_name_has_less_confidence() -> None:
    mixed = Gazetteer([("Orra", "PERSON")] * 3 + [("Orra", "PLACE")])
    assert mixed.confidence("orra", "PERSON") == pytest.approx(0.65)
    assert mixed.suggest("a", Words("In Orra it rained.")) == ()


def test_a_preview_is_by_spelling_and_tier() -> None:
    found = [
        (path, page(path).text, one)
        for path in sorted(paths().values())
        for one in find_names(page(path), ["Mikael Wirkkanen"])
    ]
    groups = name_forms(found)
    assert [(one.form, one.tier, len(one.places)) for one in groups] == [
        ("Mikael Wirkkanen", "sure", 6),
        ("Wirkkanen", "sure", 2),
        ("Mikael Virkkanen", "likely", 2),
        ("Virkkanen", "likely", 2),
    ]
    assert all(one.is_wanted for one in groups)


def test_suggestions_for_the_sample_articles_have_the_label_that_was_given() -> None:
    tagged = sample_tags()
    right = wrong = 0
    for path in tagged:
        others = [(quote, label) for other, tags in tagged.items() if other != path for _, quote, label in tags]
        truth = {span: label for span, _, label in tagged[path]}
        for one in Gazetteer(others).suggest(path, page(path)):
            if any(span.overlaps(one.span) for span in truth):
                right += truth.get(one.span) == one.label
                wrong += truth.get(one.span) != one.label
    assert right >= 50
    assert right >= 0.95 * (right + wrong)


def sample_tags() -> dict[str, list[tuple[Span, str, str]]]:
    """The names that are tagged in the sample project."""
    records = orjson.loads((CORPUS / "annotations/mira.json").read_bytes())["annotations"].values()
    found: dict[str, list[tuple[Span, str, str]]] = {}
    for one in records:
        if one["label"] in ("PERSON", "ORG", "GPE", "PLACE", "EVENT"):
            found.setdefault(one["article"], []).append((Span(one["start"], one["end"]), one["quote"], one["label"]))
    return found
