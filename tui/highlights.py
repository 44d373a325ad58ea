"""Highlights: the annotations of one article as light spans for drawing, kept in step with the model."""

from collections import Counter
from collections.abc import Callable, Container, Iterable

from store import Annotation, Span
from tui.spans import MOVED, OTHERS, OWN, STATE, LightSpan, SpanIndex, marked


class Highlights:
    """One per open article; panes of the same article share it."""

    def __init__(
        self, annotations: Iterable[Annotation], number_of: Callable[[str], int], moved: Container[str] = ()
    ) -> None:
        """Take the annotations over.

        Args:
            annotations: what the article's layer holds.
            number_of: the number that the palette knows a label by.
            moved: the ids of those that nobody has confirmed at their place.
        """
        self._number_of = number_of
        self._by_id = {one.id: self._light(one, one.id in moved) for one in annotations}
        self._others: list[LightSpan] = []
        self.index = SpanIndex(self._by_id.values())
        """The spans, for the pane."""
        self.counts = Counter(span[2] % STATE for span in self._by_id.values())
        """How many of one's own annotations each label has, by the label's number."""

    def __len__(self) -> int:
        return len(self._by_id)

    def show_others(self, annotations: Iterable[Annotation]) -> None:
        """Show the annotations of other annotators, instead of those that are shown."""
        for span in self._others:
            self.index.remove(span)
        self._others = [(one.start, one.end, marked(self._number_of(one.label), OTHERS), one.id) for one in annotations]
        for span in self._others:
            self.index.add(span)

    def follow(self, annotation_id: str, now: Annotation | None, *, is_moved: bool = False) -> list[Span]:
        """Take over what an annotation is now, None when it is gone; the places to be drawn again."""
        changed: list[Span] = []
        if old := self._by_id.pop(annotation_id, None):
            self.index.remove(old)
            self.counts[old[2] % STATE] -= 1
            changed.append(Span(old[0], old[1]))
        if now is not None:
            light = self._by_id[annotation_id] = self._light(now, is_moved)
            self.index.add(light)
            self.counts[light[2] % STATE] += 1
            changed.append(now.span)
        return changed

    def _light(self, annotation: Annotation, is_moved: bool) -> LightSpan:
        number = marked(self._number_of(annotation.label), MOVED if is_moved else OWN)
        return annotation.start, annotation.end, number, annotation.id
