"""Units: what the offsets of a file count, found out by looking which reading gives the quotes of the file.

Code points, UTF-16 units and UTF-8 bytes are tried, and where the text has CRLF each of them with CRLF counted as one;
grapheme clusters only when somebody asks for them. Ties go to the first in that order.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from store.formats.found import FileUnit
from store.formats.offsets import ASTRAL

CRLF = re.compile("\r(?=\n)")
ODD = re.compile("[^\x00-\x7f]")
_CLUSTER_JOINERS = "\u200d"


class Reading(NamedTuple):
    """A way to count."""

    unit: FileUnit
    joins: bool = False
    """Whether a CR before a LF is not counted."""

    def __str__(self) -> str:
        words = {"codepoint": "code points", "utf16": "UTF-16 units", "utf8": "UTF-8 bytes", "grapheme": "graphemes"}
        return words[self.unit] + (" with CRLF as one" if self.joins else "")


UNITS: tuple[FileUnit, ...] = ("codepoint", "utf16", "utf8")
"""What is tried, in this order."""


class Ruler:
    """The offsets of one text in every unit; each way to count is prepared when it is first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        """The text, whose code points are counted."""
        self._has_crlf = "\r\n" in text
        self._is_plain = text.isascii()
        self._has_astral = not self._is_plain and ASTRAL.search(text) is not None
        self._marks: dict[Reading, tuple[list[int], list[int]]] = {}

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The ways to count that differ on this text, the most usual first; one for plain text."""
        units: list[FileUnit] = ["codepoint"]
        if self._has_astral:
            units.append("utf16")
        if not self._is_plain:
            units.append("utf8")
        joins = (False, True) if self._has_crlf else (False,)
        return tuple(Reading(unit, join) for join in joins for unit in units)

    def same(self, reading: Reading) -> Reading:
        """The first of `readings` that counts this text as a reading does."""
        unit: FileUnit = reading.unit
        if (unit == "utf16" and not self._has_astral) or (unit == "utf8" and self._is_plain):
            unit = "codepoint"
        return Reading(unit, reading.joins and self._has_crlf)

    def to_codepoint(self, offset: int, reading: Reading) -> int | None:
        """The code point at an offset; None when the offset is not in the text or names no place of it. O(log n)."""
        reading = self.same(reading)
        if reading == ("codepoint", False):
            return offset if 0 <= offset <= len(self.text) else None
        places, units = self._of(reading)
        number = bisect_left(units, offset)
        if reading.unit == "grapheme":
            return places[number] if number < len(units) and units[number] == offset else None
        if number == len(units) or offset < 0:
            return None
        if units[number] == offset:
            return places[number]
        found = places[number - 1] + offset - units[number - 1]
        return found if found < places[number] else None  # else it is inside a character

    def _of(self, reading: Reading) -> tuple[list[int], list[int]]:
        known = self._marks.get(reading)
        if known is None:
            known = self._marks[reading] = _measured(self.text, reading)
        return known


def _measured(text: str, reading: Reading) -> tuple[list[int], list[int]]:
    """Places in code points and in the unit: the start, the end, and both sides of what does not count one."""
    if reading.unit == "grapheme":
        starts = [*_clusters(text), len(text)]
        return starts, list(range(len(starts)))
    pattern = ODD if reading.unit == "utf8" else ASTRAL
    widths = {found.start(): _width(found[0], reading.unit) for found in pattern.finditer(text)}
    if reading.unit == "codepoint":
        widths = {}
    if reading.joins:
        widths |= dict.fromkeys((found.start() for found in CRLF.finditer(text)), 0)
    places, units = [0], [0]
    for at in sorted(widths):
        here = units[-1] + at - places[-1]
        if places[-1] != at:
            places.append(at)
            units.append(here)
        if widths[at]:
            places.append(at + 1)
            units.append(here + widths[at])
        else:  # a CR that is not counted: the place is before it
            places.append(at + 1)
            units.append(here)
    end = units[-1] + len(text) - places[-1]
    if places[-1] != len(text):
        places.append(len(text))
        units.append(end)
    return places, units


def _width(char: str, unit: FileUnit) -> int:
    return 2 if unit == "utf16" else len(char.encode("utf-8", "surrogatepass"))


def _clusters(text: str) -> Iterable[int]:
    """Where grapheme clusters start, by the rules that matter in texts: CRLF, marks, joiners, flags, skin tones."""
    import unicodedata  # noqa: PLC0415 - only for files that count so

    flags = 0
    for at, char in enumerate(text):
        before = text[at - 1] if at else ""
        is_flag = "\U0001f1e6" <= char <= "\U0001f1ff"
        joins = (
            (before == "\r" and char == "\n")
            or (before not in ("", "\r", "\n") and unicodedata.category(char) in ("Mn", "Me", "Mc"))
            or char == _CLUSTER_JOINERS
            or "\U0001f3fb" <= char <= "\U0001f3ff"
            or "\ufe00" <= char <= "\ufe0f"
            or (before == _CLUSTER_JOINERS and unicodedata.category(char) == "So")
            or (is_flag and flags % 2 == 1)
        )
        flags = flags + 1 if is_flag else 0
        if not joins:
            yield at
