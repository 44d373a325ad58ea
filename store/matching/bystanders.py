"""Bystanders: processes beside the program that stand still while keys come, so that keys have every processor.

Two processors of one core do little more than one of them alone: a process that counts as nothing, for it lets all
others go first, would still make keys slower by half.
"""

import threading
import time
from collections.abc import Callable

from store.matching.beside import Beside

CALM = 0.5
"""Seconds without a key after which they go on."""


class Bystanders:
    """Those that are running. Ask it in any thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """There are none yet."""
        self._clock = clock
        self._running: tuple[Beside, ...] = ()
        self._pressed = float("-inf")
        self._stand = False
        self._turn = threading.Lock()

    def pressed(self) -> None:
        """A key has come: have them stand still. Costs a look at the clock where they do already, or where none is."""
        self._pressed = self._clock()
        if self._running and not self._stand:
            self._turn_to(still=True)

    def look(self) -> None:
        """Let them go on if no key has come for a while; whoever waits for one asks it a few times a second."""
        if self._stand and self._is_calm:
            self._turn_to(still=False)

    def add(self, process: Beside) -> None:
        """There is one more; who adds it asks `look`, and takes it away when it has ended."""
        with self._turn:
            self._running += (process,)
            self._stand = self._stand or not self._is_calm
            process.stand(still=self._stand)

    def remove(self, process: Beside) -> None:
        """One of them has ended, or ends now."""
        with self._turn:
            self._running = tuple(one for one in self._running if one is not process)
            self._stand = self._stand and bool(self._running)

    @property
    def _is_calm(self) -> bool:
        return self._clock() - self._pressed >= CALM

    def _turn_to(self, *, still: bool) -> None:
        with self._turn:
            if self._is_calm == still:
                return  # another key has come meanwhile
            self._stand = still
            for process in self._running:
                process.stand(still=still)
