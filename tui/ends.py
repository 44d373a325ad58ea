"""Ends: the signals and the lost terminals that end the program, in order and with the right status."""

import select
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio

SIGNALS = ("SIGHUP", "SIGTERM", "SIGINT", "SIGQUIT", "SIGUSR1")
"""What ends the screen in order: journal flushed, terminal restored, status 128 + number."""
TIDY = ("SIGHUP", "SIGTERM")
"""What ends a command without a screen in order: what it has half written is deleted."""


class Ends:
    """Notes the first signal that ends the program, and has the screen leave.

    Its handlers outlive the event loop: another signal while the files are being closed spoils nothing. They also take
    the place of one that ignores (nohup): without its terminal the screen has nothing to do.
    """

    def __init__(self) -> None:
        self.number = 0
        """The signal that came; 0 when there was none."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._leave: Callable[[], object] | None = None

    @property
    def status(self) -> int:
        """The exit status that tells of the signal; 0 when there was none."""
        return 128 + self.number if self.number else 0

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Take the signals meanwhile."""
        numbers = [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]
        before = {number: signal.signal(number, self._came) for number in numbers}
        try:
            yield
        finally:
            if not self.number:  # else what is left is the way out, and nothing may cut it short
                for number, handler in before.items():
                    signal.signal(number, handler)

    def call(self, leave: Callable[[], object]) -> None:
        """Have `leave` called on the running event loop when a signal comes; at once, if one has come already."""
        import asyncio  # noqa: PLC0415 - the screen has it; commands start without

        self._loop, self._leave = asyncio.get_running_loop(), leave
        if self.number:
            leave()

    def lost_terminal(self) -> None:
        """End as if the terminal had said that it goes."""
        self._came(signal.SIGHUP, None)

    def _came(self, number: int, frame: FrameType | None) -> None:
        del frame
        self.number = self.number or number
        if self._loop is not None and self._leave is not None:
            with suppress(RuntimeError):  # the loop has ended before
                self._loop.call_soon_threadsafe(self._leave)


class TerminalWatch:
    """Notices a terminal that goes without a word: no controlling terminal, no SIGHUP."""

    def __init__(self) -> None:
        self._poll = None
        if sys.__stdin__ is not None and hasattr(select, "poll"):
            self._poll = select.poll()
            self._poll.register(sys.__stdin__.fileno(), 0)

    @property
    def is_gone(self) -> bool:
        """Whether the terminal has gone; False where that cannot be seen."""
        return self._poll is not None and any(
            events & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, events in self._poll.poll(0)
        )


def leave_in_order() -> None:
    """Have a command without a screen end by an exception, so that it deletes what it has half written.

    Not before everything is loaded: an exception in the middle of the start of compiled code may end anywhere.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        return  # part of another program, whose signals are its own
    if signal.getsignal(signal.SIGINT) == signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in TIDY:
        if (number := getattr(signal, name, None)) is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _exit)


def _exit(number: int, frame: FrameType | None) -> None:
    del frame
    raise SystemExit(128 + number)
