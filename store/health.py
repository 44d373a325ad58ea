"""Health: looks through the records of one annotator, once, for what is wrong with them; memory stays bounded."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, Protocol

from store.annotation import TABLES, Record, Table
from store.article import Article
from store.attributes import faults
from store.classes import dataclass
from store.edits import fault_of
from store.finding import Collection, Finding, counted
from store.label_set import Schema
from store.placing import Placer

Missing = tuple[str, str]
"""Why there is no text: a code and words."""
TextOf = Callable[[str], Article | Missing]
Resolve = Callable[[Table, str], bool]
"""Whether there is a record of a table under the number that an id has, whoever made it."""

MEMBERS: Mapping[Table, Mapping[str, type]] = {
    "annotations": {
        "article": str, "start": int, "end": int, "quote": str, "label": str,
        "prefix": str, "suffix": str, "text_sha256": str, "attributes": dict, "note": str, "unsure": bool,
        "author": str, "origin": str, "created": str, "updated": str,
    },
    "articles": {
        "article": str,
        "text_sha256": str, "labels": list, "done": bool, "note": str, "author": str, "updated": str,
    },
    "clusters": {
        "kind": str, "name": str,
        "aliases": list, "kb_id": str, "author": str, "created": str, "updated": str,
    },
    "decisions": {
        "article": str, "start": int,
        "end": int, "quote": str, "text_sha256": str, "kind": str, "verdict": str, "author": str, "created": str,
    },
    "links": {
        "type": str, "source": str, "target": str,
        "note": str, "author": str, "created": str,
    },
}  # fmt: skip
"""Table -> member -> its type, first those that every record must have."""
NEEDED: Mapping[Table, frozenset[str]] = {
    "annotations": frozenset({"article", "start", "end", "quote", "label"}),
    "articles": frozenset({"article"}),
    "clusters": frozenset({"kind", "name"}),
    "decisions": frozenset({"article", "start"}),
    "links": frozenset({"type", "source", "target"}),
}
"""The members without which a record is none."""
WORDS: Mapping[type, str] = {str: "text", int: "a whole number", bool: "true or false", list: "a list", dict: "a table"}


@dataclass(frozen=True, slots=True)
class Misfit:
    """A record whose id is not the one that its number and its annotator give it, or is another record's too."""

    table: Table
    number: int
    id: str
    """The id that it has; empty where it has none."""


class Records(Protocol):
    """Where the records are."""

    def items(self, table: str) -> Iterator[tuple[int, Record]]:
        """Number and record of everything in a table, in file order."""

    def has(self, table: str, number: int) -> bool:
        """Whether there is a record."""


