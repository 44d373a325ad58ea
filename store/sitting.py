"""Sitting: which articles lay open, where the reader was and what was folded, kept from one start to the next.

It lives in `.sidemark/positions.json`, is rebuildable, and no annotation depends on it.
"""

import contextlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from store.classes import dataclass

FILE = ".sidemark/positions.json"
MOST = 10_000
"""How many articles' places are kept, the last visited ones."""
MOST_FOLDED = 1_000
"""How many articles' folds are kept, likewise."""
MOST_FOLDS = 100
"""Folds of one article."""


class Fold(NamedTuple):
    """Whole lines of a text that can be shown as one row: the furniture of a page."""

    start: int
    """The offset of its first line."""
    end: int
    """The offset after its last line end, or the text's end."""
    lines: int
    """How many lines it has that are not blank."""
    what: tuple[str, ...]
    """The names of the rules that say what it is, in the order of the text, each once."""

    def fits(self, text: str) -> bool:
        """Whether it is made of whole lines of a text."""
        is_begun = self.start == 0 or text[self.start - 1 : self.start] == "\n"
        is_ended = self.end == len(text) or text[self.end - 1 : self.end] == "\n"
        return 0 <= self.start < self.end <= len(text) and is_begun and is_ended


class Folded(NamedTuple):
    """What of an article is folded."""

    name: str
    """The SHA-256 of the text that was looked at."""
    folds: tuple[Fold, ...] = ()
    """In the order of the text."""
    opened: tuple[int, ...] = ()
    """Where those start that are open."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """The state of the reading screen at its end."""

    panes: tuple[str, ...] = ()
    """The articles in the panes, from left to right."""
    current: int = 0
    """The pane that had the keys."""
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Article path -> caret and top of the screen, as text offsets."""
    folded: Mapping[str, Folded] = field(default_factory=dict)
    """Article path -> what of it is folded."""


def read_sitting(root: Path) -> Sitting:
    """The last sitting in a project; an empty one when there was none or its file is damaged."""
    try:
        data = orjson.loads((root / FILE).read_bytes())
        panes = tuple(path for path in data["panes"] if isinstance(path, str))
        places = {path: _place(value) for path, value in data["places"].items()}
        folded = {path: _folded(*value) for path, value in data.get("folded", {}).items()}
        return Sitting(panes, int(data.get("current", 0)), places, folded)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Sitting()


def write_sitting(root: Path, sitting: Sitting) -> bool:
    """Keep a sitting; whether that was possible (in a folder that cannot be written to it is not, and no matter)."""
    places = dict(list(sitting.places.items())[-MOST:])
    data: dict[str, Any] = {"panes": sitting.panes, "current": sitting.current, "places": places}
    if folded := dict(list(sitting.folded.items())[-MOST_FOLDED:]):
        data["folded"] = {path: [one.name, rows_of(one.folds), one.opened] for path, one in folded.items()}
    return kept(root / FILE, orjson.dumps(data))


def kept(path: Path, data: bytes) -> bool:
    """Put a small file of `.sidemark/` in place at once; whether that was possible."""
    import tempfile  # noqa: PLC0415 - not for those who read

    try:
        path.parent.mkdir(exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.stem}-")
    except OSError:
        return False
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        return False
    return True


def _place(value: Any) -> tuple[int, int]:
    caret, top = value
    if type(caret) is not int or type(top) is not int or caret < 0 or top < 0:
        message = f"{value!r} is no place"
        raise ValueError(message)
    return caret, top


def _folded(name: Any, folds: Any, opened: Any) -> Folded:
    found = folds_from(folds)
    if not isinstance(name, str) or not all(type(at) is int for at in opened):
        message = f"{name!r} is no name of a text, or {opened!r} are no places"
        raise ValueError(message)
    return Folded(name, found, tuple(opened))


def rows_of(folds: Iterable[Fold]) -> list[tuple[Any, ...]]:
    """Folds as they are written."""
    return [(*fold,) for fold in folds]


def folds_from(rows: Any) -> tuple[Fold, ...]:
    """The folds of one text as they were written; whoever uses them asks whether they fit.

    Raises:
        ValueError, TypeError: they are none, or not in the order of a text.
    """
    found = tuple(Fold(start, end, lines, tuple(what)) for start, end, lines, what in rows[:MOST_FOLDS])
    ends = [0]
    for fold in found:
        numbers = fold[:3]
        if not all(type(one) is int for one in numbers) or not all(isinstance(one, str) for one in fold.what):
            message = f"{fold!r} is no fold"
            raise ValueError(message)
        ends += numbers[:2]
    if ends != sorted(ends):
        message = "folds lie over each other"
        raise ValueError(message)
    return found
