"""Choices: how somebody exported last, kept in `.sidemark/export.json`, on which no annotation depends."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args

import orjson

from store.classes import dataclass
from store.dataset import Wish
from store.sitting import kept

FILE = ".sidemark/export.json"
LARGEST = 1 << 16
"""Bytes of the file; nobody's choices are more."""
Preference = Literal["longest", "shortest"]


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen for an export."""

    format: str = "sidemark"
    everyone: bool = False
    """Whether the work of all annotators goes out."""
    kind: str = ""
    """Only labels of this kind; empty for all."""
    split: tuple[int, int, int] | None = None
    """The shares of train, validation and test; None: one dataset."""
    seed: int = 0
    is_strict: bool = False
    is_snapped: bool = False
    prefer: Preference = "longest"
    raw_cells: bool = False
    target: str = ""
    """Where to, as the user wrote it; empty for what is proposed."""
    is_body_only: bool = False

    def wish(self, output: Path | None, *, is_forced: bool = False) -> Wish:
        """What they mean for an export to a place."""
        return Wish(
            output,
            self.kind or None,
            is_strict=self.is_strict,
            is_forced=is_forced,
            split=self.split,
            seed=self.seed,
            is_snapped=self.is_snapped,
            is_body_only=self.is_body_only,
            prefer=self.prefer,
            options={"raw_cells": self.raw_cells},
        )


def read_choices(root: Path) -> Choices:
    """The last choices in a project; what is missing, damaged or of another type is as at the first time."""
    try:
        with (root / FILE).open("rb") as file:
            data = orjson.loads(file.read(LARGEST))
    except (OSError, ValueError):
        return Choices()
    return _choices(data) if isinstance(data, dict) else Choices()


def write_choices(root: Path, choices: Choices) -> bool:
    """Keep choices; whether that was possible (in a folder that cannot be written to it is not, and no matter)."""
    data = {
        "format": choices.format,
        "everyone": choices.everyone,
        "kind": choices.kind,
        "split": choices.split,
        "seed": choices.seed,
        "strict": choices.is_strict,
        "snap": choices.is_snapped,
        "prefer": choices.prefer,
        "raw_cells": choices.raw_cells,
        "body_only": choices.is_body_only,
        "target": choices.target,
    }
    return kept(root / FILE, orjson.dumps(data))


def _choices(data: Mapping[str, Any]) -> Choices:
    usual = Choices()
    seed, split, prefer = data.get("seed"), data.get("split"), data.get("prefer")
    is_split = isinstance(split, list) and len(split) == 3 and all(type(one) is int and one >= 0 for one in split)
    return Choices(
        _text(data, "format") or usual.format,
        data.get("everyone") is True,
        _text(data, "kind"),
        (split[0], split[1], split[2]) if isinstance(split, list) and is_split and sum(split) else None,
        seed if type(seed) is int else usual.seed,
        data.get("strict") is True,
        data.get("snap") is True,
        next((one for one in get_args(Preference) if one == prefer), usual.prefer),
        data.get("raw_cells") is True,
        _text(data, "target"),
        data.get("body_only") is True,
    )


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    return value if isinstance(value, str) else ""
