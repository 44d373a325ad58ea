"""The driver hands a frame on in one piece, and everything else as it comes."""

import pytest
from textual.drivers.linux_driver import LinuxDriver

from tui.driver import BEGIN, END, LastingDriver


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What gets to the library's driver."""
    found: list[str] = []
    monkeypatch.setattr(LinuxDriver, "write", lambda _, data: found.append(data))
    return found


def driver() -> LastingDriver:
    made = LastingDriver.__new__(LastingDriver)
    made._frame, made._has_screen = [], False
    return made


def test_a_frame_is_one_write(written: list[str]) -> None:
    one = driver()
    for piece in (BEGIN, "rows", "cursor", END):
        one.write(piece)
    assert written == [f"{BEGIN}rowscursor{END}"]


def test_what_is_in_no_frame_goes_on_at_once(written: list[str]) -> None:
    one = driver()
    one.write("title")
    one.write(BEGIN)
    assert written == ["title"]
    one.write(END)
    one.write("more")
    assert written == ["title", BEGIN + END, "more"]
