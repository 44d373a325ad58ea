r"""Tokens, sentences and flat tags, for formats whose unit is the word.

A token starts at a character that is no blank. Marks (categories M and Cf, skin tones) always join it; letters and
digits join one another, also over one of `' ’ . -` between two of them, and digits over `,` and `:`; after U+200D an
ideograph or symbol joins; two regional indicators are one token; ideographs and symbols else stand alone. `\w+` would
leave out combining marks and cut a decomposed `López` in three.
"""

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from store.segment import Segments
from store.segmentation.lines import LINE_END
from store.segmentation.marks import MARKS
from store.span import Span

BLANKS = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u200b\u2028\u2029\u202f\u205f\u3000"
)
"""What is in no token: what `str.isspace` names, and U+200B."""
FORMATTING = (
    "\xad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u180e\u200c-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U00013438\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0001\U000e0020-\U000e007f"
)
"""Unicode category Cf without U+200B, which is a blank here."""
MARK = f"{MARKS}{FORMATTING}\U0001f3fb-\U0001f3ff"
IDEOGRAPH = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
INDICATOR = "\U0001f1e6-\U0001f1ff"


class Tokens(NamedTuple):
    """The tokens of a text."""

    spans: tuple[Span, ...]
    """In text order; no two share a code point."""
    torn: int
    """How many would be longer if no annotation began or ended inside them."""


def tokenised(text: str, cuts: Iterable[int] = ()) -> Tokens:
    """The tokens of a text; a token ends at every cut, so that a span between two cuts is a row of whole tokens.

    Args:
        text: what is tokenised.
        cuts: offsets, in any order, such as the starts and ends of annotations.
    """
    found = [Span(*match.span()) for match in pattern().finditer(text)]
    at = [one.start for one in found]
    torn: dict[int, list[int]] = {}
    for cut in sorted(set(cuts)):
        number = bisect_left(at, cut) - 1
        if number >= 0 and cut < found[number].end:
            torn.setdefault(number, []).append(cut)
    if not torn:
        return Tokens(tuple(found), 0)
    spans: list[Span] = []
    done = 0
    for number, inner in torn.items():
        spans += found[done:number]
        spans += _pieces(text, found[number], inner)
        done = number + 1
    return Tokens((*spans, *found[done:]), len(torn))


def widened(tokens: Sequence[Span], span: Span) -> Span:
    """The span with all of the tokens that it touches; itself if it touches none. O(log n)."""
    first = bisect_right(tokens, span.start, key=lambda token: token.end)
    last = bisect_left(tokens, span.end, key=lambda token: token.start)
    return span.cover(tokens[first]).cover(tokens[last - 1]) if first < last else span


def covered(tokens: Sequence[Span], span: Span) -> range:
    """The places in the list of the tokens that share a code point with a span. O(log n)."""
    first = bisect_right(tokens, span.start, key=lambda token: token.end)
    return range(first, max(first, bisect_left(tokens, span.end, key=lambda token: token.start)))


def sentences(text: str, tokens: Sequence[Span], whole: Iterable[Span] = ()) -> Iterator[range]:
    """The places in the list of the tokens of each sentence, in order; together they hold each token once.

    A line break always ends a sentence.

    Args:
        text: the text.
        tokens: its tokens.
        whole: spans that no sentence may end in; sentences that one of them crosses are one.
    """
    starts = {sentence.start for sentence in Segments.of(text).all("sentence")}
    starts.update(match.end() for match in LINE_END.finditer(text))
    cuts = sorted(starts)
    inside: set[int] = set()
    for span in whole:
        inside.update(cuts[bisect_right(cuts, span.start) : bisect_left(cuts, span.end)])
    begins = [bisect_left(tokens, (cut,)) for cut in cuts if cut not in inside]
    places = sorted({0, *begins, len(tokens)})
    return (range(first, last) for first, last in itertools.pairwise(places))


@cache
def pattern() -> re.Pattern[str]:
    """What one token is, without cuts; compiled when the first text is tokenised."""
    word, alone = f"[^\\W_{IDEOGRAPH}]", f"[^{BLANKS}{MARK}]"
    joined = f"(?:(?<=\\d)[,:](?=\\d)|['’.\\-](?={word}))"
    chain = f"{word}+(?:[{MARK}]+{word}*|{joined}{word}+)*"
    symbol = f"(?:(?!{word}){alone})"
    return re.compile(f"(?:{chain}|[{INDICATOR}]{{2}}|[^{BLANKS}])[{MARK}]*(?:(?<=\u200d){symbol}[{MARK}]*)*")


def _pieces(text: str, token: Span, cuts: Sequence[int]) -> Iterator[Span]:
    """The tokens of a torn token: each piece is tokenised as if it were a text."""
    borders = (token.start, *cuts, token.end)
    for start, end in itertools.pairwise(borders):
        for match in pattern().finditer(text[start:end]):
            yield Span(start + match.start(), start + match.end())
