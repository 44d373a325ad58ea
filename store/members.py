"""Members: which annotations belong to which cluster, found once and then kept in step with every change."""

from collections.abc import Iterator, Set
from typing import Protocol

from store.annotation import Record
from store.progress import steps

AT_ONCE = 20_000
"""Annotations that are looked through while somebody waits for a key; more only when somebody asks for members."""


class Source(Protocol):
    """Where the annotations are."""

    def items(self, table: str) -> Iterator[tuple[int, Record]]:
        """Number and record of everything in a table."""

    def size(self, table: str) -> int:
        """How many records a table has."""


class Members:
    """Cluster -> the numbers of its members. Nothing is read before somebody asks."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._by_cluster: dict[str, set[int]] | None = None

    @property
    def is_ready(self) -> bool:
        """Whether an answer is there at once, or within the time of a key."""
        return self._by_cluster is not None or self._source.size("annotations") <= AT_ONCE

    def of(self, cluster_id: str) -> Set[int]:
        """The numbers of the annotations that belong to a cluster; the first question reads through all of them."""
        return self._known().get(cluster_id, frozenset())

    def size(self, cluster_id: str) -> int:
        """How many annotations belong to a cluster."""
        return len(self.of(cluster_id))

    def sizes(self) -> dict[str, int]:
        """How many annotations each cluster has."""
        return {cluster: len(numbers) for cluster, numbers in self._known().items()}

    def follow(self, number: int, before: Record | None, record: Record | None) -> None:
        """Take over a change: what the annotation's record was, None for nothing, and what it is."""
        known = self._by_cluster
        if known is None:
            return
        old, new = _cluster(before), _cluster(record)
        if old == new:
            return
        if old is not None and (numbers := known.get(old)):
            numbers.discard(number)
            if not numbers:
                del known[old]
        if new is not None:
            known.setdefault(new, set()).add(number)

    def _known(self) -> dict[str, set[int]]:
        if self._by_cluster is None:
            found: dict[str, set[int]] = {}
            every, size = self._source.items("annotations"), self._source.size("annotations")
            for number, record in steps(every, "looking", size, may_stop=True):
                if (cluster := _cluster(record)) is not None:
                    found.setdefault(cluster, set()).add(number)
            self._by_cluster = found
        return self._by_cluster


def _cluster(record: Record | None) -> str | None:
    cluster = record.get("cluster") if record else None
    return cluster if isinstance(cluster, str) else None
