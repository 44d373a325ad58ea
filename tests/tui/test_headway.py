"""Headway on the command line: nothing for short work, a line a second for long work."""

from pathlib import Path

import pytest

from store import Headway, Scope, compare, told
from tests.projects import open_project
from tests.store.agreement.test_comparison import root
from tui.headway import told_on_stderr

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
