"""Voting: which unit the offsets of a file count, by how many of its quotes each gives; one answer for a file."""

from collections.abc import Sequence
from itertools import product

from store.formats.found import FileUnit, GivenAnnotation
from store.importing.placing import agrees, shown
from store.importing.units import UNITS, Reading, Ruler
from store.span import Span

READINGS = tuple(Reading(unit, joins) for joins, unit in product((False, True), UNITS))
"""What is tried, the most usual first."""

GRAPHEME: FileUnit = "grapheme"
"""What is never tried: somebody has to say it."""


class Vote:
    """The count of one file, which grows with each of its articles."""

    def __init__(self, wished: FileUnit | None, usual: FileUnit) -> None:
        """Begin with nothing counted.

        Args:
            wished: the unit that the user says; None: find out.
            usual: the unit that the format counts.
        """
        self._wished, self._usual = wished, usual
        self._hits: dict[Reading, int] = {}
        self.is_unknown = False
        """Whether annotations were read whose place hangs on a unit that nothing in the file tells."""

    def reading(self, ruler: Ruler, annotations: Sequence[GivenAnnotation]) -> Reading:
        """How the offsets of these annotations of a text are counted."""
        options = self._options
        if len({ruler.same(one) for one in options}) > 1:
            quoted = [one for one in annotations if one.quote]
            hits = {same: _hits(ruler, same, quoted) for same in {ruler.same(one) for one in options}}
            for option in options:
                self._hits[option] = self._hits.get(option, 0) + hits[ruler.same(option)]
        best = max(options, key=lambda one: self._hits.get(one, 0))
        if self._hits.get(best, 0) > 0:
            return best
        usual = Reading(self._wished or self._usual)
        self.is_unknown |= self._wished is None and differ(ruler, annotations) is not None
        return usual

    @property
    def _options(self) -> Sequence[Reading]:
        if self._wished is None:
            return READINGS
        return (Reading(self._wished), Reading(self._wished, joins=True))


def differ(ruler: Ruler, annotations: Sequence[GivenAnnotation]) -> GivenAnnotation | None:
    """The first annotation that code points and UTF-16 units place differently; None when they agree on all."""
    return next((one for one in annotations if _place(ruler, one, "codepoint") != _place(ruler, one, "utf16")), None)


def words_under(ruler: Ruler, one: GivenAnnotation) -> dict[FileUnit, str]:
    """What an annotation holds under each unit, fit for a message; nothing where it names no place."""
    places = {unit: _place(ruler, one, unit) for unit in (*UNITS, GRAPHEME)}
    return {unit: shown(span.of(ruler.text)) if span else "nothing" for unit, span in places.items()}


def _place(ruler: Ruler, one: GivenAnnotation, unit: FileUnit) -> Span | None:
    start, end = (ruler.to_codepoint(at, Reading(unit)) for at in (one.start, one.end))
    return None if start is None or end is None else Span(start, end)


def _hits(ruler: Ruler, reading: Reading, annotations: Sequence[GivenAnnotation]) -> int:
    count = 0
    for one in annotations:
        spans = []
        for part in one.fragments or ((one.start, one.end),):
            start, end = (ruler.to_codepoint(at, reading) for at in part)
            if start is None or end is None or start >= end:
                break
            spans.append(Span(start, end))
        else:
            count += agrees(one.quote or "", ruler.text, sorted(spans))
    return count
