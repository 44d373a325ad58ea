"""Anchor: finds a span again in a text that was edited, by its quote and what stood around it.

The attempts, in order: the old place; exact copies of the quote, ranked by their surroundings; the quote with its
surroundings by edit distance (rapidfuzz), its edges carried through the edit script; the quote alone. An answer has a
confidence, and says whether another place would do nearly as well. What is below `ACCEPTED` is no answer.
"""

from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Levenshtein, Opcode

from store.annotation import CONTEXT
from store.span import Span

ACCEPTED = 0.60
"""The least confidence of a place; chosen on news articles, checked on other texts by tests.benchmarks.anchoring."""
SURE = 0.875
"""The least confidence of a place that nobody has to look at."""
PLAIN = 1.6
"""Of 2: an exact copy whose surroundings are so alike is taken without a search."""
FAR = 1.9
"""Of 2: the same for a copy that is not where it is expected."""
MARGIN = 0.05
"""Of 1: by how much a place must be better than every other one to be the only one."""
EXPECTED = 0.25
"""The same for a place elsewhere than expected, over one that is there."""
REACH = 4
"""How far, in code points, an edge may be moved to a better place."""
SAME_LINE = 0.85
"""What equal surroundings count for when only those in the same line are equal; 1 is for all of them."""
LONG, END = 800, 200
"""The longest quote that is looked for as a whole, and how much of each end of a longer one; in code points."""
LEAST_ALONE = 8
"""The shortest quote, in code points, that is looked for without its surroundings."""
NEAR = 64
"""Code points from the expected place at which position counts half."""
ENOUGH = 12
"""How many copies of a quote are compared in full; of more, those with the same letters next to them."""
_QUOTE, _AROUND = 50, 20
"""What the quote and each of both surroundings weigh in the order of places."""
_NEAR = (2, 4, 8, 14)
"""What position weighs, by how many neighbours one after the other were where they were expected.

Position alone decides only when two were: with one it weighs less than `MARGIN`.
"""
_ALIKE = {
    " ": "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\n\t",
    "'": "‘’‚‛ʼ′‹›",
    '"': "“”„‟«»″",
    "-": "‐‑‒–—―−",
}  # fmt: skip
_PLAIN = [(char, plain) for plain, chars in _ALIKE.items() for char in chars]
_BLANK = [(char, plain) for char, plain in _PLAIN if char.isascii()]


class Anchor(NamedTuple):
    """What is remembered of a span."""

    start: int
    """Where it was, in code points."""
    quote: str
    prefix: str = ""
    suffix: str = ""


class Place(NamedTuple):
    """Where a span is now."""

    span: Span
    confidence: float
    """0 to 1; at least `ACCEPTED`."""
    is_sure: bool
    """Whether it is very like the old one and every other place is clearly worse; else somebody has to look."""


class Ready(NamedTuple):
    """A text made ready to find anchors in."""

    text: str
    """With what editors change unasked (kinds of blanks, quotation marks, dashes) made alike; as long as `raw`."""
    raw: str

    @classmethod
    def of(cls, text: str) -> "Ready":
        """Make a text ready; do so once, for it costs more than finding a span."""
        return cls(_folded(text), text)


class Shift:
    """How far the text has moved, as the anchors show that were found for sure; give it anchors in text order."""

    def __init__(self) -> None:
        self._by = self._kept = 0

    def find(self, text: Ready, anchor: Anchor) -> Place | None:
        """Where an anchor is, expected as far from its old place as the one before it; costs as `find`."""
        expected = max(0, anchor.start + self._by)
        place = _found(_Search(text, anchor._replace(start=expected), _NEAR[min(self._kept, len(_NEAR) - 1)]))
        if place is not None and place.is_sure:
            self._by = place.span.start - anchor.start
            self._kept = self._kept + 1 if abs(place.span.start - expected) <= NEAR else 0
        return place


def find(text: Ready, anchor: Anchor) -> Place | None:
    """Where an anchor is in a text; None when nothing is like it.

    Costs tens of microseconds where the quote is still there, else about a millisecond for 50,000 code points.
    Several of one article are found better together: see `Shift`.
    """
    return _found(_Search(text, anchor, _NEAR[0]))


def _found(search: "_Search") -> Place | None:
    if len(search.wanted.quote) > LONG and not search.is_there:
        return _between_ends(search)
    found = search.places()
    if not found:
        return None
    (score, best), *others = found
    confidence = search.confidence(best)
    rivals = (rival for rival in others if not rival[1].overlaps(best))
    is_only = all(other < score - search.margin(best, span) for other, span in rivals)
    return Place(best, confidence, is_only and confidence >= SURE) if confidence >= ACCEPTED else None


