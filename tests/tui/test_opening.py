"""Opening: what takes long at the start or the end is explained, and nothing is said of what does not."""

from threading import Event

import pytest

from tui import opening
from tui.opening import explained


def test_who_waits_long_is_told_what_for(monkeypatch: pytest.MonkeyPatch) -> None:
    heard, told = Event(), list[str]()

    def hear(words: str) -> None:
        told.append(words)
        heard.set()

    monkeypatch.setattr(opening, "PATIENCE", 0.0)
    monkeypatch.setattr(opening, "say_on_stderr", hear)
    with explained(lambda: "looking at the articles"):
        assert heard.wait(10)
    assert told == ["sidemark: looking at the articles\n"]


def test_nothing_is_said_of_what_is_done_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(opening, "PATIENCE", 3600.0)
    monkeypatch.setattr(opening, "say_on_stderr", told.append)
    with explained(lambda: "looking at the articles"):
        pass
    assert told == []
