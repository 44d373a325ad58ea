"""Passages: planted ones are found again, nothing else is, and nothing about the page or the order of texts matters."""

import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from store.matching import passages, seeds
from store.matching.passages import DEFAULT, Passage, align, refrains
from store.matching.seeds import MOST_PLACES, Box, Readable
from store.matching.tokens import LONGEST_BLOCK, span_of, tokens
from store.matching.weights import COMMON, RARE, Weights
from store.span import Span
from tests import texts
from tests.planted import Found, Writer, judged

PAIRS = 100
GATE = {0.0: 1.0, 0.1: 0.98, 0.2: 0.97, 0.3: 0.95, 0.4: 0.88, 0.5: 0.75}
"""Share of edited words -> least share of planted quotations that are found."""


def readable(text: str) -> Readable:
    return Readable(tokens(text))


def background(articles: int = 300) -> Weights:
    writer = Writer(1)
    return Weights.of(tokens(writer.article()) for _ in range(articles))


WEIGHTS = background()


def places(a: Readable, b: Readable, found: Sequence[Passage]) -> list[tuple[Span, Span]]:
    return [
        (span_of(a.tokens, one.place.a0, one.place.a1), span_of(b.tokens, one.place.b0, one.place.b1)) for one in found
    ]


def found_of(rate: float, weights: Weights | None) -> Found:
    writer, total = Writer(5), Found(0, 0, 0)
    for planted in (writer.pair(rate) for _ in range(PAIRS)):
        a, b = readable(planted.a), readable(planted.b)
        shared = align(a, b, weights or Weights.of([a.tokens, b.tokens]))
        one = judged(planted, places(a, b, shared))
        total = Found(*(x + y for x, y in zip(total, one, strict=True)))
    return total


@pytest.mark.parametrize("rate", GATE)
def test_planted_quotations_are_found_and_nothing_else(rate: float) -> None:
    total = found_of(rate, WEIGHTS)
    assert total.recall >= GATE[rate]
    assert total.false_a_pair <= 0.01


def test_two_articles_of_no_project_are_compared_almost_as_well() -> None:
    total = found_of(0.3, None)
    assert total.recall >= 0.95
    assert total.false_a_pair <= 0.05


