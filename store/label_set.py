"""LabelSet: the labels, link types and attributes of a project, as values."""

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property
from typing import Any

from store.annotation import NOTHING
from store.classes import dataclass

COLORS = (
    "cyan", "orange", "green", "brown", "pink", "yellow", "blue", "magenta", "purple", "red", "teal", "lime", "grey",
    "gray", "white", "black",
)  # fmt: skip
"""Colours by name; `#rrggbb` is one too."""
HINTS = ("names", "sentences", "quotes", "numbers", "words")
"""What a label's key can offer."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a span can be tagged as."""

    name: str
    kind: str = "entity"
    """`entity`, `claim`, or another layer of one's own."""
    key: str = ""
    """The key that puts it; "" for one that is found by typing."""
    color: str = ""
    """A name, `#rrggbb`, or "" for one that the screen hands out."""
    hint: str = "words"
    """What its key offers: names, sentences, quotes, numbers, words."""
    description: str = ""
    example: str = ""
    was: tuple[str, ...] = ()
    """Names it had before: annotations that still say one of them are its own."""


@dataclass(frozen=True, slots=True)
class LinkType:
    """What a link from one annotation to another can mean."""

    type: str
    sources: tuple[str, ...] = ()
    """The kinds or labels it may begin at; none: any."""
    targets: tuple[str, ...] = ()
    """The kinds or labels it may end at; none: any."""


DOCUMENT = "document"
"""The kind of labels that are for whole articles."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A further question about an annotation, with the answers it may have."""

    name: str
    on: tuple[str, ...] = ()
    """The kinds or labels it is asked of; none: all."""
    values: tuple[str, ...] = ()
    """The answers it may have, in their order; none: any text."""
    many: bool = False
    """Whether more than one value may be given."""


@dataclass(frozen=True)
class Schema:
    """A label set."""

    title: str = ""
    labels: tuple[Label, ...] = ()
    links: tuple[LinkType, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    matching: Mapping[str, Any] = field(default_factory=lambda: NOTHING, compare=False)
    """Settings of the table `[matching]`."""

    @cached_property
    def _by_name(self) -> dict[str, Label]:
        before = {name: label for label in self.labels for name in label.was}
        return before | {label.name: label for label in self.labels}

    @cached_property
    def _by_key(self) -> dict[str, Label]:
        return {label.key: label for label in self.labels if label.key}

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its labels, in their order."""
        return tuple(dict.fromkeys(label.kind for label in self.labels))

    def label(self, name: str) -> Label | None:
        """The label that has a name, or had it before; None when there is none."""
        return self._by_name.get(name)

    def name_of(self, name: str) -> str:
        """What a label is called now; a name that the label set does not know stays as it is."""
        label = self._by_name.get(name)
        return label.name if label else name

    def by_key(self, key: str) -> Label | None:
        """The label that a key puts, or None."""
        return self._by_key.get(key)

    @property
    def span_labels(self) -> tuple[Label, ...]:
        """The labels that words can have: not those for whole articles."""
        return tuple(label for label in self.labels if label.kind != DOCUMENT)

    def labels_of(self, kind: str) -> tuple[Label, ...]:
        """The labels of a kind."""
        return tuple(label for label in self.labels if label.kind == kind)
