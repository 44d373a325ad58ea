"""Relations: what hangs between and above annotations, kept in step with every change."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from store.annotation import ArticleRecord, Cluster, Link, Record, Table, id_number
from store.change import Change

if TYPE_CHECKING:
    from store.judging import Judging

Value = TypeVar("Value", Link, Cluster, ArticleRecord)
FEW = 10_000
"""Records that are looked through at once; more are read when somebody asks for them."""


class Source(Protocol):
    """Where the records are."""

    def of_article(self, path: str, table: str) -> list[Record]:
        """The records of an article."""

    def items(self, table: str) -> Iterable[tuple[int, Record]]:
        """Number and record of everything in a table."""

    def size(self, table: str) -> int:
        """How many records a table has."""


class Relations:
    """The links, clusters and article records of one annotator."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.faults: list[tuple[Record, str]] = []
        """Records that are no such thing, as far as they were read, each with the reason; they stay in the file."""
        self._links: dict[int, Link] | None = None
        self._ends: dict[str, dict[int, Link]] = {}
        """The links at each annotation, by its id; as far as links are read."""
        self._clusters: dict[int, Cluster] | None = None
        self._done: set[int] | None = None
        self._judging: Judging | None = None
        if sum(source.size(table) for table in ("links", "clusters", "articles")) <= FEW:
            _ = self.links, self.clusters
            self._read("articles", ArticleRecord.from_dict)

    @property
    def judging(self) -> "Judging":
        """What was said of lines, that they are furniture or not."""
        if self._judging is None:
            from store.judging import Judging  # noqa: PLC0415 - the start does without it

            self._judging = Judging(self._source)
        return self._judging

    @property
    def links(self) -> tuple[Link, ...]:
        """All links."""
        return tuple(self._all_links.values())

    @property
    def clusters(self) -> tuple[Cluster, ...]:
        """All clusters."""
        return tuple(self._all_clusters.values())

    def cluster(self, cluster_id: str) -> Cluster | None:
        """The cluster of an id, or None."""
        try:
            found = self._all_clusters.get(id_number(cluster_id))
        except ValueError:
            return None
        return found if found is not None and found.id == cluster_id else None

    @property
    def records(self) -> tuple[ArticleRecord, ...]:
        """What was said about articles as a whole."""
        return tuple(_readable(record for _, record in self._source.items("articles")))

    @property
    def done(self) -> int | None:
        """How many articles are marked done; None when there are too many records to count them in passing."""
        if self._done is None and self._source.size("articles") <= FEW:
            self._done = {number for number, record in self._source.items("articles") if record.get("done") is True}
        return None if self._done is None else len(self._done)

    def record(self, path: str) -> ArticleRecord | None:
        """What was said about one article, or None."""
        if not self._source.size("articles"):
            return None
        return next(iter(_readable(reversed(self._source.of_article(path, "articles")))), None)

    def links_of(self, annotation_id: str) -> list[Link]:
        """The links that begin or end at an annotation."""
        _ = self._all_links
        return list(self._ends.get(annotation_id, {}).values())

    @property
    def knows_links(self) -> bool:
        """Whether the links have been read, so that asking for one costs nothing; few are read at once."""
        return self._links is not None

    def follow(self, change: Change, before: Record | None, record: Record | None) -> None:
        """Take over a change that was made: what the record was, None for nothing, and what it is."""
        if change.table == "decisions" and self._judging is not None:
            self._judging.follow(change.number, record)
        elif change.table in ("links", "clusters", "articles"):
            self._follow(change, before, record)

    def _follow(self, change: Change, before: Record | None, record: Record | None) -> None:
        if before is not None:
            self.faults = [fault for fault in self.faults if fault[0] != before]
        if change.table == "links" and self._links is not None:
            if old := self._links.pop(change.number, None):
                self._untie(old)
            self._take(self._links, change.number, record, Link.from_dict)
            if new := self._links.get(change.number):
                self._tie(new)
        elif change.table == "clusters" and self._clusters is not None:
            self._clusters.pop(change.number, None)
            self._take(self._clusters, change.number, record, Cluster.from_dict)
        elif change.table == "articles":
            self._take({}, change.number, record, ArticleRecord.from_dict)
            if self._done is not None:
                self._done.discard(change.number)
                self._done |= {change.number} if record is not None and record.get("done") is True else set()

    @property
    def _all_links(self) -> dict[int, Link]:
        if self._links is None:
            self._links = self._read("links", Link.from_dict)
            for link in self._links.values():
                self._tie(link)
        return self._links

    @property
    def _all_clusters(self) -> dict[int, Cluster]:
        if self._clusters is None:
            self._clusters = self._read("clusters", Cluster.from_dict)
        return self._clusters

    def _tie(self, link: Link) -> None:
        for end in (link.source, link.target):
            self._ends.setdefault(end, {})[id_number(link.id)] = link

    def _untie(self, link: Link) -> None:
        for end in {link.source, link.target}:
            self._ends[end].pop(id_number(link.id))
            if not self._ends[end]:
                del self._ends[end]

    def _read(self, table: Table, of: Callable[[Mapping[str, Any]], Value]) -> dict[int, Value]:
        found: dict[int, Value] = {}
        for number, record in self._source.items(table):
            self._take(found, number, record, of)
        return found

    def _take(
        self, values: dict[int, Value], number: int, record: Record | None, of: Callable[[Mapping[str, Any]], Value]
    ) -> None:
        """Put what a record says among the others, or the record among the faults."""
        if record is None:
            return
        try:
            value = of(record)
            if id_number(value.id) != number:
                self.faults.append((record, f"its number is {number}, its id is of another"))
                return
            values[number] = value
        except KeyError as error:
            self.faults.append((record, f"it has no {error.args[0]}"))
        except (AttributeError, TypeError, ValueError) as error:
            self.faults.append((record, str(error)))


def _readable(records: Iterable[Record]) -> Iterable[ArticleRecord]:
    for record in records:
        try:
            yield ArticleRecord.from_dict(record)
        except (AttributeError, KeyError, TypeError, ValueError):
            continue
