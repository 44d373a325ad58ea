"""The annotations of one article in text order, with quick answers to what lies where.

They are kept as columns of numbers, 44 bytes each, and made into objects for those who ask: what stands in the text, a
quote and what is around it, is a slice of the text, and what many have in common is kept once. An annotation that does
not fit into that, such as one at a place that nobody has confirmed, is kept as it is.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from heapq import merge
from itertools import pairwise
from operator import neg

from store.annotation import CONTEXT, NOTHING, Annotation, id_number
from store.classes import dataclass
from store.span import Span

SHIFTS = (7, 10, 13, 16, 19, 22, 25, 31)
"""A level holds the spans shorter than 2 to this power: a look-up then need not go further back than that."""
WHOLE = (1 << 32) - 1
"""Stands for what is common to many, for an annotation that is kept as it is."""
UNKNOWN = (1 << 32) - 1
"""Stands for a time that is not said."""

Key = tuple[int, int, int]
"""(start, -end, number): sorts by place, the longer first, then by age."""
Light = tuple[int, int, str, str]
"""Start, end, label and id."""


def key_of(annotation: Annotation) -> tuple[int, int, int, str]:
    """Where an annotation stands in text order, also among those of others."""
    return annotation.start, -annotation.end, annotation.number, annotation.id


@dataclass(frozen=True, slots=True)
class Common:
    """What many annotations have in common."""

    owner: str
    """What the ids begin with."""
    article: str
    label: str
    text_sha256: str
    note: str
    unsure: bool
    cluster: str | None
    author: str
    origin: str


class _Level:
    """Places in text order."""

    __slots__ = ("ends", "numbers", "starts")

    def __init__(self) -> None:
        self.starts, self.ends, self.numbers = array("I"), array("I"), array("Q")

    def place(self, key: Key) -> int:
        """Where a key is, or would be."""
        starts, (start, end, number) = self.starts, key
        at = bisect_left(starts, start)
        while at < len(starts) and starts[at] == start and (-self.ends[at], self.numbers[at]) < (end, number):
            at += 1
        return at

    def put(self, key: Key) -> None:
        at = len(self.starts) if not self.starts or self.key(-1) < key else self.place(key)
        self.starts.insert(at, key[0])
        self.ends.insert(at, -key[1])
        self.numbers.insert(at, key[2])

    def drop(self, key: Key) -> None:
        at = self.place(key)
        del self.starts[at], self.ends[at], self.numbers[at]

    def key(self, at: int) -> Key:
        return self.starts[at], -self.ends[at], self.numbers[at]

    def keys(self) -> Iterator[Key]:
        return zip(self.starts, map(neg, self.ends), self.numbers, strict=True)


class _Columns:
    """What annotations say, by number."""

    def __init__(self, text: str) -> None:
        self.numbers = array("Q")
        self.starts, self.ends = array("I"), array("I")
        self._common, self._created, self._updated = array("I"), array("I"), array("I")
        self._text = text
        self._codes: dict[Common, int] = {}
        self._commons: list[Common] = []
        self._whole: dict[int, Annotation] = {}
        self._time: tuple[str, int | None] = "", UNKNOWN

    def place(self, number: int) -> int | None:
        """Where an annotation is, None when it is not there."""
        at = bisect_left(self.numbers, number)
        return at if at < len(self.numbers) and self.numbers[at] == number else None

    def put(self, number: int, one: Annotation) -> None:
        """Add one that is not there."""
        at = bisect_left(self.numbers, number)
        for column, value in zip(self._columns, self._row(number, one), strict=True):
            column.insert(at, value)

    def append(self, number: int, one: Annotation) -> None:
        """Add one of many that are not there, wherever it belongs; `sort` is to follow."""
        for column, value in zip(self._columns, self._row(number, one), strict=True):
            column.append(value)

    def sort(self) -> None:
        """Put everything in its place."""
        numbers = self.numbers
        if all(one < other for one, other in pairwise(numbers)):
            return
        order = sorted(range(len(numbers)), key=numbers.__getitem__)
        for column in self._columns:
            column[:] = array(column.typecode, [column[at] for at in order])

    def _row(self, number: int, one: Annotation) -> tuple[int, ...]:
        created, updated = self._seconds(one.created), self._seconds(one.updated)
        if created is None or updated is None or not self._is_of_text(one):
            self._whole[number] = one
            return number, one.start, one.end, WHOLE, UNKNOWN, UNKNOWN
        return number, one.start, one.end, self._code(one), created, updated

    def drop(self, at: int) -> None:
        """Take one out."""
        self._whole.pop(self.numbers[at], None)
        for column in self._columns:
            del column[at]

    def label(self, at: int) -> str:
        """Its label."""
        return self._commons[code].label if (code := self._common[at]) != WHOLE else self._whole[self.numbers[at]].label

    def id(self, at: int) -> str:
        """Its id."""
        if (code := self._common[at]) == WHOLE:
            return self._whole[self.numbers[at]].id
        return f"{self._commons[code].owner}-{self.numbers[at]}"

    def quote(self, at: int) -> str:
        """Its words."""
        if self._common[at] == WHOLE:
            return self._whole[self.numbers[at]].quote
        return self._text[self.starts[at] : self.ends[at]]

    def made(self, at: int) -> Annotation:
        """All of it."""
        number, start, end, code, created, updated = (column[at] for column in self._columns)
        if code == WHOLE:
            return self._whole[number]
        text, common = self._text, self._commons[code]
        return Annotation(
            f"{common.owner}-{number}", common.article, start, end, text[start:end], common.label,
            text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT], common.text_sha256, NOTHING,
            common.note, common.unsure, common.cluster, common.author, common.origin, _at(created), _at(updated),
        )  # fmt: skip

    def of_words(self, label: str, quote: str) -> list[int]:
        """Where those are that have a label on some words."""
        text, length = self._text, len(quote)
        likely = (
            at
            for at, (start, end, code) in enumerate(zip(self.starts, self.ends, self._common, strict=True))
            if code == WHOLE or (end - start == length and text.startswith(quote, start))
        )
        return [at for at in likely if self.label(at) == label and self.quote(at) == quote]

    @property
    def _columns(self) -> "tuple[array[int], ...]":
        return self.numbers, self.starts, self.ends, self._common, self._created, self._updated

    def _is_of_text(self, one: Annotation) -> bool:
        """Whether what it says of the text is what the text says, and there is nothing unusual."""
        text, start, end = self._text, one.start, one.end
        return (
            one.quote == text[start:end]
            and one.prefix == text[max(0, start - CONTEXT) : start]
            and one.suffix == text[end : end + CONTEXT]
            and not one.attributes
            and not one.rest
        )

    def _code(self, one: Annotation) -> int:
        common = Common(
            one.id[: one.id.rindex("-")], one.article, one.label, one.text_sha256,
            one.note, one.unsure, one.cluster, one.author, one.origin,
        )  # fmt: skip
        code = self._codes.setdefault(common, len(self._commons))
        if code == len(self._commons):
            self._commons.append(common)
        return code

    def _seconds(self, at: str) -> int | None:
        """As `_seconds`; many that follow each other were made together."""
        if at != self._time[0]:
            self._time = at, _seconds(at)
        return self._time[1]


class Layer:
    """The annotations of one article.

    Iteration is in text order: by start, the longer first, then by number. Look-ups cost O(log n + found) as long
    as spans of like length do not pile up; adding and removing move sorted columns.
    """

    def __init__(self, annotations: Iterable[Annotation] = (), text: str = "") -> None:
        """Take annotations in; quickest in text order.

        Args:
            annotations: no two with one number.
            text: the article's; what they say of it need not be kept.
        """
        self._levels: list[_Level] = [_Level() for _ in SHIFTS]
        self._columns = _Columns(text)
        self._quotes: Counter[int] | None = None
        self.labels: Counter[str] = Counter()
        """How many have each label."""
        self.changed: Callable[[int, Span], None] = lambda *_: None
        """Told the number and the place of each that was added or taken out."""
        for one in annotations:
            self._columns.append(one.number, one)
            self._note(one, 1)
        self._columns.sort()

    def __len__(self) -> int:
        return len(self._columns.numbers)

    def __iter__(self) -> Iterator[Annotation]:
        return (self._made(key[2]) for key in merge(*(level.keys() for level in self._levels)))

    def __contains__(self, annotation_id: object) -> bool:
        return isinstance(annotation_id, str) and self._place(annotation_id) is not None

    def get(self, annotation_id: str) -> Annotation | None:
        """The annotation with that id, or None."""
        at = self._place(annotation_id)
        return None if at is None else self._columns.made(at)

    def put(self, annotation: Annotation) -> None:
        """Add an annotation, in place of the one with its number if there is one."""
        number = annotation.number
        self._drop(self._columns.place(number))
        self._columns.put(number, annotation)
        self._note(annotation, 1)
        self.changed(number, annotation.span)

    def discard(self, annotation_id: str) -> None:
        """Take an annotation out; nothing happens if it is not there."""
        self._drop(self._place(annotation_id))

    def over(self, span: Span) -> list[Annotation]:
        """The annotations that share a code point with `span`, in text order."""
        return [self._made(key[2]) for key in sorted(self._over(span.start, span.end))]

    def seen(self, start: int, end: int) -> list[Light]:
        """The same in no order, and of each no more than a screen asks for: start, end, label, id."""
        columns, found = self._columns, self._over(start, end)
        places = [(key, columns.place(key[2])) for key in found]
        return [(key[0], -key[1], columns.label(at), columns.id(at)) for key, at in places if at is not None]

    def at(self, offset: int) -> list[Annotation]:
        """The annotations over one code point, the innermost (shortest) first."""
        found = self.over(Span(offset, offset + 1))
        return sorted(found, key=lambda annotation: (annotation.span.length, annotation.start, annotation.number))

    def next(self, offset: int) -> Annotation | None:
        """The first annotation in text order that starts after `offset`, or None."""
        places = ((level, bisect_left(level.starts, offset + 1)) for level in self._levels)
        firsts = [level.key(at) for level, at in places if at < len(level.starts)]
        return self._made(min(firsts)[2]) if firsts else None

    def previous(self, offset: int) -> Annotation | None:
        """The last annotation in text order that starts before `offset`, or None."""
        places = ((level, bisect_left(level.starts, offset)) for level in self._levels)
        lasts = [level.key(at - 1) for level, at in places if at]
        return self._made(max(lasts)[2]) if lasts else None

    def before(self, offset: int) -> int:
        """How many annotations start before an offset."""
        return sum(bisect_left(level.starts, offset) for level in self._levels)

    def same_place(self, span: Span) -> list[Annotation]:
        """The annotations whose span is exactly `span`, by number."""
        level, found = self._levels[_level_of(span.length)], []
        at = bisect_left(level.starts, span.start)
        while at < len(level.starts) and level.starts[at] == span.start:
            if level.ends[at] == span.end:
                found.append(self._made(level.numbers[at]))
            at += 1
        return found

    def spans(self) -> list[Span]:
        """Where all of them are, in no order."""
        return [*map(Span, self._columns.starts, self._columns.ends)]

    def of_words(self, label: str, quote: str) -> list[Annotation]:
        """The annotations that have a label on these words, in text order."""
        found = [self._columns.made(at) for at in self._columns.of_words(label, quote)]
        return sorted(found, key=key_of)

    def holds_words(self, label: str, quote: str) -> bool:
        """Whether some annotation has that label on these words; the first question goes through all, once."""
        if self._quotes is None:
            columns = self._columns
            pairs = ((columns.label(at), columns.quote(at)) for at in range(len(self)))
            self._quotes = Counter(map(hash, pairs))
        return self._quotes[hash((label, quote))] > 0

    def _place(self, annotation_id: str) -> int | None:
        try:
            at = self._columns.place(id_number(annotation_id))
        except ValueError:
            return None
        return at if at is not None and self._columns.id(at) == annotation_id else None

    def _made(self, number: int) -> Annotation:
        at = self._columns.place(number)
        assert at is not None
        return self._columns.made(at)

    def _drop(self, at: int | None) -> None:
        if at is None:
            return
        one = self._columns.made(at)
        self._columns.drop(at)
        self._note(one, -1)
        self.changed(one.number, one.span)

    def _note(self, one: Annotation, by: int) -> None:
        """Keep up with one that was added (`by` 1) or taken out (-1)."""
        level = self._levels[_level_of(one.end - one.start)]
        (level.put if by > 0 else level.drop)((one.start, -one.end, one.number))
        self.labels[one.label] += by
        if self._quotes is not None:
            self._quotes[hash((one.label, one.quote))] += by

    def _over(self, start: int, end: int) -> list[Key]:
        found: list[Key] = []
        for level, shift in zip(self._levels, SHIFTS, strict=True):
            if level.starts:
                low, high = bisect_left(level.starts, start - (1 << shift)), bisect_left(level.starts, end)
                found += [level.key(at) for at in range(low, high) if level.ends[at] > start]
        return found


def _level_of(length: int) -> int:
    return next(number for number, shift in enumerate(SHIFTS) if length < 1 << shift)


def _seconds(at: str) -> int | None:
    """A time in seconds since 1970, None where it would not be written in the same way."""
    if not at:
        return UNKNOWN
    try:
        found = int(datetime.fromisoformat(at).timestamp())
        return found if 0 <= found < UNKNOWN and _at(found) == at else None
    except (ValueError, OverflowError, OSError):
        return None


def _at(seconds: int) -> str:
    return "" if seconds == UNKNOWN else f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"
