"""Tokens: the words of a text under the keys by which matching compares them, each with its place in the text.

The text is never altered: folding is done word by word, so no offset shifts. Two spellings or inflections of one word
have one key: `modernise` and `modernization`, `harbours` and `harbor`, `López` and `Lopez`.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from store.segment import Segments
from store.segmentation import words
from store.segmentation.figures import SCALES
from store.segmentation.language import DAYS, MONTHS
from store.span import Span

VERSION = 2
"""Of the keys and of what is a token: whatever was stored under another one is to be made again."""
STOP = frozenset(
    "a an the of to in on at by for with from as and or but if not no so that this these those which who whom what "
    "when is are was were be been being it its he his him her she they them their we our us you your i my me do does "
    "did has have had will would can could may might shall should there here than then s t "
    "about above after again against all also any because before below between both down during each even few into "
    "just more most much must now off once one only other out over own same some still such through too under until "
    "up very where while why without yet said says last next".split()
)
"""Words that say nothing about what a text is on; they are their own keys."""
_DATES = tuple(word.casefold() for word in (*DAYS, *MONTHS))
LONGEST_KEPT = 48
"""Code points of the longest word whose key is remembered; a text without blanks must not fill the memory."""
LONGEST_BLOCK = 2_000
"""Words of a paragraph that are compared at once: an alignment needs memory by their square."""
MOST_IN_NAME = 5
"""Capitalised words in a row that may be a name; more are a headline."""
_ENDINGS = ("ing", "ed", "es", "s", "e")
_KEPT_STEM = 4
_SPELLINGS = (
    (re.compile(r"i[sz](?:ation)?$"), "iz"),  # modernise, modernisation, modernize
    (re.compile(r"our$"), "or"),  # harbour, harbor
    (re.compile(r"(?<=[bt])er$"), "r"),  # centre, center
    (re.compile(r"enc$"), "ens"),  # defence, defense
    (re.compile(r"y$"), "i"),  # ferry, ferr-ies
)
_DOUBLED = re.compile(r"([^\W\d_])\1$")  # travell-ed, travel-ed; never the noughts of a number
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_STOPS = re.compile(r"[.!?…。！？](?:\W*\s|$)|[。！？]")
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
_VOICING = frozenset("\u3099\u309a")  # tells Kana apart, as no accent does
_SHORTENED = frozenset("ll ve re d m s t".split())
_BETWEEN = frozenset((" ", "\u00a0", "\u202f", ". ", ".\u00a0", "-"))


class Token(NamedTuple):
    """A word of a text, see `tokens`."""

    key: str
    """What it is compared by."""
    start: int
    """Its first code point."""
    end: int
    """The code point after its last."""
    block: int
    """The number of its paragraph, or of a part of a long one: what is compared at once."""
    is_light: bool
    """A stop word, a day, a month, a million, or a later word of a name: `Mayor Ana López` says as much as one word."""
    is_capital: bool
    """It begins with a capital letter."""
    is_quoted: bool
    """Between quotation marks."""


def tokens(text: str, segments: Segments | None = None) -> tuple[Token, ...]:
    """The words of `text` in order; about a millisecond for an article.

    Args:
        text: any text.
        segments: its segments, where somebody has them already.
    """
    found = words.of(text)
    if not found:
        return ()
    segments = segments or Segments.of(text)
    starts, ends = zip(*found, strict=True)
    surfaces = [text[start:end] for start, end in found]
    keys = [_key(word) if len(word) <= LONGEST_KEPT else key(word) for word in surfaces]
    blocks = _blocks(text, found, starts, segments.all("paragraph"))
    are_capital = [text[start].isupper() for start in starts]
    are_light = [one in LIGHT for one in keys]
    for number in _later_words_of_names(text, found, are_capital):
        are_light[number] = True
    are_quoted = [False] * len(found)
    for quote in _outermost(segments.all("quote")):
        first, end = bisect_left(starts, quote.start), bisect_left(starts, quote.end)
        are_quoted[first:end] = [True] * (end - first)
    # a column at a time, and no call of Token for each: half of the time would go there
    rows = zip(keys, starts, ends, blocks, are_light, are_capital, are_quoted, strict=True)
    return tuple(map(partial(tuple.__new__, Token), rows))


def key(word: str) -> str:
    """The form under which two spellings or inflections of one word are equal."""
    return _key(word) if len(word) <= LONGEST_KEPT else _key.__wrapped__(word)


def fold(word: str) -> str:
    """A word in small letters, without accents and marks; no ending is taken off."""
    small = word.casefold()
    if small.isascii():
        return small
    bare = unicodedata.normalize("NFKD", small)
    kept = (c for c in bare if c in _VOICING or not (_is_accent(c) or unicodedata.category(c) == "Cf"))
    return unicodedata.normalize("NFC", "".join(kept).translate(_LETTERS)).replace("’", "'")


def span_of(found: Sequence[Token], first: int, end: int) -> Span:
    """The code points under the tokens from `first` up to, not including, `end`; there is at least one."""
    return Span(found[first].start, found[end - 1].end)


@lru_cache(1 << 16)
def _key(word: str) -> str:
    bare = fold(word)
    if bare[:1].isdigit():
        return bare.replace(",", "") if _GROUPED.fullmatch(bare.rstrip("%")) else bare
    if "'" in bare:
        bare = _without_apostrophe(bare)
    if bare in STOP:
        return bare
    whole = bare
    for ending in _ENDINGS:
        if bare.endswith(ending) and len(bare) - len(ending) >= _KEPT_STEM:
            bare = bare[: -len(ending)]
            break
    if len(bare) > _KEPT_STEM:
        for pattern, instead in _SPELLINGS:
            bare = pattern.sub(instead, bare)
    short = _DOUBLED.sub(r"\1", bare)
    return whole if short in STOP else short  # a herring is not "her"


def _without_apostrophe(word: str) -> str:
    """The word that counts in a contraction: `not` in won't, `she` in she'll, `eau` in l'eau."""
    if word.endswith("n't"):
        return "not"
    before, _, after = word.partition("'")
    if after in _SHORTENED:
        return before or after
    return after if len(before) <= 2 < len(after) + 1 else word


