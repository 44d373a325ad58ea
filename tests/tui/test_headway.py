"""Headway on the command line: nothing for short work, a line a second for long work."""

import io
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from store import Headway, Scope, compare, told
from tests.projects import open_project
from tests.store.agreement.test_comparison import root
from tui.cli import DONE, NO, main
from tui.display import SafeStream
from tui.headway import line_on_stderr, told_on_stderr

__all__ = ["root"]


def test_long_work_is_told_once_a_second(capsys: pytest.CaptureFixture[str]) -> None:
    times = iter((0.0, 0.5, 1.5, 1.5, 2.0, 2.6, 2.6))
    hear = told_on_stderr(lambda: next(times))
    for done in (1, 1_200, 1_300, 9_000):
        hear(Headway("articles compared", done, 10_000, may_stop=True))
    assert capsys.readouterr().err == (
        "sidemark: 1,200 of 10,000 articles compared\nsidemark: 9,000 of 10,000 articles compared\n"
    )


def test_a_comparison_tells_how_many_articles_of_how_many(root: Path) -> None:
    heard: list[Headway] = []
    with told(heard.append):
        compare([open_project(root, name) for name in ("ana", "ben")], Scope(all_articles=True))
    assert {(step.what, step.total) for step in heard} == {("articles compared", 3)}
    assert [step.done for step in heard] == [0, 3]


def moments(*times: float) -> Callable[[], float]:
    left = iter(times)
    return lambda: next(left)


class Terminal(io.StringIO):
    """A stream that is one."""

    def isatty(self) -> bool:
        return True


def opened(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Stderr, as the command line wraps it; in the test itself, for pytest puts its own in place before each."""
    made = Terminal()
    monkeypatch.setattr(sys, "stderr", SafeStream(made))
    return made


def test_a_line_of_the_terminal_goes_on_with_the_work_and_is_gone_when_all_is_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = opened(monkeypatch)
    with line_on_stderr(moments(0.0, 0.4, 0.6, 0.65, 0.8, 0.9)) as hear:
        for done in (100, 1_200, 1_250, 9_000):
            hear(Headway("articles", done, 10_000, may_stop=True))
        assert terminal.getvalue() == "\r1,200 of 10,000 articles\r9,000 of 10,000 articles"
        hear(Headway("articles", 10_000, 10_000, may_stop=True))
        gone = f"\r{' ' * 24}\r"
        assert terminal.getvalue().endswith(gone)
    assert terminal.getvalue().count(gone) == 1


def test_the_line_is_gone_when_the_work_breaks_off(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = opened(monkeypatch)
    with suppress(KeyboardInterrupt), line_on_stderr(moments(0.0, 0.7)) as hear:
        hear(Headway("MB read", 12, 0, may_stop=True))
        raise KeyboardInterrupt
    assert terminal.getvalue() == f"\r12 MB read\r{' ' * 10}\r"


def test_a_line_is_as_safe_as_all_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = opened(monkeypatch)
    with line_on_stderr(moments(0.0, 0.7)) as hear:
        hear(Headway("\x1b[2J", 1, 0, may_stop=True))
    assert "\x1b" not in terminal.getvalue()


def test_there_is_no_line_for_short_work(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = opened(monkeypatch)
    with line_on_stderr(moments(0.0, 0.2, 0.4)) as hear:
        for done in (1, 2):
            hear(Headway("articles", done, 2, may_stop=True))
    assert terminal.getvalue() == ""


def test_there_is_no_line_where_nobody_looks(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", SafeStream(sys.stderr))
    with line_on_stderr(moments()) as hear:
        hear(Headway("articles", 1, 2, may_stop=True))
    assert capsys.readouterr().err == ""


def test_an_export_and_an_import_say_how_far_they_are(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr("tui.headway.SOON", -1.0)
    monkeypatch.setattr("tui.headway.OFTEN", -1.0)
    target = root.parent / "out.jsonl"
    assert main(["export", str(root), "--annotator", "ana", "--format", "sidemark", "--output", str(target)]) == DONE
    assert "\r1 of 3 articles\r2 of 3 articles\r" in capsys.readouterr().err
    assert main(["import", str(target), "--into", str(root), "--annotator", "ana"]) in (DONE, NO)
    assert "\r0 MB read\r" in capsys.readouterr().err
