"""However the program ends, the terminal is as it was, the status says why, and what was called saved is there."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.projects import FERRY, annotations, open_project, write_project
from tests.terminal import COMMAND, Terminal
from tests.waiting import wait_for

SIGNALS = ("SIGHUP", "SIGTERM", "SIGINT", "SIGQUIT", "SIGUSR1")
BROKEN = """\
import sys
from tui.screens.reading import ReadingScreen
run = ReadingScreen.run

def broken(self, action):
    article = self.project.library.article("ferry.txt").text
    if action == "clean":
        raise KeyError("a \\x1b]0;broken\\x07 key", len(article))
    run(self, action)

ReadingScreen.run = broken
from tui.__main__ import main
sys.exit(main())
"""
"""A program with a defect: the key z raises an exception."""


def tag(terminal: Terminal) -> str:
    """Tag the first name that is offered and wait until it is called saved; the name."""
    terminal.until_text("? help")
    terminal.press("1")
    terminal.until(lambda: terminal.hints() and "type a letter" in terminal.bottom, "hints")
    terminal.press(*min(terminal.hints(), key=lambda code: terminal.hints()[code]))
    terminal.until(lambda: "PERSON: " in terminal.bottom and "saved " in terminal.screen.display[0], "the tag")
    return terminal.bottom.partition(": ")[2].rsplit("  ? help", 1)[0].strip()


def tagged(root: Path) -> list[str]:
    """What is tagged in the first article."""
    return [one.quote for one in annotations(open_project(root, read_only=True), "ferry.txt")]


def ended(terminal: Terminal) -> int:
    """The exit status, once the terminal is as it was."""
    wait_for(lambda: not terminal.read(), "the end of the program")
    assert terminal.is_as_before
    return terminal.end()


@pytest.mark.parametrize("name", SIGNALS)
def test_a_signal_ends_it_in_order(tmp_path: Path, name: str) -> None:
    root = write_project(tmp_path / "news")
    terminal = Terminal([str(root)], home=tmp_path)
    words = tag(terminal)
    assert not terminal.is_as_before
    terminal.kill(signal.Signals[name])
    assert ended(terminal) == 128 + signal.Signals[name]
    assert tagged(root) == [words]


def test_many_signals_end_it_as_one_does(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news")
    terminal = Terminal([str(root)], home=tmp_path)
    words = tag(terminal)
    while terminal.read():
        terminal.kill(signal.SIGTERM)
    assert ended(terminal) == 128 + signal.SIGTERM
    assert tagged(root) == [words]


def test_the_lock_is_free_after_a_signal(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news")
    terminal = Terminal([str(root)], home=tmp_path)
    tag(terminal)
    terminal.kill(signal.SIGTERM)
    ended(terminal)
    project = open_project(root)
    assert project.read_only is None
    project.close()


def test_nohup_does_not_keep_it_running_without_its_terminal(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news")
    terminal = Terminal([str(root)], home=tmp_path, first=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    words = tag(terminal)
    terminal.kill(signal.SIGHUP)
    assert ended(terminal) == 128 + signal.SIGHUP
    assert tagged(root) == [words]


@pytest.mark.parametrize("is_controlling", [True, False], ids=["with a signal", "without a word"])
def test_a_terminal_that_goes_ends_it(tmp_path: Path, is_controlling: bool) -> None:
    root = write_project(tmp_path / "news")
    master, slave = os.openpty()
    surroundings = {**os.environ, "TERM": "xterm", "HOME": str(tmp_path), "SIDEMARK_ANNOTATOR": "ana"}
    surroundings.pop("PYTHONUNBUFFERED", None)  # what is held back for the terminal is a part of this
    program = subprocess.Popen(
        [*(["setsid", "--ctty"] if is_controlling else []), COMMAND, str(root)],
        stdin=slave, stdout=slave, stderr=slave, env=surroundings, start_new_session=not is_controlling,
    )  # fmt: skip
    os.close(slave)
    seen = b""
    while b"ferry" not in seen:
        seen += os.read(master, 1 << 16)
    os.close(master)
    assert program.wait(10) == 128 + signal.SIGHUP
    project = open_project(root)
    assert project.read_only is None
    project.close()


def test_a_defect_ends_in_a_report_that_holds_no_text(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news")
    terminal = Terminal(["-c", BROKEN, str(root)], home=tmp_path, command=sys.executable, size=(200, 40))
    words = tag(terminal)
    terminal.press("z")
    assert ended(terminal) == 1
    assert tagged(root) == [words]
    (report,) = (tmp_path / "state" / "sidemark").glob("crash-*.txt")
    said = f"sidemark: stopped by a defect (KeyError); what was called saved is saved; the report: {report}"
    assert said in terminal.text.replace("\n", "")
    assert "Traceback" not in terminal.text
    assert report.stat().st_mode & 0o777 == 0o600
    assert report.parent.stat().st_mode & 0o777 == 0o700
    text = report.read_text(encoding="utf-8")
    assert "in broken" in text
    assert "KeyError" in text
    assert "Marrow" not in text
    assert "\x1b" not in text


def test_a_defect_without_a_place_for_its_report_is_told_on_the_terminal(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news")
    (tmp_path / "state").write_text("in the way")
    terminal = Terminal(["-c", BROKEN, str(root)], home=tmp_path, command=sys.executable)
    tag(terminal)
    terminal.press("z")
    assert ended(terminal) == 1
    assert "in broken" in terminal.text
    assert "could not be written" in terminal.text


def test_who_quits_with_unsaved_tags_is_told_where_they_are(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news")
    most = 1_000  # bytes of a file: one action fits into the journal, a second one does not
    terminal = Terminal(
        [str(root)],
        home=tmp_path,
        size=(200, 40),
        environment={"PYTHONDONTWRITEBYTECODE": "1"},
        first=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )
    words = tag(terminal)
    terminal.press("1")
    terminal.until(lambda: terminal.hints() and "type a letter" in terminal.bottom, "hints")
    terminal.press(*max(terminal.hints(), key=lambda code: terminal.hints()[code]))
    terminal.until_text("NOT SAVED")
    terminal.press("q")
    assert ended(terminal) == 1
    (copy,) = (tmp_path / "state" / "sidemark").glob("ana-*.journal")
    assert str(copy) in terminal.text.replace("\n", "")
    assert copy.stat().st_mode & 0o777 == 0o600
    assert copy.read_bytes().count(b'"do":"tag"') == 1
    assert tagged(root) == [words]


def test_it_can_be_stopped_and_looks_again_when_it_goes_on(tmp_path: Path) -> None:
    root = write_project(tmp_path / "news")
    terminal = Terminal([str(root)], home=tmp_path)
    words = tag(terminal)
    for turn in range(3):
        terminal.kill(signal.SIGTSTP)
        terminal.until(lambda: _state(terminal.process) == "T", "the stop")
        terminal.until(lambda: terminal.is_as_before, "the terminal as it was")
        (root / "ferry.txt").write_text(FERRY + f"Line {turn}.\n", encoding="utf-8")
        terminal.kill(signal.SIGCONT)
        terminal.until_text(f"Line {turn}.")
    terminal.kill(signal.SIGTSTP)
    terminal.until(lambda: _state(terminal.process) == "T", "the stop")
    (root / ".sidemark" / "lock-ana").unlink()
    other = open_project(root)
    terminal.kill(signal.SIGCONT)
    terminal.until(lambda: not terminal.is_as_before, "the screen again")
    terminal.press("1")
    terminal.until(lambda: terminal.hints() and "type a letter" in terminal.bottom, "hints")
    terminal.press(*max(terminal.hints(), key=lambda code: terminal.hints()[code]))
    terminal.until_text("NOT SAVED")
    terminal.kill(signal.SIGKILL)
    terminal.end()
    other.close()
    assert tagged(root) == [words]


def _state(process: int) -> str:
    """What the system says of a process: R, S, T ..."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]


