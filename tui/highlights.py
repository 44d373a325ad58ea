"""Highlights: the annotations of one article as light spans for drawing, kept in step with the model."""

from collections import Counter
from collections.abc import Callable, Container, Iterable

from store import Annotation, Span
from tui.spans import GHOST, MEANT, MOVED, OTHERS, OWN, STATE, LightSpan, SpanIndex, marked


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
        self._ghosts: set[LightSpan] = set()
        self.index = SpanIndex(self._by_id.values())
        """The spans, for the pane."""
        self.counts = Counter(span[2] % STATE for span in self._by_id.values())
        """How many of one's own annotations each label has, by the label's number."""
        self.meant = ""
        """The id of the annotation that is shown as the one that keys mean, empty when there is none."""

    def __len__(self) -> int:
        return len(self._by_id)

    def show_others(self, annotations: Iterable[Annotation]) -> None:
        """Show the annotations of other annotators, instead of those that are shown."""
        for span in self._others:
            self.index.remove(span)
        self._others = [(one.start, one.end, marked(self._number_of(one.label), OTHERS), one.id) for one in annotations]
        for span in self._others:
            self.index.add(span)

    def show_ghosts(self, found: Iterable[tuple[Span, str]]) -> list[Span]:
        """Show suggestions, each a place and a label, instead of those that are shown; the places to draw again."""
        wanted = {(start, end, marked(self._number_of(label), GHOST), "") for (start, end), label in found}
        for span in self._ghosts - wanted:
            self.index.remove(span)
        for span in wanted - self._ghosts:
            self.index.add(span)
        changed, self._ghosts = sorted(self._ghosts ^ wanted), wanted
        return [Span(span[0], span[1]) for span in changed]

    def mean(self, annotation_id: str) -> list[Span]:
        """Show an annotation as the one of several that keys mean, none with an empty id; the places to draw again."""
        old, changed = self.meant, list[Span]()
        for one, now in ((old, ""), (annotation_id, annotation_id)):
            if light := self._by_id.get(one):
                self.index.remove(self._lit(light))
                self.meant = now
                self.index.add(self._lit(light))
                changed.append(Span(light[0], light[1]))
        self.meant = annotation_id
        return changed

    def follow(self, annotation_id: str, now: Annotation | None, *, is_moved: bool = False) -> list[Span]:
        """Take over what an annotation is now, None when it is gone; the places to be drawn again."""
        changed: list[Span] = []
        if old := self._by_id.pop(annotation_id, None):
            self.index.remove(self._lit(old))
            self.counts[old[2] % STATE] -= 1
            changed.append(Span(old[0], old[1]))
        if now is not None:
            light = self._by_id[annotation_id] = self._light(now, is_moved)
            self.index.add(self._lit(light))
            self.counts[light[2] % STATE] += 1
            changed.append(now.span)
        return changed

    def _lit(self, light: LightSpan) -> LightSpan:
        """A span as it is in the index."""
        start, end, number, one = light
        return (start, end, marked(number % STATE, MEANT), one) if one == self.meant else light

    def _light(self, annotation: Annotation, is_moved: bool) -> LightSpan:
        number = marked(self._number_of(annotation.label), MOVED if is_moved else OWN)
        return annotation.start, annotation.end, number, annotation.id