def _between_ends(search: "_Search") -> Place | None:
    """Where a long quote is: from where its first words are to where its last ones are."""
    start, quote, prefix, suffix = search.wanted
    ready, at, near = Ready(search.text, search.raw), start + len(quote) - END, search.near
    first = _found(_Search(ready, Anchor(start, quote[:END], prefix, quote[END : END + CONTEXT]), near))
    last = _found(_Search(ready, Anchor(at, quote[-END:], quote[-END - CONTEXT : -END], suffix), near))
    if first is None or last is None or not first.span.start < last.span.start:
        return None
    span = Span(first.span.start, last.span.end)
    is_sure = first.is_sure and last.is_sure and 2 * abs(span.length - len(quote)) < len(quote)
    return Place(span, min(first.confidence, last.confidence), is_sure)


class _Search:
    """The places that an anchor may mean in one text."""

    def __init__(self, ready: Ready, anchor: Anchor, near: int) -> None:
        """Prepare a search; `near` is what position weighs."""
        self.text, self.raw = ready
        start, quote, prefix, suffix = anchor
        whole, left, right = _folded(prefix + quote + suffix), len(prefix), len(prefix) + len(quote)
        self.whole = whole
        """The quote between its surroundings."""
        self.wanted = Anchor(start, whole[left:right], whole[:left], whole[right:])
        self.near = near
        _, before, self.head = anchor.prefix.rpartition("\n")
        self.tail, after, _ = anchor.suffix.partition("\n")
        self.begins_line, self.ends_line = bool(before), bool(after)
        """Whether a line began or ended within what is remembered."""

    @property
    def is_there(self) -> bool:
        """Whether quote and surroundings stand where they are expected."""
        at = self.wanted.start - len(self.wanted.prefix)
        return at >= 0 and self.text.startswith(self.whole, at)

    def places(self) -> list[tuple[float, Span]]:
        """(score, span), the best first; none when nothing is like the anchor."""
        text, (start, quote, _, _) = self.text, self.wanted
        end = start + len(quote)
        if self.is_there:
            return [(1.0, Span(start, end))]
        copies = self._ranked(Span(at, at + len(quote)) for at in self._copies())[:2]
        if copies and copies[0][1].start == start and self._around(copies[0][1]) > PLAIN:
            return copies
        here = self._alike(max(0, start - NEAR), min(len(text), end + NEAR))
        near = {span for _, span in copies} | {self._refined(span) for span in here}
        known = self._ranked(near)
        if known:
            is_expected = self.near > _NEAR[0] and abs(known[0][1].start - start) <= NEAR
            if self._around(known[0][1]) > (PLAIN if is_expected else FAR):
                return known
        return self._ranked(near | {self._refined(span) for span in self._alike(0, len(text))})

    def _copies(self) -> list[int]:
        """Where the quote stands; of many, the nearest and those with the same letters next to them."""
        text, (start, quote, prefix, suffix) = self.text, self.wanted
        found = list(_copies(text, quote))
        if len(found) <= ENOUGH:
            return found
        found.sort(key=lambda at: abs(at - start))
        before, after, size = prefix[-6:], suffix[:6], len(quote)
        alike = [at for at in found if text.startswith(after, at + size) or text.endswith(before, 0, at)]
        if len(alike) > ENOUGH:
            alike = [at for at in alike if text.startswith(after, at + size) and text.endswith(before, 0, at)] or alike
        return [*alike[: 4 * ENOUGH], found[0]]

    def _ranked(self, spans: Iterator[Span] | set[Span]) -> list[tuple[float, Span]]:
        scored = [(self._score(span), span) for span in spans]
        return sorted(scored, key=lambda found: (-found[0], found[1]))

    def _score(self, span: Span) -> float:
        text, wanted = self.text, self.wanted
        alike = _similarity(span.of(text), wanted.quote)
        near = NEAR / (NEAR + abs(span.start - wanted.start))
        weight = _QUOTE + 2 * _AROUND + self.near
        return (_QUOTE * alike + _AROUND * self._around(span) + self.near * near) / weight

    def _alike(self, first: int, last: int) -> Iterator[Span]:
        """Places in a part of the text that are like the quote with its surroundings, or like a longer quote alone."""
        wanted, whole, text = self.wanted, self.whole, self.text[first:last]
        if found := fuzz.partial_ratio_alignment(whole, text, score_cutoff=55):
            low, high = max(0, found.dest_start - REACH), min(len(text), found.dest_end + REACH)
            script = [step for step in Levenshtein.opcodes(whole, text[low:high]) if step.src_end > step.src_start]
            left, right = len(wanted.prefix), len(wanted.prefix) + len(wanted.quote)
            start = next((_carried(step, left) for step in script if step.src_start <= left < step.src_end), None)
            end = next((_carried(step, right) for step in script if step.src_start <= right <= step.src_end), None)
            if start is not None and end is not None and start < end:
                yield Span(first + low + start, first + low + end)
        if len(wanted.quote) >= LEAST_ALONE and (
            found := fuzz.partial_ratio_alignment(wanted.quote, text, score_cutoff=70)
        ):
            yield Span(first + found.dest_start, first + found.dest_end)

    def _refined(self, span: Span) -> Span:
        """The span with both edges moved to where it is most like the quote; edges of words are a little better."""
        text, quote = self.text, self.wanted.quote
        if span.of(text) == quote:
            return span
        starts = range(max(0, span.start - REACH), min(len(text), span.start + REACH + 1))
        ends = range(max(1, span.end - REACH), min(len(text), span.end + REACH) + 1)
        start_bonus = {at: 0.02 * (_is_edge(text, at) and not text[at : at + 1].isspace()) for at in starts}
        end_bonus = {at: 0.02 * (_is_edge(text, at) and not text[at - 1].isspace()) for at in ends}
        best, highest = span, -1.0
        for start in starts:
            for end in ends:
                if start < end:
                    worth = start_bonus[start] + end_bonus[end]
                    worth += OSA.normalized_similarity(text[start:end], quote)
                    if worth > highest:
                        best, highest = Span(start, end), worth
        return best

    def margin(self, best: Span, other: Span) -> float:
        """By how much the best place must be better: by more when the other one is where it is expected."""
        if abs(best.start - self.wanted.start) <= NEAR or abs(other.start - self.wanted.start) > NEAR:
            return MARGIN
        return EXPECTED

    def confidence(self, span: Span) -> float:
        """How sure a place is, 0 to 1: the quote counts as its length up to 32, each of both surroundings as 16."""
        weight = min(len(self.wanted.quote), CONTEXT)
        alike = _similarity(span.of(self.text), self.wanted.quote)
        return (weight * alike + CONTEXT / 2 * self._around(span)) / (weight + CONTEXT)

    def _around(self, span: Span) -> float:
        """How like the surroundings are, 0 to 2.

        A paragraph that was moved has other neighbours: at its edges what stands in the same line counts by itself.
        """
        text, wanted = self.text, self.wanted
        before = _similarity(text[max(0, span.start - len(wanted.prefix)) : span.start], wanted.prefix)
        after = _similarity(text[span.end : span.end + len(wanted.suffix)], wanted.suffix)
        if self.begins_line and before < SAME_LINE:
            _, line_end, head = self.raw[max(0, span.start - CONTEXT) : span.start].rpartition("\n")
            if line_end or span.start <= CONTEXT:
                before = max(before, SAME_LINE * _similarity(head, self.head))
        if self.ends_line and after < SAME_LINE:
            tail, line_end, _ = self.raw[span.end : span.end + CONTEXT].partition("\n")
            if line_end or span.end + CONTEXT >= len(text):
                after = max(after, SAME_LINE * _similarity(tail, self.tail))
        return before + after


def _folded(text: str) -> str:
    """The text with what looks alike made equal; `str.translate` takes seventeen times as long."""
    for char, plain in _BLANK if text.isascii() else _PLAIN:
        text = text.replace(char, plain)
    return text


def _similarity(one: str, other: str) -> float:
    return float(Levenshtein.normalized_similarity(one, other))


def _is_edge(text: str, at: int) -> bool:
    """Whether no word runs across a place."""
    return at in (0, len(text)) or not (text[at - 1].isalnum() and text[at].isalnum())


def _carried(step: Opcode, place: int) -> int:
    """Where a place inside one step of an edit script is in the other text; in proportion where the length changes."""
    inside, length = place - step.src_start, step.src_end - step.src_start
    if step.tag == "equal":
        return int(step.dest_start + inside)
    return int(step.dest_start + round(inside / length * (step.dest_end - step.dest_start)))


def _copies(text: str, quote: str) -> Iterator[int]:
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)
