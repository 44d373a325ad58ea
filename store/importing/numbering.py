"""Numbering: ids for what an import adds for one annotator: those of the file where they were never used, else new."""

from collections.abc import Set

from store.annotation import id_number
from store.disk.database import Database

HIGHEST = 1_000_000_000
"""A number that is kept is below; a file could else use all of them up with one."""


class Numbers:
    """Hands out ids, each once."""

    def __init__(self, database: Database, reserved: Set[str]) -> None:
        """Begin.

        Args:
            database: the annotator's.
            reserved: ids that records of the files have; they are kept for these.
        """
        self._annotator = database.annotator
        self._first = self._next = database.take_number()  # from here on all are free
        self._reserved = reserved
        self._taken: set[int] = set()

    def take(self, wanted: str = "") -> str:
        """The id that a record gets; the one it has in the file if that is the annotator's own and free."""
        number = self._own(wanted)
        if number is None or number in self._taken:
            while self._next in self._taken or f"{self._annotator}-{self._next}" in self._reserved:
                self._next += 1
            number = self._next
        self._taken.add(number)
        return f"{self._annotator}-{number}"

    def _own(self, wanted: str) -> int | None:
        name = plain(wanted)
        try:
            number = id_number(name)
        except ValueError:
            return None
        is_own = name == f"{self._annotator}-{number}"
        return number if is_own and self._first <= number < HIGHEST else None


def plain(name: str) -> str:
    """What a file calls a record, without what stands before it: `ana-1` of `urn:sidemark:a.txt#ana-1`."""
    return name.rpartition("#")[2].rpartition(":")[2]
