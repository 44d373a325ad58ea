"""Copying that never claims what it did not do.

OSC 52 goes to the terminal, which never answers: the words are then "sent to the terminal". A clipboard tool is run
by pyperclip in a child process, since it may hang, and the child reads back what it copied, since tools fail in
silence. What was copied last is also kept here, so that nothing is lost where there is no clipboard.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence

from store import dataclass
from tui.display import DIRECTIONS, SHOWN
from tui.words import short

LIMIT = 1.0
"""Seconds a clipboard tool may take."""
LARGE = 100_000
"""Code points from which a terminal may refuse a text."""
CHILD = """
import sys, time, pyperclip
text = sys.stdin.buffer.read().decode()
pyperclip.copy(text)
for wait in (0, .05, .1, .2):
    time.sleep(wait)  # a tool may own the clipboard a moment after it has returned
    if pyperclip.paste().replace("\\r\\n", "\\n") == text.replace("\\r\\n", "\\n"):
        sys.exit(0)
sys.exit(1)
"""
COMMAND = (sys.executable, "-P", "-c", CHILD)
"""`-P`: the folder one stands in may be a stranger's, and is never imported from."""


_REPLACED = {code: shown for code, shown in SHOWN.items() if code < 0xA0 or code in DIRECTIONS}


@dataclass(frozen=True, slots=True)
class Copied:
    """What became of a text that was to be copied."""

    words: str
    """Fit to show."""
    is_certain: bool
    """Whether the clipboard was seen to hold it."""


def plain(text: str) -> str:
    """The text with control and direction characters replaced, but for tabs and line ends."""
    return "\r\n".join(line.translate(_REPLACED) for line in text.split("\r\n"))


def citation(quote: str, source: str, title: str, published: str, start: int, end: int) -> str:
    """A quote and where it is from: `"quote" - Source, title, date, 120-161`."""
    parts = [part for part in (source, title if title != source else "", published) if part]
    return f'"{quote}" - {", ".join([*parts, f"{start}-{end}"])}'


def copy(
    text: str,
    *,
    send: Callable[[str], object] | None = None,
    exact: bool = False,
    environment: Mapping[str, str] = os.environ,
    command: Sequence[str] = COMMAND,
) -> Copied:
    """Copy a text; takes up to a second, so call it in a thread.

    Args:
        text: what to copy.
        send: writes OSC 52 to the terminal.
        exact: whether control and direction characters stay as they are.
        environment: where to look for a display.
        command: the clipboard tool; it gets the text on stdin and ends with 0 when it has copied it.
    """
    wanted = (text if exact else plain(text)).encode("utf-8", "replace").decode("utf-8")
    replaced = " (control characters replaced)" if wanted != text and not exact else ""
    if not wanted:
        return Copied("nothing to copy", is_certain=False)
    has_display = any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")) or sys.platform == "darwin"
    if (environment.get("SSH_TTY") or not has_display) and send is not None:
        send(wanted)
        large = "; it may be too large for it" if len(wanted) > LARGE else ""
        return Copied(f"sent to the terminal{large}{replaced}", is_certain=False)
    if copied_by_tool(wanted, command=command):
        return Copied(f"copied{replaced}", is_certain=True)
    if send is not None:
        send(wanted)
        return Copied(f"no clipboard tool worked; sent to the terminal{replaced}", is_certain=False)
    return Copied("not copied: there is no clipboard here", is_certain=False)


def copied_by_tool(text: str, *, command: Sequence[str] = COMMAND, limit: float = LIMIT) -> bool:
    """Whether a clipboard tool has put `text` on the clipboard within `limit` seconds."""
    try:
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and text, no shell
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        child.communicate(text.encode("utf-8", "replace"), timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
        return False
    return child.returncode == 0


def copy_and_say(text: str, send: Callable[[str], object], say: Callable[[str], object], *, exact: bool) -> None:
    """Copy a text, in a thread, and say which clipboard has it and how it begins."""
    say(f"{copy(text, send=send, exact=exact).words}: {short(text, 60)}")
