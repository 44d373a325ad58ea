"""Seams: where a line too long to be segmented at once is cut, told from the text near by and therefore from anywhere.

Between two seams a line is segmented as if it stood alone. A seam is the first of these places from a given one on: an
end of a line or, in a hard-wrapped text, a blank line; the end of a sentence outside quotations; of any sentence; a
blank that no figure and no name goes over; a blank; a place between two words that no blank parts. So a unit that is
shorter than the reach of the search stays whole, and a longer sentence is cut between words. A word longer than that
is cut too, before anything but a combining mark.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from store.segmentation import names, quotes, ranges, sentences, words
from store.segmentation.language import CURRENCIES, MONTHS
from store.segmentation.lines import paragraph_end
from store.segmentation.marks import MARKS
from store.span import Span

BLANKS = re.compile(r"\s+")
NEAR = 128
"""Code points on each side in which figures and names over a place are looked for."""
TRIED = 32
"""How many blanks are tried before one inside a figure or a name will do."""
MONTH_BEFORE = re.compile(rf"(?:{'|'.join(MONTHS)})\.$")
_TIGHT = (
    rf"[^\w\s.,'’&%°{CURRENCIES}{MARKS}{re.escape(sentences.OPENING)}]|[{words.IDEOGRAPHS}](?=[{words.IDEOGRAPHS}])"
)
"""A sign that is in no word, figure or name and opens nothing, or an ideograph before another: a word ends here."""


def seam(text: str, at: int, reach: int, *, is_hard_wrapped: bool) -> int:
    """The place in [at, at + reach) where a new stretch begins; looks at most `reach` and some hundred further."""
    end = at + reach
    if line := paragraph_end(is_hard_wrapped).search(text, at, end - 1):
        return line.end()
    ends = [*islice(_sentence_ends(text, at, end), TRIED)]
    blanks = (match.end() for match in BLANKS.finditer(text, at, end - 1) if match.start() > at)
    gaps = [*islice(blanks, TRIED)]
    found = next((cut for cut in ends if not _is_quoted(text, cut)), None) or _first(ends)
    found = found or next((cut for cut in gaps if not _is_torn(text, cut)), None) or _first(gaps)
    if found is None and (tight := words.compiled(_TIGHT).search(text, at, end - 1)):
        found = tight.end()
    return found or _before_no_mark(text, at, end)


def tears_word(text: str, at: int) -> bool:
    """Whether what begins at a seam is the rest of a word that was too long."""
    return words.compiled(rf"[\w{MARKS}]").match(text, at - 1) is not None and at < len(text)


def _first(places: Iterable[int]) -> int | None:
    return next(iter(places), None)


def _sentence_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Where sentences begin after an end that is plain from near by: with a blank behind it, or a full stop of CJK."""
    for match in sentences.cuts(text, Span(start, min(len(text), end + sentences.LOOK_AHEAD))):
        cut = match.end()
        blank = BLANKS.match(text, cut, end)
        begin = blank.end() if blank else cut
        if begin >= end:
            return
        is_plain = blank or match[0].rstrip(sentences.CLOSING)[-1] in sentences.CJK_STOPS
        is_date = text[begin].isdigit() and MONTH_BEFORE.search(text, max(0, cut - 12), cut)
        if match.start() > start and is_plain and not is_date:
            yield begin


def _is_quoted(text: str, at: int) -> bool:
    """Whether a quotation goes over a place, as far as that can be told from the text within the longest one."""
    start, end = max(0, at - quotes.LONGEST), min(len(text), at + quotes.LONGEST)
    before = text.rfind('"', start, at)
    if before > 0 and text[before - 1].isspace():  # the last one opened: which one it is depends on all before it
        return True
    near = text[start:end].replace('"', "'")
    return any(span.start < at - start < span.end for span in quotes.of(near, [Span(0, len(near))]))


def _is_torn(text: str, at: int) -> bool:
    """Whether a figure or a name goes over a place."""
    start = max(0, at - NEAR)
    near = text[start : at + NEAR]
    over = [*ranges.of(near), *names.of(near, (), words.of(near))]
    return any(span.start < at - start < span.end for span in over)


def _before_no_mark(text: str, at: int, end: int) -> int:
    found = words.compiled(rf"[^{MARKS}]").search(text, at, end)
    return found.start() if found else at
