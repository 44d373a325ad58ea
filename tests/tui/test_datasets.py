"""Exports and formats from the command line: options, exit status, what goes to stderr."""

import argparse
import json
from pathlib import Path

import pytest

from store import HOLDS, all_formats
from tests.golden_project import golden_project
from tests.stress import stress_project
from tui.cli import DONE, NO, USAGE, main
from tui.datasets import dropped, shares


def test_the_table_of_formats_says_what_each_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["formats"]) == DONE
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:] if line][:-1] == [form.name for form in all_formats()]
    prodigy = next(line for line in lines if line.startswith("prodigy"))
    assert prodigy.split()[2:12] == ["yes", "yes", "yes", "yes", "yes", "-", "yes", "-", "yes", "yes"]
    assert 'pip install "sidemark[spacy]"' in next(line for line in lines if line.startswith("spacy"))


def test_the_table_of_formats_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["formats", "--json"]) == DONE
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["sidemark"]["holds"] == list(HOLDS)
    assert rows["sidemark"]["aliases"] == ["jsonl"]
    assert rows["spacy"]["extra"] == "spacy"


def test_strict_ends_with_1_writes_nothing_and_names_ten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stress_project(tmp_path / "p").close()
    target = tmp_path / "out.conll"
    command = ["export", str(tmp_path / "p"), "--annotator", "ana", "--format", "conll", "--output", str(target)]
    capsys.readouterr()
    assert main([*command, "--strict"]) == NO
    told = capsys.readouterr().err.splitlines()
    assert "losses and --strict: nothing was written" in told[0]
    assert sum(line.startswith("sidemark: not in the dataset: ") for line in told) == 10
    assert not target.exists()
    may = "annotation,link,attributes,note,unsure,cluster,label"
    assert main([*command, "--strict", "--drop", may]) == DONE
    assert target.is_file()


def test_a_terminal_is_told_reasons_and_a_file_every_loss(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stress_project(tmp_path / "p").close()
    command = ["export", str(tmp_path / "p"), "--annotator", "ana", "--format", "conll", "--force", "--output"]
    capsys.readouterr()
    assert main([*command, str(tmp_path / "a.conll")]) == DONE
    begin = "sidemark: not in the dataset: "
    each = [line for line in capsys.readouterr().err.splitlines() if line.startswith(begin)]
    monkeypatch.setattr("tui.datasets.is_watched", lambda: True)
    assert main([*command, str(tmp_path / "b.conll")]) == DONE
    told = capsys.readouterr().err.splitlines()
    groups = [line.removeprefix(begin) for line in told if line.startswith(begin)]
    assert sum(int(line.split(" × ")[0].replace(",", "")) for line in groups) == len(each) > 100
    assert len(groups) < 12
    assert f"2> FILE names each of these {len(each):,}" in told[len(groups)]


def test_a_folder_cannot_go_to_stdout(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    golden_project(tmp_path / "p").close()
    command = ["export", str(tmp_path / "p"), "--annotator", "ana"]
    assert main([*command, "--format", "huggingface", "--output", str(tmp_path / "hub"), "--split", "1/0/0"]) == DONE
    assert (tmp_path / "hub" / "spans" / "train.jsonl").is_file()
    assert main([*command, "--format", "csv", "--kind", "nothing"]) == USAGE
    assert "there are entity, claim" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["80/20", "80/10/10/0", "a/b/c", "-1/1/1", "0/0/0", "²/1/1", ""])
def test_shares_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        shares(text)


def test_what_may_be_dropped_is_named() -> None:
    assert shares("80/10/10") == (80, 10, 10)
    assert dropped("note, document-labels") == {"note", "document labels"}
    with pytest.raises(argparse.ArgumentTypeError, match="'notes' cannot be dropped; what can: annotation, span"):
        dropped("notes")