class Examination:
    """A look at the records of one annotator: `look`, then `finish` when all annotators were looked at."""

    def __init__(self, annotator: str, schema: Schema | None, text_of: TextOf, resolve: Resolve) -> None:
        """Prepare.

        Args:
            annotator: whose records they are.
            schema: the label set; None when it cannot be read, and labels are not looked at.
            text_of: the article of a path, or why there is none.
            resolve: whether an id names a record of the project.
        """
        self._annotator, self._text_of, self._resolve = annotator, text_of, resolve
        self._file = f"annotations/{annotator}.json"
        self._schema = schema
        self._labels = (
            None if schema is None else {name for label in schema.labels for name in (label.name, *label.was)}
        )
        self._types = None if schema is None else {link.type for link in schema.links}
        self._found = Collection()
        self._by_label: Counter[str] = Counter()
        self._by_type: Counter[str] = Counter()
        self._by_attribute: Counter[tuple[str, str]] = Counter()
        self._loose: list[tuple[str, str, str]] = []  # (id of a link, which end, what it names) where nothing is there
        self.misfits: list[Misfit] = []
        """The records whose id does not fit."""
        self.named: Counter[str] = Counter()
        """Cluster -> how many annotations name it."""
        self._clusters: list[str] = []

    def look(self, records: Records) -> None:
        """Go through all records."""
        for at, table in enumerate(TABLES):
            items = self._identified(records, table, TABLES[:at])
            if table in ("annotations", "decisions"):
                for path, group in groupby(items, lambda item: item[1]["article"]):
                    self._article(table, path, [record for _, record in group])
            elif table == "links":
                for _, record in items:
                    self._link(record)
            elif table == "clusters":
                self._clusters += [_id(record) for _, record in items]
            else:
                self._marks(items)

    def finish(self, misfits: Iterable[Misfit], named: Mapping[str, int]) -> Iterator[Finding]:
        """What was found.

        Args:
            misfits: of all annotators that were looked at; the ids of these count as ids that there are.
            named: how many annotations of all annotators name each cluster.
        """
        odd = Counter(one.id for one in misfits)
        for one in self.misfits:
            self._found.add(self._misfit(one, odd))
        self._references(odd, named)
        for label, count in sorted(self._by_label.items()):
            what = f"{counted(count, 'annotation')} with the label {label!r}, which the label set does not have"
            self._add("unknown-label", what, how="add it to sidemark.toml, or tag them anew", count=count)
        for (name, why), count in sorted(self._by_attribute.items()):
            what = f"{counted(count, 'annotation')} with the attribute {name!r}, which {why}"
            self._add("wrong-attribute", what, how="kept; Enter on the annotation changes it", count=count)
        for kind, count in sorted(self._by_type.items()):
            what = f"{counted(count, 'link')} of the type {kind!r}, which the label set does not have"
            self._add("unknown-link-type", what, how="add it to sidemark.toml", count=count)
        yield from self._found

    def _references(self, odd: Mapping[str, int], named: Mapping[str, int]) -> None:
        """Links and clusters that lead nowhere."""
        for link, end, name in self._loose:
            if not odd[name]:
                self._add("dangling-link", f"its {end} {name} is not there", link, "kept; it is shown as broken")
        for name, count in sorted(self.named.items()):
            if not odd[name] and not self._resolve("clusters", name):
                self._add(
                    "dangling-cluster",
                    f"{counted(count, 'annotation')} of the cluster {name}, which is not there",
                    count=count,
                )
        for name in self._clusters:
            if not named.get(name):
                self._add("empty-cluster", "nothing belongs to this cluster", name)

    def _add(self, code: str, what: str, where: str = "", how: str = "", count: int = 1) -> None:
        self._found.add(Finding(code, self._file, what, where, how, count))

    def _identified(self, records: Records, table: Table, before: Iterable[Table]) -> Iterator[tuple[int, Record]]:
        """The records of a table that are such; the others, and ids that do not fit, are noted."""
        prefix = f"{self._annotator}-"
        others, named, is_annotations = tuple(before), self.named, table == "annotations"
        for number, record in records.items(table):
            if record.get("id") != f"{prefix}{number}" or any(records.has(other, number) for other in others):
                name = record.get("id")
                self.misfits.append(Misfit(table, number, name if isinstance(name, str) else ""))
            if is_annotations and (cluster := record.get("cluster")).__class__ is str:
                named[cluster] += 1
            if (why := wrong_member(table, record)) is not None:
                self._add("bad-record", why, f"{table} {number}", "kept in the file, not shown")
            else:
                yield number, record

    def _misfit(self, one: Misfit, odd: Mapping[str, int]) -> Finding:
        where, how = f"{one.table} {one.number}", "`sidemark check --repair` gives it an id of its own"
        fitting = f"{self._annotator}-{one.number}"
        if not one.id:
            return Finding("wrong-id", self._file, "it has no id", where, how)
        if one.id == fitting or odd[one.id] > 1 or any(self._resolve(table, one.id) for table in TABLES):
            return Finding("duplicate-id", self._file, f"its id {one.id} is another record's, too", where, how)
        return Finding("wrong-id", self._file, f"its id is {one.id}, not {fitting}", where, how)

    def _article(self, table: Table, path: str, records: list[Record]) -> None:
        """The annotations, or the decisions, about one article."""
        is_annotations = table == "annotations"
        if is_annotations:
            self._count(records)
        article = self._text_of(path)
        if not isinstance(article, Article):
            code, why = article
            how = "`gr` on the screen finds where it is now" if code == "missing-article" else ""
            if is_annotations:
                what = f"{counted(len(records), 'annotation')} about {path}, which {why}"
                self._add(code, what, how=how, count=len(records))
            return
        known = (article.text_sha256, "", None)
        edited = [record for record in records if record.get("text_sha256") not in known]
        for record in records if len(edited) < len(records) else ():
            if record.get("text_sha256") in known and (odd := _wrong_place(record, article.text)):
                self._add(_code(record, article.text), odd, f"{_id(record)} in {path}", "kept in the file, not shown")
        if edited and is_annotations:
            self._edited(article, edited)

    def _count(self, records: Iterable[Record]) -> None:
        """The labels and attributes of annotations."""
        labels = self._labels
        for record in records:
            if labels is not None and record["label"] not in labels:
                self._by_label[record["label"]] += 1
            if self._schema is not None and (given := record.get("attributes")):
                self._by_attribute.update(faults(self._schema, record["label"], given))

    def _edited(self, article: Article, records: list[Record]) -> None:
        """Annotations that were made on an older text of their article."""
        placer = Placer(article, self._annotator)
        placing = placer.begin(self._numbered(records))
        while placing.waiting:
            placer.advance(placing)
        for name, why in placing.faults.items():
            self._add("bad-span", why, f"{name} in {article.path}", "kept in the file, not shown")
        told = (
            ("moved", placing.moved, "with a likely new place", "accept it with `gm` on the screen"),
            ("orphan", placing.orphans, "without a place", "give it one with `gm` on the screen"),
        )
        for code, which, words, how in told:
            if which:
                what = f"{article.path} was edited: {counted(len(which), 'annotation')} {words}"
                self._found.add(Finding(code, self._file, what, "", how, len(which), tuple(which)))

    def _numbered(self, records: Iterable[Record]) -> Iterator[tuple[int, Record]]:
        """Records under their numbers; one with another's id, which is told elsewhere, under the number of none."""
        for odd, record in enumerate(records, 1 << 62):
            head, _, number = _id(record).rpartition("-")
            is_own = head == self._annotator and number.isascii() and number.isdecimal()
            at = int(number) if is_own else odd
            yield at, {**record, "id": f"{self._annotator}-{at}"}

    def _link(self, record: Record) -> None:
        if self._types is not None and record["type"] not in self._types:
            self._by_type[record["type"]] += 1
        for end in ("source", "target"):
            if not self._resolve("annotations", record[end]):
                self._loose.append((_id(record), end, record[end]))

    def _marks(self, items: Iterable[tuple[int, Record]]) -> None:
        for path, group in groupby(items, lambda item: item[1]["article"]):
            ids = tuple(_id(record) for _, record in group)
            if len(ids) > 1:
                what = f"{path} has {len(ids)} records of marks and document labels; the last one counts"
                self._found.add(Finding("double-article", self._file, what, "", "", len(ids), ids))


def wrong_member(table: Table, record: Mapping[str, Any]) -> str | None:
    """Which member of a record is missing or of a wrong type, in words; None when all are right."""
    needed = NEEDED[table]
    for name, kind in MEMBERS[table].items():
        value = record.get(name)
        if value.__class__ is not kind and (name in needed or name in record):
            return f"its {name} is {'missing' if name not in record else f'not {WORDS[kind]}'}"
    cluster = record.get("cluster")
    if table == "annotations" and cluster is not None and cluster.__class__ is not str:
        return "its cluster is not text"
    return None


def _id(record: Mapping[str, Any]) -> str:
    return str(record.get("id") or "")


def _wrong_place(record: Record, text: str) -> str | None:
    """Why a record that was made on a text does not fit it; a decision need not have an end and a quote."""
    if "label" in record and "end" in record:
        return fault_of({**record, "id": ""} if not isinstance(record.get("id"), str) else record, text)
    if not 0 <= record["start"] <= len(text):
        return f"its start {record['start']} is outside the text ({len(text)} characters)"
    return None


def _code(record: Record, text: str) -> str:
    start, end = record["start"], record.get("end", record["start"] + 1)
    return "quote-differs" if 0 <= start < end <= len(text) else "bad-span"
