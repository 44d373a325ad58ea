"""Relations: what hangs between and above annotations, kept in step with every change."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from store.annotation import ArticleRecord, Cluster, Link, Record, Table
from store.change import Change

Value = TypeVar("Value", Link, Cluster, ArticleRecord)


class Relations:
    """The links, clusters and article records of one annotator."""

    def __init__(self, stream: Callable[[Table], Iterable[Record]]) -> None:
        self.faults: list[tuple[Record, str]] = []
        """Records that are no such thing, each with the reason; they stay in the file."""
        self._links = self._read(stream("links"), Link.from_dict)
        self._clusters = self._read(stream("clusters"), Cluster.from_dict)
        self._records = self._read(stream("articles"), ArticleRecord.from_dict)
        self._by_article = {record.article: number for number, record in self._records.items()}

    @property
    def links(self) -> tuple[Link, ...]:
        """All links."""
        return tuple(self._links.values())

    @property
    def clusters(self) -> tuple[Cluster, ...]:
        """All clusters."""
        return tuple(self._clusters.values())

    @property
    def records(self) -> tuple[ArticleRecord, ...]:
        """What was said about articles as a whole."""
        return tuple(self._records.values())

    def record(self, path: str) -> ArticleRecord | None:
        """What was said about one article, or None."""
        number = self._by_article.get(path)
        return None if number is None else self._records[number]

    def links_of(self, annotation_id: str) -> list[Link]:
        """The links that begin or end at an annotation."""
        return [link for link in self._links.values() if annotation_id in (link.source, link.target)]

    def follow(self, change: Change, record: Record | None) -> None:
        """Take over a change that was made; `record` is the record after it, None when it is gone."""
        if change.table == "links":
            _put(self._links, change.number, record, Link.from_dict)
        elif change.table == "clusters":
            _put(self._clusters, change.number, record, Cluster.from_dict)
        elif change.table == "articles":
            _put(self._records, change.number, record, ArticleRecord.from_dict)
            self._by_article = {known.article: number for number, known in self._records.items()}

    def _read(self, records: Iterable[Record], of: Callable[[Mapping[str, Any]], Value]) -> dict[int, Value]:
        found: dict[int, Value] = {}
        for record in records:
            try:
                value = of(record)
                found[int(value.id.rpartition("-")[2])] = value
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                self.faults.append((record, f"{type(error).__name__}: {error}"))
        return found


def _put(
    values: dict[int, Value], number: int, record: Record | None, of: Callable[[Mapping[str, Any]], Value]
) -> None:
    if record is None:
        values.pop(number, None)
    else:
        values[number] = of(record)
