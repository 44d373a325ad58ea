"""A line of the journal: one action as compact JSON with a checksum, parsed only when somebody asks what it changed."""

import math
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple, overload

import orjson

from store.annotation import Record
from store.change import Change
from store.splice import Splice

Op = list[Any]
"""A change as it stands in a line, see `Change.from_op`."""
SEAL = 18
"""Bytes of `,"crc":"xxxxxxxx"}`."""
PLAIN = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_SUBCLASS
"""Values that would come back as something else are refused."""
_HEAD = re.compile(rb'\{"seq":(\d+),"journal":"([^"\\]*)","at":"([^"\\]*)","do":"([^"\\]*)"')
"""How a line of ours begins; one that begins otherwise is parsed whole. Optional groups here would cost three times."""
BEGINNING = re.compile(
    rb'\{"seq":(\d+),"journal":"[^"]*","at":"[^"]*","do":"[^"]*"'
    rb',"ops":\[\["(?:ins","annotations","(\d+)",\{"article":"([^"\\]*)"|upd","annotations","(\d+)",\{)'
)
"""How most lines begin: with a step that adds an annotation or changes one, by no undo and no redo.

What an escaped quotation mark stands in does not fit: behind it there can be no comma and another one.
"""
_BACK = re.compile(rb'(?:,"undo":(\d+))?(?:,"redo":(\d+))?,"ops":\[')
"""What follows."""
_NEXT = b'}],["'
"""Stands between two steps; it may stand elsewhere too, but never in a text, where quotation marks are escaped."""
_LAST = b']],"crc":"'
_BODY, _TAIL = itemgetter(slice(None, -SEAL)), itemgetter(slice(-SEAL, None))
_END = len(b']],"crc":"xxxxxxxx"}')
_UPDATE = re.compile(rb'[^][{}]*\},\{[^][{}]*\}\]\],"crc":"\w{8}"\}\Z')
"""How such a line goes on that changes members of one annotation, none of which holds others."""


def seal(value: Mapping[str, Any]) -> bytes:
    """A line for a value: compact JSON with a CRC-32 of what stands before it.

    Raises:
        TypeError: JSON cannot hold the value; a number that is not finite would silently become null.
    """
    _must_be_finite(value)
    body = orjson.dumps(value, option=PLAIN)[:-1]
    return body + b',"crc":"%08x"}\n' % zlib.crc32(body)


def bare(head: dict[str, Any], changes: Iterable[Change], settings: Splice | None = None) -> tuple[bytes, list[Op]]:
    """What the line of an action says, to be `sealed`, and its ops: they are as read again, and nobody else holds them.

    Args:
        head: what the line says before its ops; they are put in.
        changes: what it does.
        settings: what it changes in sidemark.toml.

    Raises:
        TypeError: JSON cannot hold a value in it.
    """
    ops = head["ops"] = [_op(one) for one in changes]
    if settings is not None:
        head["settings"] = settings.to_dict()
    return orjson.dumps(head, option=PLAIN)[:-1], ops


def sealed(body: bytes) -> bytes:
    """The line, without its newline, of what `bare` made; for the thread that writes, since it cannot fail."""
    return body + b',"crc":"%08x"}' % zlib.crc32(body)


def _op(one: Change) -> Op:
    """As `Change.to_op`, of copies."""
    if one.kind == "upd":
        return ["upd", one.table, str(one.number), _own(one.new), _own(one.old)]
    return [one.kind, one.table, str(one.number), _own(one.new if one.kind == "ins" else one.old)]


def _own(record: Mapping[str, Any]) -> Record:
    """A copy of a record that shares nothing which can be changed; its values are as they will be read again."""
    copy = dict(record)
    for name, value in copy.items():
        if value.__class__ not in _SIMPLE:
            copy[name] = _read_again(value)
    return copy


def _read_again(value: object) -> object:
    """A value as it comes out of a file.

    Raises:
        TypeError: JSON cannot hold it; a number that is not finite would silently become null.
    """
    if value.__class__ is dict and not value:  # as the attributes of most annotations
        return {}
    again: object = orjson.loads(orjson.dumps(value, option=PLAIN))
    if again != value:  # a number that is not finite came back as null, or a tuple as a list
        _must_be_finite(value)
    return again


def _must_be_finite(value: object) -> None:
    if isinstance(value, float) and not math.isfinite(value):
        message = f"{value} is no number that JSON has"
        raise TypeError(message)
    if isinstance(value, Mapping):
        value = value.values()
    elif not isinstance(value, list | tuple):
        return
    for part in value:
        if part.__class__ not in _SIMPLE:
            _must_be_finite(part)


