"""`sidemark import`: what it says, and the status it ends with."""

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from store import Project
from store.disk.problem import Problem
from tests.golden_project import GOLDEN
from tests.importing import write
from tests.projects import open_project
from tui.cli import main

GIVEN = GOLDEN / "sidemark" / "golden.jsonl"


def run(*arguments: object) -> int:
    """The exit status of the program."""
    return main([str(one) for one in arguments])


def test_what_was_taken_is_said_and_a_second_time_that_it_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", GIVEN, "--into", tmp_path, "--annotator", "ben") == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.split("\n")[:3] == [
        "golden.jsonl: read as sidemark", "new label: CLAIM, key s", "new article: harbour-notes.txt"
    ]  # fmt: skip
    assert "imported: 3 annotations, 1 link, 1 cluster, 1 new article, 1 new label (3 of ben)" in told.err
    assert told.err.endswith("\nundo in the screen takes annotations and labels back; new articles stay\n")
    assert run("import", GIVEN, "--into", tmp_path, "--annotator", "ben") == 0
    assert "imported: 0 annotations, 3 there already" in (again := capsys.readouterr().err)
    assert "undo" not in again
    assert open_project(tmp_path, "ben").count("harbour-notes.txt") == 3


def test_nothing_is_said_to_be_imported_that_another_annotator_s_file_did_not_take(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    close, problem = Project.close, Problem("ana.journal", "1 action could not be saved")

    def refused(project: Project, **members: Any) -> bool:
        done = close(project, **members)
        if project.annotator == "ana":
            monkeypatch.setattr(Project, "problems", (problem,))
        return done and project.annotator != "ana"

    monkeypatch.setattr(Project, "close", refused)
    for name in "pqr":
        (tmp_path / name).mkdir()
    assert run("import", GIVEN, "--into", tmp_path / "p", "--annotator", "ana") == 2
    assert run("import", GIVEN, "--into", tmp_path / "q") == 2
    told = capsys.readouterr().err
    assert told.count("1 action could not be saved") == 2
    assert "imported: 3" not in told
    assert run("import", GIVEN, "--into", tmp_path / "r", "--json") == 2
    assert json.loads(capsys.readouterr().out)["done"] is False


def test_the_report_is_json_when_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", GIVEN, "--into", tmp_path, "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["done"] is True
    assert (report["counts"]["read"], report["counts"]["placed"], report["counts"]["refused"]) == (3, 3, 0)
    assert report["annotators"] == {"ana": 3}


def test_strict_ends_with_1_and_takes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", GIVEN, "--into", tmp_path, "--strict") == 1
    told = capsys.readouterr().err
    assert "sidemark: not imported: golden.jsonl:1: ana-2: there is no label 'CLAIM' in this project" in told
    assert "and --strict: nothing was imported" in told
    assert [path.name for path in tmp_path.iterdir() if path.suffix in (".txt", ".toml")] == []


def test_nothing_to_take_ends_with_1_and_nothing_to_read_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = write(tmp_path / "in" / "a.csv", "article,start,end,label\ngone.txt,1,2,PERSON\n")
    assert run("import", empty, "--into", tmp_path / "in") == 1
    assert run("import", tmp_path / "none", "--into", tmp_path) == 2
    assert "there is no such file or folder" in capsys.readouterr().err
    assert run("import", GIVEN, "--into", tmp_path / "nowhere") == 2
    assert run("import", GIVEN, "--into", tmp_path, "--format", "html") == 2
    assert "is only written, never read" in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        run("import", GIVEN, "--into", tmp_path, "--map", "text")
    assert ended.value.code == 2


def test_standard_input_is_a_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(GIVEN.read_bytes())))
    assert run("import", "-", "--into", tmp_path) == 0
    assert "stdin: read as sidemark" in capsys.readouterr().err


def test_nothing_of_a_file_acts_on_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = json.loads(GIVEN.read_text(encoding="utf-8"))
    row["annotations"][0] |= {"id": "\x1b]0;title\x07", "quote": "\x1b[31mred", "label": "\x1b[2J"}
    assert run("import", write(tmp_path / "a\x1b[1m.jsonl", json.dumps(row)), "--into", tmp_path) == 0
    told = capsys.readouterr()
    assert "\x1b" not in told.out + told.err
    assert "\x07" not in told.out + told.err