def _is_accent(character: str) -> bool:
    """Whether a mark lies above or below a letter, or is a vowel sign of Hebrew or Arabic."""
    order = unicodedata.combining(character)
    return order >= 200 or 10 <= order <= 36


def _blocks(text: str, found: Sequence[Span], starts: Sequence[int], paragraphs: Sequence[Span]) -> list[int]:
    """The number of each word's paragraph; a long one is parted behind a stop, or where it is too long."""
    numbers: list[int] = []
    ends = [*(one.end for one in paragraphs[:-1]), len(text) + 1]
    block, first = int(starts[0] >= ends[0]), 0  # what stands before the first words counts as one
    for end in ends:
        last = bisect_left(starts, end, first)
        if first < last:
            for part in _parts(text, found, first, last):
                numbers += [block] * part
                block += 1
            first = last
    return numbers


def _parts(text: str, found: Sequence[Span], first: int, last: int) -> list[int]:
    """How many words each part of a paragraph has that are compared at once; mostly it is one part."""
    sizes, size = [], last - first
    while size > LONGEST_BLOCK // 2:
        ends = range(LONGEST_BLOCK // 2, min(size, LONGEST_BLOCK))
        gaps = ((found[first + at - 1].end, found[first + at].start) for at in ends)
        stops = (at for at, gap in zip(ends, gaps, strict=True) if _STOPS.search(text, *gap))
        cut = next(stops, min(size, LONGEST_BLOCK))
        sizes.append(cut)
        first, size = first + cut, size - cut
    return [*sizes, size] if size else sizes


def _outermost(quotes: Sequence[Span]) -> list[Span]:
    """The quotations that stand in no other, in order."""
    found: list[Span] = []
    for quote in quotes:
        if not found or quote.start >= found[-1].end:
            found.append(quote)
    return found


def _later_words_of_names(text: str, found: Sequence[Span], are_capital: Sequence[bool]) -> set[int]:
    """Which words follow a capitalised one, in a run of two to five such words."""
    later: set[int] = set()
    run: list[int] = []
    for number, (is_capital, was_capital) in enumerate(zip(are_capital, (False, *are_capital), strict=False)):
        if not is_capital:
            continue
        if not (was_capital and text[found[number - 1].end : found[number].start] in _BETWEEN):
            later.update(run if len(run) < MOST_IN_NAME else ())
            run = []
        else:
            run.append(number)
    later.update(run if len(run) < MOST_IN_NAME else ())
    return later


LIGHT = STOP | {key(word) for word in (*_DATES, *SCALES)}
"""Keys of words that say little wherever they stand."""
