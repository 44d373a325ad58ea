"""Collecting: garbage is looked for while nobody waits, so that no key meets a pause for it.

A full collection goes through every object that is not frozen: 15 to 60 ms where many tags lie open. Left to itself it
begins whenever enough was made, in whatever thread, and all threads stand still meanwhile. So the collector does by
itself what is young, which takes a millisecond; the rest is done when no key has come for a while. What has survived
that is frozen, for it will be there for long.
"""

import gc
import sys
import time

IDLE = 2.0
"""Seconds without a key after which nobody waits."""
SWITCH = 0.001
"""Seconds after which a thread lets another one on: that which draws waits no longer for those beside it."""
FULL = 1_000
"""Collections of what is middle-aged after which all is collected at any time: millions of objects were made."""


class Collecting:
    """Looks for garbage at the right times, from `begin` to `end`."""

    def __init__(self) -> None:
        self._before = gc.get_threshold(), sys.getswitchinterval()
        self.full = 0
        """How many times all was collected: a measure of work."""

    def begin(self) -> None:
        """Let the collector work again, but never look through what the start has made."""
        gc.freeze()
        gc.set_threshold(*self._before[0][:2], FULL)
        gc.enable()
        sys.setswitchinterval(SWITCH)

    def look(self, pressed: float) -> None:
        """Collect all if nobody waits and something has grown old; ask it once a second, while no dialog is open.

        Args:
            pressed: when the last key came, by the monotonic clock.
        """
        if time.monotonic() - pressed >= IDLE and gc.get_count()[2]:
            gc.collect()
            gc.freeze()
            self.full += 1

    def end(self) -> None:
        """Have everything as it was before."""
        gc.set_threshold(*self._before[0])
        sys.setswitchinterval(self._before[1])
