"""Folding: whole lines that surely belong to the page, by rules and by what recurs; remembered, and worth nothing."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from store.corpus import scan
from store.library import Library
from store.matching.folding import LOOKED_AT, SHOWN, folds_of, recurring_lines
from store.matching.furnished import FILE, Furnished
from store.matching.furniture import furniture
from store.matching.jobs import Corpus
from store.segmentation.lines import spans_of_lines, trimmed
from store.sitting import Fold
from tests.projects import write_project
from tests.store.matching.gold import article
from tests.texts import texts

SIGNED = "Follow the Quay Gazette wherever you are\nTips to the night desk, please\n"
"""What no rule knows."""


def body(number: int) -> str:
    """An article that says nothing that another one says."""
    words = " ".join(f"word{number}x{place}" for place in range(30))
    return f"{words} said the harbour master of quay {number}.\n\n" * 4


def lines(fold: Fold, text: str) -> list[str]:
    return [line.strip() for line in text[fold.start : fold.end].split("\n") if line.strip()]


@pytest.mark.parametrize("path", ["hask-gate/tessamouth-chronicle.txt", "more/2031/shiosai-nippo-nagiura.txt"])
def test_the_end_of_an_article_of_the_sample_is_one_fold(path: str) -> None:
    text = article(path).text
    (fold,) = folds_of(text)
    found = [one.span.of(text) for one in furniture(text)]
    assert lines(fold, text) == found
    assert fold.lines == len(found) > 1
    assert fold.end == len(text)
    assert fold.what == tuple(dict.fromkeys(one.rule for one in furniture(text)))


def test_who_worked_on_it_is_not_folded_and_one_line_is_none() -> None:
    text = article("hask-gate/northlight-agency.txt").text
    assert {one.rule for one in furniture(text)} == {"credits", "rights"}
    assert folds_of(text) == ()


@given(texts)
@settings(max_examples=200)
def test_folds_of_any_text_are_whole_lines_in_order_with_nothing_else_in_them(text: str) -> None:
    ending = f"{text}\nLeave a Reply\nYour email address will not be published.\r\n\r\nShare this page\n"
    for whole in (text, ending, f"{body(1)}{ending}", f"{body(1)}Share this page\nLeave a comment"):
        end = 0
        known = {one.span.of(whole) for one in furniture(whole) if one.rule not in SHOWN}
        for fold in folds_of(whole):
            assert fold.fits(whole)
            assert fold.start >= end
            end = fold.end
            part = whole[fold.start : fold.end]
            inside = [span.of(part) for line in spans_of_lines(part) if (span := trimmed(part, *line))]
            assert len(inside) == fold.lines >= 2
            assert known.issuperset(inside)


def test_of_a_book_only_the_end_is_looked_at() -> None:
    page = "The ferry sailed at noon and came back before dark, as it always had.\n"
    ending = "Share this page\nLeave a comment\n"
    book = ending + page * (4 * LOOKED_AT // len(page)) + ending
    (fold,) = folds_of(book)
    assert book[fold.start : fold.end] == ending
    assert fold.start > len(book) - 100
    assert folds_of("x" * (2 * LOOKED_AT)) == ()


def test_lines_that_end_four_different_articles_are_furniture() -> None:
    articles = [body(number) + SIGNED for number in range(4)]
    assert folds_of(articles[0]) == ()
    assert recurring_lines(articles[:3]) == frozenset()
    recurring = recurring_lines(articles)
    (fold,) = folds_of(articles[0], recurring)
    assert articles[0][fold.start : fold.end] == SIGNED
    assert fold.what == ("recurring",)
    assert folds_of(SIGNED + body(9), recurring) == ()


def test_the_last_lines_of_copies_of_one_article_are_no_furniture() -> None:
    articles = [body(1) + f"Edition {number} of the day.\n" + SIGNED for number in range(9)]
    assert recurring_lines(articles) == frozenset()


def furnished(root: Path) -> Furnished:
    return Furnished(Corpus(root), tuple(scan(root)))


def test_what_was_learnt_is_not_learnt_again_and_may_be_lost(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news", {f"{number}.txt": body(number) + SIGNED for number in range(5)})
    one = Corpus(root).article(("3.txt", ""))
    assert one is not None
    first = furnished(root)
    first.recall()
    assert first.learn(lambda: False)
    assert first.read == 2 * 5, "once to learn the lines, and once more with them"
    found = first.of(one)
    assert [fold.what for fold in found] == [("recurring",)]
    assert first.keep()
    again = furnished(root)
    again.recall()
    assert not again.learn(lambda: False)
    assert again.read == 0
    assert again.known(one) == found
    (root / "6.txt").write_text(body(6), encoding="utf-8")
    more = furnished(root)
    more.recall()
    assert more.learn(lambda: False)
    assert more.read == 6, "they are the same"
    (root / FILE).unlink()
    lost = furnished(root)
    lost.recall()
    assert lost.known(one) is None
    assert lost.learn(lambda: False)
    assert lost.of(one) == found


def test_nothing_is_folded_in_an_article_that_says_so_though_another_one_has_the_same_text(tmp_path: Path) -> None:
    text = body(1) + "Share this page\nLeave a comment\n"
    files = {"a.md": f"---\nfold: no\n---\n{text}", "b.md": f"---\ntitle: B\n---\n{text}"}
    root = write_project(tmp_path / "p", files)
    unfolded, folded = (Library(root).article(name) for name in files)
    found = furnished(root)
    assert unfolded.text == folded.text
    assert (found.of(unfolded), len(found.of(folded))) == ((), 1)
    assert (found.known(unfolded), len(found.known(folded) or ())) == ((), 1)


def test_learning_can_be_stopped_and_keeps_nothing_half(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news", {f"{number}.txt": body(number) + SIGNED for number in range(5)})
    stopped = furnished(root)
    turns = iter([False, False, True])
    assert not stopped.learn(lambda: next(turns))
    assert stopped.read == 2
    assert stopped.learn(lambda: False)


@pytest.mark.parametrize(
    "data",
    ["", "[]", "{", "null", '{"version": 2}', '{"version": 1, "recurring": [], "texts": {"x": [[5, 2, 1, []]]}}'],
)
def test_a_damaged_memory_is_as_if_it_were_not_there(tmp_path: Path, data: str) -> None:
    root = write_project(tmp_path / "news", {"a.txt": body(1)})
    (root / ".sidemark").mkdir()
    (root / FILE).write_text(data, encoding="utf-8")
    known = furnished(root)
    known.recall()
    assert known.learn(lambda: False)
    assert known.keep()
    assert json.loads((root / FILE).read_text(encoding="utf-8"))["version"] == 1
