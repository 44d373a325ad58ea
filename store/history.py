"""Undo and redo: which action is next to be taken back, and which can be done again.

An undo is itself an action, written like any other, so the stacks can be rebuilt from what was written:
a plain action is pushed and empties redo, an undo moves its action over to redo, a redo moves it back.
"""

from collections.abc import Iterator
from typing import Protocol

from store.change import Change
from store.classes import dataclass
from store.splice import Splice


class Step(Protocol):
    """One action of a user, as the history knows it."""

    @property
    def seq(self) -> int:
        """Its number in the journal."""

    @property
    def action(self) -> str:
        """What it was, in a word."""

    @property
    def changes(self) -> tuple[Change, ...]:
        """What it changed."""

    @property
    def settings(self) -> Splice | None:
        """What it changed in sidemark.toml; None when it did not."""

    @property
    def size(self) -> int:
        """About how many changes it has; known without reading them."""


@dataclass(frozen=True, slots=True)
class Batch:
    """One action of a user: all of it is done, undone and redone as one step."""

    seq: int
    """Its number in the journal."""
    action: str
    """What it was, in a word: `tag`, `untag`, `tag-all` ..."""
    changes: tuple[Change, ...]
    settings: Splice | None = None
    """What it changed in sidemark.toml; None when it did not."""

    @property
    def size(self) -> int:
        """How many changes it has."""
        return len(self.changes)


class History:
    """The two stacks. It moves nothing itself: the one who applied a step says so."""

    def __init__(self) -> None:
        self._undo: list[Step] = []
        self._redo: list[Step] = []

    @property
    def to_undo(self) -> Step | None:
        """The action that an undo takes back next, or None."""
        return self._undo[-1] if self._undo else None

    @property
    def to_redo(self) -> Step | None:
        """The action that a redo does next, or None."""
        return self._redo[-1] if self._redo else None

    @property
    def depth(self) -> tuple[int, int]:
        """How many actions can be undone and redone."""
        return len(self._undo), len(self._redo)

    def latest(self) -> Iterator[Step]:
        """The actions that can be undone, the latest first."""
        return reversed(self._undo)

    def did(self, batch: Step) -> None:
        """A plain action was applied."""
        self._undo.append(batch)
        self._redo.clear()

    def undid(self, seq: int) -> None:
        """The action `seq` was taken back; if its line was dropped long ago, nothing can be done again before it is."""
        if not self._move(seq, self._undo, self._redo):
            self._redo.clear()

    def redid(self, seq: int) -> None:
        """The action `seq` was done again; if its line was dropped, nothing before it can be taken back."""
        if not self._move(seq, self._redo, self._undo):
            self._undo.clear()

    @staticmethod
    def _move(seq: int, source: list[Step], target: list[Step]) -> bool:
        for index in range(len(source) - 1, -1, -1):
            if source[index].seq == seq:
                target.append(source.pop(index))
                return True
        return False
