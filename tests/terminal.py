"""A terminal in memory that runs the installed program: keys go in as bytes, the screen comes out as text."""

import codecs
import mmap
import os
import pickle
import re
import select
import signal
import sys
import termios
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pexpect
import pyte

from tests.waiting import wait_for

COMMAND = str(Path(sys.executable).with_name("sidemark"))
HINT = "f2c14e"
"""The background of a hint's letter in the dark theme."""
QUIET = 0.08
"""Seconds without output after which what is drawn is taken for whole."""
JOINERS = re.compile("[\u200d\ufe0f]")
"""The emulator drops the rest of a line after these."""
KEYS = {
    "enter": "\r",
    "escape": "\x1b[27u",
    "tab": "\t",
    "space": " ",
    "ctrl+r": "\x12",
    "down": "\x1b[B",
    "up": "\x1b[A",
}


class Terminal:
    """The program in a pseudo-terminal of its own."""

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        size: tuple[int, int] = (120, 40),
        home: Path,
        environment: Mapping[str, str] | None = None,
        command: str = COMMAND,
        first: Callable[[], object] | None = None,
    ) -> None:
        """Start it.

        Args:
            arguments: its command line.
            size: columns and rows.
            home: takes whatever it would write into the user's folder.
            environment: variables besides the usual ones.
            command: another program than the installed one.
            first: called in its process before it starts.
        """
        self.screen = pyte.Screen(*size)
        self._stream = pyte.Stream(self.screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL")}
        surroundings = {
            **kept, "HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8",
            "XDG_STATE_HOME": str(home / "state"), "XDG_CONFIG_HOME": str(home / "config"),
            "SIDEMARK_ANNOTATOR": "ana", **(environment or {}),
        }  # fmt: skip
        found = mmap.mmap(-1, mmap.PAGESIZE)

        def begin() -> None:
            found.write(pickle.dumps(termios.tcgetattr(0)))  # here: a moment later the program may have changed them
            if first is not None:
                first()

        self._child: Any = pexpect.spawn(
            command, list(arguments), dimensions=(size[1], size[0]), env=surroundings, timeout=30, preexec_fn=begin
        )
        self.written = ""
        """All that it has written."""
        self._before = pickle.loads(found[:]), set(self.screen.mode)

    @staticmethod
    def replayed(written: str, like: "Terminal") -> pyte.Screen:
        """A screen of the size of another terminal's on which something was written."""
        screen = pyte.Screen(like.screen.columns, like.screen.lines)
        Terminal.fed(screen, written)
        return screen

    @staticmethod
    def fed(screen: pyte.Screen, written: str) -> None:
        """Write on a screen."""
        pyte.Stream(screen).feed(JOINERS.sub("", written))

    def _ways(self) -> tuple[object, set[int]]:
        return termios.tcgetattr(self._child.child_fd), set(self.screen.mode)

    @property
    def is_as_before(self) -> bool:
        """Whether the terminal's attributes and modes are those with which the program was started."""
        return self._ways() == self._before

    @property
    def process(self) -> int:
        """The number of the program's process."""
        return int(self._child.pid)

    @property
    def descriptor(self) -> int:
        """Where what it writes can be read."""
        return int(self._child.child_fd)

    def read(self) -> bool:
        """Take what the program has written; False when it has ended."""
        try:
            data = self._decoder.decode(self._child.read_nonblocking(1 << 16, timeout=0.01))
            self.written += data
            self._stream.feed(JOINERS.sub("", data))
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        return True

    def take(self, data: bytes) -> None:
        """Show what somebody else has read from it."""
        self._stream.feed(JOINERS.sub("", self._decoder.decode(data)))

    @property
    def text(self) -> str:
        """The screen, row by row."""
        return "\n".join(self.screen.display)

    @property
    def bottom(self) -> str:
        """The last line."""
        return str(self.screen.display[-1])

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Read until something is on the screen.

        Raises:
            AssertionError: it did not come.
        """

        def met() -> bool:
            self.read()
            return bool(condition())

        try:
            wait_for(met, what)
        except AssertionError as error:
            message = f"{error}; the screen:\n{self.text}"
            raise AssertionError(message) from None

    def settle(self) -> None:
        """Take what has been written already."""
        while self._child.ptyproc.isalive() and select.select([self._child.child_fd], [], [], QUIET)[0] and self.read():
            pass

    def until_text(self, words: str) -> None:
        """Read until some words are on the screen."""
        self.until(lambda: words in self.text, repr(words))

    def resize(self, columns: int, rows: int) -> None:
        """Give it another size; what stands on the emulated screen is gone, for terminals differ about that."""
        self.screen.resize(rows, columns)
        self.screen.erase_in_display(2)
        self._child.setwinsize(rows, columns)

    def press(self, *keys: str) -> None:
        """Press keys: characters, or names such as `enter`."""
        for key in keys:
            self._child.send(KEYS.get(key, key))

    def hints(self) -> dict[str, tuple[int, int]]:
        """Hint letters on the screen, each with its row and column; a hint of two letters counts once."""
        found = {}
        for y in range(self.screen.lines):
            x = 0
            while x < self.screen.columns:
                code = ""
                start = x
                while x < self.screen.columns and self.screen.buffer[y][x].bg == HINT:
                    code += self.screen.buffer[y][x].data
                    x += 1
                if code.strip():
                    found[code.strip()] = (y, start)
                x = max(x, start + 1)
        return found

    def end(self) -> int:
        """Wait until the program has ended; its exit status, 128 + n when signal n ended it."""
        wait_for(lambda: not self.read(), "the end of the program")
        self._child.close()
        return (
            int(self._child.exitstatus) if self._child.exitstatus is not None else 128 + int(self._child.signalstatus)
        )

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send a signal."""
        self._child.kill(number)
