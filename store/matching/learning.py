"""Learning: the user's own tags and rejections as suggestions learn from them, kept in step with every change."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from store.annotation import Record
from store.change import Change
from store.classes import dataclass
from store.matching.gazetteer import Gazetteer, Rejected, form_of

MOST = 50_000
"""Tags that are learnt from; of more, those of the first articles and all that are made from then on."""


class Source(Protocol):
    """Where the records are."""

    def items(self, table: str) -> Iterable[tuple[int, Record]]:
        """Number and record of everything in a table."""

    def get(self, table: str, number: int) -> Record | None:
        """A record, or None."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt at one moment; for any thread."""

    tags: tuple[tuple[str, str], ...]
    """Words and label of each tag."""
    clustered: tuple[tuple[str, str, str], ...]
    """Words, label and cluster of each that belongs to one."""
    decided: tuple[tuple[str, str, str, bool], ...]
    """Words, label, article (empty for everywhere) of each judgement on a suggestion, and whether it was rejected."""

    def gazetteer(self) -> Gazetteer:
        """The names and their labels; takes some milliseconds for a thousand tags."""
        rejected: dict[Rejected, None] = {}
        for words, label, path, is_no in self.decided:
            one = Rejected(form_of(words), label, path)
            if is_no:
                rejected[one] = None
            else:
                rejected.pop(one, None)
        return Gazetteer(self.tags, rejected, self.clustered)


class Learning:
    """Tags and decisions by their numbers."""

    def __init__(self, source: Source, is_name: Callable[[str], bool]) -> None:
        """Nothing is read before `read`.

        Args:
            source: the annotator's records.
            is_name: whether a label is one that names get.
        """
        self._source, self._is_name = source, is_name
        self._tags: dict[int, tuple[str, str, str]] = {}
        self._decided: dict[int, tuple[str, str, str, bool]] = {}
        self._learnt: Learnt | None = None
        self.looked_at = 0
        """How many records have been looked at so far: a measure of work."""

    def read(self) -> Iterator[None]:
        """Read all there is, a record at each step, so that it can be done in slices; changes may happen meanwhile."""
        for number, record in self._source.items("decisions"):
            self._decide(number, record)
            yield
        for number, record in self._source.items("annotations"):
            if len(self._tags) >= MOST:
                return
            self._tag(number, record)
            yield

    def follow(self, changes: Iterable[Change]) -> bool:
        """Take changes of the model over; whether anything is different now."""
        was_changed = False
        for change in changes:
            if change.table in ("annotations", "decisions"):
                record = self._source.get(change.table, change.number)
                take = self._tag if change.table == "annotations" else self._decide
                was_changed |= take(change.number, record)
        return was_changed

    @property
    def learnt(self) -> Learnt:
        """What is known now; the same one until something is different."""
        if self._learnt is None:
            decided = tuple(self._decided[number] for number in sorted(self._decided))
            tags = self._tags.values()
            clustered = tuple(tag for tag in tags if tag[2])
            self._learnt = Learnt(tuple(tag[:2] for tag in tags), clustered, decided)
        return self._learnt

    def _tag(self, number: int, record: Record | None) -> bool:
        self.looked_at += 1
        before, self._learnt = self._tags.pop(number, None), None
        if record is not None:
            words, label = record.get("quote"), record.get("label")
            if isinstance(words, str) and isinstance(label, str) and self._is_name(label):
                cluster = record.get("cluster")
                self._tags[number] = words, label, cluster if isinstance(cluster, str) else ""
        return self._tags.get(number) != before

    def _decide(self, number: int, record: Record | None) -> bool:
        self.looked_at += 1
        before, self._learnt = self._decided.pop(number, None), None
        if record is not None and record.get("kind") == "mention" and isinstance(record.get("quote"), str):
            path = "" if record.get("scope") == "everywhere" else str(record.get("article", ""))
            is_no = record.get("verdict") == "reject"
            self._decided[number] = record["quote"], str(record.get("label", "")), path, is_no
        return self._decided.get(number) != before
