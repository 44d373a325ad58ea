"""Long work: a thread does it, a screen says how far it is, Esc stops it, and no key gets past it."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from threading import Event, Thread, current_thread

import pytest

from store import Project, RefusedError, StoreError, steps
from tests.projects import write_project
from tests.tui.reader import Reader, reading, tagged
from tests.waiting import until
from tui.commands import changing
from tui.keymap import Keymap
from tui.screens.working import Working

TOML = '[[label]]\nname = "PERSON"\nkey = "1"\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path / "p", toml=TOML)


@pytest.fixture
def _everything_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changing, "LONG", -1)


def project_of(root: Path) -> Project:
    return Project.open(root, annotator="ana", reserved=Keymap().reserved())


async def at_rest(reader: Reader) -> None:
    await until(lambda: not isinstance(reader.app.screen, Working), "the end of the work")
    await reader.pilot.pause()


@pytest.mark.usefixtures("_everything_is_long")
async def test_undo_and_redo_of_much_go_through_it(root: Path) -> None:
    async with reading(root, project=project_of(root)) as reader:
        await reader.go("Ilse")
        await reader.press("1", "1")
        await reader.press("u")
        await at_rest(reader)
        assert reader.tags() == []
        assert "undid: tag" in reader.shown
        await reader.press("ctrl+r")
        await at_rest(reader)
        assert [label for label, _ in reader.tags()] == ["PERSON"]
        assert not reader.desk.is_working


@pytest.mark.usefixtures("_everything_is_long")
async def test_a_label_with_many_tags_is_renamed_through_it(root: Path) -> None:
    async with reading(root, project=project_of(root)) as reader:
        tagged(reader.project, "PERSON", "Ilse Marrow")
        await reader.press("g", "L")
        await at_rest(reader)
        await reader.press("n", "end", "ctrl+u")
        await reader.write("HUMAN")
        await reader.press("enter")
        await at_rest(reader)
        await until(lambda: "PERSON is HUMAN now, 1 tag; u takes that back" in reader.shown, "what was done")
        await reader.press("escape")
        assert [label for label, _ in reader.tags()] == ["HUMAN"]


def waiting_work(go_on: Event, *, may_stop: bool) -> Callable[[], list[int]]:
    """Work that says it has begun and then waits to be let go."""

    def work() -> list[int]:
        found = []
        for number in steps(range(512), "waiting", 512, may_stop=may_stop):
            if number == 1:
                assert go_on.wait(30)
            found.append(number)
        return found

    return work


async def test_esc_stops_it_and_says_so(root: Path) -> None:
    async with reading(root, project=project_of(root)) as reader:
        came: list[object] = []
        go_on = Event()
        reader.screen.work("Waiting …", waiting_work(go_on, may_stop=True), came.append)
        await until(lambda: "Esc stops it, and nothing is changed" in reader.shown, "the screen")
        await reader.press("x", "q", "u")
        assert isinstance(reader.app.screen, Working)
        assert reader.desk.is_working
        await reader.press("escape")
        assert "stopping …" in reader.shown
        go_on.set()
        await at_rest(reader)
        assert len(came) == 1
        assert isinstance(came[0], StoreError)
        assert str(came[0]) == "stopped; nothing was changed"


async def test_what_cannot_be_stopped_any_more_says_so_and_ends(root: Path) -> None:
    async with reading(root, project=project_of(root)) as reader:
        came: list[object] = []
        go_on = Event()
        reader.screen.work("Waiting …", waiting_work(go_on, may_stop=False), came.append)
        await until(lambda: "it cannot be stopped now; it can be undone" in reader.shown, "the screen")
        await reader.press("escape")
        go_on.set()
        await at_rest(reader)
        assert came == [list(range(512))]


async def test_what_was_refused_comes_back(root: Path) -> None:
    def work() -> None:
        message = "no"
        raise RefusedError(message)

    async with reading(root, project=project_of(root)) as reader:
        came: list[object] = []
        reader.screen.work("Trying …", work, came.append)
        await at_rest(reader)
        assert [str(one) for one in came] == ["no"]


@pytest.mark.parametrize("size", [(40, 10), (120, 40)])
async def test_it_fits_the_terminal(root: Path, size: tuple[int, int]) -> None:
    async with reading(root, project=project_of(root), size=size) as reader:
        came: list[object] = []
        go_on = Event()
        reader.screen.work(
            "Doing this at length, \x1b[2J\u202eand more of it", waiting_work(go_on, may_stop=True), came.append
        )
        await until(lambda: "0 of 512" in reader.shown, "how far it is")
        assert "\x1b" not in reader.shown
        assert "Esc stops it" in reader.shown
        go_on.set()
        await at_rest(reader)
        assert came == [list(range(512))]


async def test_an_end_waits_for_the_thread(root: Path) -> None:
    threads: list[Thread] = []

    def work() -> None:
        threads.append(current_thread())
        for _ in steps(count(), "going on", may_stop=True):
            pass

    async with reading(root, project=project_of(root)) as reader:
        reader.screen.work("Going on …", work, lambda _: None)
        await until(lambda: threads, "the thread")
        reader.app.exit()
    assert [one.is_alive() for one in threads] == [False]
