"""Words.

A word is a run of letters and digits with the marks and joiners in it, a figure with what is written to it (`3.15am`).
Han and Kana are words of one character.
A possessive or other part after an apostrophe is left out when it ends the word.
"""

import re
from collections.abc import Callable
from functools import cache, partial

from store.segmentation.marks import MARKS
from store.span import Span

IDEOGRAPHS = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
"""Han and Kana: no blanks part their words, so each character is one."""
LETTER = f"(?![{IDEOGRAPHS}])[^\\W_]"
PART = f"(?:{LETTER}|[{MARKS}])"
"""One character that belongs to one word with a letter beside it."""
# each class is named as rarely as can be: they take 1 ms each to compile
WORD = (
    r"[A-Za-z]++(?=[\x00-&(-/:-@\[-^`{-\x7f]|\Z)"  # most words of most texts, in a third of the time
    rf"|\d++(?:[.,]\d++)*+%|[{IDEOGRAPHS}][{MARKS}]*"
    rf"|(?:\d++(?:[.,]\d++)*+|[^\W_])(?:{LETTER}|[{MARKS}]|['’](?={LETTER}))*"
)
ANY = re.compile(r"[^\W_]")
"""Finds whether there is a word at all, fifteen times faster than the words are found."""
OWNER = re.compile("['’][sS]")
"""The end of a possessive, where it is the end of a word."""
LONG = 20_000
"""Code points of a text whose words are not found in one go: no other thread would have a turn meanwhile."""
_span: Callable[[tuple[int, int]], Span] = partial(tuple.__new__, Span)  # a third of the time of Span(start, end)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, compiled when it is first needed: these take 10 ms, a twentieth of a start."""
    return re.compile(pattern)


def of(text: str) -> list[Span]:
    """The words of a text, in order; a possessive s is not part of its word."""
    return within(text, Span(0, len(text)))


def within(text: str, place: Span) -> list[Span]:
    """The words in a place that begins and ends outside words."""
    if ANY.search(text, *place) is None:
        return []
    found = [_span(match.span()) for match in compiled(WORD).finditer(text, *place)]
    if text.find("'", *place) >= 0 or text.find("’", *place) >= 0:
        ends = {match.end() for match in OWNER.finditer(text, *place)}
        return [Span(span[0], span[1] - 2) if span[1] in ends and span[1] - span[0] > 2 else span for span in found]
    return found


def has_any(text: str, place: Span) -> bool:
    """Whether there is a word in a place."""
    return place.length > 0 and compiled(WORD).search(text, *place) is not None


def surfaces(text: str) -> list[str]:
    """The words of a text as they are written, in order; in a third of the time that their places take."""
    if len(text) > LONG:
        return [text[start:end] for start, end in of(text)]
    if ANY.search(text) is None:
        return []
    found: list[str] = compiled(WORD).findall(text)
    if "'" in text or "’" in text:
        return [word[:-2] if _is_owner(word) else word for word in found]
    return found


def _is_owner(word: str) -> bool:
    """Whether a word ends in a possessive s."""
    return word[-1] in "sS" and len(word) > 2 and word[-2] in "'’"


def is_inside_word(text: str, at: int) -> bool:
    """Whether the letters on both sides of an offset belong to one word; looks at these two only."""
    return 0 < at < len(text) and compiled(f"{PART}{{2}}").match(text, at - 1) is not None


def is_part_of_word(character: str) -> bool:
    """Whether a character would belong to the word of a letter beside it."""
    return compiled(PART).match(character) is not None


def rest(text: str) -> list[Span]:
    """The marks at the start of a text, as a word: the rest of one that was too long."""
    match = compiled(f"[{MARKS}]+").match(text)
    return [Span(*match.span())] if match else []
