"""The header of a WebAnno TSV: which layers the file has, and which columns of a row belong to each."""

import re
from typing import Literal, NamedTuple

from store.formats.inception import IDENTIFIER, LABELS, OF_WORDS

FORMAT = re.compile(r"#FORMAT=WebAnno TSV 3\.(\d{1,4})\s*")
LAYER = re.compile(r"#T_(SP|RL|CH)=([^|]+)(?:\|(.*))?")
Kind = Literal["SP", "RL", "CH"]


class Layer(NamedTuple):
    """A layer and its columns."""

    kind: Kind
    """Spans, relations or chains."""
    type: str
    features: tuple[str, ...]
    """The name of the feature in each column; empty where the layer has none."""
    first: int
    """The number of the first column, behind the token."""

    @property
    def name(self) -> str:
        """The short name."""
        return self.type.rpartition(".")[2]

    @property
    def label(self) -> int | None:
        """The column that says what an annotation is; None when none does."""
        plain = [name for name in self.features if name and not self.is_reference(name) and name != IDENTIFIER]
        found = next((name for name in LABELS if name in plain), plain[0] if plain else None)
        return None if found is None else self.features.index(found)

    @property
    def base(self) -> str:
        """What a relation joins."""
        return next((name[3:] for name in self.features if name.startswith("BT_")), "")

    @property
    def is_read(self) -> bool:
        """Whether its annotations are taken."""
        return self.kind != "CH" and not OF_WORDS.fullmatch(self.type) and not OF_WORDS.fullmatch(self.base or "-")

    def is_reference(self, feature: str) -> bool:
        """Whether a column points at another row: the origin of a relation, or a slot."""
        return feature.startswith(("BT_", "ROLE_")) or (self.kind == "SP" and "." in feature)


def layers(lines: list[str]) -> tuple[Layer, ...]:
    """The layers that the lines of a header declare."""
    found: list[Layer] = []
    at = 0
    for line in lines:
        match = LAYER.fullmatch(line)
        if match is not None:
            features = tuple((match[3] or "").split("|"))
            kind: Kind = "RL" if match[1] == "RL" else "CH" if match[1] == "CH" else "SP"
            found.append(Layer(kind, match[2], features, at))
            at += len(features)
    return tuple(found)
