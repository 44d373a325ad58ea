"""Request and report: what a user asks of an import, and what it answers: counts, refusals, remarks."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any, NamedTuple

from store.annotation import NOTHING
from store.classes import dataclass
from store.formats.found import FileUnit, Refusal


@dataclass(frozen=True, slots=True)
class Request:
    """What the user wants of an import."""

    format: str | None = None
    """The name of the format; None: find out."""
    annotator: str | None = None
    """Whose everything becomes; None: whose it is in the file."""
    unit: FileUnit | None = None
    """What the offsets count; None: find out."""
    columns: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    """Our names of columns or keys, by those of the file."""
    encoding: str | None = None
    """How texts are decoded; None: find out."""
    is_strict: bool = False
    """Whether to take nothing when anything would be refused, or a label is not known."""
    is_joined: bool = False
    """Whether the parts of one container (the articles of a CoNLL file, the chapters of a book) are one article."""
    is_forced: bool = False
    """Whether to read a source as `format` says though it looks like another format."""
    may_fold: bool = True
    """Whether lines of new articles may be furniture; if not, their front matter says so."""


@dataclass(slots=True)
class Counts:
    """How many annotations, by what became of them."""

    read: int = 0
    placed: int = 0
    """Those that are new and have a place; re-anchored and widened ones too."""
    reanchored: int = 0
    """Those that were found elsewhere than the file says."""
    widened: int = 0
    """Those in parts that are one span now."""
    duplicate: int = 0
    """Those that are there already, or twice in the file."""
    unchecked: int = 0
    """Those that came without a quote, so that nothing could be compared."""
    links: int = 0
    clusters: int = 0
    documents: int = 0
    """Articles that got document labels, a note or the done mark."""
    decisions: int = 0


class Again(NamedTuple):
    """An annotation that was found elsewhere than its file says."""

    file: str
    line: int
    id: str
    article: str
    quote: str
    score: float
    """How sure the place is, 0 to 1."""


class Doubt(NamedTuple):
    """A file whose offsets nobody can tell the unit of: what its first such annotation holds under each."""

    file: str
    label: str
    """Of the annotation."""
    unit: FileUnit
    """What was taken, for the format counts so."""
    words: Mapping[FileUnit, str]
    """By the unit."""


@dataclass(slots=True)
class ImportReport:
    """What an import took, changed and refused."""

    counts: Counts = field(default_factory=Counts)
    formats: dict[str, str] = field(default_factory=dict)
    """Source -> the format that it was read as."""
    articles: list[str] = field(default_factory=list)
    """The paths of new articles."""
    labels: list[tuple[str, str]] = field(default_factory=list)
    """New labels, each with its key; "" for none."""
    annotators: dict[str, int] = field(default_factory=dict)
    """Annotator -> how many annotations he got."""
    reanchored: list[Again] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    """Everything that was not taken, in the order of the files: annotations, links, articles, lines."""
    remarks: list[str] = field(default_factory=list)
    doubt: Doubt | None = None
    """What somebody has to say: the unit of the first file that does not tell it; None where all is told."""

    def remark(self, words: str) -> None:
        """Say something once."""
        if words not in self.remarks:
            self.remarks.append(words)

    def refuse(self, refusal: Refusal) -> None:
        """Say that something was not taken."""
        self.refused.append(refusal)

    @property
    def has_anything(self) -> bool:
        """Whether there was anything to take, be it there already."""
        counts = self.counts
        taken = counts.placed, counts.duplicate, counts.links, counts.clusters, counts.documents, counts.decisions
        return bool(self.articles or any(taken))

    def to_dict(self) -> dict[str, Any]:
        """It as JSON."""
        counts = {name: getattr(self.counts, name) for name in _COUNTS}
        return {
            "counts": {**counts, "refused": len(self.refused)},
            "formats": self.formats,
            "articles": self.articles,
            "labels": [{"name": name, "key": key} for name, key in self.labels],
            "annotators": self.annotators,
            "reanchored": [one._asdict() for one in self.reanchored],
            "refused": [one._asdict() for one in self.refused],
            "remarks": self.remarks,
        }


_COUNTS = (
    "read", "placed", "reanchored", "widened", "duplicate", "unchecked", "links", "clusters", "documents",
    "decisions",
)  # fmt: skip
"""In the order of the report."""


def said(refusal: Refusal) -> str:
    """A refusal on one line: `ferry.ann:14: T9: why`."""
    where = f"{refusal.file}:{refusal.line}" if refusal.line else refusal.file
    return ": ".join(part for part in (where, refusal.id, refusal.why) if part)
