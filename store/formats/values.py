"""What the formats share: what goes in, what comes back, and how a format describes itself."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import Any, Literal, NamedTuple

from store.annotation import Annotation, ArticleRecord, Cluster, Link, Record
from store.article import Article
from store.classes import dataclass
from store.formats.out import Out
from store.label_set import Schema
from store.layer import Layer

Unit = Literal["codepoint", "utf16", "token", "none"]
"""What the offsets of a format count."""
Holds = Literal[
    "overlap", "links", "attributes", "notes", "unsure", "clusters", "documents", "authors", "ids", "text"
]  # fmt: skip
"""What a format has a place for: overlapping spans ... document labels, several annotators, ids, the article's text."""
HOLDS: tuple[Holds, ...] = (
    "overlap", "links", "attributes", "notes", "unsure", "clusters", "documents", "authors", "ids", "text",
)  # fmt: skip
What = Literal[
    "annotation", "span", "label", "link", "attributes", "note", "unsure", "cluster", "document labels", "text"
]
Pair = tuple[Article, Layer]
"""An article and the annotations on it that are written, in text order."""
ESCAPED = re.compile("[\x85\u2028\u2029\ud800-\udfff]")
"""What readers that split lines by Unicode's rules break at, and what UTF-8 cannot hold."""


class Loss(NamedTuple):
    """One thing that a format could not hold."""

    id: str
    """Of the annotation, link or cluster; the article's path for what belongs to an article."""
    what: What
    why: str


@dataclass(slots=True)
class Report:
    """What a writer did."""

    annotations: int = 0
    links: int = 0
    losses: list[Loss] = field(default_factory=list)
    """What was not written, in text order."""
    remarks: list[str] = field(default_factory=list)
    """What is worth knowing but lost nothing."""
    files: list[str] = field(default_factory=list)
    """The paths written, empty when the dataset went to stdout."""

    def lose(self, of: str, what: What, why: str) -> None:
        """Say that something could not be held."""
        self.losses.append(Loss(of, what, why))

    def add(self, other: "Report") -> None:
        """Take over what another writer did."""
        self.annotations += other.annotations
        self.links += other.links
        self.losses += other.losses
        self.remarks += [remark for remark in other.remarks if remark not in self.remarks]


@dataclass(frozen=True, slots=True)
class About:
    """What belongs to the project rather than to one article."""

    schema: Schema
    links: tuple[Link, ...] = ()
    """Those that are to be written: their sources are among the annotations."""
    clusters: Mapping[str, Cluster] = field(default_factory=dict)
    """By id."""
    records: Mapping[str, tuple[ArticleRecord, ...]] = field(default_factory=dict)
    """What was said about articles as a whole, by path; one of each annotator at most."""
    decisions: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    """Answers to suggestions, by the path of their article."""
    annotation: Callable[[str], Annotation | None] = lambda _: None
    """Finds an annotation of the project by id, wherever it is."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """What the user asked of the format, such as `raw_cells`."""


Writer = Callable[[Iterable[Pair], Out, About], Report]


@dataclass(frozen=True, slots=True)
class Format:
    """A dataset format: its name, what it can hold, and how it is written."""

    name: str
    """What `--format` takes."""
    title: str
    suffix: str
    """Of the file, with the dot; empty for a folder of files."""
    unit: Unit
    holds: frozenset[Holds]
    write: Writer
    extra: str | None = None
    """The name of the optional dependencies it needs, None for none."""


def to_json(value: object) -> str:
    """JSON on one line that every line reader reads as one line.

    Raises:
        ValueError: a number is not finite.
    """
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", line)
