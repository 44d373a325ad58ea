"""Quantities: the figures, dates and times of a text as values that can be compared: amount, unit, hedge.

Two are compared only where a person has linked what they are said in, and the word is `differs`, never `contradicts`:
they may count other things, at another time, or roughly.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from store.classes import dataclass
from store.matching.tokens import fold, key
from store.segmentation import figures
from store.segmentation.language import CURRENCIES, MONTHS
from store.span import Span

Sort = Literal["amount", "date", "time"]
"""What a quantity is."""
ROUGHLY = 0.05
"""By how much of the greater two amounts may differ when one of them is hedged."""
ROUNDLY_MINUTES = 5
"""By how many minutes two times may differ when one is hedged."""
MOST_AHEAD = 120
"""Days after an article's date that a day without a year may be; most of what news tell is past."""
_HEDGE = re.compile(
    r"(about|around|some|almost|nearly|roughly|approximately|over|under|exactly|just (?:over|under)"
    r"|(?:more|less|fewer) than|at (?:least|most)|up to|no (?:more|fewer|less) than)\s+",
    re.IGNORECASE,
)
_ALMOST_EXACT = frozenset(("exactly",))
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f\u2009 ]\d{3})*(?:[.,]\d+)?")
_SPELT = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
} | {word: 20 + 10 * at for at, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())}
_SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 10**3, "k": 10**3, "million": 10**6, "millions": 10**6, "m": 10**6,
    "billion": 10**9, "bn": 10**9, "milliard": 10**9, "milliards": 10**9, "trillion": 10**12,
}  # fmt: skip
_UNITS = {
    "meter": "metre", "metre": "metre", "m": "metre", "kilometer": "kilometre", "kilometre": "kilometre",
    "km": "kilometre", "ton": "tonne", "tonne": "tonne", "liter": "litre", "litre": "litre", "leave": "leaf",
    "person": "people", "percent": "%", "cent": "%", "h": "hour", "an": "year", "kilo": "kilogram",
    "kilogramme": "kilogram", "gramme": "gram",
}  # fmt: skip
_MONTH_NAMES = {fold(name): at % 12 + 1 for at, name in enumerate(MONTHS[:12])} | {
    fold(name): next(at for at, whole in enumerate(MONTHS[:12], 1) if whole.startswith(name[:3]))
    for name in MONTHS[12:]
}
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?(?:[ \u00a0\u202f]?([ap])(?:\.m\.?|m\b))?", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure of a text."""

    span: Span
    """With its hedge and what it counts."""
    sort: Sort
    amount: float
    """Of an amount its value, of a time the minutes since midnight, of a date its day as an ordinal; see `unit`."""
    unit: str
    """What is counted, as a key: `metre`, `%`, `€`, `home`. For dates `day` or `month`, for times `time of day`."""
    hedge: str = ""
    """The word before it that says it is not exact, in small letters."""

    @property
    def is_exact(self) -> bool:
        """Whether nothing says that it is rough."""
        return not self.hedge or self.hedge in _ALMOST_EXACT


@dataclass(frozen=True, slots=True)
class Difference:
    """Quantities of one unit that two statements give otherwise."""

    unit: str
    in_a: tuple[Quantity, ...]
    in_b: tuple[Quantity, ...]


def quantities(text: str, within: Span | None = None, published: str = "") -> tuple[Quantity, ...]:
    """The figures of a text in order; bare years and figures that count nothing are left out.

    Args:
        text: the text.
        within: the part of it that is looked at.
        published: the date of the article, ISO 8601, by which a day without a year gets one.
    """
    start, end = within or Span(0, len(text))
    part = text[start:end]
    found: list[Quantity] = []
    for core, whole in figures.counted(part):
        made = _quantity(part, core, whole, published)
        if made is not None:
            found.append(made)
    return tuple(_moved(one, start) for one in found)


def differences(a: Iterable[Quantity], b: Iterable[Quantity]) -> tuple[Difference, ...]:
    """The units that both statements have figures of, none of which agree; sorted by unit.

    Compare only what a person has linked. Two exact amounts agree when they are equal, hedged ones within 5 %.
    """
    ours, theirs = _by_unit(a), _by_unit(b)
    return tuple(
        Difference(unit, ours[sort, unit], theirs[sort, unit])
        for sort, unit in sorted(ours.keys() & theirs.keys())
        if not any(_agree(one, other) for one in ours[sort, unit] for other in theirs[sort, unit])
    )


def _by_unit(found: Iterable[Quantity]) -> dict[tuple[Sort, str], tuple[Quantity, ...]]:
    groups: dict[tuple[Sort, str], tuple[Quantity, ...]] = {}
    for one in found:
        if one.unit:
            groups[one.sort, one.unit] = (*groups.get((one.sort, one.unit), ()), one)
    return groups


def _agree(one: Quantity, other: Quantity) -> bool:
    if one.amount == other.amount:
        return True
    if (one.is_exact and other.is_exact) or one.sort == "date":
        return False
    if one.sort == "time":
        return abs(one.amount - other.amount) <= ROUNDLY_MINUTES
    greater = max(abs(one.amount), abs(other.amount))
    return abs(one.amount - other.amount) <= ROUGHLY * greater + 1e-9 * greater


