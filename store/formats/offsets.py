"""Offsets in UTF-16 code units, which browsers and Java count, for those in code points, which the model counts."""

import re
from bisect import bisect_left

ASTRAL = re.compile("[\U00010000-\U0010ffff]")
"""What takes two units of UTF-16."""


class Utf16:
    """The offsets of one text in both units.

    Made with one search of the text; a question costs O(log a) for `a` characters above U+FFFF, nothing if there are
    none.
    """

    def __init__(self, text: str) -> None:
        self._length = len(text)
        has_none = len(text.encode("utf-16-le", "surrogatepass")) == 2 * len(text)  # at a tenth of the search's cost
        self._astral = [] if has_none else [found.start() for found in ASTRAL.finditer(text)]
        self._units = [offset + number for number, offset in enumerate(self._astral)]

    @property
    def length(self) -> int:
        """The length of the text in units."""
        return self._length + len(self._astral)

    @property
    def is_identity(self) -> bool:
        """Whether both units agree on every offset."""
        return not self._astral

    def of(self, offset: int) -> int:
        """The unit at a code point.

        Raises:
            ValueError: the text has no such offset.
        """
        if not 0 <= offset <= self._length:
            message = f"{offset} is not in a text of {self._length} code points"
            raise ValueError(message)
        return offset + bisect_left(self._astral, offset) if self._astral else offset

    def to_codepoint(self, unit: int) -> int:
        """The code point that starts at a unit.

        Raises:
            ValueError: the text has no such unit, or it is the second half of a character: it names no place.
        """
        if not 0 <= unit <= self.length:
            message = f"{unit} is not in a text of {self.length} UTF-16 units"
            raise ValueError(message)
        before = bisect_left(self._units, unit)
        if before and self._units[before - 1] == unit - 1:
            message = f"UTF-16 unit {unit} is inside a character"
            raise ValueError(message)
        return unit - before
