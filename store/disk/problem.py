"""Values that tell how things stand: what is wrong with a file, and what of the work is on the disk."""

import threading
from _thread import LockType, allocate_lock
from collections.abc import Callable
from typing import Literal, NamedTuple

from store.classes import dataclass

_MAKING = threading.Lock()
"""Held by who makes what others wait at."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a file that a user should know; nothing of it was thrown away."""

    file: str
    what: str
    where: str = ""
    how: str = ""
    """What was done, or what to do."""
    code: str = ""
    """What kind of finding `sidemark check` makes of it, see `store.finding`; "" where it looks for itself."""

    def __str__(self) -> str:
        place = f"{self.file} {self.where}".strip()
        return "; ".join(part for part in (f"{place}: {self.what}" if place else self.what, self.how) if part)


class SaveState(NamedTuple):
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


class Saved:
    """The acknowledgement of one action."""

    __slots__ = ("_help", "_lock", "is_done", "seq")

    def __init__(self, seq: int, help_on: Callable[[], None] | None = None) -> None:
        """An action that is not on the disk yet.

        Args:
            seq: the action's number in the journal; 0 for one that changed nothing, and is done.
            help_on: called by whoever waits, to have it written at once.
        """
        self.seq = seq
        """The action's number in the journal; 0 for an action that changed nothing."""
        self.is_done = not seq
        """Whether the action is on the disk."""
        self._help = help_on
        self._lock: LockType | None = None  # made by the first who waits: hardly anybody does

    def acknowledge(self) -> None:
        """The action is on the disk."""
        self.is_done = True  # before the lock is looked for: who makes one looks here after that
        if self._lock is not None:
            self._lock.release()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the action is on the disk; False when `timeout` seconds were too few."""
        if not self.is_done and self._help is not None:
            self._help()
        if self.is_done:
            return True
        with _MAKING:
            if self._lock is None:
                lock = allocate_lock()
                lock.acquire()
                self._lock = lock
        if not self.is_done and self._lock.acquire(timeout=-1 if timeout is None else timeout):
            self._lock.release()  # for others who wait
        return self.is_done