_SIMPLE = frozenset({str, int, bool, type(None)})
"""Kinds of values that are always finite."""


def is_sealed(line: bytes) -> bool:
    """Whether the checksum of a line without its newline holds; nothing is parsed."""
    return line[-SEAL:] == b',"crc":"%08x"}' % zlib.crc32(line[:-SEAL])  # a view takes longer than a copy


def unseal(line: bytes) -> dict[str, Any] | None:
    """The value of a line without its newline, None when the checksum fails; compared before anything is parsed."""
    if not is_sealed(line):
        return None
    value = orjson.loads(line)
    if not isinstance(value, dict):
        return None
    del value["crc"]
    return value


Head = re.Match[bytes]
"""The beginning of a line that begins as most do."""


def are_sealed(lines: Sequence[bytes]) -> bool:
    """Whether the checksums of all lines hold; as `is_sealed`, in two thirds of the time."""
    sums = tuple(map(zlib.crc32, map(_BODY, lines)))
    return b"".join(map(_TAIL, lines)) == b',"crc":"%08x"}' * len(sums) % sums


def adds_only(line: bytes, start: int) -> bool:
    """Whether the step that begins at a place of a line, and adds a record, is all that the line does."""
    # the bracket that ends the step is the first in most lines
    end = len(line) - _END
    return line.find(b"]", start) == end or (_NEXT not in line and line.startswith(_LAST, end))


def record_in(line: bytes) -> Record:
    """The annotation that a line adds; of one that begins so and `adds_only`."""
    record: Record = orjson.loads(line)["ops"][0][3]
    return record


def altered(line: bytes, head: Head) -> int:
    """The number of the annotation that a line changes if that is all it does, and that is easy to see; 0 elsewhere."""
    is_plain = _UPDATE.match(line, head.end()) is not None and b'"article":' not in line
    return int(head[4]) if is_plain else 0


def step_in(line: bytes) -> Change:
    """What a line changes; for one of which `altered` told the number."""
    return Change.from_op(orjson.loads(line)["ops"][0])


class Later(NamedTuple):
    """An annotation that was changed, to be made of what it was when somebody asks for it."""

    line: bytes
    """The journal's line that added it; empty where it is in the snapshot."""
    steps: tuple[bytes, ...]
    """Those that have changed it since."""


Value = Record | bytes | Later | None
"""A record as it is now, or the journal's line that adds it where nobody has asked for it yet; None: it is gone."""


def opened(value: Value, before: Record | None = None) -> Record | None:
    """A record, parsed if it is not yet; `before` is what it was in the snapshot."""
    if isinstance(value, bytes):
        return record_in(value)
    if isinstance(value, Later):
        record = record_in(value.line) if value.line else before
        for step in value.steps:
            record = step_in(step).applied_to(record) if record is not None else None
        return record
    return value


def later(value: Value, line: bytes) -> Value:
    """What becomes of a record that a line of the journal changes; None is one of the snapshot that nobody has read."""
    if isinstance(value, dict):
        return step_in(line).applied_to(value)
    if isinstance(value, Later):
        return Later(value.line, (*value.steps, line))
    return Later(value if isinstance(value, bytes) else b"", (line,))


