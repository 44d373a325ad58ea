r"""Tokens, sentences and flat tags, for formats whose unit is the word.

A token starts at a character that is no blank. Marks (categories M and Cf, skin tones) always join it; letters and
digits join one another, also over one of `' ’ . -` between two of them, and digits over `,` and `:`; after U+200D an
ideograph or symbol joins; two regional indicators are one token; ideographs and symbols else stand alone. `\w+` would
leave out combining marks and cut a decomposed `López` in three.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise
from operator import add
from typing import NamedTuple

from store.classes import dataclass
from store.segmentation import sentences as rules
from store.segmentation.lines import spans_of_lines
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


@dataclass(frozen=True, slots=True)
class Columns:
    """The same in columns: there can be so many tokens that an object for each is what an export costs."""

    words: Sequence[str]
    """What each token is."""
    starts: Sequence[int]
    ends: Sequence[int]
    torn: int

    def __len__(self) -> int:
        return len(self.words)

    def covered(self, span: Span) -> range:
        """The places of the tokens that share a code point with a span. O(log n)."""
        first = bisect_right(self.ends, span.start)
        return range(first, max(first, bisect_left(self.starts, span.end)))


def tokenised(text: str, cuts: Iterable[int] = ()) -> Tokens:
    """The tokens of a text; a token ends at every cut, so that a span between two cuts is a row of whole tokens.

    Args:
        text: what is tokenised.
        cuts: offsets, in any order, such as the starts and ends of annotations.
    """
    found = columns(text, cuts)
    return Tokens(tuple(map(Span, found.starts, found.ends)), found.torn)


def columns(text: str, cuts: Iterable[int] = ()) -> Columns:
    """The tokens of a text, cut at cuts, in columns."""
    words, starts = _tokens(text)
    ends = list(map(add, starts, map(len, words)))
    torn: dict[int, list[int]] = {}
    for cut in sorted(set(cuts)):
        number = bisect_left(starts, cut) - 1
        if number >= 0 and cut < ends[number]:
            torn.setdefault(number, []).append(cut)
    for number in reversed(torn):
        borders = (starts[number], *torn[number], ends[number])
        pieces = [_tokens(text[start:end], start) for start, end in pairwise(borders)]
        words[number : number + 1] = [word for found, _ in pieces for word in found]
        starts[number : number + 1] = [start for _, found in pieces for start in found]
    if torn:
        ends = list(map(add, starts, map(len, words)))
    return Columns(words, starts, ends, len(torn))


def widened(tokens: Sequence[Span], span: Span) -> Span:
    """The span with all of the tokens that it touches; itself if it touches none. O(log n)."""
    first = bisect_right(tokens, span.start, key=lambda token: token.end)
    last = bisect_left(tokens, span.end, key=lambda token: token.start)
    return span.cover(tokens[first]).cover(tokens[last - 1]) if first < last else span


def covered(tokens: Sequence[Span], span: Span) -> range:
    """The places in the list of the tokens that share a code point with a span. O(log n)."""
    first = bisect_right(tokens, span.start, key=lambda token: token.end)
    return range(first, max(first, bisect_left(tokens, span.end, key=lambda token: token.start)))


def sentences(text: str, tokens: Sequence[Span] | Columns, whole: Iterable[Span] = ()) -> Iterator[range]:
    """The places in the list of the tokens of each sentence, in order; together they hold each token once.

    A line break always ends a sentence.

    Args:
        text: the text.
        tokens: its tokens.
        whole: spans that no sentence may end in; sentences that one of them crosses are one.
    """
    at = tokens.starts if isinstance(tokens, Columns) else [token.start for token in tokens]
    cuts = set()
    for line in spans_of_lines(text):  # the rules of `Segments`; a line's end is a cut, so paragraphs do not matter
        cuts.add(line.start)
        cuts.update(match.end() for match in rules.cuts(text, line))
        if line.length and (dateline := rules.dateline(text, line)):
            cuts.add(dateline.end())
    ordered = sorted(cuts)
    for span in whole:
        cuts.difference_update(ordered[bisect_right(ordered, span.start) : bisect_left(ordered, span.end)])
    places = sorted({0, len(at), *(bisect_left(at, cut) for cut in cuts)})
    return (range(first, last) for first, last in pairwise(places))


@cache
def pattern() -> re.Pattern[str]:
    """What one token is, without cuts, and the blanks after it; compiled when the first text is tokenised."""
    word, alone = f"[^\\W_{IDEOGRAPH}]", f"[^{BLANKS}{MARK}]"
    plain = "[A-Za-z0-9]+(?=[ \n]|[,.;:!?”][ \n])"  # most tokens, at half the cost of the rules
    joined = f"(?:(?<=\\d)[,:](?=\\d)|['’.\\-](?={word}))"
    chain = f"{word}+(?:[{MARK}]+{word}*|{joined}{word}+)*"
    symbol = f"(?:(?!{word}){alone})"
    token = f"(?:{chain}|[{INDICATOR}]{{2}}|[^{BLANKS}])[{MARK}]*(?:(?<=\u200d){symbol}[{MARK}]*)*"
    return re.compile(f"(?:{plain}|{token})[{BLANKS}]*")


def _tokens(text: str, at: int = 0) -> tuple[list[str], list[int]]:
    """The tokens of a text and their starts, which count from `at`.

    The pieces that the pattern finds follow each other without a gap: their lengths are their places, which costs a
    third of what a match object for each would.
    """
    pieces = pattern().findall(text)
    first = at + len(text) - len(text.lstrip(BLANKS))
    starts = list(accumulate(map(len, pieces), initial=first))
    del starts[-1]
    words = [piece.rstrip(BLANKS) for piece in pieces] if "\u200b" in text else list(map(str.rstrip, pieces))
    return words, starts
