"""Judged: what is said now of lines, that they are furniture or not, whoever said it: a key, an undo, a file."""

from collections.abc import Callable, Iterator

from store import Verdicts
from tui.desk import Desk

A_SLICE = 200
"""Decisions that are read at a time on the screen's own thread."""
PAUSE = 1 / 60


class Judged:
    """Asked after every key; it does nothing but compare a value, unless something else is said."""

    def __init__(self, desk: Desk, then: Callable[[bool], None]) -> None:
        """Nothing is read yet.

        Args:
            desk: what lies open.
            then: called when something else is said, with whether somebody has just done that here.
        """
        self._desk, self._then = desk, then
        self._source: object = None
        self._is_known = False
        self.verdicts = Verdicts()
        """What is said, as far as it has been read."""

    def keep_up(self) -> None:
        """Take over what is said now; many decisions are read in slices at first."""
        judging = self._desk.project.relations.judging
        if judging is not self._source:  # the first time, or another program has written
            self._source, self._is_known = judging, judging.is_ready
            if not judging.is_ready:
                self._read(judging.read(), judging)
                return
            self._take(is_own=False)
        elif self._is_known and not self._desk.is_working:
            self._take(is_own=True)

    def _take(self, *, is_own: bool) -> None:
        now = self._desk.project.relations.judging.verdicts
        if now is not self.verdicts and now != self.verdicts:
            self.verdicts = now
            self._then(is_own)

    def _read(self, rest: Iterator[None], source: object) -> None:
        if source is not self._source:
            return
        if not self._desk.is_working:
            for _ in range(A_SLICE):
                if next(rest, self) is self:
                    self._is_known = True
                    self._take(is_own=False)
                    return
        self._desk.host.set_timer(PAUSE, lambda: self._read(rest, source))