def test_a_word_weighs_the_same_in_a_project_of_any_size() -> None:
    for articles in (30, 2_000, 100_000):
        weights = Weights(articles, {"everywhere": articles, "some": articles // 3})
        others = Weights(10 * articles, {"everywhere": 10 * articles, "some": 10 * articles // 3})
        for word in ("everywhere", "some", "rare"):
            assert COMMON <= weights.of_key(word) <= RARE
            assert weights.of_key(word) == pytest.approx(others.of_key(word), abs=0.1)
        assert weights.of_key("everywhere") < weights.of_key("some") < weights.of_key("rare")


SIDES = (
    "The Port Ansel ferry will not sail before March, the harbour council said on Friday.\n"
    "“We will not send a boat with two hundred people on it into the winter swell on one engine,” mayor Ana López told "
    "the evening meeting. Repairs are put at 1.4 million crowns.\nThe old pier stays closed as well.",
    "Islanders face a winter without their boat. Speaking to a full hall, mayor Ana Lopez said: “We will not send a "
    "boat with two hundred people into the winter swell on a single engine.”\nShopkeepers were less patient. "
    "“Nobody asked us,” said one.\nThe Port Ansel ferry won’t sail before March, the harbor council has said.",
)


def test_edited_and_moved_passages_are_found() -> None:
    a, b = map(readable, SIDES)
    found = [(one.of(SIDES[0]), other.of(SIDES[1])) for one, other in places(a, b, align(a, b, WEIGHTS))]
    assert [one[:20] for one, _ in found] == ["The Port Ansel ferry", "We will not send a b"]
    assert found[1][1].endswith("single engine")


@given(st.sampled_from(["NFD", "CRLF", "NBSP", "curly", "blank lines"]), st.integers(0, 30))
@settings(max_examples=60, deadline=None)
def test_how_the_page_is_written_only_shifts_the_places(way: str, seed: int) -> None:
    pair = Writer(seed).pair(0.2)
    plain = readable(pair.a), readable(pair.b)
    other = readable(rewritten(pair.a, way)), plain[1]
    assert other[0].keys == plain[0].keys
    expected = [one.place for one in align(*plain, WEIGHTS)]
    assert [one.place for one in align(*other, WEIGHTS)] == expected
    for one, span in zip(expected, places(*other, align(*other, WEIGHTS)), strict=True):
        words = unicodedata.normalize("NFC", span[0].of(rewritten(pair.a, way))).replace("\u00a0", " ").split()
        assert words == span_of(plain[0].tokens, one.a0, one.a1).of(pair.a).split()


def rewritten(text: str, way: str) -> str:
    """The text as another page would have it."""
    if way == "NFD":
        return unicodedata.normalize("NFD", text)
    return {
        "CRLF": text.replace("\n", "\r\n"),
        "NBSP": text.replace(" ", "\u00a0"),
        "curly": text.replace('"', "“"),
        "blank lines": text.replace("\n\n", "\n\n\n\n"),
    }[way]


@given(st.integers(0, 10_000), st.floats(0, 0.5))
@settings(max_examples=60, deadline=None)
def test_it_does_not_matter_which_text_is_the_first(seed: int, rate: float) -> None:
    pair = Writer(seed).pair(rate)
    a, b = readable(pair.a), readable(pair.b)
    assert {passage.turned for passage in align(a, b, WEIGHTS)} == set(align(b, a, WEIGHTS))


def exact(a: Readable, b: Readable, weights: Weights) -> float:
    """What the best local alignment of two texts weighs, by the table of Smith and Waterman, inside paragraphs."""
    reach = 20
    best: dict[tuple[int, int], float] = {}
    for i, one in enumerate(a.tokens):
        for j, other in enumerate(b.tokens):
            if one.key != other.key:
                continue
            before = max(
                (
                    best[k, m] - DEFAULT.cost(max(i - k - 1, j - m - 1))
                    for k in range(max(0, i - reach), i)
                    for m in range(max(0, j - reach), j)
                    if (k, m) in best and a.tokens[k].block == one.block and b.tokens[m].block == other.block
                ),
                default=0.0,
            )
            best[i, j] = max(0.0, before) + weights.of_pair(one, other)
    return max(best.values(), default=0.0)


@pytest.mark.parametrize("rate", [0.0, 0.2, 0.4])
def test_an_exact_aligner_finds_hardly_more(rate: float) -> None:
    writer, close, pairs = Writer(11), 0, 12
    plain = passages.Params(in_a_row=0)
    for pair in (writer.pair(rate) for _ in range(pairs)):
        a, b = readable(pair.a), readable(pair.b)
        ours = max((one.weight for one in align(a, b, WEIGHTS, plain)), default=0.0)
        most = exact(a, b, WEIGHTS)
        blocks = {
            a.tokens[one.place.a0].block == a.tokens[one.place.a1 - 1].block for one in align(a, b, WEIGHTS, plain)
        }
        assert ours <= most + 1e-9 or False in blocks  # what goes on in the next paragraph is more than it looks at
        close += ours >= 0.95 * most
    assert close >= 0.7 * pairs


def test_what_a_text_repeats_is_a_refrain() -> None:
    line = "A spokeswoman for the Brackwater harbour office told the Chronicle that"
    text = (
        f"{line} nothing was known.\n\nThe tide came at noon and took two sheds along.\n\n{line} she had not seen it."
    )
    words = readable(text)
    (one,) = refrains(words, WEIGHTS)
    assert span_of(words.tokens, one.place.a0, one.place.a1).of(text) == line
    assert one.place.a1 <= one.place.b0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mayor Ana López of the Harbour and Pilots’ Union", "Mayor Ana López of the Harbour and Pilots’ Union"),
        ("On Monday 24 February and Tuesday 25 March", "On Monday 24 February and Tuesday 25 March"),
        ("it was not that he did not say so but", "it was not that he did not say so but"),
        ("", ""),
        ("word", "word"),
    ],
    ids=["names", "dates", "stop words", "nothing", "one word"],
)
def test_what_says_nothing_is_no_passage(one: str, other: str) -> None:
    assert align(readable(f"Yesterday {one} left."), readable(f"Today {other} came."), WEIGHTS) == []


def test_scripts_without_blanks_need_more_signs() -> None:
    long, short = "水門は一九六四年に完成し台風のたびに港を守ってきた", "水門は海を止めた"
    assert align(readable(f"昨日、{long}。"), readable(f"それは{long}そうだ。"), WEIGHTS)
    assert not align(readable(f"昨日、{short}。"), readable(f"それは{short}そうだ。"), WEIGHTS)


@given(texts.texts, texts.texts)
@settings(max_examples=60, deadline=None)
def test_any_texts_can_be_compared(one: str, other: str) -> None:
    a, b = readable(one), readable(other)
    for passage in align(a, b, WEIGHTS):
        place = passage.place
        assert 0 <= place.a0 < place.a1 <= len(a.tokens)
        assert 0 <= place.b0 < place.b1 <= len(b.tokens)


class Work:
    """Counts what the aligner is given."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.cells, self.largest, self.calls = 0, 0, 0
        opcodes = LCSseq.opcodes

        def counted(one: Sequence[str], other: Sequence[str]) -> object:
            self.calls += 1
            self.cells += len(one) * len(other)
            self.largest = max(self.largest, len(one), len(other))
            return opcodes(one, other)

        monkeypatch.setattr("rapidfuzz.distance.LCSseq.opcodes", counted)


def test_a_megabyte_in_one_line_is_aligned_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    writer = Writer(3)
    text = " ".join(writer.article().replace("\n\n", " ") for _ in range(700))
    assert len(text) > 1_000_000
    work = Work(monkeypatch)
    a, b = readable(text), readable(text[500_000:540_000])
    found = align(a, b, WEIGHTS)
    assert sum(one.matched for one in found) > 0.9 * len(b.tokens)
    assert work.largest <= LONGEST_BLOCK + 1
    assert work.cells < 500 * len(a.tokens)


def test_ten_thousand_copies_of_a_sentence_are_no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The old gate of the western harbour did not close on Monday. " * 10_000
    work = Work(monkeypatch)
    a = readable(text)
    align(a, a, WEIGHTS)
    refrains(a, WEIGHTS)
    assert work.calls == 0


def test_the_same_long_article_twice_is_found_paragraph_by_paragraph(monkeypatch: pytest.MonkeyPatch) -> None:
    writer = Writer(4)
    text = "\n\n".join(writer.article() for _ in range(60))
    work = Work(monkeypatch)
    a = readable(text)
    found = align(a, a, WEIGHTS)
    assert sum(one.matched for one in found if one.place.a0 == one.place.b0) > 0.95 * len(a.tokens)
    assert work.cells < 400 * len(a.tokens)


def test_a_seed_that_is_everywhere_says_nothing() -> None:
    often = readable("Western harbour. " * (MOST_PLACES + 1))
    assert list(seeds.shared(often, readable("Western harbour."))) == []
    assert list(seeds.shared(readable("Western harbour."), readable("The western old harbour."))) == [Box(0, 2, 1, 4)]
