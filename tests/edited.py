"""Edits of a text that remember where every code point came from, to see whether anchors find their spans again."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from store.anchor import Anchor, Place, Ready, Shift
from store.annotation import CONTEXT
from store.segment import Segments
from store.span import Span

Traced = list[tuple[str, int | None]]
"""(code point, its old offset); None for one that was added."""
Edit = Callable[[Traced, random.Random], Traced]
LETTERS = "abcdefghijklmnopqrstuvwxyz"
NOTICE = "\nSupport this paper: for the price of a ferry ticket a month you get all our news from the isles.\n"


def _paragraphs(text: Traced) -> list[Traced]:
    """The text in pieces that each end after a line's end."""
    parts: list[Traced] = [[]]
    for char in text:
        parts[-1].append(char)
        if char[0] == "\n" and len(parts[-1]) > 1:
            parts.append([])
    return [part for part in parts if part]


def traced(text: str) -> Traced:
    """A text before any edit."""
    return [(char, at) for at, char in enumerate(text)]


def mistyped(rate: float) -> Edit:
    """A share of the letters replaced, left out, doubled or swapped with the next."""

    def edit(text: Traced, rng: random.Random) -> Traced:
        out = list(text)
        for _ in range(int(len(text) * rate)):
            at = rng.randrange(len(out) - 1)
            kind = rng.randrange(4)
            if not out[at][0].isalpha():
                continue
            if kind == 0:
                out[at] = rng.choice(LETTERS), out[at][1]
            elif kind == 1:
                del out[at]
            elif kind == 2:
                out.insert(at, (rng.choice(LETTERS), None))
            else:
                out[at], out[at + 1] = out[at + 1], out[at]
        return out

    return edit


def shuffled(text: Traced, rng: random.Random) -> Traced:
    """Paragraphs in another order."""
    parts = _paragraphs(text)
    rng.shuffle(parts)
    return [char for part in parts for char in part]


def cut(text: Traced, rng: random.Random) -> Traced:
    """A fifth of the paragraphs gone, and a notice put in."""
    parts = _paragraphs(text)
    for _ in range(len(parts) // 5):
        del parts[rng.randrange(len(parts))]
    parts.insert(rng.randrange(len(parts) + 1), [(char, None) for char in NOTICE])
    return [char for part in parts for char in part]


def respelt(text: Traced, rng: random.Random) -> Traced:
    """Every long capitalised word spelt otherwise throughout."""
    whole = "".join(char for char, _ in text)
    names = {name for name in re.findall(r"\b[A-Z][a-z]{4,}\b", whole) if rng.random() < 0.6}
    out: Traced = []
    at = 0
    for match in re.finditer(r"\b[A-Z][a-z]{4,}\b", whole):
        if match[0] in names:
            out += text[at : match.end() - 2]
            out += [("h", None), (text[match.end() - 2][0], text[match.end() - 2][1]), text[match.end() - 1]]
            at = match.end()
    return out + text[at:]


def printed(text: Traced, rng: random.Random) -> Traced:
    """Straight marks for printed ones, plain blanks and hyphens, a mark in front."""
    del rng
    plain = {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\u00a0": " "}
    other = {'"': "”", "'": "’", "-": "–", " ": " "}
    is_printed = any(char in plain for char, _ in text)
    table = plain if is_printed else other
    return [("\ufeff", None), *((table.get(char, char), at) for char, at in text)]


def both(text: Traced, rng: random.Random) -> Traced:
    """Mistyped and shuffled."""
    return shuffled(mistyped(0.01)(text, rng), rng)


EDITS: dict[str, Edit] = {
    "typos 1 %": mistyped(0.01),
    "typos 3 %": mistyped(0.03),
    "a fifth cut, a notice added": cut,
    "names respelt": respelt,
    "marks, dashes, blanks": printed,
    "paragraphs shuffled": shuffled,
    "typos 1 % and shuffled": both,
}
KEEPS_ORDER = ("typos 1 %", "typos 3 %", "a fifth cut, a notice added", "names respelt", "marks, dashes, blanks")


@dataclass(slots=True)
class Count:
    """What became of spans."""

    exact: int = 0
    near: int = 0
    wrong: int = 0
    wrong_and_sure: int = 0
    orphans: int = 0
    unsure: int = 0
    deleted: int = 0
    """Spans whose text is gone; of those, ..."""
    conjured: int = 0
    """... the ones that were given a place for sure all the same."""

    def add(self, other: "Count") -> None:
        """Count another text in."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def total(self) -> int:
        """All spans whose text is still there."""
        return self.exact + self.near + self.wrong + self.orphans


def expected(now: dict[int, int], span: Span) -> Span | None:
    """Where a span is after an edit, None when less than half of it is left or it was torn apart.

    Args:
        now: old offset -> new offset, of all code points that are left.
        span: where it was.
    """
    places = [now[old] for old in range(*span) if old in now]
    if len(places) < max(1, span.length // 2):
        return None
    low, high = min(places), max(places) + 1
    return Span(low, high) if high - low <= 2 * span.length + 8 else None


def is_same(after: Traced, span: Span, right: Span, found: Span) -> bool:
    """Whether a place holds all that is left of the span, and of the rest no more than lies within that.

    What was added at an edge belongs to it as little as to its neighbour, so it counts on neither side.
    """
    kept = {old for _, old in after[right.start : right.end] if old is not None}
    held = {old for _, old in after[found.start : found.end] if old is not None}
    return {old for old in kept if span.holds(old)} <= held <= kept


def anchors(text: str, rng: random.Random, spans: int) -> list[tuple[Span, Anchor]]:
    """Random spans of 1 to 25 words inside one line, in text order, each with what is remembered of it."""
    words = Segments.of(text).all("word")
    drawn = sorted((rng.randrange(len(words)), rng.choice((0, 0, 1, 1, 2, 4, 9, 24))) for _ in range(spans))
    chosen = (Span(words[at].start, words[min(len(words) - 1, at + more)].end) for at, more in drawn)
    return [(span, anchor_of(text, span)) for span in chosen if "\n" not in span.of(text)]


def anchor_of(text: str, span: Span) -> Anchor:
    """What is remembered of a span."""
    around = text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]
    return Anchor(span.start, span.of(text), *around)


def measure(text: str, edit: Edit, rng: random.Random, spans: int) -> Count:
    """Edit a text and look for random spans in it, as for the annotations of an article: one after the other."""
    chosen = anchors(text, rng, spans)
    after = edit(traced(text), rng)
    ready, shift, count = Ready.of("".join(char for char, _ in after)), Shift(), Count()
    now = {old: at for at, (_, old) in enumerate(after) if old is not None}
    for span, anchor in chosen:
        _judge(count, after, span, expected(now, span), shift.find(ready, anchor))
    return count


def _judge(count: Count, after: Traced, span: Span, right: Span | None, place: Place | None) -> None:
    if right is None:
        count.deleted += 1
        count.conjured += place is not None and place.is_sure
    elif place is None:
        count.orphans += 1
    else:
        count.unsure += not place.is_sure
        if is_same(after, span, right, place.span):
            count.exact += 1
        elif place.span.overlaps(right):
            count.near += 1
        else:
            count.wrong += 1
            count.wrong_and_sure += place.is_sure
