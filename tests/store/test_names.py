"""What of a text is taken for a name, and where it begins and ends."""

import pytest

from store import Segments


def names_of(text: str) -> list[str]:
    return [span.of(text) for span in Segments.of(text).all("name")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It was Prime Minister Ana Ruiz and Vice President Kay.", ["Ana Ruiz", "Kay"]),
        ("They saw Quay Board Chair Ana Ruiz there.", ["Quay Board", "Ana Ruiz"]),
        ("The mayor met the Mayor, and Harbourmaster Joan Pell.", ["Joan Pell"]),
        ("We went to St. Mary's Church and to St Brann’s for tea.", ["St. Mary's Church", "St Brann’s"]),
        ("He lives in Cooper's Row with Vale's Ansel friends.", ["Cooper's Row", "Vale", "Ansel"]),
        ("It said the Harbour and Pilots' Union met Ana and Tobin.", ["Harbour and Pilots' Union", "Ana", "Tobin"]),
        ("It was Mikael Wirk of Quay Works at the Bank of Kell.", ["Mikael Wirk", "Quay Works", "Bank of Kell"]),
        ("Old Mrs. Kata Feld ran the Vard Light and Power Company.", ["Kata Feld", "Vard Light and Power Company"]),
        ("So Tom O'Neil, María de la Cruz and Mr McArthur left.", ["Tom O'Neil", "María de la Cruz", "McArthur"]),
        ("Then Ludwig van der Meer sang; van der Meer left.", ["Ludwig van der Meer", "van der Meer"]),
        ("So did Omar al-Rashid, and then al-Rashid alone.", ["Omar al-Rashid", "al-Rashid"]),
        (
            "In the U.S. Navy, not in the U.S., I.M. Pei and J. K. Hale.",
            ["U.S. Navy", "U.S.", "I.M. Pei", "J. K. Hale"],
        ),
        ("So Jo Tan Jr. of AT&T and Tidal Works Ltd.", ["Jo Tan Jr.", "AT&T", "Tidal Works Ltd"]),
        ("So Sen. Bob Hale (D-Ansel) met Jean-Luc d’Arbois.", ["Bob Hale", "Ansel", "Jean-Luc d’Arbois"]),
        ("Ask Jean-Luc Abernathy's daughter. Luckily Ana Ruiz came.", ["Jean-Luc Abernathy", "Ana Ruiz"]),
        ("Will Ana Ruiz come? Will Smith may.", ["Ana Ruiz", "Will Smith"]),
        ("Neighbours of Ana Ruiz wept. Bank of Kell staff did not.", ["Ana Ruiz", "Bank of Kell"]),
        ("The Treaty of Kell and the Friends of the Harbour.", ["Treaty of Kell", "Friends of the Harbour"]),
        (
            "So the Department for Transport and the Society for the Protection of Birds met.",
            ["Department for Transport", "Society for the Protection of Birds"],
        ),
        ("So the Ministry of Health and Welfare and Ana Ruiz met.", ["Ministry of Health and Welfare", "Ana Ruiz"]),
        ("On New Year's Eve nobody in Orrin had COVID-19.", ["New Year's Eve", "Orrin", "COVID-19"]),
        ("It was Professor Emerita Ana Ruiz.", ["Ana Ruiz"]),
        ('The "Salt Market" and [Ana Ruiz] (Quay Fund).', ["Salt Market", "Ana Ruiz", "Quay Fund"]),
        ("They signed Agenda 2030 and bid for Expo 2027.", ["Agenda 2030", "Expo 2027"]),
        ("The Harbour Act 1908's authors; in May 2031 it rained.", ["Harbour Act 1908"]),
        ("Around 2031 it sank. Around 12 boats sank. Pier 7 sank.", ["Pier 7"]),
        ("So Kell 2-1 Orrin, and Kell 12% of it.", ["Kell", "Orrin", "Kell"]),
        ("They ate at McDonald's and at Vale's.", ["McDonald's", "Vale's"]),
        ("So Ana McDonald's sister met Ewan MacLeod’s men.", ["Ana McDonald", "Ewan MacLeod"]),
        ("So they went to Vale's boats in Ana's.", ["Vale", "Ana's"]),
    ],
)
def test_titles_possessives_particles_and_marks(text: str, names: list[str]) -> None:
    assert names_of(text) == names


def test_a_sentences_first_word_is_a_name_only_if_it_is_one_elsewhere() -> None:
    assert names_of("Vale said no. Storms came. So Vale left.") == ["Vale", "Vale"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("QUAY COUNCIL TO SHUT KELL LINE\nThe ships of Kell lay there.", ["KELL", "Kell"]),
        ("Council Votes to Shut the Ferry Line After Storm\nSo Ana Ruiz said.", ["Ana Ruiz"]),
        ("ANSEL (AP) — Mayor López came.", ["ANSEL", "AP", "López"]),
        ("It sank on Feb 10. A 71-year-old man of Pier 7 saw it.", ["Pier 7"]),
        ("- Ana López\n- New York\n", ["Ana López", "New York"]),
        ("By Jane Doe-Smith and Omar Vale", ["Jane Doe-Smith", "Omar Vale"]),
    ],
)
def test_headlines_datelines_lists_and_bylines(text: str, names: list[str]) -> None:
    assert names_of(text) == names


def test_a_name_goes_on_over_the_line_end_of_a_hard_wrapped_page_only() -> None:
    line = "and so it was that nobody on the old quay would say a word about Ana\n"
    assert "Ana\nRuiz" in names_of(line * 5 + "Ruiz left the quay for good and all that day, as it was.\n")
    assert names_of("So it was Ana\nRuiz left.") == ["Ana"]


def test_japanese_runs_of_han_and_katakana_are_offered() -> None:
    assert names_of("手紙を書いた浜岡澪さんはヴァロウ諸島へ。") == ["手紙", "浜岡澪", "ヴァロウ諸島"]
