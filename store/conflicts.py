"""Conflicts: what several annotators have said of the same places of one text, put together place by place."""

from collections.abc import Callable, Sequence
from typing import Literal

from store.agreement.pairing import Mark, closeness, overlapping
from store.annotation import Annotation
from store.classes import dataclass
from store.span import Span

Difference = Literal["agree", "boundary", "label", "both", "only", "some"]
"""What all say alike; where the words, the label or both differ; what one has alone, or some of more than two have."""
Said = tuple[Annotation | None, ...]
"""What each annotator has there, None for nothing; in the order of the annotators, one of them at least."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a text, with what each annotator says of it."""

    said: Said
    difference: Difference

    @property
    def annotations(self) -> tuple[Annotation, ...]:
        """What is there, in the order of the annotators."""
        return tuple(one for one in self.said if one is not None)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of what is there."""
        return tuple(one.id for one in self.annotations)

    @property
    def span(self) -> Span:
        """The shortest span with all that is there."""
        first, *others = self.annotations
        span = first.span
        for other in others:
            span = span.cover(other.span)
        return span


def places_of(layers: Sequence[Sequence[Annotation]], name_of: Callable[[str], str]) -> list[Place]:
    """Put annotations together that mean the same, in text order; for two annotators as `store.agreement` pairs them.

    Each further annotator's annotations go to the closest of the places that are there so far, one to each.

    Args:
        layers: the annotations of each annotator; of two with one span and label the first counts.
        name_of: what a label is called now.
    """
    groups: list[dict[int, Mark]] = []
    marks = [_marks(layer, name_of) for layer in layers]
    for number, mine in enumerate(marks):
        homes = [(at, mark) for at, group in enumerate(groups) for mark in group.values()]
        at_home: dict[Mark, list[int]] = {}
        for at, mark in homes:
            at_home.setdefault(mark, []).append(at)
        pairs = sorted(overlapping(sorted(at_home), sorted(mine)), key=lambda pair: closeness(*pair))
        taken: set[int] = set()
        placed: set[Mark] = set()
        for theirs, mark in pairs:
            home = next((at for at in at_home[theirs] if at not in taken), None)
            if home is not None and mark not in placed:
                taken.add(home)
                placed.add(mark)
                groups[home][number] = mark
        groups += [{number: mark} for mark in mine if mark not in placed]
    found = []
    for group in groups:
        said = tuple(marks[at][group[at]] if at in group else None for at in range(len(layers)))
        found.append(Place(said, _difference([*group.values()], len(layers))))
    return sorted(found, key=lambda place: (place.span, place.ids))


def _marks(layer: Sequence[Annotation], name_of: Callable[[str], str]) -> dict[Mark, Annotation]:
    found: dict[Mark, Annotation] = {}
    for one in layer:
        found.setdefault(Mark(one.start, one.end, name_of(one.label)), one)
    return found


def _difference(marks: Sequence[Mark], annotators: int) -> Difference:
    if len(marks) < annotators:
        return "only" if len(marks) == 1 else "some"
    is_same_span, is_same_label = (len({mark[:2] for mark in marks}) == 1, len({mark.label for mark in marks}) == 1)
    if is_same_span:
        return "agree" if is_same_label else "label"
    return "boundary" if is_same_label else "both"
