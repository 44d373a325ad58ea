"""Findings: what a look at the health of a project comes to, each with a code that stays the same."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from store.classes import dataclass

Severity = Literal["damage", "attention", "note"]
"""`damage`: bytes or records that are lost, unreadable or contradict each other; `attention`: whole, but there is
something to decide; `note`: good to know. The first two are problems."""

CODES: Mapping[str, tuple[Severity, str]] = {
    "unreadable": ("damage", "the system does not let the file be read"),
    "snapshot-missing": ("damage", "the JSON file is gone or empty, though the journal continues one"),
    "not-json": ("damage", "the JSON file is no JSON any more; what its lines say counts"),
    "conflict": ("damage", "git has left the marks of a conflict; both sides count"),
    "checksum": ("damage", "the JSON file is not as Sidemark wrote it: changed by another program, or damaged"),
    "unreadable-record": ("damage", "a line of the JSON file is no record"),
    "duplicate-number": ("damage", "two records have one number"),
    "wrong-annotator": ("damage", "the JSON file says that it is somebody else's, as a copy under another name does"),
    "unreadable-action": ("damage", "a line of the journal is damaged"),
    "torn-tail": ("damage", "the last line of the journal is cut off; it was never called saved"),
    "bad-header": ("damage", "the first line of the journal is damaged"),
    "gap": ("damage", "actions are missing in the journal"),
    "missing-record": ("damage", "an action changes a record that is not there"),
    "snapshot-older": ("damage", "the JSON file is older than the journal: a backup or an old commit was put there"),
    "snapshot-newer": ("damage", "the JSON file is newer than the journal: the journal was put there"),
    "snapshot-foreign": ("damage", "the JSON file comes from another computer or another copy of the project"),
    "bad-record": ("damage", "a member of a record is missing or of a wrong type"),
    "wrong-id": ("damage", "the id of a record does not fit its number or its annotator"),
    "duplicate-id": ("damage", "two records of the project have one id"),
    "bad-span": ("damage", "a span is empty, reversed or past the end of the text it was made on"),
    "quote-differs": ("damage", "the very text an annotation was made on says something else at its place"),
    "bad-settings": ("damage", "`sidemark.toml` cannot be used; labels and link types were not looked at"),
    "overwritten": ("attention", "an action changed a record that was changed elsewhere, too; both states are kept"),
    "schema-newer": ("attention", "the file needs a newer Sidemark; its records were not looked at"),
    "emergency-copy": ("attention", "actions that could not be saved lie in a copy outside the project"),
    "missing-article": ("attention", "annotations are about an article that is not there"),
    "unreadable-article": ("attention", "annotations are about an article that cannot be read"),
    "moved": ("attention", "an article was edited and annotations have a new place that nobody has accepted yet"),
    "orphan": ("attention", "an article was edited and annotations have no place in it any more"),
    "unknown-label": ("attention", "annotations have a label that the label set does not have"),
    "unknown-link-type": ("attention", "links have a type that the label set does not have"),
    "wrong-attribute": (
        "attention",
        "attributes that the label set does not ask for, or answers that it does not have",
    ),
    "dangling-link": ("attention", "a link begins or ends at an annotation that is not there"),
    "dangling-cluster": ("attention", "annotations name a cluster that is not there"),
    "double-article": ("attention", "an article has more than one record of marks and document labels"),
    "empty-cluster": ("note", "no annotation belongs to a cluster"),
    "journal-ahead": ("note", "actions are in the journal only, as after `kill`; nothing is wrong with that"),
    "compaction-cut-short": ("note", "the JSON file was written and the journal was not begun anew"),
    "schema-older": ("note", "the file is of an older version; the next session brings it up to date"),
    "layout": ("note", "another program has saved the JSON file, in its own layout"),
    "unknown-table": ("note", "the JSON file has a table that this version does not know; it travels along"),
    "index": ("note", "the index of a large JSON file does not fit it; opening takes longer"),
    "leftover": ("note", "a temporary file was left by a session that was killed"),
    "rejected": ("note", "what could not be read earlier is kept; delete that file when you need it no more"),
    "backups": ("note", "the older states that are kept"),
    "network": ("note", "the project is on a network file system; work on it from one computer at a time"),
    "locked": ("note", "another program is writing"),
    "not-annotator": ("note", "a file among the annotations whose name cannot be an annotator's; it is not read"),
}
"""Code -> how bad it is, and what it means."""
MOST = 1_000
"""Findings of one code that are told one by one of a file; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about the health of a project; fit to show once displayed."""

    code: str
    """One of `CODES`."""
    file: str
    """The file it is in, relative to the project where it is inside."""
    what: str
    where: str = ""
    """The place in the file: a byte, or the id of a record."""
    how: str = ""
    """What was done, or what to do."""
    count: int = 1
    """How many records, actions or files it is about."""
    ids: tuple[str, ...] = ()
    """The ids of the records that it is about, where it is about several."""

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return CODES[self.code][0]

    @property
    def is_problem(self) -> bool:
        """Whether somebody has to do something about it."""
        return self.severity != "note"

    def to_dict(self) -> dict[str, Any]:
        """The finding as JSON has it."""
        return {
            "severity": self.severity,
            "code": self.code,
            "file": self.file,
            "where": self.where,
            "what": self.what,
            "how": self.how,
            "count": self.count,
            "ids": list(self.ids),
        }

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what}" + (f"; {self.how}" if self.how else "")


def counted(number: int, noun: str) -> str:
    """A number with its noun, which takes an s: `1 action`, `4,310 actions`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


class Collection:
    """Findings in the order they were made; of each code in each file only so many, so that memory stays bounded."""

    def __init__(self) -> None:
        self._kept: list[Finding] = []
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(self, finding: Finding) -> None:
        """One more."""
        key = finding.file, finding.code
        self._counts[key] += 1
        if self._counts[key] <= MOST:
            self._kept.append(finding)

    def __iter__(self) -> Iterator[Finding]:
        yield from self._kept
        for (file, code), count in self._counts.items():
            if count > MOST:
                yield Finding(code, file, f"{count - MOST:,} more of these", count=count - MOST)
