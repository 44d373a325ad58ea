"""What the formats share: what goes in, what comes back, and how a format describes itself."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from typing import Any, Literal, NamedTuple

from store.annotation import Annotation, ArticleRecord, Cluster, Link, Record
from store.article import Article
from store.classes import dataclass
from store.formats.found import Reader, Sniff, never
from store.formats.out import Out
from store.label_set import Schema

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
Pair = tuple[Article, Sequence[Annotation]]
"""An article and the annotations on it that are written, in text order: by start, the longer first, then by number."""
Part = Literal["train", "validation", "test"]
"""What a dataset can be split into."""
ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
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
    torn: int = 0
    """How many tokens end where an annotation begins or ends inside them."""
    unwanted: set[str] = field(default_factory=set)
    """The ids of annotations among the losses that the user did not want in the dataset."""
    files: list[str] = field(default_factory=list)
    """The paths written, empty when the dataset went to stdout."""

    def lose(self, of: str, what: What, why: str) -> None:
        """Say that something could not be held."""
        self.losses.append(Loss(of, what, why))

    def add(self, other: "Report") -> None:
        """Take over what another writer did."""
        self.annotations += other.annotations
        self.links += other.links
        self.torn += other.torn
        self.losses += other.losses
        self.unwanted |= other.unwanted
        self.remarks += [remark for remark in other.remarks if remark not in self.remarks]


@dataclass(frozen=True, slots=True)
class About:
    """What belongs to the project rather than to one article."""

    schema: Schema
    title: str = ""
    """What the label set says the project is called; empty when it does not say."""
    labels: tuple[str, ...] = ()
    """The names of the labels of spans that the user asked for, in the order of the label set."""
    links: tuple[Link, ...] = ()
    """All of the annotators whose work is written; also those whose source is not written."""
    leaving: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)
    """The same by the id of their source."""
    clusters: Mapping[str, Cluster] = field(default_factory=dict)
    """By id."""
    records: Mapping[str, tuple[ArticleRecord, ...]] = field(default_factory=dict)
    """What was said about articles as a whole, by path; one of each annotator at most."""
    decisions: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    """Answers to suggestions, by the path of their article."""
    annotation: Callable[[str], Annotation | None] = lambda _: None
    """Finds an annotation of the project by id, wherever it is, written or not."""
    written: Callable[[str], Annotation | None] = lambda _: None
    """Finds an annotation as it is written, in whatever article; None when it is not in the dataset."""
    is_left_out: Callable[[str], bool] = lambda _: False
    """Whether an annotation is not written because the user did not ask for it."""
    name: Callable[[str], str] = lambda path: path.rpartition(".")[0] or path
    """What an article's own file is called in a folder, without a suffix and with `/`, by the article's path."""
    part: Callable[[str], Part] = lambda _: "train"
    """Which part of a split dataset an article is in, by its path."""
    parts: tuple[Part, ...] = ()
    """The parts of a split dataset, none for one that is not split."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """What the user asked of the format: `raw_cells` (bool), `prefer` (`longest` or `shortest`)."""

    @property
    def prefer(self) -> str:
        """Which of two annotations on one token a format with one label a token takes: `longest` or `shortest`."""
        return str(self.options.get("prefer") or "longest")

    def label_of(self, annotation: Annotation) -> str:
        """What an annotation's label is called now, in files for other programs."""
        return self.schema.name_of(annotation.label)

    def cluster_of(self, annotation: Annotation) -> Cluster | None:
        """The cluster that an annotation belongs to, or None."""
        return self.clusters.get(annotation.cluster) if annotation.cluster else None

    def documents(self, path: str) -> list[str]:
        """The document labels of an article."""
        return [label for record in self.records.get(path, ()) for label in self.labels_on(record)]

    def labels_on(self, record: ArticleRecord) -> list[str]:
        """What the document labels of a record are called now."""
        return [*dict.fromkeys(map(self.schema.name_of, record.labels))]


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
    read: Reader | None = None
    """Reads such a dataset; None for a format that only leaves."""
    sniff: Sniff = never
    """How likely a file is one."""
    has_parts: bool = False
    """Whether its writer itself splits a dataset by `About.part`; others are called once for each part."""
    holds_one: bool = False
    """Whether a file can hold one article only, so that a dataset of several is a folder."""
    has_labels: bool = False
    """Whether the label set goes beside it, kinds, keys and colours and all."""


def to_json(value: object) -> str:
    """JSON on one line that every line reader reads as one line.

    Raises:
        ValueError: a number is not finite.
    """
    return on_one_line(ENCODER.encode(value))


def on_one_line(line: str) -> str:
    """JSON that has no line end for JSON, with what else ends a line for some reader escaped."""
    if line.isascii():
        return line
    try:  # the quick ways to see that there is nothing to escape, as a rule
        line.encode()
        if "\x85" not in line and "\u2028" not in line and "\u2029" not in line:
            return line
    except UnicodeEncodeError:
        pass
    return ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def line_of(line: str) -> bytes:
    """The same with its line end, as it stands in a file: long lines are encoded once."""
    if not line.isascii() and ("\x85" in line or "\u2028" in line or "\u2029" in line):
        line = on_one_line(line)
    try:
        return line.encode() + b"\n"
    except UnicodeEncodeError:
        return f"{on_one_line(line)}\n".encode()
