"""Figures: numbers with what they count and how exactly: `about 41,000 passengers`, `€2.4 million`, `nine days`.

One by one: those that are said of one thing together, as in `between 30 and 40`, are put together in `ranges`.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from store.segmentation.language import CURRENCIES, MONTHS
from store.segmentation.words import IDEOGRAPHS, compiled
from store.span import Span

_BLANK = "[ \u00a0\u202f\u2009]"
_SPACE = "[ \u00a0\u202f\u2009-]"
_FIGURE = r"\d+(?:[.,\u00a0\u202f\u2009]\d{3})*(?:[.,]\d+)?"
_FULL_MONTHS, _SHORT_MONTHS = "|".join(MONTHS[:12]), "|".join(MONTHS[12:])
_MONTH = rf"(?:(?:{_FULL_MONTHS})\b|(?:{_SHORT_MONTHS})\b\.?)"
_DATE = (
    rf"\d{{1,2}}(?:(?:st|nd|rd|th)?{_SPACE}|(?:st|nd|rd|th){_BLANK}of{_BLANK}){_MONTH}(?:,?{_SPACE}\d{{4}})?"
    rf"|{_MONTH}{_SPACE}\d{{1,2}}(?!\d)(?:,{_SPACE}\d{{4}})?|{_MONTH}{_SPACE}\d{{4}}"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})|(?:1[5-9]|20)\d{2}/\d{2}"
)
_HALF_DAY = rf"{_BLANK}?[ap](?:\.m\.|m\b)"
_OCLOCK = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_TIME = (
    rf"(?i:half|(?:a{_BLANK})?quarter){_BLANK}(?:past|to){_BLANK}(?:{_OCLOCK})"
    rf"|\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:{_HALF_DAY})?|\d{{1,2}}(?:\.\d{{2}})?{_HALF_DAY}"
)
_FEET = rf"\d+ft{_BLANK}?\d+in"
_MONEY = (
    rf"(?:(?:US|NZ|HK|[AC])?[{CURRENCIES}]|(?:EUR|USD|GBP|CHF|SEK|NOK|DKK|JPY){_BLANK}){_SPACE}?{_FIGURE}"
    rf"(?:{_SPACE}?(?:million|billion|trillion|thousand|bn|m|k)\b)?"
)
_GLUED = r"(?:k[gmW]|[mc]m|m|g|t|l|ml|ft|in|mph|kph|[MGT]Wh?|kWh|[MGT]B|Hz|[CF])\b"
_TEMPERATURE = rf"(?<=[\s(])[-−]{_FIGURE}(?:{_BLANK}?°[CF]?|[CF]\b)"
_PLAIN = (
    rf"(?:1[5-9]|20)\d0s|{_TEMPERATURE}|{_FIGURE}{_GLUED}"
    rf"|\d{{1,3}}(?:{_BLANK}\d{{3}})+(?!\d)|{_FIGURE}%?(?:[-–]{_FIGURE})?(?:{_SPACE}?(?:[%％]|[{CURRENCIES}]|°[CF]?))?"
)
_HAN = "一二三四五六七八九十百千万億兆〇"
_COUNTED = "人台年月日時分円個件名回本枚頭歳度隻便軒校社戸割倍メキトパポ"
_CJK = (
    rf"\d+(?:[.,]\d+)*[万億兆千百萬亿]*[{IDEOGRAPHS}]?|(?<![{_HAN}第])[{_HAN}]+[{_COUNTED}](?:間半?|メートル|キロ|半)?"
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_UNITS = "two|three|four|five|six|seven|eight|nine"
_SPELT = (
    rf"(?:{_TENS})(?:-(?:one|{_UNITS}))?|{_UNITS}|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    rf"|a{_BLANK}dozen|(?:a|one|{_UNITS}){_BLANK}hundred{_BLANK}and{_BLANK}(?:(?:{_TENS})(?:-(?:one|{_UNITS}))?|one|ten"
    rf"|eleven|twelve|{_UNITS})"
    rf"|(?:a|one){_BLANK}(?:hundred|thousand|million|billion)"
    rf"|(?:several|a{_BLANK}few){_BLANK}(?:hundred|thousand|million|dozen)"
)
_ODDS = (
    rf"1{_BLANK}in{_BLANK}\d+"
    rf"|(?:one|{_UNITS}){_BLANK}in{_BLANK}(?:(?:{_UNITS}|ten|twelve|twenty|a{_BLANK}hundred)\b|\d+(?!\d))"
)
_SHARE = (
    r"half|(?:(?:a|one|two|three|four)[ \u00a0-])?(?:third|quarter|fifth|tenth)s?"
    rf"|tens{_BLANK}of{_BLANK}(?:thousands|millions)|(?:dozen|hundred|thousand|million|billion|score)s"
)
"""What is a figure only if `of` and what it is a share of follow."""
_PART = r"(?:a|one|two|three|four)[ \u00a0-](?:third|quarter|fifth|tenth)s?(?=[.,;:!?)”\"]|$)"
_FRACTION = rf"\d*[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]|\d{{1,2}}/\d{{1,3}}(?!/)|(?i:{_PART})"
_FIRST_TO_NINTH = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_ORDINAL = (
    rf"\d{{1,3}}(?:,\d{{3}})*(?:st|nd|rd|th)|(?i:(?:(?:{_TENS})-)?(?:{_FIRST_TO_NINTH})|tenth|eleventh|twelfth"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teenth|(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)ieth|hundredth)"
)
_NUMBER = (
    rf"(?<![^\W{IDEOGRAPHS}])(?<![.,]\d)(?<!\d[.,])(?:"
    rf"(?P<whole>{_DATE}|{_TIME}|{_FEET})(?!\w)|{_MONEY}(?!\w)|(?P<cjk>{_CJK})(?=[{IDEOGRAPHS}\W]|$)(?<=[{IDEOGRAPHS}])"
    rf"|(?P<odds>(?i:{_ODDS}))(?!\w)"
    rf"|(?<![.,])(?P<fraction>{_FRACTION})(?!\w)|(?P<ordinal>{_ORDINAL})(?![\w-])"
    rf"|(?<![.,])(?:{_PLAIN})(?!\w|[.,]\d)|(?P<share>(?i:{_SHARE}))(?={_BLANK}of\b)"
    rf"|(?P<spelt>(?i:{_SPELT}))(?!\w))"
)
_HEDGE = re.compile(
    rf"(?:about|around|some|minus|almost|nearly|roughly|approximately|over|under|exactly|just{_BLANK}(?:over|under)"
    rf"|an{_BLANK}estimated|as{_BLANK}(?:many|much|few|little){_BLANK}as|(?:more|less|fewer){_BLANK}than|at{_BLANK}(?:least|most)|up{_BLANK}to|no{_BLANK}(?:more|fewer|less){_BLANK}than)"
    rf"{_BLANK}$|約$",
    re.IGNORECASE,
)
_UNIT = rf"{_BLANK}(?:per{_BLANK}cent\b|[a-z]{{1,3}}/(?:h|s|min|year)\b)"
"""Units of two parts."""
_LONGEST_HEDGE = 24
_AFTER = rf"(?:{_SPACE}|{_BLANK}*\r?\n)([^\W\d_]+(?:['’-][^\W\d_]+)*)"
_ON_LINE = rf"{_SPACE}([^\W\d_]+(?:['’-][^\W\d_]+)*)"
SCALES = frozenset("million billion trillion thousand hundred dozen bn millions milliards milliard".split())
"""Words after which the noun is still to come."""
_FEW = frozenset("people men women children feet teeth mice sheep police per cent percent".split())
_MEASURES = frozenset(
    "tonnes tons kilos kilograms kilogrammes grams metres meters kilometres kilometers miles litres liters gallons "
    "barrels bottles bowls cups bags boxes sacks crates tins pieces sheets acres hectares pairs loads".split()
)
"""Nouns after which `of` and what is measured belong to the figure."""
_NO_NOUNS = frozenset(
    "a an the and or but to of in on at by for from with than as is are was were be been has have had will would "
    "that this which who when while after before more less so it he she they we not said if then because since "
    "until per about around over under between into out up down off again says say can could may might must should "
    "there here also only just during through across against within without near each every its his her their our "
    "my your what where how why did do does went came left came".split()
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_IN = re.compile(rf"\b(?:in|since|of|from|until|to|by|before|after|between|and|during){_BLANK}$", re.IGNORECASE)


_DETERMINED = re.compile(rf"(?:\b(?:the|its|his|her|their|our|my|your|this|that)|['’]s?){_BLANK}$", re.IGNORECASE)
"""What stands before an ordinal in words that counts: without it, `first` and `second` mean other things as well."""
_LONGEST_DETERMINER = 8
_OF_MONTH = rf"{_BLANK}of{_BLANK}{_MONTH}(?:,?{_SPACE}\d{{4}})?"


class Figure(NamedTuple):
    """A number in a text."""

    core: Span
    """The number alone, with currency and per cent."""
    end: int
    """Where it ends with what it counts."""
    sort: Literal["amount", "whole", "year", "share", "fraction", "ordinal", "bare"] = "amount"
    """`whole`: a date or time; `bare`: a number in words that counts nothing, of interest only beside others."""

    def whole(self, text: str) -> Span:
        """All of it, with what says how exact it is."""
        return Span(hedged(text, self.core.start), self.end)


def of(text: str, *, is_hard_wrapped: bool = False) -> list[Figure]:
    """The figures of a text, in order."""
    return [*_found(text, is_hard_wrapped)]


def counted(text: str) -> list[tuple[Span, Span]]:
    """The figures that give an amount, a date or a time, one by one, each alone and with all that belongs to it."""
    found = (one for one in _found(text, False) if one.sort not in ("fraction", "ordinal", "bare"))
    return [(one.core, one.whole(text)) for one in found]


def cores(text: str) -> list[Span]:
    """The figures alone, with currency and per cent but without hedges and what they count."""
    return [one.core for one in _found(text, False)]


def _found(text: str, is_hard_wrapped: bool) -> Iterator[Figure]:
    """Each figure, and where it ends with what it counts."""
    last = 0
    after = compiled(_AFTER if is_hard_wrapped else _ON_LINE)
    for match in compiled(_NUMBER).finditer(text):
        start, end = match.span()
        if start < last:
            continue
        core = Span(start, end)
        found = _ordinal(text, core, after) if match["ordinal"] else _figure(text, match, after)
        if found is not None:
            last = found.end
            yield found


def _figure(text: str, match: re.Match[str], after: re.Pattern[str]) -> Figure:
    start, end = match.span()
    core = Span(start, end)
    if match["share"]:
        return Figure(core, _with_measured(text, end, after), "share")
    if match["whole"] or match["cjk"]:
        return Figure(core, end, "whole")
    if _is_year(text, match):
        return Figure(core, end, "year")
    last = _with_noun(text, end, after)
    if match["fraction"]:
        return Figure(core, _with_measured(text, end, after) if last == end else last, "fraction")
    return Figure(core, last, "bare" if match["spelt"] and last == end else "amount")


def _ordinal(text: str, core: Span, after: re.Pattern[str]) -> Figure | None:
    """An ordinal with what it is one of; None where a word may mean something else."""
    start, end = core
    if date := compiled(_OF_MONTH).match(text, end):
        return Figure(core, date.end(), "whole")
    if not text[start].isdigit() and not _DETERMINED.search(text, max(0, start - _LONGEST_DETERMINER), start):
        return None
    match = after.match(text, end)
    is_noun = match is not None and match[1].casefold() not in _NO_NOUNS and not match[1][0].isupper()
    return Figure(core, match.end() if match and is_noun else end, "ordinal")


def hedged(text: str, start: int) -> int:
    """Where a figure begins with what says how exact it is."""
    match = _HEDGE.search(text, max(0, start - _LONGEST_HEDGE), start)
    if match is None or (match.start() and text[match.start() - 1].isalnum()):
        return start
    return match.start()


def _is_year(text: str, match: re.Match[str]) -> bool:
    """Whether a number is a year: it counts nothing."""
    start = match.start()
    return _YEAR.fullmatch(match[0]) is not None and _IN.search(text, max(0, start - 9), start) is not None


def _with_noun(text: str, end: int, after: re.Pattern[str]) -> int:
    """Where a figure ends that takes its units and one noun along: of the next three words the first plural."""
    while (match := after.match(text, end)) and match[1].casefold() in SCALES:
        end = match.end()
    if unit := re.compile(_UNIT).match(text, end):
        return _with_measured(text, unit.end(), after) if "cent" in unit[0] else unit.end()
    ends: list[int] = []
    at = end
    while len(ends) < 3 and (match := after.match(text, at)):
        word = match[1].casefold()
        if word in _NO_NOUNS or match[1][0].isupper():
            break
        at = match.end()
        ends.append(at)
        if word.endswith("-old") and (noun := after.match(text, at)) and noun[1].casefold() not in _NO_NOUNS:
            return noun.end()
        if word in _MEASURES:
            return _with_measured(text, at, after)
        if word in _FEW or (len(word) > 3 and word.endswith("s") and not word.endswith("ss")):
            return at
    return ends[0] if ends else end


def _with_measured(text: str, end: int, after: re.Pattern[str]) -> int:
    joint = re.compile(rf"{_BLANK}of(?:{_BLANK}(?:the|its|their|his|her|our|all))?(?={_BLANK})").match(text, end)
    match = after.match(text, joint.end()) if joint else None
    return match.end() if match and match[1].casefold() not in _NO_NOUNS else end
