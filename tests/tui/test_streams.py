"""The standard streams before anything else is opened, and whether there is a terminal at all."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from tui.streams import data_stream, has_terminal

SCRIPT = """
import os, sys
from tui.streams import fill_standard_streams
for number in map(int, sys.argv[2].split()):
    os.close(number)
fill_standard_streams()
with open(sys.argv[1], "w") as file:
    file.write(f"{file.fileno()} ")
    for number in range(3):
        file.write(f"{os.fstat(number).st_rdev == os.stat(os.devnull).st_rdev} ")
"""


class Stream(io.StringIO):
    """A stream that may be a terminal."""

    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize("closed", ["0", "1", "2", "0 1", "0 1 2", ""])
def test_no_file_gets_the_number_of_a_closed_stream(closed: str, tmp_path: Path) -> None:
    found = tmp_path / "found"
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(found), closed],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        _, complaint = child.communicate(b"")
    assert child.returncode == 0, complaint
    descriptor, *is_null = found.read_text(encoding="utf-8").split()
    assert int(descriptor) > 2
    assert is_null == [str(str(number) in closed.split()) for number in range(3)]


@pytest.mark.parametrize(
    ("term", "stdin", "stderr", "expected"),
    [
        ("xterm-256color", True, True, True),
        ("linux", True, True, True),
        ("dumb", True, True, False),
        ("", True, True, False),
        ("xterm", False, True, False),
        ("xterm", True, False, False),
    ],
)
def test_a_screen_needs_a_terminal_that_obeys(
    term: str, stdin: bool, stderr: bool, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    monkeypatch.setattr(sys, "__stdin__", Stream(stdin))
    monkeypatch.setattr(sys, "__stderr__", Stream(stderr))
    assert has_terminal() == expected


def test_a_closed_stream_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    monkeypatch.setattr(sys, "__stdin__", None)
    assert not has_terminal()


def test_a_server_runs_the_screen_on_pipes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
    monkeypatch.setattr(sys, "__stdin__", Stream(False))
    assert has_terminal()


def test_exact_bytes_go_to_a_pipe_and_never_to_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    pipe = io.TextIOWrapper(raw, encoding="utf-8")
    pipe.write("before ")
    monkeypatch.setattr(sys, "__stdout__", pipe)
    stream = data_stream()
    assert stream is not None
    stream.write(b"\x1b[2J")
    assert raw.getvalue() == b"before \x1b[2J"
    monkeypatch.setattr(sys, "__stdout__", Stream(True))
    assert data_stream() is None
    monkeypatch.setattr(sys, "__stdout__", None)
    assert data_stream() is None
