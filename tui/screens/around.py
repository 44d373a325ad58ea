"""Around: what a dialog stands in, and may do there."""

from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from store import dataclass
from tui.desk import Desk
from tui.keymap import Keymap


@dataclass(frozen=True, slots=True)
class Around:
    """What a dialog stands in, and may do there."""

    desk: Desk
    keymap: Keymap
    push: Callable[[Screen[Any], Callable[[Any], None]], object]
    """Shows a screen and calls back with its result."""
    tell: Callable[[], None]
    """Brings the last line up to date, after the dialog has ended."""
    run: Callable[[str], None]
    """Does an action of the key table."""
    become: Callable[[str], None]
    """Lets somebody else work here."""
