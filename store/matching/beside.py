"""Beside: a Python process that runs one function of ours, so that nothing waits for it and it can be stopped.

It has no terminal: nothing that it writes, not even a traceback, can get on the screen, and Ctrl+C is not for it. It
is not made by `multiprocessing`, whose processes run the program's main module again and have its terminal. It ends
when who started it is gone, whatever it is doing: Linux sees to that, elsewhere it looks twice a second.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
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
DIES_WITH_PARENT = 1
"""What Linux calls `PR_SET_PDEATHSIG`."""
A_BEAT = 0.5
"""Seconds between two looks of the process whether the program is still there, where the system does not see to it."""
HELD = "it ends with the program, even where it stands still"
"""What the process sends first, where that is so."""
BOOT = """import sys; sys.path[:] = {path!r}
from store.matching.beside import begin; begin({program}, {link}, {function!r})
"""


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
        self._turn = threading.Lock()
        self._is_held = self._is_moving = self._is_over = False
        self._should_stand = self._stands = False
        code = BOOT.format(path=sys.path, program=os.getpid(), link=its.fileno(), function=function)
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

    @property
    def number(self) -> int:
        """The number of the process."""
        return self._process.pid

    def send(self, value: Any) -> None:
        """Give it a value.

        Raises:
            OSError: it has ended.
        """
        with self._moving():
            self._link.send(value)

    def receive(self, seconds: float) -> tuple[Any, ...]:
        """What it has sent, alone in a tuple; an empty one when nothing came within so many seconds.

        Raises:
            EOFError: it has ended.
        """
        try:
            if not self._link.poll(seconds):
                return ()
            with self._moving():
                value = self._link.recv()
        except OSError as error:
            raise EOFError from error
        if isinstance(value, str) and value == HELD:
            self._follow(is_held=True)
            return self.receive(seconds)
        return (value,)

    def stand(self, *, still: bool) -> None:
        """Have it stand still where it is, or go on; it always goes on while something is on its way to it or from it.

        It never stands still where it could outlive the program so: there it goes on all the time.
        """
        self._follow(should_stand=still)

    def end(self) -> None:
        """Stop it, whatever it is doing."""
        with self._turn:
            self._is_over = True  # from here on its number may be another process's
        self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(PATIENCE)
        self._link.close()

    @contextlib.contextmanager
    def _moving(self) -> Iterator[None]:
        self._follow(is_moving=True)
        try:
            yield
        finally:
            self._follow(is_moving=False)

    def _follow(
        self, *, is_held: bool | None = None, is_moving: bool | None = None, should_stand: bool | None = None
    ) -> None:
        """Stop it, or let it go on, if what has changed says so."""
        with self._turn:
            self._is_held = self._is_held if is_held is None else is_held
            self._is_moving = self._is_moving if is_moving is None else is_moving
            self._should_stand = self._should_stand if should_stand is None else should_stand
            stands = self._should_stand and self._is_held and not self._is_moving
            if stands != self._stands and not self._is_over:
                self._stands = stands
                self._process.send_signal(signal.SIGSTOP if stands else signal.SIGCONT)


def begin(program: int, link: int, function: str) -> None:
    """What the process does first, given the numbers of the program and of its end of the link."""
    connection = Connection(link)
    is_held = _held_by_the_system()
    if os.getppid() != program:  # it was gone before anything could hold us to it
        return
    with contextlib.suppress(OSError, EOFError):  # whoever asked for it has ended
        if is_held:
            connection.send(HELD)
        else:
            threading.Thread(target=_watch, args=(program,), daemon=True).start()
        _give_way()
        module, _, name = function.partition(":")
        getattr(import_module(module), name)(connection, *connection.recv())


def _held_by_the_system() -> bool:
    """Have this process killed when the thread that started it ends, or the program does; whether the system can."""
    if sys.platform != "linux":
        return False
    import ctypes  # noqa: PLC0415 - the program does without it

    try:
        return bool(ctypes.CDLL(None).prctl(DIES_WITH_PARENT, int(signal.SIGKILL)) == 0)
    except (OSError, AttributeError):
        return False


def _watch(program: int) -> None:
    """End when the program is gone: in the midst of its work nobody reads its link."""
    while os.getppid() == program:
        time.sleep(A_BEAT)
    os._exit(0)


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
