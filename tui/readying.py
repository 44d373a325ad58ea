"""Readying: what a label's key will ask of the screen is looked up before it comes, while somebody reads.

It is done in slices so short that a key which comes meanwhile is not seen to wait; a key puts the rest off. Who tagged
on the screen before will do so on this one: the kind of objects that was asked for there is looked up as soon as the
screen is drawn, the others when somebody reads.
"""

import asyncio
from collections.abc import Iterator
from threading import Event
from time import perf_counter
from typing import TYPE_CHECKING

from store import Span, dataclass
from tui.desk import Desk
from tui.hints import FINER, kind_of

if TYPE_CHECKING:
    from store import Kind

IDLE = 0.04
"""Seconds without a key after which somebody reads: more than between two pages of a key that is held."""
FIRST = 1.0
"""The same after the start, which has enough to do."""
SLICE, PAUSE, BRISK = 0.001, 0.003, 0.0005
"""Seconds of work at once, and between two slices; less where the next key will surely ask for it."""
LAPSE = 2
"""Screens without a label's key after which nobody tags any more."""
PIECE = 256
"""Code points that are looked at between two looks at the clock: all of it may be one sentence."""
RULES = Event()
"""Set when the rules for words, names and the like are loaded."""


@dataclass(slots=True)
class Readying:
    """Looks at each screen somebody comes to."""

    desk: Desk
    looked: int = 0
    """How many screens were looked at to the end."""
    _asked: str = ""
    _unasked: int = 0
    """Screens since a label's key was pressed."""
    _place: tuple[object, ...] = ()
    _pieces: Iterator[float] | None = None
    _due: asyncio.TimerHandle | None = None

    def keep_up(self) -> None:
        """A key has come: look on soon, at the current pane if it shows another place now."""
        pane = self.desk.pane
        place = () if pane is None else (id(pane.sheet), pane.top, pane.outer_size)
        if place != self._place:
            is_first = not self._place
            asked = self._asked if self._unasked < LAPSE else ""
            self._unasked += 1
            self._place, self._pieces = place, self._looks(asked)
            self._wait(FIRST if is_first else IDLE)
            if asked and pane is not None:
                pane.call_after_refresh(self._begin, self._pieces)
        elif self._pieces is not None:
            self._wait(IDLE)
        if hinted := self.desk.alongside.hinted:
            self._asked, self._unasked, self.desk.alongside.hinted = hinted, 0, ""

    def _wait(self, seconds: float) -> None:
        if self._due is not None:
            self._due.cancel()
        self._due = asyncio.get_running_loop().call_later(seconds, self._go_on)

    def _begin(self, pieces: Iterator[float]) -> None:
        if pieces is self._pieces:
            self._go_on()

    def _go_on(self) -> None:
        if self._pieces is None:
            return
        if not RULES.is_set():  # a thread loads them, and would be raced by this one
            self._wait(FIRST)
            return
        end, pause = perf_counter() + SLICE, 0.0
        while pause < IDLE and perf_counter() < end:
            pause = next(self._pieces, -1.0)
            if pause < 0:
                self._pieces = None
                self.looked += 1
                return
        self._wait(pause)

    def _looks(self, asked: str) -> Iterator[float]:
        """Look at all that labels can stand on, a piece at a time; how long to wait if that was enough at once.

        Args:
            asked: what the last key asked for; it comes first and at once, and then there is a rest.
        """
        kinds = [kind for label in self.desk.project.schema.labels if (kind := kind_of(label))]
        kinds += [FINER[kind] for kind in kinds if kind in FINER]
        for kind in sorted(dict.fromkeys(kinds), key=lambda kind: kind != asked):
            yield from (BRISK if kind == asked else PAUSE for _ in self._look(kind))
            if kind == asked:
                yield IDLE

    def _look(self, kind: "Kind") -> Iterator[None]:
        """Look at all objects of a kind on the screen."""
        from store import objects  # noqa: PLC0415 - its rules are read at the first look, not at the start

        desk = self.desk
        for start, end in desk.pane.view.seen if desk.pane is not None else ():
            for at in range(start, end, PIECE):
                if desk.pane is None or desk.is_working:
                    return  # a thread has the model
                objects(desk.pane.sheet.segments, kind, Span(at, min(at + PIECE, end)))
                yield
