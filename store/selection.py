"""Selection: where somebody is in a text and what they have chosen, as a value that motions turn into another."""

from typing import Literal, NamedTuple

from store.segment import Segments
from store.segmentation.units import Unit
from store.span import Span

LADDER: tuple[Unit | Literal["clause"], ...] = ("word", "name", "clause", "quote", "sentence", "paragraph")
"""What a selection grows through."""


class Selection(NamedTuple):
    """Two offsets: the one that stays and the one that moves. They are equal when nothing is selected."""

    anchor: int
    """The end that stays."""
    head: int
    """The end that moves: the caret."""

    @property
    def span(self) -> Span:
        """What is selected; empty when nothing is."""
        return Span(min(self), max(self))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is selected."""
        return self.anchor == self.head

    def moved(self, to: int) -> "Selection":
        """The caret at an offset, with nothing selected."""
        return Selection(to, to)

    def extended(self, to: int) -> "Selection":
        """The head at an offset; the anchor stays."""
        return Selection(self.anchor, to)

    def by(self, segments: Segments, unit: Unit, direction: Literal[-1, 1], *, extend: bool = False) -> "Selection":
        """The head at the next or previous start of a unit, or at the text's end where there is none."""
        found = segments.next(unit, self.head) if direction > 0 else segments.previous(unit, self.head)
        edge = len(segments.text) if direction > 0 else 0
        to = found.start if found else edge
        return self.extended(to) if extend else self.moved(to)

    def by_end(self, segments: Segments, unit: Unit, *, extend: bool = False) -> "Selection":
        """The head behind the unit it is in, or behind the next one when it stands at an end already."""
        found = segments.at(unit, self.head) or segments.next(unit, self.head)
        to = found.end if found else len(segments.text)
        return self.extended(to) if extend else self.moved(to)

    def snapped(self, segments: Segments, unit: Unit) -> "Selection":
        """The selection widened to whole units; a selection between two units stays as it is."""
        span = self.span
        touched = segments.over(unit, Span(span.start, max(span.end, span.start + 1)))
        if not touched:
            return self
        start = min(span.start, touched[0].start)
        end = max(span.end, *(one.end for one in touched))
        return Selection(end, start) if self.head < self.anchor else Selection(start, end)

    def grown(self, segments: Segments) -> "Selection":
        """The next larger unit round the selection: word, name, clause, quote, sentence, paragraph; then itself."""
        wider = [span for span in self._around(segments) if span.contains(self.span) and span != self.span]
        smallest = min(wider, key=lambda span: span.length, default=None)
        return Selection(smallest.start, smallest.end) if smallest else self

    def shrunk(self, segments: Segments) -> "Selection":
        """The next smaller unit inside the selection, of those at its start; then itself."""
        narrower = [span for span in self._within(segments) if self.span.contains(span) and span != self.span]
        largest = max(narrower, key=lambda span: span.length, default=None)
        return Selection(largest.start, largest.end) if largest else self

    def _around(self, segments: Segments) -> list[Span]:
        span = self.span
        place = Span(span.start, max(span.end, span.start + 1))
        found: list[Span] = []
        for rung in LADDER:
            units = _clauses(segments, place) if rung == "clause" else segments.over(rung, place)
            found += [unit for unit in units if unit.overlaps(place)]
        return found

    def _within(self, segments: Segments) -> list[Span]:
        start = Selection(self.span.start, self.span.start)
        return start._around(segments)


def _clauses(segments: Segments, place: Span) -> list[Span]:
    from store.segmentation.statements import clauses  # noqa: PLC0415 - not before the first look

    return [one for sentence in segments.over("sentence", place) for one in clauses(segments.text, sentence)]
