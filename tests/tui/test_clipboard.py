"""Copying says what it did and never what it did not do."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given

from tests.texts import texts
from tui import clipboard
from tui.clipboard import LARGE, Copied, citation, copied_by_tool, copy, plain
from tui.display import DIRECTIONS

SCREEN = {"DISPLAY": ":7"}
REMOTE = {"DISPLAY": ":7", "SSH_TTY": "pts"}
WORKS = "import sys; sys.stdin.buffer.read()"
FAILS = "import sys; sys.stdin.buffer.read(); sys.exit(1)"
HANGS = "import signal; signal.pause()"
CHATTERS = "import sys; sys.stdin.buffer.read(); sys.stderr.write('x' * 3_000_000); sys.stdout.write('y' * 3_000_000)"
KEEPS = "import pathlib, sys; pathlib.Path(sys.argv[1]).write_bytes(sys.stdin.buffer.read())"


def tool(script: str, *arguments: str) -> Sequence[str]:
    """A clipboard tool that does what a script says."""
    return [sys.executable, "-S", "-c", script, *arguments]


class Sent(list[str]):
    """What went to the terminal."""

    def copied(self, text: str, environment: Mapping[str, str], script: str = WORKS, *, exact: bool = False) -> Copied:
        return copy(text, send=self.append, exact=exact, environment=environment, command=tool(script))


@given(texts)
def test_what_is_copied_holds_no_control_or_direction_character(text: str) -> None:
    safe = plain(text)
    assert len(safe) == len(text)
    for at, (before, now) in enumerate(zip(text, safe, strict=True)):
        is_kept = before in "\t\n" or text[at : at + 2] == "\r\n"
        if (ord(before) < 0x20 or 0x7F <= ord(before) < 0xA0 or ord(before) in DIRECTIONS) and not is_kept:
            assert now != before
        else:
            assert now == before


def test_a_carriage_return_is_kept_before_a_line_feed_only() -> None:
    assert plain("ferry\r\nharbour\r\n") == "ferry\r\nharbour\r\n"
    assert plain("ferry\rharbour") == "ferry␍harbour"
    assert plain("ferry\r\nhar\rbour") == "ferry\r\nhar␍bour"


@pytest.mark.parametrize(
    ("source", "title", "published", "words"),
    [
        ("Marl Post", "Ferry", "2031-03-04", '"a good year" - Marl Post, Ferry, 2031-03-04, 120-131'),
        ("", "Ferry", "", '"a good year" - Ferry, 120-131'),
        ("Marl Post", "Marl Post", "", '"a good year" - Marl Post, 120-131'),
        ("", "", "", '"a good year" - 120-131'),
    ],
)
def test_a_citation_says_where_a_quote_is_from(source: str, title: str, published: str, words: str) -> None:
    assert citation("a good year", source, title, published, 120, 131) == words


def test_a_tool_that_worked_is_believed() -> None:
    sent = Sent()
    assert sent.copied("Orrin Bay", SCREEN) == Copied("copied", is_certain=True)
    assert not sent


def test_the_tool_gets_the_text_to_the_byte(tmp_path: Path) -> None:
    text = "The café of 東京\r\n\t\U0001f6a2 " * 1000
    kept = tmp_path / "kept"
    assert copied_by_tool(text, command=tool(KEEPS, str(kept)))
    assert kept.read_bytes() == text.encode()


@pytest.mark.parametrize("script", [FAILS, "raise SystemExit(3)"])
def test_a_tool_that_failed_is_not_believed(script: str) -> None:
    sent = Sent()
    done = sent.copied("Orrin Bay", SCREEN, script)
    assert not done.is_certain
    assert "no clipboard tool worked" in done.words
    assert sent == ["Orrin Bay"]


def test_a_tool_that_hangs_is_ended() -> None:
    assert not copied_by_tool("Orrin Bay", command=tool(HANGS), limit=0.2)


def test_a_tool_that_chatters_does_no_harm(capfd: pytest.CaptureFixture[str]) -> None:
    assert copied_by_tool("Orrin Bay", command=tool(CHATTERS), limit=20)
    assert capfd.readouterr() == ("", "")


def test_a_tool_that_does_not_exist_is_no_error(tmp_path: Path) -> None:
    assert not copied_by_tool("Orrin Bay", command=[str(tmp_path / "nothing")])


@pytest.mark.parametrize("environment", [{}, REMOTE], ids=["no display", "over ssh"])
def test_where_there_is_no_display_the_terminal_gets_the_text(environment: Mapping[str, str]) -> None:
    sent = Sent()
    done = sent.copied("Orrin Bay", environment, FAILS)
    if sys.platform == "darwin" and not environment:
        pytest.skip("a Mac always has a clipboard")
    assert done == Copied("sent to the terminal", is_certain=False)
    assert sent == ["Orrin Bay"]


def test_a_large_text_may_be_too_large_for_the_terminal() -> None:
    assert "too large" in Sent().copied("x" * (LARGE + 1), REMOTE).words
    assert "too large" not in Sent().copied("x" * LARGE, REMOTE).words


def test_with_no_way_to_copy_it_says_so() -> None:
    done = copy("Orrin Bay", environment=SCREEN, command=tool(FAILS))
    assert done == Copied("not copied: there is no clipboard here", is_certain=False)


def test_nothing_is_not_copied() -> None:
    sent = Sent()
    assert sent.copied("", REMOTE) == Copied("nothing to copy", is_certain=False)
    assert not sent


def test_control_characters_are_replaced_and_it_says_so() -> None:
    sent = Sent()
    assert "control characters replaced" in sent.copied("a\x1b[31mb\u202ec", REMOTE).words
    assert sent == ["a␛[31mb\u2426c"]


def test_an_exact_copy_holds_every_character() -> None:
    sent = Sent()
    assert sent.copied("a\x1b[31mb\u202ec", REMOTE, exact=True).words == "sent to the terminal"
    assert sent == ["a\x1b[31mb\u202ec"]


def test_a_lone_surrogate_stops_nothing() -> None:
    sent = Sent()
    sent.copied("a\ud800b", REMOTE)
    sent.copied("a\ud800b", REMOTE, exact=True)
    assert all(text.encode("utf-8") for text in sent)
    assert copied_by_tool("a\ud800b", command=tool(WORKS))


FAKE = """
import os
def copy(text):
    {copy}
