"""Reading a dataset: what a reader is given, and what it says the files hold, before anything is placed or changed.

A reader takes files apart and judges nothing: articles stay keys, offsets stay in the file's own unit, labels stay the
names in the file. Who knows the project finds the article, the unit and the place, and makes one change of it all.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import Any, BinaryIO, Literal, NamedTuple, Protocol

from store.annotation import NOTHING, Record
from store.article import Article
from store.classes import dataclass
from store.label_set import Label
from store.span import Span

FileUnit = Literal["codepoint", "utf16", "utf8", "grapheme"]
"""What offsets in a file may count."""


class Source(Protocol):
    """The files of a dataset, from a file, a folder or an archive; they are only ever read."""

    name: str
    """What the user named, fit to stand in a message once displayed."""

    def names(self) -> tuple[str, ...]:
        """The files in it, relative, with `/`, sorted; one for a single file."""

    def open(self, name: str) -> BinaryIO:
        """A file of it, from its first byte.

        Raises:
            FormatError: it cannot be read, or is larger than what is read.
        """


class Known(Protocol):
    """The articles that the project has."""

    def article(self, path: str = "", sha256: str = "", text: str | None = None) -> Article | None:
        """The article with a path, else with the hash of a text, else with a text; None when there is none."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user asked of an import."""

    unit: FileUnit | None = None
    """What the file's offsets count; None: find out."""
    columns: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    """Our names of columns or keys, by those of the file."""
    options: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    """For the format."""


@dataclass(frozen=True, slots=True)
class GivenArticle:
    """An article as a file names or holds it."""

    key: str
    """What the annotations of the file call it: its path as a rule."""
    text: str | None = None
    """None when the file does not hold it."""
    sha256: str = ""
    metadata: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    labels: tuple[str, ...] = ()
    """Document labels."""
    records: tuple[Record, ...] = ()
    """Article records as the store has them, from a format that keeps them."""
    is_rebuilt: bool = False
    """Whether `text` was put together from tokens: what stood between them is not known."""
    file: str = ""
    line: int = 0
    """Where in the file it is, from 1; 0 when lines say nothing."""


@dataclass(frozen=True, slots=True)
class GivenAnnotation:
    """An annotation as a file has it."""

    article: str
    """The `key` of its article."""
    start: int
    """In the unit of the file; the end is not included."""
    end: int
    label: str
    quote: str | None = None
    """None when the file does not say what the span holds."""
    prefix: str = ""
    suffix: str = ""
    id: str = ""
    """What links of the file call it."""
    attributes: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    note: str = ""
    unsure: bool = False
    cluster: str = ""
    """What the file calls its cluster; clusters themselves are records, or made from these names."""
    kb_id: str = ""
    annotator: str = ""
    fragments: tuple[Span, ...] = ()
    """The parts of a discontinuous one, in the unit of the file; none for one range."""
    file: str = ""
    line: int = 0
    """Where in the file it is, from 1; 0 when lines say nothing."""
    record: Record | None = None
    """As the store has it, from a format that keeps it whole."""


@dataclass(frozen=True, slots=True)
class GivenLink:
    """A link as a file has it."""

    type: str
    source: str
    """The `id` of an annotation of the file."""
    target: str
    id: str = ""
    note: str = ""
    annotator: str = ""
    file: str = ""
    line: int = 0
    record: Record | None = None


class Refusal(NamedTuple):
    """Something that was not taken: `ferry.ann:14: T9: offsets 120-131 hold "the pier", the line says "North Pier"`."""

    file: str
    line: int
    """From 1; 0 when lines say nothing."""
    id: str
    why: str


@dataclass(slots=True)
class Found:
    """What one stretch of a dataset holds: an article with what is on it, or the links that stand alone."""

    articles: list[GivenArticle] = field(default_factory=list)
    annotations: list[GivenAnnotation] = field(default_factory=list)
    links: list[GivenLink] = field(default_factory=list)
    clusters: list[Record] = field(default_factory=list)
    decisions: list[Record] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    """Definitions of labels, from a format that keeps them: their kinds, keys and colours."""
    refused: list[Refusal] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """What is worth knowing: an unknown column, a key that was not read."""


Reader = Callable[[Source, Known, Wish], Iterable[Found]]
"""Reads a dataset, a stretch at a time, so that a file of any length never is in memory whole; it raises FormatError
when the whole is not its format, and else says in `refused` what it could not read."""
Sniff = Callable[[str, bytes], int]
"""From a file's name and its first 64 kB, how likely the format is: 0 for never, 100 for certain."""


def never(name: str, head: bytes) -> int:
    """The `Sniff` of a format that is only read when it is named."""
    del name, head
    return 0
