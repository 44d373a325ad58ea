"""Label counts: how many annotations have each label, counted once and then kept in step with every change."""

from collections import Counter
from collections.abc import Mapping

from store.annotation import Record
from store.members import AT_ONCE, Source
from store.progress import steps


class LabelCounts:
    """Name of a label, as it stands in the records -> how many have it. Nothing is read before somebody asks."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._counts: Counter[str] | None = None

    @property
    def is_ready(self) -> bool:
        """Whether an answer is there at once, or within the time of a key."""
        return self._counts is not None or self._source.size("annotations") <= AT_ONCE

    def counts(self) -> Mapping[str, int]:
        """How many there are; the first question reads through all of them."""
        if self._counts is None:
            every = self._source.items("annotations")
            size = self._source.size("annotations")
            self._counts = Counter(_label(record) for _, record in steps(every, "counting", size, may_stop=True))
        return {name: count for name, count in self._counts.items() if count}

    def follow(self, before: Record | None, record: Record | None) -> None:
        """Take over a change: what an annotation's record was, None for nothing, and what it is."""
        if self._counts is None:
            return
        if before is not None:
            self._counts[_label(before)] -= 1
        if record is not None:
            self._counts[_label(record)] += 1


def _label(record: Record) -> str:
    return str(record.get("label", ""))