def _moved(one: Quantity, by: int) -> Quantity:
    return Quantity(Span(one.span.start + by, one.span.end + by), one.sort, one.amount, one.unit, one.hedge)


def _quantity(text: str, core: Span, whole: Span, published: str) -> Quantity | None:
    words = core.of(text)
    hedged = _HEDGE.match(text, whole.start, whole.end)
    hedge = " ".join(hedged[1].casefold().split()) if hedged and hedged.end() <= core.start else ""
    small = fold(words)
    if _ISO.fullmatch(words) or any(month in _MONTH_NAMES for month in re.findall(r"[^\W\d_]+", small)):
        return _dated(words, whole, published)
    if (timed := _TIME.fullmatch(words)) and (timed[3] or ":" in words):
        hour = int(timed[1]) % 12 + 12 * (timed[3].lower() == "p") if timed[3] else int(timed[1])
        return Quantity(whole, "time", hour * 60 + int(timed[2] or 0), "time of day", hedge)
    amount = _amount(words)
    if amount is None:
        return None
    rest = text[core.end : whole.end].lstrip("-").split()
    while rest and rest[0].casefold() in _SCALES and rest[0].casefold() != "m":
        amount *= _SCALES[rest.pop(0).casefold()]
    unit = _unit(words, rest)
    return Quantity(whole, "amount", amount, unit, hedge) if unit else None


def _amount(words: str) -> float | None:
    """The value of a number in figures or words, with the scale that is part of it."""
    match = _NUMBER.search(words)
    if match is None:
        small = fold(words).replace("-", " ").split()
        value = sum(_SPELT.get(word, 0) for word in small)
        for word in small:
            value = max(1, value) * _SCALES.get(word, 1)
        return float(value) if value else None
    if words[match.end() : match.end() + 1] in ("-", "–") and words[match.end() + 1 : match.end() + 2].isdigit():
        return None  # a range
    value_of = float(_plain(match[0]))
    scale = re.match(r"\W*([^\W\d_]+)", words[match.end() :])
    return value_of * _SCALES.get(scale[1].casefold(), 1) if scale else value_of


def _plain(number: str) -> str:
    """A number without group marks, with a point; the last mark is a decimal one unless three digits follow."""
    bare = re.sub(r"[\u00a0\u202f\u2009 ]", "", number)
    last = max(bare.rfind(","), bare.rfind("."))
    if last < 0:
        return bare
    mark, digits = bare[last], len(bare) - last - 1
    is_group = digits == 3 and (bare.count(mark) > 1 or mark == "," or not bare.startswith("0"))
    if is_group and mark == "." and bare.count(".") == 1 and "," not in bare and len(bare) - 4 > 3:
        is_group = False
    whole, part = (bare, "") if is_group else (bare[:last], bare[last + 1 :])
    return re.sub("[.,]", "", whole) + (f".{part}" if part else "")


def _unit(words: str, rest: Sequence[str]) -> str:
    """What is counted, in one spelling; nothing when it is not said."""
    for sign in f"{CURRENCIES}%":
        if sign in words:
            return sign
    nouns = [fold(word) for word in rest]
    if "-old" in "".join(nouns):
        return "age"
    if "of" in nouns[1:]:
        at = nouns.index("of", 1)
        if _noun(nouns[at - 1]) == "%":
            return "%"
        return f"{_noun(nouns[at - 1])} of {_noun(nouns[-1])}"
    return _noun(nouns[-1]) if nouns else ""


def _noun(word: str) -> str:
    bare = re.sub(r"^d'", "", word)
    for form in (bare, bare.removesuffix("s"), bare.removesuffix("es")):
        if form in _UNITS:
            return _UNITS[form]
    return "people" if bare == "people" else key(bare)


def _dated(words: str, whole: Span, published: str) -> Quantity | None:
    """A day or a month; a day without a year is the last one before the article's date, or one soon after it."""
    if iso := _ISO.fullmatch(words):
        return _day(whole, int(iso[1]), int(iso[2]), int(iso[3]))
    month = next(_MONTH_NAMES[word] for word in re.findall(r"[^\W\d_]+", fold(words)) if word in _MONTH_NAMES)
    year, number = _YEAR.search(words), _DAY.search(words)
    if number is None:
        return Quantity(whole, "date", int(year[0]) * 12 + month, "month") if year else None
    if year is not None:
        return _day(whole, int(year[0]), month, int(number[0]))
    try:
        near = date.fromisoformat(published[:10])
    except ValueError:
        return Quantity(whole, "date", month * 31 + int(number[0]), "day of a year")
    days = [_day(whole, near.year + by, month, int(number[0])) for by in (1, 0, -1)]
    return next((one for one in days if one and one.amount - near.toordinal() <= MOST_AHEAD), None)


def _day(whole: Span, year: int, month: int, day: int) -> Quantity | None:
    try:
        return Quantity(whole, "date", date(year, month, day).toordinal(), "day")
    except ValueError:
        return None  # 31 February
