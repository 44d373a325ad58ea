"""Guards of the three standard streams, before anything is opened."""

import os
import sys
from typing import BinaryIO, cast


def fill_standard_streams() -> None:
    """Open /dev/null on each of 0, 1, 2 that is closed: else the next file gets its number, and messages land in it."""
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def has_terminal() -> bool:
    """Whether the screen can run here: Textual reads stdin and writes stderr, and needs a terminal that obeys."""
    if os.environ.get("TEXTUAL_DRIVER"):  # a server runs the program on pipes
        return True
    if os.name == "posix" and os.environ.get("TERM", "") in ("", "dumb"):
        return False
    return all(stream is not None and stream.isatty() for stream in (sys.__stdin__, sys.__stderr__))


def is_watched() -> bool:
    """Whether what goes to stderr is seen by somebody, and not kept in a file."""
    return sys.__stderr__ is not None and sys.__stderr__.isatty()


def data_stream() -> BinaryIO | None:
    """Where exact bytes go: standard output, None when that is a terminal, which would obey some of them."""
    stream = sys.__stdout__
    if stream is None or stream.isatty():
        return None
    stream.flush()
    return cast("BinaryIO", stream.buffer)
