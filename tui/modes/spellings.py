"""Spellings: looks for the other places of a name in a thread, which ends when it is left."""

import re
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial

from store import Article, Sighting, mentioned
from tui.desk import Host

PAUSE = 0.1
"""Seconds after which it is begun: what is known already is painted first."""
BREATH = 0.002
"""Seconds that it sleeps between two steps: keys go first."""
RANKS = ("sure", "likely", "look")
"""The tiers, the surest first."""


class Spellings:
    """One search, which is heard of once, on the screen's thread."""

    def __init__(self, host: Host, hear: Callable[[list[Sighting]], None]) -> None:
        """Nothing is looked for before `begin`."""
        self._host, self._hear = host, hear
        self.is_looking = False
        """Whether it is under way."""

    def begin(self, articles: Sequence[Article], here: str, pattern: re.Pattern[str], names: Sequence[str]) -> None:
        """Look for all other places, see `mentioned`; not at all where there can be none."""
        if not names and all(one.path == here for one in articles):
            return
        self.is_looking = True
        look = partial(self._look, articles, here, pattern, names)
        self._host.set_timer(PAUSE, lambda: self._start(look))

    def leave(self) -> None:
        """Let it end at its next step, unheard."""
        self.is_looking = False

    def _start(self, look: Callable[[], None]) -> None:
        if self.is_looking:
            threading.Thread(target=look, name="spellings", daemon=True).start()

    def _look(self, articles: Sequence[Article], here: str, pattern: re.Pattern[str], names: Sequence[str]) -> None:
        found: list[Sighting] = []
        fault: Exception | None = None
        try:
            for one in mentioned(articles, here, pattern, names):
                if not self.is_looking:
                    return
                if one is None:
                    time.sleep(BREATH)
                else:
                    found.append(one)
        except Exception as error:  # the edge of the thread: it is raised where it is heard of
            fault = error
        order = {article.path: number for number, article in enumerate(articles)}
        found.sort(key=lambda one: (not one.is_exact, RANKS.index(one.tier), order[one.path], one.span))
        self._host.call_later(self._come, found, fault)

    def _come(self, found: list[Sighting], fault: Exception | None) -> None:
        if not self.is_looking:
            return
        self.is_looking = False
        if fault is not None:
            raise fault
        self._hear(found)
