"""Search: where a text holds what somebody typed, to the letter, nearly, or by a pattern."""

import re
import unicodedata
import warnings
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from string import ascii_lowercase

from store.errors import RefusedError
from store.segment import Segments
from store.segmentation.words import PART, is_inside_word, is_part_of_word
from store.span import Span

MOST = 10_000
"""How many places of one article are reported; nobody walks further."""
LONGEST_PATTERN = 1_000
"""Characters of a regular expression."""
FOLDED = {"i": "\u0130\u0131", "k": "\u212a", "s": "\u017f"}
"""Other letters than its capital that are one letter where capitals do not count."""
ALIKE = {"'": "['’‘ʼ]", '"': '["“”„«»]', "-": "[-‐‑–—]"}
"""What people type, and what newspapers print for it."""


def occurrences(text: str, wanted: str, *, most: int = MOST) -> tuple[Span, ...]:
    """Where `text` holds `wanted`, in text order, without overlaps.

    Capitals count only if there are any in `wanted`; any white space matches any other, straight quotation marks and
    hyphens match printed ones.
    """
    if not wanted.split():
        return ()
    return tuple(Span(*match.span()) for match in islice(as_typed(wanted).finditer(text), most))


@lru_cache(256)
def as_typed(wanted: str, unless_behind: str = "", then: str = "") -> re.Pattern[str]:
    """What finds `wanted` as `occurrences` does.

    Args:
        wanted: what was typed; more than blanks.
        unless_behind: a character class that it must not stand behind.
        then: a pattern that has to follow.
    """
    pattern = r"\s+".join("".join(ALIKE.get(char, re.escape(char)) for char in word) for word in wanted.split())
    first = ""
    if wanted == wanted.lower() and pattern[0] in ascii_lowercase:
        # a search that begins with one of few letters, and not with what stands before it, passes over all others
        first, pattern = f"[{pattern[0]}{pattern[0].upper()}{FOLDED.get(pattern[0], '')}]", pattern[1:]
    behind = f"(?<!{unless_behind}{'.' if first else ''})" if unless_behind else ""
    rest = f"(?i:{pattern})" if wanted == wanted.lower() else pattern
    return re.compile(f"{first}{behind}{rest}{then}")


def mentions(text: str, span: Span, *, most: int = MOST, start: int = 0) -> tuple[Span, ...]:
    """Where else `text` holds the words of `span`, that place included, in text order, without overlaps.

    Letters count as they are written, any white space matches any other. An edge that is also an edge of a word in
    `span` has to be one everywhere: `port` is not found in `report`, but the half of a word finds its like. What is
    left of `start` is not looked at.
    """
    pattern = same_words(text, span)
    found = pattern.finditer(text, start) if pattern else ()
    return tuple(Span(*match.span()) for match in islice(found, most))


def same_words(text: str, span: Span) -> re.Pattern[str] | None:
    """What `mentions` looks for, to be looked for in another text; None when there is only white space in `span`."""
    words = span.of(text).split()
    if not words:
        return None
    first, last = words[0][0], words[-1][-1]
    pattern = r"\s+".join(map(re.escape, words))[len(re.escape(first)) :]
    if not is_inside_word(text, span.start) and is_part_of_word(first):
        pattern = f"(?<!{PART}{re.escape(first)}){pattern}"
    if not is_inside_word(text, span.end) and is_part_of_word(last):
        pattern = f"{pattern}(?!{PART})"
    # the letter comes first: a search that begins with what it must not stand behind looks at every place of the text
    return re.compile(re.escape(first) + pattern)


def compiled_pattern(pattern: str) -> re.Pattern[str]:
    """A regular expression, compiled; it may take for ever to match, see `pattern`.

    Raises:
        RefusedError: the pattern is too long or is none.
    """
    if len(pattern) > LONGEST_PATTERN:
        message = f"the pattern has {len(pattern)} characters; {LONGEST_PATTERN} is the most"
        raise RefusedError(message)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what a later Python may read otherwise is no matter for a search
            return re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        message = f"the pattern is not a regular expression: {error}"
        raise RefusedError(message) from error


def nearly(segments: Segments, wanted: str, *, cutoff: float = 85.0) -> Iterator[tuple[Span, float]]:
    """Where a text holds something spelt nearly like `wanted`, the best place of each sentence, with its likeness.

    The likeness is that of rapidfuzz's partial_ratio, 0 to 100; accents do not count, and places are widened to whole
    words.
    """
    from rapidfuzz import fuzz  # noqa: PLC0415 - 10 ms, for this search only

    lowered = _bare(unicodedata.normalize("NFC", wanted).casefold())
    for sentence in segments.all("sentence"):
        passage = sentence.of(segments.text)
        folded = passage.casefold()
        if len(folded) != len(passage):  # offsets count: a letter that folds to two is left as it is
            folded = passage.lower() if len(passage.lower()) == len(passage) else passage
        folded = _bare(folded)
        found = fuzz.partial_ratio_alignment(lowered, folded, score_cutoff=cutoff)
        if found is not None and found.dest_end > found.dest_start:
            place = Span(sentence.start + found.dest_start, sentence.start + found.dest_end)
            words = segments.over("word", place)
            yield (words[0].cover(words[-1]) if words else place), found.score


def _bare(text: str) -> str:
    """A text without the accents of its letters, as long as it was."""
    return text if text.isascii() else "".join(map(_letter, text))


@lru_cache(1 << 12)
def _letter(character: str) -> str:
    """The letter under an accent; what falls into several letters, or is no letter, stays."""
    if character.isascii():
        return character
    parts = unicodedata.normalize("NFD", character)
    return parts[0] if all(map(unicodedata.combining, parts[1:])) else character
