"""Highlights: the annotations of one article as light spans for drawing, asked of the model where somebody looks."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence

from store import Layer, Span
from tui.spans import GHOST, MEANT, MOVED, OTHERS, OWN, LightSpan, SpanIndex, marked

MOST_DIGITS = 18
"""Of a number that an annotation can have; an id out of a damaged file may have more than Python reads."""


class Shown:
    """The spans over a text: one's own, as the model has them now, and what else is shown. Keeps no span of its own."""

    def __init__(self, own: Layer, number_of: Callable[[str], int], moved: Container[str]) -> None:
        self._own, self._number_of, self._moved = own, number_of, moved
        self.others: Sequence[Layer] = ()
        """What other annotators have made."""
        self.ghosts = SpanIndex()
        """What is suggested."""
        self.meant = ""
        """The id of the annotation that is shown as the one that keys mean, empty when there is none."""

    def __len__(self) -> int:
        return len(self._own) + sum(map(len, self.others)) + len(self.ghosts)

    def __iter__(self) -> Iterator[LightSpan]:
        return iter(self.over(0, 1 << 31))

    def over(self, start: int, end: int) -> list[LightSpan]:
        """The spans that share a code point with [start, end), in no order."""
        number_of, state_of = self._number_of, self._state_of
        own = self._own.seen(start, end)
        found = [(low, high, marked(number_of(label), state_of(one)), one) for low, high, label, one in own]
        for layer in self.others:
            there = layer.seen(start, end)
            found += [(low, high, marked(number_of(label), OTHERS), one) for low, high, label, one in there]
        if len(self.ghosts):
            found += self.ghosts.over(start, end)
        return found

    def _state_of(self, annotation_id: str) -> int:
        if annotation_id == self.meant:
            return MEANT
        return MOVED if annotation_id in self._moved else OWN


class Highlights:
    """One per open article; panes of the same article share it."""

    def __init__(self, layer: Layer, number_of: Callable[[str], int], moved: Container[str] = ()) -> None:
        """Show a layer, whatever becomes of it.

        Args:
            layer: the article's own.
            number_of: the number that the palette knows a label by.
            moved: the ids of those that nobody has confirmed at their place.
        """
        self._layer, self._number_of = layer, number_of
        self._touched: dict[int, list[Span]] = {}
        self._ghosts: set[LightSpan] = set()
        layer.changed = self._note
        self.index = Shown(layer, number_of, moved)
        """The spans, for the pane."""

    def __len__(self) -> int:
        return len(self._layer)

    @property
    def counts(self) -> Counter[int]:
        """How many of one's own annotations each label has, by the label's number."""
        found: Counter[int] = Counter()
        for label, count in self._layer.labels.items():
            found[self._number_of(label)] += count
        return found

    @property
    def meant(self) -> str:
        """The id of the annotation that is shown as the one that keys mean, empty when there is none."""
        return self.index.meant

    def show_others(self, layers: Iterable[Layer]) -> None:
        """Show the annotations of other annotators, instead of those that are shown."""
        self.index.others = tuple(layers)

    def show_ghosts(self, found: Iterable[tuple[Span, str]]) -> list[Span]:
        """Show suggestions, each a place and a label, instead of those that are shown; the places to draw again."""
        wanted = {(start, end, marked(self._number_of(label), GHOST), "") for (start, end), label in found}
        for span in self._ghosts - wanted:
            self.index.ghosts.remove(span)
        for span in wanted - self._ghosts:
            self.index.ghosts.add(span)
        changed, self._ghosts = sorted(self._ghosts ^ wanted), wanted
        return [Span(span[0], span[1]) for span in changed]

    def mean(self, annotation_id: str) -> list[Span]:
        """Show an annotation as the one of several that keys mean, none with an empty id; the places to draw again."""
        known = (self._layer.get(one) for one in (self.meant, annotation_id) if one)
        self.index.meant = annotation_id
        return [one.span for one in known if one is not None]

    def follow(self, annotation_id: str) -> list[Span]:
        """The places to be drawn again where an annotation was and is, or about which something else is different."""
        number = annotation_id.rpartition("-")[2]
        is_one = number.isdecimal() and len(number) <= MOST_DIGITS
        changed = self._touched.pop(int(number), []) if is_one else []
        if not changed and (now := self._layer.get(annotation_id)):
            changed = [now.span]
        return changed

    def _note(self, number: int, span: Span) -> None:
        self._touched.setdefault(number, []).append(span)
