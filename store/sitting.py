"""Sitting: which articles lay open and where the reader was, kept from one start to the next.

It lives in `.sidemark/positions.json`, is rebuildable, and no annotation depends on it.
"""

import contextlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

import orjson

from store.classes import dataclass

FILE = ".sidemark/positions.json"
MOST = 10_000
"""How many articles' places are kept, the last visited ones."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """The state of the reading screen at its end."""

    panes: tuple[str, ...] = ()
    """The articles in the panes, from left to right."""
    current: int = 0
    """The pane that had the keys."""
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Article path -> caret and top of the screen, as text offsets."""


def read_sitting(root: Path) -> Sitting:
    """The last sitting in a project; an empty one when there was none or its file is damaged."""
    try:
        data = orjson.loads((root / FILE).read_bytes())
        panes = tuple(path for path in data["panes"] if isinstance(path, str))
        places = {path: _place(value) for path, value in data["places"].items()}
        return Sitting(panes, int(data.get("current", 0)), places)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Sitting()


def write_sitting(root: Path, sitting: Sitting) -> bool:
    """Keep a sitting; whether that was possible (in a folder that cannot be written to it is not, and no matter)."""
    places = dict(list(sitting.places.items())[-MOST:])
    return kept(root / FILE, orjson.dumps({"panes": sitting.panes, "current": sitting.current, "places": places}))


def kept(path: Path, data: bytes) -> bool:
    """Put a small file of `.sidemark/` in place at once; whether that was possible."""
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
