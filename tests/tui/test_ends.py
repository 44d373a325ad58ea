"""Signals that end the program: noted once, from before the screen until the files are closed."""

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.css.query import NoMatches

from tests.projects import open_project, write_project
from tui.app import Sidemark
from tui.ends import Ends, leave_in_order
from tui.keymap import Keymap


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Handlers as they were, whatever a test leaves."""
    numbers = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def send(number: int) -> None:
    """Send this process a signal; Python has noticed it when this returns."""
    os.kill(os.getpid(), number)
    signal.getsignal(number)


def test_the_first_signal_gives_the_status() -> None:
    ends = Ends()
    assert ends.status == 0
    with ends.watched():
        send(signal.SIGTERM)
        send(signal.SIGHUP)
    assert ends.status == 128 + signal.SIGTERM


def test_no_signal_cuts_the_way_out_short() -> None:
    ends = Ends()
    with ends.watched():
        send(signal.SIGTERM)
    send(signal.SIGHUP)
    send(signal.SIGTERM)
    assert ends.status == 128 + signal.SIGTERM


def test_without_a_signal_everything_is_as_before() -> None:
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    with Ends().watched():
        assert signal.getsignal(signal.SIGTERM) != before[0]
    assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)) == before


def test_an_ignored_signal_is_taken() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    ends = Ends()
    with ends.watched():
        send(signal.SIGHUP)
    assert ends.status == 128 + signal.SIGHUP


async def test_a_signal_wakes_a_loop_that_waits_for_ever() -> None:
    ends, left = Ends(), asyncio.Event()
    with ends.watched():
        ends.call(left.set)
        send(signal.SIGUSR1)
        await left.wait()
    assert ends.status == 128 + signal.SIGUSR1


async def test_a_signal_that_came_before_the_screen_is_not_forgotten() -> None:
    ends, left = Ends(), asyncio.Event()
    with ends.watched():
        send(signal.SIGTERM)
        ends.call(left.set)
    assert left.is_set()


def test_a_signal_after_the_loop_does_no_harm() -> None:
    ends = Ends()

    async def short() -> None:
        ends.call(lambda: None)

    with ends.watched():
        asyncio.run(short())
        send(signal.SIGTERM)
    assert ends.status == 128 + signal.SIGTERM


def test_a_command_deletes_what_it_has_half_written() -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    leave_in_order()
    with pytest.raises(SystemExit) as left:
        send(signal.SIGTERM)
    assert left.value.code == 128 + signal.SIGTERM
    with pytest.raises(KeyboardInterrupt):
        send(signal.SIGINT)


def test_a_command_that_is_to_ignore_a_signal_does() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    leave_in_order()
    assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN


async def test_a_screen_that_opens_while_the_program_leaves_is_no_defect(tmp_path: Path) -> None:
    app = Sidemark(open_project(write_project(tmp_path / "news")), Keymap())
    async with app.run_test():
        app.exit(return_code=128 + signal.SIGTERM)
        app._handle_exception(NoMatches("no nodes match"))
    assert app.defect is None
    assert app.return_code == 128 + signal.SIGTERM
    app.project.close()
