"""Readying: what a label's key will ask of the screen is looked up before it comes, while somebody reads.

It is done in slices so short that a key which comes meanwhile is not seen to wait; a key puts the rest off.
"""

import asyncio
from collections.abc import Iterator
from time import perf_counter

from store import Span, dataclass
from tui.desk import Desk
from tui.hints import FINER, kind_of

IDLE = 0.04
"""Seconds without a key after which somebody reads: more than between two pages of a key that is held."""
FIRST = 1.0
"""The same after the start, which has enough to do."""
SLICE, PAUSE = 0.001, 0.003
"""Seconds of work at once, and between two slices."""
PIECE = 256
"""Code points that are looked at between two looks at the clock: all of it may be one sentence."""


@dataclass(slots=True)
class Readying:
    """Looks at each screen somebody comes to."""

    desk: Desk
    looked: int = 0
    """How many screens were looked at to the end."""
    _place: tuple[object, ...] = ()
    _pieces: Iterator[None] | None = None
    _due: asyncio.TimerHandle | None = None

    def keep_up(self) -> None:
        """A key has come: look on soon, at the current pane if it shows another place now."""
        pane = self.desk.pane
        place = () if pane is None else (id(pane.sheet), pane.top, pane.outer_size)
        if place != self._place:
            is_first = not self._place
            self._place, self._pieces = place, self._looks()
            self._wait(FIRST if is_first else IDLE)
        elif self._pieces is not None:
            self._wait(IDLE)

    def _wait(self, seconds: float) -> None:
        if self._due is not None:
            self._due.cancel()
        self._due = asyncio.get_running_loop().call_later(seconds, self._go_on)

    def _go_on(self) -> None:
        if self._pieces is None:
            return
        end = perf_counter() + SLICE
        while perf_counter() < end:
            if next(self._pieces, self) is self:
                self._pieces = None
                self.looked += 1
                return
        self._wait(PAUSE)

    def _looks(self) -> Iterator[None]:
        """Look at all that labels can stand on, a piece at a time."""
        from store import objects  # noqa: PLC0415 - its rules are read at the first look, not at the start

        desk = self.desk
        kinds = [kind for label in desk.project.schema.labels if (kind := kind_of(label))]
        for kind in dict.fromkeys([*kinds, *(FINER[kind] for kind in kinds if kind in FINER)]):
            for start, end in desk.pane.view.seen if desk.pane is not None else ():
                for at in range(start, end, PIECE):
                    if desk.pane is None or desk.is_working:
                        return  # a thread has the model
                    objects(desk.pane.sheet.segments, kind, Span(at, min(at + PIECE, end)))
                    yield