def started(*arguments: str, home: Path) -> "subprocess.Popen[bytes]":
    """A command without a terminal."""
    surroundings = {**os.environ, "HOME": str(home), "SIDEMARK_ANNOTATOR": "ana"}
    return subprocess.Popen(
        [COMMAND, *arguments],
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize(
    "arguments", [["list"], ["find", "the"], ["export", "--format", "jsonl"], ["show"]], ids=lambda one: one[0]
)
def test_a_reader_that_goes_ends_a_command_without_a_word(tmp_path: Path, arguments: list[str]) -> None:
    root = write_project(tmp_path / "news", {f"{number}.txt": "the quay\n" * 1_000 for number in range(100)})
    name, *options = arguments
    target = root / "1.txt" if name == "show" else root
    command = started(name, str(target), *options, home=tmp_path)
    assert command.stdout
    command.stdout.close()
    _, said = command.communicate()
    assert (command.returncode, said) == (128 + signal.SIGPIPE, b"")


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_ends_an_export_that_leaves_nothing_behind(tmp_path: Path, name: str) -> None:
    root = write_project(tmp_path / "news", {f"{number}.txt": "the quay\n" * 200 for number in range(6_000)})
    out = tmp_path / "out"
    out.mkdir()
    command = started("export", str(root), "--format", "jsonl", "--output", str(out / "set.jsonl"), home=tmp_path)
    wait_for(lambda: any(one.stat().st_size for one in out.rglob("*.jsonl")), "the first bytes", pause=0.001)
    command.send_signal(signal.Signals[name])
    _, said = command.communicate()
    assert (command.returncode, said) == (128 + signal.Signals[name], b"")
    assert list(out.iterdir()) == []
