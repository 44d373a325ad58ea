"""The figures of a project: what counts, and what does not."""

import csv
import io
from pathlib import Path

import pytest

from store import Project, RefusedError, Scope, Span, chosen, compare, rows_to
from store.agreement.comparison import Comparison
from store.errors import DiskError, FormatError
from tests.projects import open_project, write_project

TEXT = "Ilse Marrow saw the ferry. Tobin Vale saw it, too.\n"
FILES = {"a.txt": TEXT, "b.txt": TEXT, "c.txt": TEXT}


def work(root: Path, name: str, tags: dict[str, list[tuple[str, str]]], done: tuple[str, ...] = ("a.txt",)) -> None:
    """What an annotator has made: path -> label and words."""
    project = open_project(root, name)
    for path, some in tags.items():
        article = project.library.article(path)
        for label, words in some:
            at = article.text.index(words)
            project.annotate(article, [Span(at, at + len(words))], label)
    for path in done:
        project.describe(project.library.article(path), done=True)
    project.close()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project of two annotators; both have done the first article, one the second."""
    root = write_project(tmp_path / "p", FILES)
    first = [("PERSON", "Ilse Marrow"), ("PERSON", "Tobin Vale"), ("FACT", "Tobin Vale saw it, too.")]
    second = [("PERSON", "Ilse Marrow"), ("ORG", "Tobin Vale"), ("FACT", "Tobin Vale saw it, too.")]
    work(root, "ana", {"a.txt": first, "b.txt": first}, ("a.txt", "b.txt"))
    work(root, "ben", {"a.txt": second, "c.txt": second}, ("a.txt", "c.txt"))
    return root


def compared(root: Path, *names: str, scope: Scope | None = None) -> Comparison:
    projects = chosen(Project.open(root, annotator=names[0], read_only=True), names)
    try:
        return compare(projects, scope or Scope())
    finally:
        for project in projects:
            project.close()


def test_articles_that_both_have_done_are_compared(root: Path) -> None:
    found = compared(root, "ana", "ben")
    (pair,) = found.pairs
    assert pair.articles == {"a.txt": (2, 0, 1, 0, 0, 0)}
    assert {name: tally.score("strict").f1 for name, tally in pair.labels.items()} == {
        "FACT": 1.0, "ORG": 0.0, "PERSON": pytest.approx(2 / 3),
    }  # fmt: skip


def test_all_articles_count_when_that_is_asked_for(root: Path) -> None:
    found = compared(root, "ana", "ben", scope=Scope(all_articles=True))
    assert found.pairs[0].articles == {
        "a.txt": (2, 0, 1, 0, 0, 0), "b.txt": (0, 0, 0, 0, 3, 0), "c.txt": (0, 0, 0, 0, 0, 3),
    }  # fmt: skip


def test_kappa_and_alpha_are_those_of_one_kind_at_a_time(root: Path) -> None:
    found = compared(root, "ana", "ben")
    assert found.kinds == ("entity", "claim")
    # tokens: Ilse Marrow saw the ferry . Tobin Vale saw it , too . -- 13; ben says ORG on two of ana's four
    observed, chance = 11 / 13, (9 * 9 + 4 * 2) / 169
    assert found.pairs[0].kappa("entity") == pytest.approx((observed - chance) / (1 - chance))
    assert found.pairs[0].kappa("claim") == 1.0
    assert found.pairs[0].kappa("claim", outside=False) is None, "one value throughout says nothing"
    assert found.alpha("claim") == 1.0


def test_a_kind_or_a_label_is_compared_alone(root: Path) -> None:
    entity = compared(root, "ana", "ben", scope=Scope(kind="entity")).pairs[0]
    assert set(entity.labels) == {"PERSON", "ORG"}
    assert entity.total == (1, 0, 1, 0, 0, 0)
    person = compared(root, "ana", "ben", scope=Scope(label="PERSON")).pairs[0]
    assert person.total == (1, 0, 0, 0, 1, 0)


def test_three_are_compared_two_by_two_and_together(root: Path) -> None:
    work(root, "cem", {"a.txt": [("PERSON", "Ilse Marrow")]}, ("a.txt", "b.txt"))
    found = compared(root, "ana", "ben", "cem")
    assert [(pair.first, pair.second) for pair in found.pairs] == [("ana", "ben"), ("ana", "cem"), ("ben", "cem")]
    assert found.articles == 2
    assert [list(pair.articles) for pair in found.pairs] == [["a.txt"], ["a.txt", "b.txt"], ["a.txt"]]
    assert sum(found.tokens["entity"].values()) == 13, "only where all three were"
    assert found.lengths["entity"].total() == 2 * len(TEXT), "and of alpha also where two were"
    assert found.fleiss("entity") is not None


def test_annotations_without_a_place_are_left_out_and_said(root: Path) -> None:
    (root / "a.txt").write_text("Nothing here is as it was.\n", encoding="utf-8")
    found = compared(root, "ana", "ben")
    assert found.pairs[0].total.is_empty
    assert [one.rpartition(" ")[2] for one in found.remarks if "of ana without a place" in one] == ["3"]


def test_nothing_to_compare_is_refused_with_what_there_is(root: Path) -> None:
    work(root, "cem", {"a.txt": [("PERSON", "Tobin Vale")]}, ())
    with pytest.raises(RefusedError, match=r"no article is marked done by two of them .*ana 2, cem 0"):
        compared(root, "ana", "cem")
    with pytest.raises(RefusedError, match="no label is of the kind 'thing'; there are entity"):
        compared(root, "ana", "ben", scope=Scope(kind="thing"))
    with pytest.raises(RefusedError, match="there is no label 'NOPE'"):
        compared(root, "ana", "ben", scope=Scope(label="NOPE"))
    with pytest.raises(RefusedError, match="FACT is of the kind claim"):
        compared(root, "ana", "ben", scope=Scope(kind="entity", label="FACT"))


@pytest.mark.parametrize(
    ("names", "words"),
    [(("ana", "zoe"), "no annotations of 'zoe'; there are those of ana, ben"), (("ana",), "two annotators or more")],
)
def test_annotators_who_are_not_there_are_refused(root: Path, names: tuple[str, ...], words: str) -> None:
    with pytest.raises(DiskError, match=words):
        compared(root, *names)


def test_rows_are_written_whole_and_over_nothing(root: Path, tmp_path: Path) -> None:
    target = tmp_path / "rows.csv"
    projects = chosen(Project.open(root, annotator="ana", read_only=True), ("ana", "ben"))
    with rows_to(target, force=False) as seen:
        compare(projects, Scope(), seen)
        assert not target.exists()
    rows = [*csv.DictReader(io.StringIO(target.read_bytes().decode("utf-8-sig"), newline=""))]
    assert [(row["class"], row["first_label"], row["second_label"], row["first_quote"]) for row in rows] == [
        ("agree", "PERSON", "PERSON", "Ilse Marrow"),
        ("label", "PERSON", "ORG", "Tobin Vale"),
        ("agree", "FACT", "FACT", "Tobin Vale saw it, too."),
    ]
    with pytest.raises(FormatError, match="is there already"), rows_to(target, force=False) as seen:
        compare(projects, Scope(), seen)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".sidemark")]
