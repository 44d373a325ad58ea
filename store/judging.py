"""Judging: what an annotator has said of lines, that they are furniture or not, kept in step with every change."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from store.annotation import Record
from store.matching.verdicts import KIND, Verdicts

AT_ONCE = 1_000
"""Decisions that are read while somebody waits for a key."""


class Source(Protocol):
    """Where the records are."""

    def items(self, table: str) -> Iterable[tuple[int, Record]]:
        """Number and record of everything in a table."""

    def size(self, table: str) -> int:
        """How many records a table has."""


class Judging:
    """The verdicts of one annotator. Nothing is read before somebody asks."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._records: dict[int, Record] = {}
        self._verdicts: Verdicts | None = None
        self._is_read = False
        self._changed: set[int] = set()

    @property
    def is_ready(self) -> bool:
        """Whether the verdicts are there at once, or within the time of a key."""
        return self._is_read or self._source.size("decisions") <= AT_ONCE

    @property
    def records(self) -> tuple[Record, ...]:
        """The decisions, the last one last."""
        if not self._is_read:
            for _ in self.read():
                pass
        return tuple(self._records[number] for number in sorted(self._records))

    @property
    def verdicts(self) -> Verdicts:
        """What is said now; the same value until that is different. The first question reads through all decisions."""
        if self._verdicts is None or not self._is_read:
            self._verdicts = Verdicts.of(self.records)
        return self._verdicts

    def read(self) -> Iterator[None]:
        """Read all there is, a record at each step, so that it can be done in slices; changes may happen meanwhile."""
        for number, record in self._source.items("decisions"):
            if number not in self._changed:
                self._take(number, record)
            yield
        self._is_read = True

    def follow(self, number: int, record: Record | None) -> None:
        """Take over a change: what a decision's record is now, None for nothing."""
        if not self._is_read:
            self._changed.add(number)  # who is just reading may hold what it was
        self._take(number, record)

    def _take(self, number: int, record: Record | None) -> None:
        if self._records.pop(number, None) is not None:
            self._verdicts = None
        if record is not None and record.get("kind") == KIND and isinstance(record.get("quote"), str):
            self._records[number] = record
            self._verdicts = None
