"""Remembered: what was made of a word once is there when it returns, for the price of a look into a dictionary."""

from collections.abc import Callable
from typing import TypeVar

from store.matching.tokens import LONGEST_KEPT

Made = TypeVar("Made")


class Remembered(dict[str, Made]):
    """What a function makes of words; a text has half of its words twice, and shares most with the next.

    All is forgotten when there are too many. Long runs without a blank are not kept.
    """

    def __init__(self, make: Callable[[str], Made], most: int = 1 << 16) -> None:
        """Nothing is made yet."""
        super().__init__()
        self._make, self._most = make, most

    def __missing__(self, word: str) -> Made:
        """Make it."""
        made = self._make(word)
        if len(word) <= LONGEST_KEPT:
            if len(self) >= self._most:
                self.clear()
            self[word] = made
        return made