def paste():
    {paste}
"""
HONEST = FAKE.format(
    copy="open(os.environ['KEPT'], 'w', encoding='utf-8', newline='').write(text)",
    paste="return open(os.environ['KEPT'], encoding='utf-8', newline='').read()",
)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a stand-in of the clipboard library is written, so that nobody's clipboard is touched."""
    folder = tmp_path / "library"
    folder.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.setenv("KEPT", str(tmp_path / "kept"))
    return folder / "pyperclip.py"


def test_the_child_reads_back_what_it_copied(library: Path) -> None:
    library.write_text(HONEST, encoding="utf-8")
    assert copied_by_tool("The café\r\nof 東京", limit=20)
    assert Path(os.environ["KEPT"]).read_bytes() == "The café\r\nof 東京".encode()


@pytest.mark.parametrize(
    ("copying", "pasting"),
    [("pass", "return ''"), ("pass", "return 'something else'"), ("raise RuntimeError", "return ''")],
)
def test_the_child_does_not_believe_a_library_that_copied_nothing(library: Path, copying: str, pasting: str) -> None:
    library.write_text(FAKE.format(copy=copying, paste=pasting), encoding="utf-8")
    assert not copied_by_tool("Orrin Bay", limit=20)


def test_nothing_is_imported_from_the_folder_one_stands_in(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.write_text(HONEST, encoding="utf-8")
    trap = tmp_path / "project"
    trap.mkdir()
    script = "import pathlib; pathlib.Path('sprung').touch()\n" + HONEST
    (trap / "pyperclip.py").write_text(script, encoding="utf-8")
    monkeypatch.chdir(trap)
    assert copied_by_tool("Orrin Bay", limit=20)
    assert not (trap / "sprung").exists()
    assert clipboard.COMMAND[1] == "-P"
