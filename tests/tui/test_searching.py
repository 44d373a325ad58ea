"""`sidemark find`: in texts, by pattern, in annotations and in notes."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.projects import open_project, write_project
from tests.tui.reader import tagged
from tui.cli import main


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = write_project(tmp_path / "news")
    project = open_project(root)
    one = tagged(project, "PERSON", "Ilse Marrow")
    project.update([one], "note", note="captain\nsince 2029")
    project.describe(project.library.article("harbour.txt"), note="the captain’s gate")
    project.close()
    return root


def found(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    """What a search answers, as JSON."""
    capsys.readouterr()
    status = main(["find", str(root), *arguments, "--json", "--annotator", "ana"])
    hits: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    assert status == (0 if hits else 1)
    for hit in hits:
        text = (root / hit["article"]).read_text(encoding="utf-8").split("---\n", 2)[2]
        assert text[hit["start"] : hit["end"]] == hit["quote"]
    return hits


@pytest.mark.parametrize(("there", "wanted"), [("López", "Lopez"), ("Lopez", "López"), ("Łódź", "Łodz")])
def test_accents_do_not_count_for_what_is_spelt_nearly_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], there: str, wanted: str
) -> None:
    root = write_project(tmp_path / "p", {"a.txt": f"Then Ångström met {there} in 한국 with がぎ.\n"})
    assert main(["find", str(root), wanted, "--fuzzy", "--json"]) == 0
    assert [one["quote"] for one in json.loads(capsys.readouterr().out)] == [there]


def test_text_is_found_to_the_letter_and_nearly(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [one["article"] for one in found(root, capsys, "ilse marrow")] == ["ferry.txt", "ferry.txt", "harbour.txt"]
    assert [one["quote"] for one in found(root, capsys, "Tobbin Vale", "--fuzzy")] == ["Tobin Vale"]
    assert found(root, capsys, "zeppelin") == []


def test_a_pattern_is_found(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [one["quote"] for one in found(root, capsys, r"\d[\d,]+", "--regex")] == ["41,000"]


def test_annotations_are_found_by_label_and_notes_by_their_words(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [one["id"] for one in found(root, capsys, "marrow", "--label", "PERSON")] == ["ana-1"]
    assert found(root, capsys, "marrow", "--label", "ORG") == []
    notes = found(root, capsys, "captain", "--note")
    assert [(one["article"], one["quote"], one["note"]) for one in notes] == [
        ("ferry.txt", "Ilse Marrow", "captain\nsince 2029"),
        ("harbour.txt", "", "the captain’s gate"),
    ]
    main(["find", str(root), "since", "--note", "--annotator", "ana"])
    assert capsys.readouterr().out.endswith("captain since 2029\n")


def test_without_a_text_all_tags_of_a_label_and_all_notes_are_listed(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for nothing in ((), ("",), (" ",)):
        assert [one["id"] for one in found(root, capsys, *nothing, "--label", "PERSON")] == ["ana-1"]
        assert [one["article"] for one in found(root, capsys, *nothing, "--note")] == ["ferry.txt", "harbour.txt"]


@pytest.mark.parametrize("how", [(), ("--fuzzy",), ("--regex",)])
def test_looking_for_nothing_says_what_to_do(
    root: Path, capsys: pytest.CaptureFixture[str], how: tuple[str, ...]
) -> None:
    assert main(["find", str(root), "", *how]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("sidemark: say what to look for; ")


def test_a_pattern_that_explodes_ends_with_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_project(tmp_path / "news", {"a.txt": "a" * 64 + "!"})
    assert main(["find", str(root), "(a+)+$", "--regex"]) == 2
    said = capsys.readouterr()
    assert "a.txt and was stopped; make it simpler" in said.err
    assert said.out == ""
