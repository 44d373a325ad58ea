"""Collecting: garbage is looked for while nobody waits, so that no key meets a pause for it.

A full collection goes through every object that is not frozen: 15 to 60 ms where many tags lie open. Left to itself it
begins whenever enough was made, in whatever thread, and all threads stand still meanwhile. So the collector does by
itself what is young, which takes a millisecond, and seldom: nearly all that keys make goes away without it. The rest is
done when no key has come for a while. What has survived that is frozen, for it will be there for long.
"""

import gc
import sys
import time

IDLE = 2.0
"""Seconds without a key after which nobody waits."""
SWITCH = 0.001
"""Seconds after which a thread lets another one on: that which draws waits no longer for those beside it."""
YOUNG = 10_000
"""Objects made and not gone again after which the young ones are looked through. With Python's own 700 that was a
twelfth of the processor time of a tag or a page, and one in a hundred saves took 50 µs longer."""
SETTLED = 700
"""So many that are left over are worth a look while nobody waits."""
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
        gc.set_threshold(YOUNG, self._before[0][1], FULL)
        gc.enable()
        sys.setswitchinterval(SWITCH)

    def look(self, pressed: float) -> None:
        """Collect all if nobody waits and enough was made; ask it once a second, while no dialog is open.

        Args:
            pressed: when the last key came, by the monotonic clock.
        """
        young, *older = gc.get_count()
        if time.monotonic() - pressed >= IDLE and (young > SETTLED or any(older)):
            gc.collect()
            gc.freeze()
            self.full += 1

    def end(self) -> None:
        """Have everything as it was before."""
        gc.set_threshold(*self._before[0])
        sys.setswitchinterval(self._before[1])
