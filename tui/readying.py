"""Readying: what a label's key will ask of the screen is looked up before it comes, while nobody types.

A stretch of a text is cut into words, sentences and names when somebody looks there first, which can take longer than
a frame. Somebody who has come to a screen reads it before tagging: that is the time to do it.
"""

import asyncio
from dataclasses import field

from store import Label, dataclass
from tui.desk import Desk
from tui.hints import offer

IDLE = 0.045
"""Seconds without another screen after which somebody reads: more than between two pages of a key that is held."""
FIRST = 1.0
"""The same after the start, which has enough to do."""


@dataclass(slots=True)
class Readying:
    """Looks at each screen somebody comes to, one kind of hint at a time, so that a key can come between."""

    desk: Desk
    looked: int = 0
    """How many screens were looked at to the end."""
    _place: tuple[str, int] | None = None
    _due: asyncio.Handle | None = None
    _labels: list[Label] = field(default_factory=list)

    def keep_up(self) -> None:
        """Look at the current pane soon if it shows another place; costs nothing else."""
        pane = self.desk.pane
        place = None if pane is None else (pane.sheet.path, pane.top)
        if place == self._place:
            return
        delay = FIRST if self._place is None else IDLE
        self._place = place
        if self._due is not None:
            self._due.cancel()
        self._due = asyncio.get_running_loop().call_later(delay, self._begin)

    def _begin(self) -> None:
        self._labels = list({label.hint: label for label in self.desk.project.schema.labels}.values())
        self._look()

    def _look(self) -> None:
        pane, spread = self.desk.pane, self.desk.spread
        if pane is None or spread is None or self.desk.is_working:
            return
        if not self._labels:
            self.looked += 1
            return
        offer(self._labels.pop(), pane.sheet.segments, spread.layer, pane.view.seen)
        self._due = asyncio.get_running_loop().call_soon(self._look)