class Line:
    """One action. One that was read from a file says at once which it is, and what it changed when it is asked."""

    __slots__ = ("_changes", "_said", "_settings", "raw", "redo", "seq", "undo")

    def __init__(  # noqa: PLR0913 - one for each member of a line
        self,
        seq: int,
        journal: str,
        at: str,
        do: str,
        changes: Sequence[Change],
        *,
        undo: int | None = None,
        redo: int | None = None,
        settings: Any = None,
    ) -> None:
        self.seq = seq
        """Its number in the journal."""
        self.raw = b""
        """As it stands in a file, without newline; empty for one that was not read from one."""
        self.undo = undo
        """The action that this one took back."""
        self.redo = redo
        """The action that this one did again."""
        self._said: tuple[str, str, str] | None = (journal, at, do)
        self._changes: tuple[Change, ...] | None = tuple(changes)
        self._settings = settings

    @classmethod
    def written(cls, raw: bytes) -> "Line":
        """The action of a sealed line without its newline.

        Raises:
            ValueError: it is none.
        """
        head = _HEAD.match(raw)
        back = _BACK.match(raw, head.end()) if head is not None else None
        if head is not None and back is not None:
            line = cls.plain(raw, int(head[1]))
            line.undo, line.redo = (None if number is None else int(number) for number in back.groups())
            return line
        value = orjson.loads(raw)
        try:
            names = (int(value["seq"]), str(value["journal"]), str(value["at"]), str(value["do"]))
            changes = tuple(Change.from_op(op) for op in value["ops"])
        except (KeyError, TypeError) as error:
            message = f"{error} is missing or wrong"
            raise ValueError(message) from error
        more = {name: value.get(name) for name in ("undo", "redo", "settings")}
        line = cls(*names, changes, **more)
        line.raw = raw
        return line

    @classmethod
    def plain(cls, raw: bytes, seq: int) -> "Line":
        """The action of a sealed line whose number is known, and which is neither an undo nor a redo."""
        line = cls.__new__(cls)
        line.seq, line.raw = seq, raw
        line.undo = line.redo = line._changes = line._said = line._settings = None
        return line

    @property
    def journal(self) -> str:
        """The journal it was written to, by its id."""
        return self._told[0]

    @property
    def at(self) -> str:
        """When, UTC, RFC 3339; a label, never an order."""
        return self._told[1]

    @property
    def do(self) -> str:
        """What it was, in a word: `tag`, `untag`, `tag-all` ..."""
        return self._told[2]

    @property
    def changes(self) -> tuple[Change, ...]:
        """What it changed; parsed anew each time where the line was read from a file, so that nobody shares values.

        Raises:
            ValueError: the line does not say.
        """
        if self._changes is not None:
            return self._changes
        try:
            return tuple(Change.from_op(op) for op in orjson.loads(self.raw)["ops"])
        except (KeyError, TypeError) as error:
            message = f"{error} is missing or wrong"
            raise ValueError(message) from error

    @property
    def size(self) -> int:
        """About how many changes it has; counted without parsing them."""
        return self.raw.count(_NEXT) + 1 if self._changes is None else len(self._changes)

    @property
    def settings(self) -> Splice | None:
        """What it changed in sidemark.toml; None when it did not."""
        if self._settings is None and self.raw and b'],"settings":{' in self.raw:
            self._settings = orjson.loads(self.raw).get("settings")
        return Splice.from_dict(self._settings)

    @property
    def _told(self) -> tuple[str, str, str]:
        if self._said is None:
            head = _HEAD.match(self.raw)
            if head is not None:
                self._said = head[2].decode(), head[3].decode(), head[4].decode()
            else:  # a word in it is escaped
                value = orjson.loads(self.raw)
                self._said = str(value["journal"]), str(value["at"]), str(value["do"])
        return self._said

    @property
    def action(self) -> str:
        """What it was, as the history calls it."""
        return self.do

    def to_bytes(self) -> bytes:
        """The sealed line.

        Raises:
            TypeError: JSON cannot hold a value in it.
        """
        return seal(self.to_value())

    def to_value(self) -> dict[str, Any]:
        """What is sealed, in the order of a line."""
        value: dict[str, Any] = {"seq": self.seq, "journal": self.journal, "at": self.at, "do": self.do}
        if self.undo is not None:
            value["undo"] = self.undo
        if self.redo is not None:
            value["redo"] = self.redo
        value["ops"] = [change.to_op() for change in self.changes]
        if self.settings is not None:
            value["settings"] = self.settings.to_dict()
        return value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Line) and self.to_bytes() == other.to_bytes()

    def __hash__(self) -> int:
        return hash((self.seq, self.journal))

    def __repr__(self) -> str:
        return f"Line({self.seq}, {self.journal!r}, {self.do!r})"


class Lines(Sequence[Line]):
    """The actions of a journal, in the order of the file; one is made when somebody asks for it."""

    def __init__(self, raw: list[bytes], heads: list[Head | None], made: list[Line | None]) -> None:
        """Hold them.

        Args:
            raw: the sealed lines without their newlines.
            heads: how each begins, None where that is not as most do.
            made: those that do not.
        """
        self.raw = raw
        """They as they stand in the file, without their newlines."""
        self.seqs = [int(head[1]) if head else line.seq if line else 0 for head, line in zip(heads, made, strict=True)]
        """Their numbers."""
        self._heads, self._made = heads, made

    @property
    def heads(self) -> list[Head | None]:
        """How each begins, None where that is not as most do; to be asked once: a long history would hold them all."""
        heads, self._heads = self._heads, [None] * len(self.raw)
        return heads

    def __len__(self) -> int:
        return len(self.raw)

    @overload
    def __getitem__(self, at: int) -> Line: ...

    @overload
    def __getitem__(self, at: slice) -> list[Line]: ...

    def __getitem__(self, at: int | slice) -> Line | list[Line]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self.raw)))]
        return self._made[at] or Line.plain(self.raw[at], self.seqs[at])
