"""Resting: something that is done once each time that keys have come and then none for a while."""

import time
from collections.abc import Callable

IDLE = 3.0
"""Seconds without a key after which it is done."""


class Resting:
    """Does something when nobody waits, and not again before another key."""

    def __init__(self, work: Callable[[], object], clock: Callable[[], float] = time.monotonic) -> None:
        self._work, self._clock = work, clock
        self._done = 0.0

    def look(self, pressed: float) -> None:
        """Do it if it is time; ask it once a second.

        Args:
            pressed: when the last key came, by the monotonic clock; 0 when none has.
        """
        if pressed != self._done and self._clock() - pressed >= IDLE:
            self._done = pressed
            self._work()
