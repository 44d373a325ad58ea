"""Words and numbers.

A word is a run of letters and digits with the marks and joiners inside it; Han and Kana are words of one character.
A possessive or other part after an apostrophe is left out when it ends the word.
"""

import re
from functools import cache

from store.segmentation.language import CURRENCIES, MONTHS
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
WORD = (
    rf"\d+(?:[.,]\d+)*%?(?![^\W\d_])|[{IDEOGRAPHS}][{MARKS}]*"
    rf"|[^\W_](?:{LETTER}|[{MARKS}]|['’](?={LETTER}))*"  # each class is named as rarely as can be: they take 1 ms each
)
ANY = re.compile(r"[^\W_]")
"""Finds whether there is a word at all, fifteen times faster than the words are found."""


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, compiled when it is first needed: these take 10 ms, a twentieth of a start."""
    return re.compile(pattern)


def of(text: str) -> list[Span]:
    """The words of a text, in order; a possessive s is not part of its word."""
    if ANY.search(text) is None:
        return []
    found = []
    for match in compiled(WORD).finditer(text):
        start, end = match.span()
        if end - start > 2 and text[end - 1] in "sS" and text[end - 2] in "'’":
            end -= 2
        found.append(Span(start, end))
    return found


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


_FIGURE = r"\d+(?:[.,\u00a0\u202f\u2009]\d{3})*(?:[.,]\d+)?"
_SPACE = "[ \u00a0\u202f\u2009-]"
_MONTH = "|".join(MONTHS)
_DATE = (
    rf"\d{{1,2}}(?:st|nd|rd|th)?{_SPACE}(?:{_MONTH})\.?(?:,?{_SPACE}\d{{4}})?"
    rf"|(?:{_MONTH})\.?{_SPACE}\d{{1,2}}(?!\d)(?:,{_SPACE}\d{{4}})?|(?:{_MONTH}){_SPACE}\d{{4}}"
    r"|\d{4}-\d{2}-\d{2}"
)
_TIME = r"\d{1,2}[:.]\d{2}(?:[ \u00a0\u202f]?[ap]\.?m\b\.?)?|\d{1,2}[ \u00a0\u202f][ap]\.m\."
_MONEY = rf"[{CURRENCIES}]{_SPACE}?{_FIGURE}(?:{_SPACE}?(?:million|billion|trillion|thousand|bn|m|k)\b)?"
_PLAIN = rf"{_FIGURE}(?:{_SPACE}?(?:%|[{CURRENCIES}]|°[CF]?))?"
_NUMBER = rf"(?<![\w.,])(?:{_DATE}|{_TIME}|{_MONEY}|{_PLAIN})(?!\w)"
_AFTER = re.compile(r"[ \u00a0\u202f\u2009-]([^\W\d_]+(?:\.m\.)?(?:['’-][^\W\d_]+)*)")
SCALES = frozenset({"million", "billion", "trillion", "thousand", "hundred", "dozen", "bn"})
"""Words after which the noun is still to come."""
_NO_NOUNS = frozenset(
    "a an the and or but to of in on at by for from with than as is are was were be been has have had will would "
    "that this which who when while after before more less so it he she they we not said if then because since "
    "until per about around over under between into out up down off again".split()
)


def numbers(text: str) -> list[Span]:
    """Figures, each with what it counts: `41,000 passengers`, `€2.4 million`, `12 per cent`, `3 March 2031`."""
    found: list[Span] = []
    if re.search(r"\d", text) is None:
        return found
    for match in compiled(_NUMBER).finditer(text):
        start, end = match.span()
        if any(span.end > start for span in found[-1:]):
            continue
        if not re.fullmatch(f"{_DATE}|{_TIME}", match[0]):
            end = _with_noun(text, end)
        found.append(Span(start, end))
    return found


def _with_noun(text: str, end: int) -> int:
    """Where a figure ends that takes its units and one noun along."""
    for _ in range(3):
        match = _AFTER.match(text, end)
        if match is None or match[1][:1].isupper():
            return end
        word = match[1].casefold()
        if word == "per" and (share := re.compile(r"[ \u00a0\u202f](?:per[ \u00a0\u202f]cent)\b").match(text, end)):
            end = share.end()
            continue
        if word in _NO_NOUNS:
            return end
        end = match.end()
        if word not in SCALES:
            return end
    return end
