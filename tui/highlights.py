"""Highlights: the annotations of one article as light spans for drawing, kept in step with the model."""

from collections import Counter
from collections.abc import Callable, Iterable

from store import Annotation, Span
from tui.spans import LightSpan, SpanIndex


class Highlights:
    """One per open article; panes of the same article share it."""

    def __init__(self, annotations: Iterable[Annotation], number_of: Callable[[str], int]) -> None:
        """Take the annotations over.

        Args:
            annotations: what the article's layer holds.
            number_of: the number that the palette knows a label by.
        """
        self._number_of = number_of
        self._by_id = {one.id: self._light(one) for one in annotations}
        self.index = SpanIndex(self._by_id.values())
        """The spans, for the pane."""
        self.counts = Counter(span[2] for span in self._by_id.values())
        """How many annotations each label has, by the label's number."""

    def __len__(self) -> int:
        return len(self._by_id)

    def follow(self, annotation_id: str, now: Annotation | None) -> list[Span]:
        """Take over what an annotation is now, None when it is gone; the places to be drawn again."""
        changed: list[Span] = []
        if old := self._by_id.pop(annotation_id, None):
            self.index.remove(old)
            self.counts[old[2]] -= 1
            changed.append(Span(old[0], old[1]))
        if now is not None:
            light = self._by_id[annotation_id] = self._light(now)
            self.index.add(light)
            self.counts[light[2]] += 1
            changed.append(now.span)
        return changed

    def _light(self, annotation: Annotation) -> LightSpan:
        return annotation.start, annotation.end, self._number_of(annotation.label), annotation.id
