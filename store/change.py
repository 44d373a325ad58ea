"""One step of one record, and its inverse: the only way anything in a project changes."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any, Literal

from store.annotation import NOTHING, TABLES, Record, Table
from store.classes import dataclass

Kind = Literal["ins", "upd", "del"]
"""Insert, update, delete."""
_PARTS = {"ins": 1, "upd": 2, "del": 1}
"""How many records a step holds in a journal line."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one record.

    `ins` adds `new`, `del` removes `old`, `upd` removes the members named in `old` and then sets those in `new`:
    a member that was added is missing in `old`, one that was removed is missing in `new`.
    """

    kind: Kind
    table: Table
    number: int
    """The record's key in its annotator's file."""
    new: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    old: Mapping[str, Any] = field(default_factory=lambda: NOTHING)

    @classmethod
    def insert(cls, table: Table, number: int, record: Mapping[str, Any]) -> "Change":
        """The change that adds a record."""
        return cls("ins", table, number, new=record)

    @classmethod
    def delete(cls, table: Table, number: int, record: Mapping[str, Any]) -> "Change":
        """The change that removes a record."""
        return cls("del", table, number, old=record)

    @classmethod
    def between(cls, table: Table, number: int, old: Mapping[str, Any], new: Mapping[str, Any]) -> "Change | None":
        """The update that turns `old` into `new`, or None when they are equal."""
        gone = {name: value for name, value in old.items() if name not in new or not _is_same(new[name], value)}
        come = {name: value for name, value in new.items() if name not in old or not _is_same(old[name], value)}
        return cls("upd", table, number, new=come, old=gone) if gone or come else None

    @property
    def inverse(self) -> "Change":
        """The change that takes this one back."""
        kinds: dict[Kind, Kind] = {"ins": "del", "del": "ins", "upd": "upd"}
        return Change(kinds[self.kind], self.table, self.number, new=self.old, old=self.new)

    def applied_to(self, record: Mapping[str, Any] | None) -> Record | None:
        """The record after this change, a new dict; None when it is gone."""
        if self.kind == "del":
            return None
        if self.kind == "ins":
            return dict(self.new)
        kept = {name: value for name, value in (record or {}).items() if name not in self.old or name in self.new}
        return {**kept, **self.new}  # a changed member keeps its place, so a record keeps its order

    def to_op(self) -> list[Any]:
        """The change as it stands in a journal line; its records are the change's own."""
        number = str(self.number)
        if self.kind == "upd":
            return ["upd", self.table, number, _dict_of(self.new), _dict_of(self.old)]
        return [self.kind, self.table, number, _dict_of(self.new if self.kind == "ins" else self.old)]

    def holding(self, op: list[Any]) -> "Change":
        """The same with the values of its op."""
        new = NOTHING if self.kind == "del" else op[3]
        return Change(self.kind, self.table, self.number, new, NOTHING if self.kind == "ins" else op[-1])

    @classmethod
    def from_op(cls, op: list[Any]) -> "Change":
        """The change of a journal line's op.

        Raises:
            ValueError: it is not an op.
        """
        try:
            kind, table, number, first, *more = op
        except (TypeError, ValueError) as error:
            message = f"{op!r} is no step"
            raise ValueError(message) from error
        parts = (first, *more)
        if kind not in _PARTS or len(parts) != _PARTS[kind] or not all(isinstance(part, dict) for part in parts):
            message = f"{kind!r} with {len(parts)} records is no step"
            raise ValueError(message)
        if table not in TABLES:
            message = f"there is no table {table!r}"
            raise ValueError(message)
        old = more[0] if more else first
        return cls(kind, table, int(number), NOTHING if kind == "del" else first, NOTHING if kind == "ins" else old)


def _dict_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record as JSON takes it; itself where it is so already."""
    return record if record.__class__ is dict else dict(record)


def _is_same(one: object, other: object) -> bool:
    """Whether two values are written alike: 1 and true are equal, but not the same."""
    return one == other and type(one) is type(other)


def inverse(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes that take `changes` back: each inverted, in reverse order."""
    return tuple(change.inverse for change in reversed(tuple(changes)))
