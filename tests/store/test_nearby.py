"""Nearby: the names of single paragraphs are those that a look at the whole stretch finds, and cost less."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import Segments, Span
from store.segmentation import lines, names, sentences, words
from store.segmentation.nearby import Nearby
from tests.texts import PIECES

CORPUS = sorted([*Path("sample_corpus").rglob("*.txt"), *Path("tests/planner/tasks").rglob("*.txt")])
LINES = (
    "Vale said no. Storms came. So Vale left.",
    "Storms of Kell were named by the Friends of the Harbour.",
    "QUAY COUNCIL TO SHUT THE KELL LINE FOR STORMS",
    "Council Votes to Shut the Ferry Line After the Storms",
    "In the end The Courier, the Ferry Line and Lucía de la Vega shut.",
    "de la Vega wept, and so did van der Meer; Ludwig van der Meer sang.",
    "Mayor. The Mayor. “Mayor Ana Mayor” was told by Ana Mayor and by King of Bank of Kell.",
    "Bank of Kell. King met the Bank",
    "of Kell with the Vale and Pilots' Union.",
    "ANSEL (AP) — Storms. ... The end! - The Vale? (The) Line・The Line",
    "« Storms » „The Line“ ST. ALBAN, Orrin, May 3 (AP) - The rest is d’Arbois’s, eBay’s, l’été’s.",
    "東京のカレー店 Vale 港 The 3Storms x_Storms",
    "İstanbul and STRASSE, straße, Straße: the ǅ of ǅAB.",
)
chosen = st.lists(st.sampled_from(LINES) | st.sampled_from(PIECES), min_size=1, max_size=25)
mixed = st.tuples(chosen, st.lists(st.sampled_from(["\n", " ", "\n\n", "\r\n"]), min_size=1, max_size=4)).map(
    lambda made: "".join(piece + made[1][number % len(made[1])] for number, piece in enumerate(made[0]))
)
"""Texts of lines that ask about each other's words, joined in one of several ways."""


def slow(text: str, *, is_hard_wrapped: bool) -> list[Span]:
    """The names, by all that the text says."""
    paragraphs = lines.paragraphs(text, is_hard_wrapped=is_hard_wrapped)
    found = [span for paragraph in paragraphs for span in sentences.of(text, paragraph)]
    return names.of(text, found, words.of(text), is_hard_wrapped=is_hard_wrapped)


@pytest.mark.parametrize("is_hard_wrapped", [False, True])
@given(text=mixed, shift=st.integers(0, 7))
def test_paragraphs_looked_at_one_by_one_have_the_names_of_the_whole(
    text: str, shift: int, *, is_hard_wrapped: bool
) -> None:
    near = Nearby(text, is_hard_wrapped=is_hard_wrapped)
    cuts = [0, *(match.end() for match in lines.paragraph_end(is_hard_wrapped).finditer(text)), len(text)]
    places = [Span(start, end) for start, end in pairwise(cuts)]
    found = [near.names(place) for place in (*places[shift:], *places[:shift])]
    assert sorted(span for spans in found for span in spans) == slow(text, is_hard_wrapped=is_hard_wrapped)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_articles_have_the_names_of_a_whole_look(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    segments = Segments.of(text)
    assert segments.all("name") == slow(text, is_hard_wrapped=lines.is_hard_wrapped(text))


@pytest.mark.parametrize("unit", ["name", "word", "sentence", "quote", "number"])
def test_a_screen_of_a_long_article_costs_little_more_than_itself(unit: str) -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in CORPUS)
    text = (text * (100_000 // len(text) + 1))[:100_000]
    for at in range(0, 98_000, 7_000):
        segments = Segments.of(text)
        segments.over(unit, Span(at, at + 2_000))  # type: ignore[arg-type]  # a unit
        assert segments.blocks.segmented <= 9_000, at
