"""The commands that need no screen: what they answer, and what they say to those who get no answer."""

from pathlib import Path

import pytest

from store import Span
from tests.projects import open_project, write_project
from tui.cli import COMMANDS, main

BARE = {"bare.txt": "Ilse Marrow came.\n", "titled.txt": "---\ntitle: She came\nsource: Post\n---\nIlse Marrow came.\n"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project in which only bea has tags."""
    root = write_project(tmp_path / "news", BARE)
    project = open_project(root, "bea")
    project.annotate(project.library.article("bare.txt"), [Span(0, 11)], "PERSON")
    project.close()
    return root


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """The status, the answer and what was said beside it."""
    capsys.readouterr()
    try:
        status = main(arguments)
    except SystemExit as end:
        status = int(end.code or 0)
    found = capsys.readouterr()
    return status, found.out, found.err


def test_a_list_has_no_gap_where_there_is_no_title(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = said(capsys, "list", str(root), "--annotator", "bea")
    assert (status, err) == (0, "")
    assert out.splitlines() == ["bare.txt  1 tag", "titled.txt  She came  Post · 0 tags"]


@pytest.mark.parametrize("command", ["list", "stats"])
def test_who_has_no_tags_is_told_who_has(root: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, command, str(root), "--annotator", "ana")[2].endswith(
        "ana has no tags here; --annotator takes bea\n"
    )
    assert said(capsys, command, str(root), "--annotator", "bea")[2] == ""


def test_a_name_of_two_lines_is_one_row(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "two\nlines.txt").write_text("Text.")
    rows = said(capsys, "list", str(root), "--annotator", "bea")[1].splitlines()
    assert len(rows) == 3
    assert rows[-1].startswith("two␊lines.txt  has control characters in its name")


def test_what_cannot_be_opened_is_counted_apart(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "noise.txt").write_bytes(bytes(600))
    rows = said(capsys, "stats", str(root), "--annotator", "bea")[1].splitlines()
    assert rows[1].startswith("3 articles, 1 tagged, 0 done (0%), 1 of them cannot be opened")
    assert rows[2] == "1 annotation (0 unsure), 0 links, 0 clusters"


def test_an_export_of_nothing_says_whose_tags_there_are(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ("export", str(root), "--format", "csv", "--force", "--output", str(root.parent / "tags.csv"))
    assert said(capsys, *command, "--annotator", "ana")[2].endswith("ana has no tags here; --annotator takes bea\n")
    assert "has no tags" not in said(capsys, *command, "--annotator", "bea")[2]


def test_a_folder_is_no_article(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = said(capsys, "show", str(root))
    assert status == 2
    assert "is a folder; `sidemark list` names" in err


def test_an_article_that_is_not_there_names_its_folder(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    assert said(capsys, "show", "none.txt")[2].endswith("is it still in news?\n")


def test_a_label_set_has_one_label_or_some(capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, "schemes")[1].splitlines()
    assert lines
    assert not [line for line in lines if " 1 labels" in line]


def test_who_finds_nothing_is_told_so(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    who = ("--annotator", "ana")
    assert said(capsys, "find", str(root), "zeppelin", *who) == (1, "", "sidemark: nothing found\n")
    assert (
        "nothing found of ana; --annotator takes bea"
        in said(capsys, "find", str(root), "Ilse", "--label", "PERSON", *who)[2]
    )
    assert (
        "there is no label PERSN, but PERSON, ORG"
        in said(capsys, "find", str(root), "Ilse", "--label", "PERSN", *who)[2]
    )
    assert said(capsys, "find", str(root), "zeppelin", "--json", *who) == (1, "[]\n", "")
    assert said(capsys, "passages", str(root)) == (1, "", "sidemark: 2 articles, and no two share a passage\n")


def test_the_help_says_what_each_command_does_in_80_columns(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    out = said(capsys, "--help")[1]
    assert all(len(line) <= 80 for line in out.splitlines())
    for name, (_, words, _, _) in COMMANDS.items():
        assert f"  {name:9} {words}\n" in out


def test_a_mistyped_command_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "the command is `sidemark export`" in said(capsys, "exprot")[2]
    assert "`sidemark init FOLDER` makes a project" in said(capsys, str(tmp_path / "ferry"))[2]
