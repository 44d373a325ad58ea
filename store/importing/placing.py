"""Placing: where an annotation of a file is in the article as the project has it, or why it is nowhere.

Offsets count in the text that the file holds, else in the article's own. Where they give the quote of the file it is
placed. Where the two texts differ in blanks alone it is carried over by counting what is no blank; else it is looked
for by its quote and what stands around it, and taken when one place is clearly the best.
"""

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from store.annotation import CONTEXT
from store.article import Article
from store.formats.found import GivenAnnotation
from store.importing.shelf import BLANK, squeezed
from store.importing.units import Reading, Ruler
from store.span import Span

if TYPE_CHECKING:
    from store.anchor import Ready, Shift

SHOWN = 40
"""Code points of a quote in a message."""


class Placed(NamedTuple):
    """An annotation that has a place."""

    given: GivenAnnotation
    span: Span
    score: float | None = None
    """How sure the place is, 0 to 1, when it was looked for; None when the offsets gave it."""
    is_widened: bool = False
    """Whether it was in parts and is one span now."""
    is_checked: bool = True
    """Whether there was a quote to compare."""


class UnplacedError(Exception):
    """Why an annotation has no place."""


@dataclass(eq=False)
class Stand:
    """An article, the text that a file has of it, and the ways to count both."""

    article: Article
    text: str | None = None
    """What the file holds; None when it holds none, or the same."""
    searches: "list[tuple[Ready, Shift]]" = field(default_factory=list)

    @cached_property
    def ruler(self) -> Ruler:
        """Counts the text that offsets of the file are about."""
        return Ruler(self.article.text if self.text is None else self.text)

    @cached_property
    def ranks(self) -> tuple[list[int], list[int]] | None:
        """Where what is no blank stands in the file's text and in the article's; None when that differs."""
        assert self.text is not None
        if squeezed(self.text) != squeezed(self.article.text):
            return None
        return _solid(self.text), _solid(self.article.text)

    def place(self, given: GivenAnnotation, reading: Reading) -> Placed:
        """Where an annotation is.

        Raises:
            UnplacedError: it is nowhere.
        """
        spans = self._spans(given, reading)
        if spans is None:
            return self._sought(
                given, max(0, min(given.start, len(self.article.text))), "", "", _why(given, self, None)
            )
        whole = Span(spans[0].start, spans[-1].end)
        base = self.ruler.text
        is_right = given.quote is None or agrees(given.quote, base, spans)
        if not is_right:
            why = _why(given, self, whole)
            return self._sought(given, whole.start, given.prefix, given.suffix, why)
        if not base[whole.start : whole.end].strip():
            raise UnplacedError("the span holds nothing but blanks")
        widened = _is_torn(base, spans)
        if widened:
            parts = ";".join(f"{start} {end}" for start, end in spans)
            given = replace(given, attributes={**given.attributes, "fragments": parts})
        if self.text is None:
            return Placed(given, whole, None, widened, given.quote is not None)
        return self._carried(given, whole, is_widened=widened)

    def _spans(self, given: GivenAnnotation, reading: Reading) -> list[Span] | None:
        """Its parts in code points of the file's text; None when an offset names no place and there is a quote."""
        parts = given.fragments or (Span(given.start, given.end),)
        found = []
        for start, end in sorted(parts):
            if start >= end:
                raise UnplacedError(
                    f"the span {start}-{end} " + ("is empty" if start == end else "ends before it begins")
                )
            first, last = (self.ruler.to_codepoint(at, reading) for at in (start, end))
            if first is None or last is None or first >= last:
                if given.quote:
                    return None
                raise UnplacedError(_why(given, self, None))
            found.append(Span(first, last))
        return found

    def _carried(self, given: GivenAnnotation, span: Span, *, is_widened: bool) -> Placed:
        """The same place in the article's text, which is not the file's."""
        base = self.ruler.text
        if self.ranks is not None:
            mine, theirs = self.ranks
            first, last = bisect_left(mine, span.start), bisect_left(mine, span.end) - 1
            return Placed(given, Span(theirs[first], theirs[last] + 1), None, is_widened)
        prefix, suffix = base[max(0, span.start - CONTEXT) : span.start], base[span.end : span.end + CONTEXT]
        whole = replace(given, quote=span.of(base))
        why = f"the article was edited and has no {shown(span.of(base))}"
        found = self._sought(whole, span.start, prefix, suffix, why)
        return found._replace(given=given, is_widened=is_widened)

    def _sought(self, given: GivenAnnotation, near: int, prefix: str, suffix: str, why: str) -> Placed:
        from store.anchor import Anchor, Ready, Shift  # noqa: PLC0415 - only for what is not where it should be

        if not given.quote or not given.quote.strip():
            raise UnplacedError(why)
        if not self.searches:
            self.searches.append((Ready.of(self.article.text), Shift()))
        ready, shift = self.searches[0]
        found = shift.find(ready, Anchor(near, given.quote, prefix or given.prefix, suffix or given.suffix))
        if found is None:
            raise UnplacedError(why)
        if not found.is_sure:
            start, end = found.span
            raise UnplacedError(
                f"{why}; it may be {shown(found.span.of(self.article.text))} at {start}-{end}, but not surely"
            )
        return Placed(given, found.span, round(found.confidence, 3))


def agrees(quote: str, text: str, spans: list[Span]) -> bool:
    """Whether parts of a text are a quote; between parts, and in line ends, kinds of blanks do not count."""
    if len(spans) == 1:
        held = spans[0].of(text)
        return held == quote or ("\r" in held + quote and _plain(held) == _plain(quote))
    return [word for span in spans for word in span.of(text).split()] == quote.split() or (
        Span(spans[0].start, spans[-1].end).of(text) == quote
    )


def shown(text: str) -> str:
    """A quote in a message: on one line, not too long."""
    words = " ".join(text.split()) or text
    return f'"{words}"' if len(words) <= SHOWN else f'"{words[: SHOWN - 1]}…"'


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_torn(text: str, spans: list[Span]) -> bool:
    """Whether more than blanks stand between parts."""
    return any(text[one.end : other.start].strip() for one, other in pairwise(spans))


def _why(given: GivenAnnotation, stand: Stand, span: Span | None) -> str:
    """What is wrong with an annotation's offsets."""
    where, text = f"{given.start}-{given.end}", stand.ruler.text
    said = "" if given.quote is None else f", the file says {shown(given.quote)}"
    if span is not None:
        return f"offsets {where} hold {shown(span.of(text))}{said}"
    if given.start < 0 or given.end < 0:
        return f"offsets {where} are before the beginning of the text"
    past = given.end > 4 * len(text) or given.end > len(text)
    words = f"are past the end of the text ({len(text)} characters)" if past else "are inside a character"
    return f"offsets {where} {words}{said}"


def _solid(text: str) -> list[int]:
    blanks = {at for found in BLANK.finditer(text) for at in range(*found.span())}
    return [at for at in range(len(text)) if at not in blanks]
