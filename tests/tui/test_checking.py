"""`sidemark check`: what it prints, what it answers, and that its JSON keeps its shape."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.store.disk.disks import snapshot
from tests.store.test_health import RECORDS, SNAPSHOTS, home, root, swapped
from tests.terminal import COMMAND
from tui.cli import main

__all__ = ["home", "root"]


def test_a_healthy_project_is_one_line_and_status_0(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(root)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "0 problems, 0 notes"


def test_findings_stand_below_their_file_a_line_each(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    swapped(root, RECORDS["dangling-link"], (b'"unsure":false', b'"unsure":1'))
    assert main(["check", str(root)]) == 1
    out, err = capsys.readouterr()
    lines = out.splitlines()
    at = lines.index("annotations/ana.json")
    assert lines[at + 1].startswith("  damage    bad-record: annotations 1: its unsure is not true or false")
    assert lines[at + 2].startswith("  attention dangling-link: ana-4: its target ana-20 is not there")
    assert lines[-1] == "2 problems, 0 notes"
    assert err == ""


def test_a_label_with_a_line_end_and_an_escape_stays_on_its_line(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    swapped(root, (b'"article":"harbour.txt"', b'"article":"a\\n\\u001b[31m.txt"'))
    assert main(["check", str(root)]) == 1
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert len([line for line in out.splitlines() if "missing-article" in line]) == 1
    assert len(out.splitlines()) == 3


@pytest.mark.parametrize(("old", "status"), [("missing-article", 1), ("bad-span", 1), (None, 0)])
def test_the_status_is_1_when_there_is_something_to_do(root: Path, old: str | None, status: int) -> None:
    if old is not None:
        swapped(root, RECORDS[old])
    assert main(["check", str(root)]) == status


def test_json_has_every_member_of_every_finding(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    swapped(root, RECORDS["unknown-label"])
    assert main(["check", str(root), "--json"]) == 1
    value = json.loads(capsys.readouterr().out)
    assert value.keys() == {"annotators", "problems", "notes", "findings", "repairs"}
    assert (value["annotators"], value["problems"], value["repairs"]) == (["ana"], 1, [])
    assert value["findings"][0] == {
        "severity": "attention",
        "code": "unknown-label",
        "file": "annotations/ana.json",
        "where": "",
        "what": "1 annotation with the label 'PERSN', which the label set does not have",
        "how": "add it to sidemark.toml, or tag them anew",
        "count": 1,
        "ids": [],
    }


def test_repair_says_what_it_did_and_then_what_is_left(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    swapped(root, RECORDS["wrong-id"], RECORDS["dangling-link"])
    assert main(["check", str(root), "--repair"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert "repaired: annotations/ana.json: annotations 3 has the id ana-3 now" in lines
    assert lines[-1].startswith("1 problem, ")
    assert main(["check", str(root), "--repair", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["repairs"] == []


def test_repair_says_that_there_was_nothing_to_do(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(root), "--repair"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "there was nothing to repair"


def test_what_could_not_be_repaired_is_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    snapshot(root).write_bytes(SNAPSHOTS["snapshot-older"](snapshot(root).read_bytes()))
    assert main(["check", str(root), "--repair"]) == 1
    assert capsys.readouterr().out.startswith("not repaired: annotations/ana.json: left as it is: snapshot-older")


@pytest.mark.parametrize("arguments", [["nowhere"], ["--annotator", "bob"], ["--annotator", "No Name"], []])
def test_wrong_usage_is_status_2(root: Path, arguments: list[str]) -> None:
    done = subprocess.run(
        [COMMAND, "check", *([str(root)] if arguments[:1] == ["--annotator"] else []), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr
    assert "Traceback" not in done.stderr
