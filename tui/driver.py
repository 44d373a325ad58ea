"""The way to the terminal: what one that has gone does not take any more is dropped, and its cursor can be seen."""

import os
from collections.abc import Callable
from contextlib import suppress
from errno import EBADF, EIO, ENXIO, EPIPE
from typing import TYPE_CHECKING, Any, TextIO, cast

from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from io import TextIOWrapper


GONE = frozenset({EBADF, EIO, ENXIO, EPIPE})
"""What a terminal that has gone answers."""


class Lasting:
    """A stream that takes everything.

    Textual's thread would die of the first error, and the program wait for ever until that thread has written the rest.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write it if there is still somebody who takes it."""
        self._do(lambda: self._stream.write(text))
        return len(text)

    def flush(self) -> None:
        """Send on what is held back, likewise."""
        self._do(self._stream.flush)

    def _do(self, work: Callable[[], object]) -> None:
        try:
            work()
        except OSError as error:
            if error.errno in GONE:  # else what is held back fails once more at the end, and makes the status 120
                with suppress(OSError):
                    nowhere = os.open(os.devnull, os.O_WRONLY)
                    os.dup2(nowhere, self._stream.fileno())
                    os.close(nowhere)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


ALTERNATE = "\x1b[?1049h"
"""Some terminals clear the alternate screen when it is asked for again: that would be seen."""
SHOW_CURSOR = "\x1b[?25h\x1b[6 q"
"""As a bar: a block would turn the caret's own reversed cell back into plain text."""
USUAL_CURSOR = "\x1b[0 q"


class LastingDriver(LinuxDriver):
    """Textual's driver, on a stream that outlasts the terminal.

    The terminal's cursor is shown, where Textual hides it: screen readers, magnifiers and braille displays follow it.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if self._file is not None:
            self._file = cast("TextIOWrapper", Lasting(self._file))
        self._has_screen = False

    def write(self, data: str) -> None:
        """Write to the terminal; what is on the alternate screen already is not cleared."""
        if not (self._has_screen and data == ALTERNATE):
            super().write(data)

    def start_application_mode(self) -> None:
        """Take the terminal, with its cursor in sight."""
        standing = getattr(self._app, "standing", None)
        self._has_screen = standing is not None and standing.hand_over()
        super().start_application_mode()  # type: ignore[no-untyped-call]  # the library has no types there
        if standing is not None and self._has_screen:
            self._has_screen, self.attrs_before = False, standing.modes  # those found now are prepaint's own
        self.write(SHOW_CURSOR)
        self.flush()

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        self.write(USUAL_CURSOR)
        super().stop_application_mode()
