"""Dispatch: what a key means now, by the present mode, the key table and the label set, in that order."""

import time
from collections.abc import Callable

from store import Label, dataclass
from tui.desk import Desk
from tui.keymap import Keymap
from tui.keys import named


@dataclass(slots=True)
class Dispatch:
    """Takes the keys of a reading screen one by one."""

    desk: Desk
    keymap: Keymap
    run: Callable[[str], None]
    """Does an action of the key table."""
    pending: str = ""
    """The keys that have been pressed of a longer one."""
    pressed: float = 0.0
    """When the last key came, by the monotonic clock."""

    def press(self, key: str) -> None:
        """Do what a key says; one that does nothing says so."""
        desk, self.pressed = self.desk, time.monotonic()
        desk.message = ""
        if desk.mode is not None:
            desk.mode = desk.mode.take(key)
        else:
            self._press(f"{self.pending} {key}".strip())

    def label(self, label: Label) -> None:
        """Do what the key of a label does."""
        from tui.modes.hinting import label_key  # noqa: PLC0415 - the first screen comes without it

        label_key(self.desk, label)

    def forget(self) -> None:
        """What a key had begun is over: hints, and the beginning of a longer key."""
        self.desk.leave_mode()
        self.pending = ""

    def _press(self, keys: str) -> None:
        desk = self.desk
        self.pending = ""
        if self.keymap.is_prefix(keys):
            self.pending = keys
            desk.say(f"{named(keys)} …")
        elif action := self.keymap.action(keys):
            self.run(action)
        elif label := desk.project.schema.by_key(keys):
            self.label(label)
        elif keys == "ctrl+c":
            desk.say(f"{self.keymap.hint('copy')} copies, {self.keymap.hint('quit')} quits")
        else:
            desk.say(f"{named(keys)} does nothing here; {self.keymap.hint('help')} lists the keys")
