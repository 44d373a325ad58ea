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
from store.segmentation.marks import MARKS
from store.span import Span

BLANKS = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u200b\u2028\u2029\u202f\u205f\u3000"
)
"""What is in no token: what `str.isspace` names, and U+200B."""
COMMON = " \n"
"""Those that nearly all of them are."""
FORMATTING = (
    "\xad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u180e\u200c-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U00013438\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0001\U000e0020-\U000e007f"
)
"""Unicode category Cf without U+200B, which is a blank here."""
MARK = f"{MARKS}{FORMATTING}\U0001f3fb-\U0001f3ff"
IDEOGRAPH = "\u2e80-\u9fff\uf900-\ufaff"
ASTRAL_IDEOGRAPH = "\U00020000-\U0003ffff"
PLAIN = (
    "\t\n\r -~\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1fff\u2010-\u2027\u202f-\u205e\u20a0-\u20c0"
    "\u2100-\u214f\u2e80-\u3029\u3030-\u3098\u309b-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff01-\uffdc"
)
"""Much of what articles are written in, with no mark, no U+200B and nothing above U+FFFF among it."""
MOST = "[A-Za-z0-9]++(?=[ \n]|[,.;:!?”][ \n])"
"""Most tokens, at half the cost of the rules."""
USUAL = "[A-Za-z0-9]++(?: (?=[A-Za-z0-9])|(?=[,.;:!?”][ \n]))"
"""The same with the blank after it, where a word or a stop is next: a tenth less again, near what any search costs."""
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

    words: list[str]
    """What each token is."""
    starts: list[int]
    torn: int

    def __len__(self) -> int:
        return len(self.words)

    @property
    def ends(self) -> list[int]:
        """Where the tokens end, counted anew."""
        return list(map(add, self.starts, map(len, self.words)))

    def inside(self, spans: Iterable[tuple[int, int]]) -> list[range]:
        """The places of the tokens in each span, of spans whose borders are in no token. O(log n) each."""
        starts = self.starts
        return [range(first := bisect_left(starts, start), bisect_left(starts, end, first)) for start, end in spans]

    def covered(self, span: tuple[int, int]) -> range:
        """The places of the tokens that share a code point with a span. O(log n)."""
        start, end = span
        first = bisect_right(self.starts, start)
        if first and self.starts[first - 1] + len(self.words[first - 1]) > start:
            first -= 1
        return range(first, bisect_left(self.starts, end, first))


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
    torn: dict[int, list[int]] = {}
    last = len(text)
    inner = {cut for cut in cuts if 0 < cut < last and text[cut - 1] not in COMMON and text[cut] not in COMMON}
    for cut in sorted(inner):
        number = bisect_left(starts, cut) - 1
        if number >= 0 and cut < starts[number] + len(words[number]):
            torn.setdefault(number, []).append(cut)
    for number in reversed(torn):
        borders = (starts[number], *torn[number], starts[number] + len(words[number]))
        pieces = [_tokens(text[start:end], start) for start, end in pairwise(borders)]
        words[number : number + 1] = [word for found, _ in pieces for word in found]
        starts[number : number + 1] = [start for _, found in pieces for start in found]
    return Columns(words, starts, len(torn))


def widened(tokens: Sequence[Span], span: Span) -> Span:
    """The span with all of the tokens that it touches; itself if it touches none. O(log n)."""
    first = bisect_right(tokens, span.start, key=lambda token: token.end)
    last = bisect_left(tokens, span.end, key=lambda token: token.start)
    return span.cover(tokens[first]).cover(tokens[last - 1]) if first < last else span


def sentences(text: str, tokens: Sequence[Span] | Columns, whole: Iterable[tuple[int, int]] = ()) -> Iterator[range]:
    """The places in the list of the tokens of each sentence, in order; together they hold each token once.

    A line break always ends a sentence.

    Args:
        text: the text.
        tokens: its tokens.
        whole: spans that no sentence may end in; sentences that one of them crosses are one.
    """
    at = tokens.starts if isinstance(tokens, Columns) else [token.start for token in tokens]
    ordered = rules.starts(text)  # the rules of `Segments`; a line's end is a cut, so paragraphs do not matter
    cuts = set(ordered)
    for start, end in whole:
        first = bisect_right(ordered, start)
        if (last := bisect_left(ordered, end, first)) > first:
            cuts.difference_update(ordered[first:last])
    places = sorted({0, len(at), *(bisect_left(at, cut) for cut in cuts)})
    return (range(first, last) for first, last in pairwise(places))


@cache
def pattern() -> re.Pattern[str]:
    """What one token is, without cuts, and the blanks after it; compiled when the first text is tokenised.

    No run of characters in it is ever given back, and saying so, `++`, saves a tenth. Groups do not say it: Python
    before 3.11.5 then finds other things.
    """
    word, alone = f"[^\\W_{IDEOGRAPH}{ASTRAL_IDEOGRAPH}]", f"[^{BLANKS}{MARK}]"
    joined = _joined(word)
    chain = f"{word}++(?:[{MARK}]++{word}*+|{joined}{word}++)*"
    symbol = f"(?:[{INDICATOR}]{{2}}|(?!{word}){alone})"
    token = f"(?:{chain}|[{INDICATOR}]{{2}}|[^{BLANKS}])[{MARK}]*+(?:(?<=\u200d){symbol}[{MARK}]*+)*"
    return re.compile(f"(?:{MOST}|{token})[{BLANKS}]*+")


@cache
def plain_pattern() -> re.Pattern[str]:
    """The same for texts of nothing but `PLAIN`, at half the cost: without marks there is little to try.

    Most words have a blank behind them; to take both at once, before anything else is tried, saves a tenth.
    """
    word = f"[^\\W_{IDEOGRAPH}]"
    rules = f"{word}++(?:{_joined(word)}{word}++)*"
    return re.compile(f"{USUAL}|(?:{rules}|\\S)\\s*+")


def _joined(word: str) -> str:
    """What stands between two characters and joins them."""
    return f"(?:(?<=\\d)[,:](?=\\d)|['’.\\-](?={word}))"


def _is_plain(text: str) -> bool:
    return text.isascii() or _odd().search(text) is None


@cache
def _odd() -> re.Pattern[str]:
    """A character that is not plain."""
    return re.compile(f"[^{PLAIN}]")


def _tokens(text: str, at: int = 0) -> tuple[list[str], list[int]]:
    """The tokens of a text and their starts, which count from `at`.

    The pieces that the pattern finds follow each other without a gap: their lengths are their places, which costs a
    third of what a match object for each would.
    """
    pieces = (plain_pattern() if _is_plain(text) else pattern()).findall(text)
    first = at + len(text) - len(text.lstrip(BLANKS))
    starts = list(accumulate(map(len, pieces), initial=first))
    del starts[-1]
    words = [piece.rstrip(BLANKS) for piece in pieces] if "\u200b" in text else list(map(str.rstrip, pieces))
    return words, starts
