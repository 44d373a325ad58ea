"""What the screen says of a disk that is nearly full, refuses, and takes again."""

import errno
import threading
from pathlib import Path

import pytest
from rich.style import Style

from store import Project
from store.disk.database import Database
from store.library import Library
from store.schema import scheme
from tests.store.disk.disks import FULL, Faulty, Quick
from tests.tui.reader import Reader, reading
from tests.waiting import until
from tui.theme import DARK


def on(root: Path, system: Quick) -> Project:
    """A project under another operating system."""
    return Project(Library(root), scheme("news"), Database.open(root, "ana", system=system))


def style_of(reader: Reader, words: str) -> Style:
    """How some words of the first row are drawn."""
    (segment,) = (one for one in reader.segments()[0] if words in one.text)
    assert segment.style
    return segment.style


def colour(style: Style) -> str:
    assert style.color
    assert style.color.triplet
    return style.color.triplet.hex


async def test_a_disk_that_refuses_is_said_until_it_takes_everything(root: Path) -> None:
    system = Faulty()
    async with reading(root, project=on(root, system)) as reader:
        system.broken = dict(FULL)
        await reader.go("Tobin")
        await reader.press("1", "1")
        await until(lambda: "NOT SAVED: No space left on device, 1 change waiting" in reader.top, "the refusal")
        style = style_of(reader, "NOT SAVED")
        assert (colour(style), bool(style.bold)) == (DARK.error, True)
        await reader.go("Monday")
        await reader.press("2", "2")
        await until(lambda: "2 changes waiting" in reader.top, "the second one")
        await reader.press("ctrl+s")
        assert "2 changes waiting; tried again every 2 seconds" in reader.shown
        await reader.press("escape")
        assert len(reader.tags()) == 2
        system.broken = {}
        await until(lambda: "saved " in reader.top, "the retry, by itself")
        assert "NOT SAVED" not in reader.top


class Slow(Quick):
    """Flushes lines only while it may."""

    def __init__(self) -> None:
        self.may_flush = threading.Event()
        self.may_flush.set()

    def flush_data(self, descriptor: int) -> None:
        self.may_flush.wait(30)
        super().flush_data(descriptor)


async def test_nothing_is_called_saved_while_the_disk_takes_its_time(root: Path) -> None:
    system = Slow()
    async with reading(root, project=on(root, system)) as reader:
        await reader.go("Tobin")
        await reader.press("1", "1")
        await until(lambda: "saved " in reader.top, "the first one")
        system.may_flush.clear()
        try:
            await reader.go("Monday")
            await reader.press("2", "2")
            assert len(reader.tags()) == 2
            assert "saving" in reader.top
            assert "saved" not in reader.top
        finally:
            system.may_flush.set()
        await until(lambda: "saved " in reader.top, "the second one")


async def test_a_disk_that_is_nearly_full_is_said_in_yellow(root: Path) -> None:
    system = Faulty()
    async with reading(root, project=on(root, system)) as reader:
        system.broken, system.after = {"open": errno.ENOSPC}, 1  # the journal can be made, padding cannot
        await reader.go("Tobin")
        await reader.press("1", "1")
        await until(lambda: "disk nearly full · saved " in reader.top, "the warning")
        assert colour(style_of(reader, "nearly full")) == DARK.warning
        await reader.press("ctrl+s")
        assert "the disk is nearly full" in reader.shown
        await reader.press("escape")
        system.broken = {}
        await reader.press("u")
        await until(lambda: "nearly full" not in reader.top, "the padding")


async def test_after_a_thousand_waiting_changes_tagging_stops_and_says_why(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.disk.writer.MOST_WAITING", 2)
    system = Faulty()
    async with reading(root, project=on(root, system)) as reader:
        system.broken = dict(FULL)
        for words, key in (("Tobin", "1"), ("Monday", "2")):
            await reader.go(words)
            await reader.press(key, key)
        await until(lambda: "2 changes waiting" in reader.top, "the refusal")
        await reader.go("yard")
        await reader.press("1", "1")
        assert "2 changes are waiting for the disk: No space left on device; make room first" in reader.bottom
        assert len(reader.tags()) == 2
        system.broken = {}
        await until(lambda: "saved " in reader.top, "the retry")
        await reader.press("1", "1")
        assert len(reader.tags()) == 3


async def test_who_would_lose_work_is_held_once(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "state").write_text("in the way")
    system = Faulty()
    async with reading(root, project=on(root, system)) as reader:
        system.broken = dict(FULL)
        await reader.go("Tobin")
        await reader.press("1", "1")
        await until(lambda: "NOT SAVED" in reader.top, "the refusal")
        await reader.press("q")
        assert "1 change can be neither saved nor copied: make room, or q again leaves without" in reader.bottom
        assert reader.app.is_running
        assert not reader.app._exit
        await reader.press("q")
        assert reader.app._exit


async def test_work_that_is_copied_elsewhere_lets_one_go(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    system = Faulty()
    async with reading(root, project=on(root, system)) as reader:
        system.broken = dict(FULL)
        await reader.go("Tobin")
        await reader.press("1", "1")
        await until(lambda: "NOT SAVED" in reader.top, "the refusal")
        await reader.press("q")
        assert reader.app._exit
        assert reader.project.database.copy is not None
