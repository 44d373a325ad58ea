"""What is wrong is said: what, where, what to do; nothing else suffers, and no traceback is ever shown."""

import hashlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import Span
from tests.projects import FILES, open_project, write_project
from tests.terminal import COMMAND, Terminal

HELD = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else ["env"]
"""Starts a program to which permissions mean something: root may read everything."""


def run(*arguments: str, home: Path, held: bool = False) -> "subprocess.CompletedProcess[str]":
    """Run a command without a terminal, `held` to the permissions of files."""
    surroundings = {**os.environ, "HOME": str(home), "SIDEMARK_ANNOTATOR": "ana"}
    return subprocess.run(
        [*(HELD if held else []), COMMAND, *arguments],
        env=surroundings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_terminal_it_ends_with_one_line(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news")
    start = time.process_time()
    done = run(str(root), home=tmp_path)
    assert time.process_time() - start < 1
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "sidemark show" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [["nowhere"], ["list", "nowhere"], ["show", "nowhere.txt"], ["export", "nowhere", "--format", "csv"]],
    ids=lambda arguments: arguments[0],
)
def test_a_path_that_does_not_exist(arguments: list[str], tmp_path: Path) -> None:
    done = run(*arguments, home=tmp_path)
    assert done.returncode == 2
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    terminal = Terminal([str(folder)], home=tmp_path)
    terminal.until_text("no .txt or .md articles in empty")
    terminal.press("1", "j", "x", "escape")
    terminal.until_text("Library")
    terminal.press("escape", "q")
    assert terminal.end() == 0


def test_a_list_of_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    done = run("list", str(folder), home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"no .txt or .md articles in {folder}" in done.stderr
    assert run("list", str(folder), "--json", home=tmp_path).stdout == "[]\n"
    assert list(folder.iterdir()) == []


def test_a_file_is_no_folder_for_a_project(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("text")
    for command in ("init", "list", "stats"):
        done = run(command, str(path), home=tmp_path)
        assert done.returncode == 2
        assert "folder" in done.stderr
        assert "Traceback" not in done.stderr
    assert path.read_text() == "text"


@pytest.fixture
def shut(tmp_path: Path) -> Iterator[Path]:
    """A project for taking rights away."""
    root = write_project(tmp_path / "shut", {**FILES, "inner/a.txt": "text"})
    yield root
    for path in (root, root / "inner"):
        path.chmod(0o700)


@pytest.mark.parametrize("command", [["list"], ["stats"], ["find", "the"], ["export", "--format", "csv"]], ids=str)
def test_a_folder_that_may_not_be_read_is_said(shut: Path, tmp_path: Path, command: list[str]) -> None:
    shut.chmod(0o000)
    done = run(command[0], str(shut), *command[1:], home=tmp_path, held=True)
    assert done.returncode == 2
    assert f"{shut}: this folder cannot be read (Permission denied); check its name and permissions" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_and_a_file_inside_that_may_not_be_read_are_listed(shut: Path, tmp_path: Path) -> None:
    (shut / "inner").chmod(0o000)
    (shut / "harbour.txt").chmod(0o000)
    done = run("list", str(shut), home=tmp_path, held=True)
    assert done.returncode == 0
    assert "Ferry to sail again" in done.stdout
    assert "inner  this folder cannot be read (Permission denied)" in done.stdout
    assert "harbour.txt  cannot be read (no permission)" in done.stdout


def test_a_project_that_may_not_be_written_is_read(shut: Path, tmp_path: Path) -> None:
    for path in (shut, *shut.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    terminal = Terminal([*HELD[1:], COMMAND, str(shut)], home=tmp_path, command=HELD[0])
    terminal.until_text("read-only: this folder cannot be written to (Permission denied)")
    terminal.until_text("Captain Ilse Marrow")
    terminal.press("q")
    assert terminal.end() == 0
    assert not (shut / "annotations").exists()


def test_a_project_that_is_deleted_while_it_is_open_leaves_its_last_work_in_a_copy(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news")
    terminal = Terminal([str(root)], home=tmp_path)
    terminal.until_text("nothing to save")
    terminal.press(*"wve1")
    terminal.until_text("saved")
    shutil.rmtree(root)
    terminal.press("q")
    assert terminal.end() == 1
    (copy,) = (tmp_path / "state" / "sidemark").glob("*.journal")
    said = terminal.text.replace("\n", "").replace(" ", "")
    assert f"1actioncouldnotbesaved;acopyisin{copy}".replace(" ", "") in said
    assert b'"do":"tag"' in copy.read_bytes()
    assert not root.exists()


def test_bytes_that_are_no_utf8_are_said_and_kept(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news", {"good.txt": "The quay, déjà vu, Zoë, café, naïve, Ünal.\n"})
    damaged = (root / "good.txt").read_bytes().replace(b"quay", b"qu\xffy")
    (root / "a-few.txt").write_bytes(damaged)
    terminal = Terminal([str(root), str(root / "a-few.txt")], home=tmp_path)
    terminal.until_text("qu\ufffdy")
    terminal.until_text("1 damaged place")
    terminal.press("q")
    assert terminal.end() == 0
    assert (root / "a-few.txt").read_bytes() == damaged


def test_noise_is_listed_with_the_reason(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news")
    (root / "noise.txt").write_bytes(b"".join(hashlib.sha256(bytes([number])).digest() for number in range(100)))
    done = run("list", str(root), home=tmp_path)
    assert "noise.txt  looks like binary data, not text" in done.stdout
    assert run("show", str(root / "noise.txt"), home=tmp_path).returncode == 2
    assert run("export", str(root), "--format", "jsonl", home=tmp_path).returncode == 0


def test_a_broken_label_set_names_file_line_and_key(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news")
    (root / "sidemark.toml").write_text('[[label]]\nname = "A"\nkey = "1"\n[[label]]\nname = "B"\nkey = "1"\n')
    for arguments in ([str(root)], ["list", str(root)]):
        terminal = Terminal(arguments, home=tmp_path)
        assert terminal.end() == 2
        assert "label[2].key" in terminal.text.replace("\n", "")
        assert "Traceback" not in terminal.text
    (root / "sidemark.toml").write_text('title = "x"\n[[label]\nname = 1\n')
    done = run("list", str(root), home=tmp_path)
    assert done.returncode == 2
    assert "line 2" in done.stderr
    assert not (root / "annotations").exists()


def test_odd_files_are_listed_and_the_rest_opens(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news")
    (root / "empty.txt").write_bytes(b"")
    (root / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (root / "latin.txt").write_bytes("Café on the quay, déjà vu, said Zoë.".encode("cp1252"))
    (root / "long.txt").write_text("the quay at Lorn and " * 50_000)
    terminal = Terminal([str(root)], home=tmp_path)
    terminal.until_text("nothing to save")
    terminal.press("escape")
    terminal.until_text("looks like a PNG picture")
    terminal.press("e", "m", "p", "t", "y", "enter")
    terminal.until_text("empty.txt")
    terminal.press("1", "v", "l", "x", "G")
    terminal.press("O")
    terminal.until_text("type to find")
    terminal.press(*"long", "enter")
    terminal.until_text("the quay at Lorn")
    terminal.press("G", "k", "1")
    terminal.until(terminal.hints, "hints in the long line")
    terminal.press("escape", "q")
    assert terminal.end() == 0


def test_a_damaged_journal_line_is_set_aside_and_said(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news")
    project = open_project(root)
    article = project.library.article("ferry.txt")
    for span in (Span(8, 19), Span(68, 78)):
        project.annotate(article, [span], "PERSON")
    assert project.database.flush()
    root = shutil.copytree(root, tmp_path / "after a crash")
    journal = root / "annotations" / "ana.journal"
    lines = journal.read_bytes().split(b"\n")
    damaged = next(number for number, line in enumerate(lines) if b'"tag"' in line)
    lines[damaged] = lines[damaged].replace(b'"tag"', b'"gat"')
    journal.write_bytes(b"\n".join(lines))
    again = Terminal([str(root)], home=tmp_path)
    again.until_text("in the files: Ctrl+S lists them")
    again.until_text("1 tag")
    again.press("\x13")
    again.until_text("damaged")
    again.press("escape", "q")
    assert again.end() == 0
    assert list((root / ".sidemark" / "rejected").iterdir())


def test_a_span_past_the_end_and_an_unknown_label_are_kept(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news")
    text_end = len((root / "ferry.txt").read_text(encoding="utf-8"))
    shared = {"article": "ferry.txt", "prefix": "", "suffix": "", "author": "ana"}
    rows = {
        "1": {**shared, "id": "ana-1", "start": text_end + 5, "end": text_end + 9, "quote": "gone", "label": "PERSON"},
        "2": {**shared, "id": "ana-2", "start": 0, "end": 3, "quote": "Cap", "label": "NEVER_SEEN"},
    }
    (root / "annotations").mkdir()
    (root / "annotations" / "ana.json").write_text(json.dumps({"annotations": rows}))
    terminal = Terminal([str(root)], home=tmp_path)
    terminal.until_text("NEVER_SEEN")
    terminal.press("\x13")
    terminal.until_text("ana-1")
    terminal.press("escape", "q")
    assert terminal.end() == 0
    kept = (root / "annotations" / "ana.json").read_text(encoding="utf-8")
    assert "ana-1" in kept
    assert "NEVER_SEEN" in kept


def test_a_tiny_window_says_so_and_recovers(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news")
    terminal = Terminal([str(root)], home=tmp_path, size=(30, 6))
    terminal.until_text("needs 40x10")
    terminal.press("q")
    assert terminal.end() == 0


def test_a_damaged_project_is_checked_repaired_and_healthy(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news")
    project = open_project(root)
    project.annotate(project.library.article("ferry.txt"), [Span(0, 7), Span(8, 12)], "PERSON")
    project.close()
    path = root / "annotations" / "ana.json"
    path.write_bytes(path.read_bytes().replace(b'"id":"ana-2"', b'"id":"ana-1"').replace(b"},\n", b"},,\n", 2))
    found = run("check", str(root), home=tmp_path)
    assert (found.returncode, found.stderr) == (1, "")
    assert "not-json" in found.stdout
    assert "duplicate-id: annotations 2: its id ana-1" in found.stdout
    done = run("check", str(root), "--repair", home=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "0 problems" in done.stdout
    again = run("check", str(root), "--json", home=tmp_path)
    assert again.returncode == 0
    assert json.loads(again.stdout)["problems"] == 0
    project = open_project(root)
    assert [one["quote"] for one in project.db.all()] == ["Captain", "Ilse"]
    project.close()
