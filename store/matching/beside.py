"""Beside: a Python process that runs one function of ours, so that nothing waits for it and it can be stopped.

It has no terminal: nothing that it writes, not even a traceback, can get on the screen, and Ctrl+C is not for it. It
is not made by `multiprocessing`, whose processes run the program's main module again and have its terminal. It ends
when who started it is gone, for then there is nobody at the other end of its link.
"""

import contextlib
import os
import subprocess
import sys
import time
from importlib import import_module
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any

NICE = 15
"""How much it lets everything else go first."""
AUTOGROUP = Path("/proc/self/autogroup")
"""Where Linux keeps what a session weighs; it takes a new weight ten times a second, from anybody."""
TRIES, PAUSE = 5, 0.1
PATIENCE = 5.0
"""Seconds that a process which was told to end may take."""
BOOT = "import sys; sys.path[:] = {path!r}; from store.matching.beside import begin; begin({link}, {function!r})"


class Beside:
    """A running process."""

    def __init__(self, function: str, *arguments: Any) -> None:
        """Start a process that calls a function with its end of a link, and with arguments that can be pickled.

        Args:
            function: its module and its name, with a colon between them.
            arguments: what it takes after the link.

        Raises:
            OSError: no process can be started.
        """
        self._link, its = Pipe()
        code = BOOT.format(path=sys.path, link=its.fileno(), function=function)
        try:
            self._process = subprocess.Popen(  # noqa: S603 - this Python, and code of our own
                [sys.executable, "-c", code],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[its.fileno()],
                start_new_session=True,
            )
        finally:
            its.close()
        self.send(arguments)

    def send(self, value: Any) -> None:
        """Give it a value.

        Raises:
            OSError: it has ended.
        """
        self._link.send(value)

    def receive(self, seconds: float) -> tuple[Any, ...]:
        """What it has sent, alone in a tuple; an empty one when nothing came within so many seconds.

        Raises:
            EOFError: it has ended.
        """
        try:
            return (self._link.recv(),) if self._link.poll(seconds) else ()
        except OSError as error:
            raise EOFError from error

    def end(self) -> None:
        """Stop it, whatever it is doing."""
        self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(PATIENCE)
        self._link.close()


def begin(link: int, function: str) -> None:
    """What the process does first, given the number of its end of the link."""
    _give_way()
    module, _, name = function.partition(":")
    connection = Connection(link)
    with contextlib.suppress(OSError, EOFError):  # whoever asked for it has ended
        getattr(import_module(module), name)(connection, *connection.recv())


def _give_way() -> None:
    """Let everything else go first, in this session and beside others: Linux weighs sessions against each other."""
    with contextlib.suppress(OSError):
        os.nice(NICE)
    for _ in range(TRIES):
        with contextlib.suppress(OSError):
            AUTOGROUP.write_text(str(NICE), encoding="ascii")
            return
        if not AUTOGROUP.exists():
            return
        time.sleep(PAUSE)
