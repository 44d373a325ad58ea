"""Values that tell how things stand: what is wrong with a file, and what of the work is on the disk."""

import threading
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a file that a user should know; nothing of it was thrown away."""

    file: str
    what: str
    where: str = ""
    how: str = ""
    """What was done, or what to do."""

    def __str__(self) -> str:
        place = f"{self.file} {self.where}".strip()
        return "; ".join(part for part in (f"{place}: {self.what}" if place else self.what, self.how) if part)


@dataclass(frozen=True, slots=True)
class SaveState:
    """What of the work is on the disk."""

    kind: Literal["saved", "saving", "failed"]
    at: str = ""
    """When the last action was seen to be on the disk, UTC, RFC 3339; "" before the first."""
    waiting: int = 0
    """Actions that are not on the disk yet."""
    why: str = ""
    """Why not, when it failed."""
    is_tight: bool = False
    """Whether the disk had no room for what is written ahead: it is nearly full."""


@dataclass(slots=True)
class Saved:
    """The acknowledgement of one action."""

    seq: int
    """The action's number in the journal; 0 for an action that changed nothing."""
    _done: threading.Event = field(default_factory=threading.Event)

    @property
    def is_done(self) -> bool:
        """Whether the action is on the disk."""
        return self._done.is_set()

    def acknowledge(self) -> None:
        """The action is on the disk."""
        self._done.set()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the action is on the disk; False when `timeout` seconds were too few."""
        return self._done.wait(timeout)
