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
"""The least confidence of a place; chosen on five news articles, checked on others by tests/benchmarks."""
PLAIN = 1.6
"""Of 2: an exact copy whose surroundings are so alike is taken without a search."""
MARGIN = 0.05
"""Of 1: by how much a place must be better than every other one to be the only one."""
REACH = 4
"""How far, in code points, an edge may be moved to a better place."""
SAME_LINE = 0.85
"""What equal surroundings count for when only those in the same line are equal; 1 is for all of them."""
LEAST_ALONE = 8
"""The shortest quote, in code points, that is looked for without its surroundings."""
_QUOTE, _AROUND, _NEAR = 50, 20, 2
"""What quote, each of both surroundings, and position weigh in the order of places."""
_ALIKE = {
    " ": "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\n\t",
    "'": "‘’‚‛ʼ′‹›",
    '"': "“”„‟«»″",
    "-": "‐‑‒–—―−",
}  # fmt: skip
_FOLDED = str.maketrans({char: plain for plain, chars in _ALIKE.items() for char in chars})


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
    is_only: bool
    """Whether every other place is clearly worse; else somebody should look."""


class Ready(NamedTuple):
    """A text made ready to find anchors in."""

    text: str
    """With what editors change unasked (kinds of blanks, quotation marks, dashes) made alike; as long as `raw`."""
    raw: str

    @classmethod
    def of(cls, text: str) -> "Ready":
        """Make a text ready; do so once, for it costs more than finding a span."""
        return cls(text.translate(_FOLDED), text)


def find(text: Ready, anchor: Anchor) -> Place | None:
    """Where an anchor is in a text; None when nothing is like it.

    Costs tens of microseconds where the quote is still there, else about a millisecond for 50,000 code points.
    """
    search = _Search(text, anchor)
    found = search.places()
    if not found:
        return None
    (score, best), *others = found
    rivals = [other for other, span in others if not span.overlaps(best)]
    place = Place(best, search.confidence(best), all(other < score - MARGIN for other in rivals))
    return place if place.confidence >= ACCEPTED else None


class _Search:
    """The places that an anchor may mean in one text."""

    def __init__(self, ready: Ready, anchor: Anchor) -> None:
        self.text, self.raw = ready
        parts = (part.translate(_FOLDED) for part in (anchor.quote, anchor.prefix, anchor.suffix))
        self.wanted = Anchor(anchor.start, *parts)
        _, before, self.head = anchor.prefix.rpartition("\n")
        self.tail, after, _ = anchor.suffix.partition("\n")
        self.begins_line, self.ends_line = bool(before), bool(after)
        """Whether a line began or ended within what is remembered."""

    def places(self) -> list[tuple[float, Span]]:
        """(score, span), the best first; none when nothing is like the anchor."""
        text, wanted = self.text, self.wanted
        size = len(wanted.quote)
        start = wanted.start
        if text.startswith(wanted.quote, start) and text[max(0, start - CONTEXT) : start] == wanted.prefix:
            return [(1.0, Span(start, start + size))]
        copies = self._ranked(Span(at, at + size) for at in _copies(text, wanted.quote))[:2]
        if copies and self._around(copies[0][1]) > PLAIN:
            return copies
        near = [span for _, span in copies] + list(self._alike())
        return self._ranked({self._refined(span) for span in near})

    def _ranked(self, spans: Iterator[Span] | set[Span]) -> list[tuple[float, Span]]:
        scored = [(self._score(span), span) for span in spans]
        return sorted(scored, key=lambda found: (-found[0], found[1]))

    def _score(self, span: Span) -> float:
        text, wanted = self.text, self.wanted
        alike = _similarity(span.of(text), wanted.quote)
        near = 1 - abs(span.start - wanted.start) / max(1, len(text))
        return (_QUOTE * alike + _AROUND * self._around(span) + _NEAR * near) / (_QUOTE + 2 * _AROUND + _NEAR)

    def _alike(self) -> Iterator[Span]:
        """Places that are like the quote with its surroundings, or like a longer quote alone."""
        wanted, text = self.wanted, self.text
        whole = wanted.prefix + wanted.quote + wanted.suffix
        if found := fuzz.partial_ratio_alignment(whole, text, score_cutoff=55):
            low, high = max(0, found.dest_start - REACH), min(len(text), found.dest_end + REACH)
            script = [step for step in Levenshtein.opcodes(whole, text[low:high]) if step.src_end > step.src_start]
            left, right = len(wanted.prefix), len(wanted.prefix) + len(wanted.quote)
            start = next((_carried(step, left) for step in script if step.src_start <= left < step.src_end), None)
            end = next((_carried(step, right) for step in script if step.src_start <= right <= step.src_end), None)
            if start is not None and end is not None and start < end:
                yield Span(low + start, low + end)
        if len(wanted.quote) >= LEAST_ALONE and (
            found := fuzz.partial_ratio_alignment(wanted.quote, text, score_cutoff=70)
        ):
            yield Span(found.dest_start, found.dest_end)

    def _refined(self, span: Span) -> Span:
        """The span with both edges moved to where it is most like the quote; edges of words are a little better."""
        text, quote = self.text, self.wanted.quote
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
