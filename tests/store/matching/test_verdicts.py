"""Verdicts: what a person has called furniture, or text after all, goes before rules, wherever the words stand."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import Article, Project, Span, format_of
from store.called import call_furniture
from store.dataset import Wish, export
from store.errors import RefusedError
from store.judging import Judging
from store.matching.claims import claim_sentences
from store.matching.company import LONG, Company, InCommon, Sought
from store.matching.folding import folds_of, page_lines
from store.matching.furnished import Furnished
from store.matching.furniture import furniture
from store.matching.jobs import Corpus
from store.matching.sharing import Sharing
from store.matching.verdicts import NOTHING_SAID, SAID, Verdicts, lines_over
from tests.projects import open_project, write_project
from tests.texts import texts
from tests.waiting import wait_for

MOTTO = "The Orrin Bay Post has been printed by its readers since the year of the long tide"
END = "Share this page\nSubscribe to the Orrin Bay Post\n"
QUOTE = "“No ferry of mine will leave the old quay before the ice is out of the northern channel,”"
A = (
    f"Tobin Vale spoke on Monday. {QUOTE} he told the harbour board.\n\n{MOTTO}\n\n"
    f"Nobody else was asked about the timetable that week.\n\n{END}"
)
B = (
    f"The winter timetable is late again, and the board of the harbour met. {QUOTE} said Vale.\n\n"
    f"{MOTTO}\n\nA second boat is being looked for in the south.\n\n{END}"
)


def article(text: str, path: str = "a.txt") -> Article:
    return Article.of(path, text)


def said(*words: tuple[str, bool], scope: str = "lines") -> Verdicts:
    return Verdicts.of(
        {"quote": quote, "verdict": "accept" if is_it else "reject", "scope": scope} for quote, is_it in words
    )


def shared(verdicts: Verdicts) -> dict[str, str]:
    """The kind of each passage of A and B by its first words."""
    found = verdicts.retold(Sharing().of([article(A), article(B, "b.txt")]), {"a.txt": A, "b.txt": B})
    return {" ".join(one.in_a.of(A).split()[:3]): one.kind for one in found if one.a != one.b}


def test_a_line_is_what_was_said_of_it_last_in_any_spelling_of_its_blanks_and_capitals() -> None:
    verdicts = said((MOTTO, True), ("Share this page", True), ("Share this page", False))
    assert verdicts.of_line(MOTTO.upper().replace(" ", "\t ")) is True
    assert verdicts.of_line("share this  page") is False
    assert verdicts.of_line("Share this") is None
    assert [one.rule for one in verdicts.on(A, furniture(A))] == [SAID, "newsletter"]
    assert not NOTHING_SAID
    assert verdicts


def test_what_is_said_goes_before_the_rules_in_folds_of_one_line_too() -> None:
    verdicts = said((MOTTO, True), ("Subscribe to the Orrin Bay Post", False))
    (fold,) = folds_of(A, (), verdicts)
    assert A[fold.start : fold.end] == MOTTO + "\n"
    assert (fold.lines, fold.what) == (1, (SAID,))
    assert [A[one.start : one.end] for one in folds_of(A)] == [END]


def test_who_took_the_photographs_is_folded_for_those_who_say_so() -> None:
    text = A + "Photographs by Tobin Vale\n"
    assert [one.rule for one in page_lines(text)][-1] == "credits"
    assert folds_of(text)[0].lines == 2
    assert folds_of(text, (), said(("Photographs by Tobin Vale", True)))[0].lines == 3


def test_a_line_in_the_middle_of_a_long_article_is_folded_too() -> None:
    text = f"{MOTTO}\n" + "word " * 30_000 + "\n" + A
    assert [text[one.start : one.end] for one in folds_of(text, (), said((MOTTO, True)))] == [
        MOTTO + "\n",
        MOTTO + "\n",
        END,
    ]


@given(texts, st.booleans())
def test_lines_of_any_text_are_whole_and_in_order(text: str, is_furniture: bool) -> None:
    whole = f"{text}\n{MOTTO}\r\n{END}{text}"
    lines = lines_over(whole, Span(0, len(whole)))
    verdicts = said(*((line.of(whole), is_furniture) for line in lines))
    assert [one.span for one in verdicts.on(whole, furniture(whole))] == (lines if is_furniture else [])
    for fold in folds_of(whole, (), verdicts):
        assert is_furniture
        assert fold.fits(whole)


@pytest.mark.parametrize(
    ("words", "motto", "quote"),
    [
        ([], "text", "quote"),
        ([(MOTTO, True)], "furniture", "quote"),
        ([(MOTTO, True), (MOTTO, False)], "text", "quote"),
        ([(A[: A.index("\n")], True)], "text", "furniture"),
    ],
)
def test_passages_are_what_their_lines_are(words: list[tuple[str, bool]], motto: str, quote: str) -> None:
    found = shared(said(*words))
    assert (found["The Orrin Bay"], found["“No ferry of"[1:]]) == (motto, quote)


def test_a_passage_of_furniture_is_text_for_those_who_say_so_and_a_quote_stays_one() -> None:
    lines = [one for one in Sharing().of([article(A), article(B, "b.txt")]) if one.kind != "furniture"]
    assert {one.otherwise for one in lines} == {"text", "quote"}
    page = [replace(one, kind="furniture") for one in lines]
    told = said((MOTTO, False), (A[: A.index("\n")], False)).retold(page, {"a.txt": A, "b.txt": B})
    assert [one.kind for one in told] == [one.kind for one in lines]


def test_the_words_of_a_passage_are_furniture_where_it_is_a_little_longer_or_shorter() -> None:
    for words in (QUOTE, " ".join(QUOTE.split()[2:-2]), f"{QUOTE} he told the"):
        assert shared(said((words, True), scope="words"))["No ferry of"] == "furniture"
    for words in (QUOTE[:20], f"{QUOTE} {MOTTO} {MOTTO}", "another thing altogether"):
        assert shared(said((words, True), scope="words"))["No ferry of"] == "quote"


def in_common(root: Path, sought: Sought) -> InCommon:
    found: list[InCommon] = []
    Company(Corpus(root), [], found.append).ask(sought)
    wait_for(lambda: found and (found[-1].is_whole or found[-1].fault), "what they share")
    assert found[-1].fault is None
    return found[-1]


@pytest.mark.parametrize("padding", [0, LONG // 20])
def test_what_lies_open_is_compared_by_what_was_said(tmp_path: Path, padding: int) -> None:
    long = A + "".join(f"w{number} left quay {number % 97}.\n" for number in range(padding))
    articles = article(long), article(B, "b.txt")
    kinds = ("quote", "text", "edited quote")
    alone = "Nobody else was asked about the timetable that week."
    before = in_common(tmp_path, Sought(articles, kinds, alone=True))
    assert [one.kind for one in before.groups] == ["quote", "text"]
    assert alone in [span.of(long) for span in before.alone["a.txt"]]
    verdicts = said((MOTTO, True), (alone, True))
    after = in_common(tmp_path, Sought(articles, kinds, alone=True, verdicts=verdicts))
    assert [one.kind for one in after.groups] == ["quote"]
    assert alone not in [span.of(long) for span in after.alone["a.txt"]]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return open_project(write_project(tmp_path / "news", {"a.txt": A, "b.txt": B}))


def call(project: Project, words: str, *, is_furniture: bool, path: str = "a.txt") -> None:
    there = project.library.article(path)
    at = there.text.index(words)
    call_furniture(project, there, [Span(at, at + len(words))], is_furniture=is_furniture)


def test_what_is_said_is_a_decision_followed_through_undo_and_found_again(project: Project) -> None:
    states: list[Verdicts] = [project.relations.judging.verdicts]
    for is_furniture in (True, False, True):
        call(project, MOTTO, is_furniture=is_furniture)
        states.append(project.relations.judging.verdicts)
        fresh = Judging(project.database)
        assert fresh.verdicts == states[-1]
    assert [one.of_line(MOTTO) for one in states] == [None, True, False, True]
    record = next(iter(project.database.stream("decisions")))
    assert (record["kind"], record["verdict"], record["quote"], record["scope"]) == (
        "furniture", "accept", MOTTO, "lines",
    )  # fmt: skip
    for state in reversed(states[:-1]):
        project.undo()
        assert project.relations.judging.verdicts == state
    assert list(project.database.stream("decisions")) == []
    for state in states[1:]:
        project.redo()
        assert project.relations.judging.verdicts == state
    root = project.root
    project.close()
    assert open_project(root).relations.judging.verdicts == states[-1]


def test_it_is_read_in_slices_and_what_is_said_meanwhile_counts(project: Project) -> None:
    for words in (MOTTO, "Share this page"):
        call(project, words, is_furniture=True)
    judging = Judging(project.database)
    rest = judging.read()
    next(rest)
    project.undo()
    judging.follow(2, project.database.get("decisions", 2))
    assert sum(1 for _ in rest) <= 1
    assert judging.verdicts.furniture == said((MOTTO, True)).furniture
    assert judging.is_ready


def test_nothing_is_said_where_nothing_may_be_written(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news", {"a.txt": A})
    closed = Project.open(root, annotator="ana", read_only=True)
    with pytest.raises(RefusedError, match="read-only"):
        call(closed, MOTTO, is_furniture=True)


def folded(project: Project, verdicts: Verdicts) -> list[str]:
    known = Furnished(Corpus(project.root), project.library.entries)
    there = project.library.article("a.txt")
    found = known.of(there, verdicts)
    assert known.known(there, verdicts) == found == known.told(there, verdicts)
    return [A[one.start : one.end] for one in found]


def test_what_was_remembered_of_an_article_does_not_stand_against_what_is_said(project: Project) -> None:
    assert folded(project, NOTHING_SAID) == [END]
    assert folded(project, said((MOTTO, True))) == [MOTTO + "\n", END]
    assert folded(project, said(("Share this page", False))) == []


def exported(project: Project, out: Path, wish: Wish) -> str:
    export([project], format_of("csv"), replace(wish, output=out))
    return out.read_text(encoding="utf-8")


def test_a_dataset_of_the_body_alone_leaves_out_what_was_called_furniture(project: Project, tmp_path: Path) -> None:
    a = project.library.article("a.txt")
    for words, label in (("Orrin Bay Post", "ORG"), ("Subscribe", "EVENT")):
        project.annotate(a, [Span(A.index(words), A.index(words) + len(words))], label)
    wish = Wish(is_body_only=True)
    assert ["ORG" in (text := exported(project, tmp_path / "1.csv", wish)), "EVENT" in text] == [True, False]
    call(project, MOTTO, is_furniture=True)
    call(project, "Subscribe to the Orrin Bay Post", is_furniture=False)
    assert ["ORG" in (text := exported(project, tmp_path / "2.csv", wish)), "EVENT" in text] == [False, True]


def claims(text: str, without: Iterable[Span]) -> list[str]:
    return [one.span.of(text) for one in claim_sentences("a.txt", text, list(without))]


def test_no_claim_is_looked_for_in_what_was_called_furniture() -> None:
    verdicts = said((MOTTO, True))
    assert MOTTO in claims(A, [one.span for one in furniture(A)])
    assert MOTTO not in claims(A, [one.span for one in verdicts.on(A, furniture(A))])
