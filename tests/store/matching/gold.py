"""The gold sets on sample_corpus and on two more events, and how what the program finds is scored against them."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations_with_replacement
from pathlib import Path
from typing import Any, NamedTuple

from store.article import Article
from store.readers.text import read_article
from store.segment import Segments
from store.span import Span

ROOT = Path(__file__).resolve().parents[3]
CORPUS = ROOT / "sample_corpus"
GOLD = ROOT / "tests/golden/matching"


class GoldSet(NamedTuple):
    """Articles, and what was marked in them by reading."""

    articles: Path
    marks: Path


FIRST = GoldSet(CORPUS, GOLD)
SECOND = GoldSet(GOLD / "second" / "articles", GOLD / "second")
"""Another event; nothing of it was looked at while a rule was made."""
THIRD = GoldSet(GOLD / "third" / "articles", GOLD / "third")
"""And one more, made after the rules."""
CLASSES = ("text", "quote", "edited_quote", "boilerplate", "refrain")


def read(name: str, of: GoldSet = FIRST) -> dict[str, Any]:
    """What was marked."""
    return tomllib.loads((of.marks / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def article(path: str, of: GoldSet = FIRST) -> Article:
    """An article."""
    return read_article(of.articles, path)


def place(text: str, words: str, start: int = 0) -> Span:
    """Where `head [..] tail` stands in a text: from the first head to the first tail behind it.

    Raises:
        AssertionError: it stands nowhere.
    """
    head, _, tail = words.partition(" [..] ")
    begin = text.find(head, start)
    assert begin >= 0, head
    end = text.find(tail, begin + len(head)) + len(tail) if tail else begin + len(head)
    assert end > begin, tail
    return Span(begin, end)


class Truth(NamedTuple):
    """A passage that two articles share."""

    a: Span
    b: Span
    kind: str
    """One of CLASSES, or `open`: to find it is right, to miss it no fault."""


class Pair(NamedTuple):
    """Two articles, and all that they share."""

    a: Article
    b: Article
    part: str
    """`tune` or `score`."""
    truths: tuple[Truth, ...]


def pairs(of: GoldSet = FIRST) -> list[Pair]:
    """Every pair of articles; a pair that the gold set does not list shares nothing."""
    gold = read("passages", of)
    listed = {(one["a"], one["b"]): one for one in gold["pair"]}
    found = []
    for names in combinations_with_replacement(gold["articles"], 2):
        for a, b in (names, names[::-1]):
            one = listed.pop((a, b), None)
            if one is not None:
                break
        else:
            (a, b), one = names, {"part": "score"}
        articles = article(gold["articles"][a], of), article(gold["articles"][b], of)
        found.append(Pair(*articles, one["part"], tuple(_truths(one, *articles))))
    assert not listed
    return found


def _truths(pair: Mapping[str, Any], a: Article, b: Article) -> Iterator[Truth]:
    for kind in (*CLASSES, "open"):
        for one, other in pair.get(kind, ()):
            in_a = place(a.text, one)
            yield Truth(in_a, place(b.text, other, in_a.end if a is b else 0), kind)


def overlap(one: Span, other: Span) -> float:
    """How much of the shorter of two spans they share, 0 to 1."""
    both = one.clip(other)
    return both.length / min(one.length, other.length) if both else 0.0


class Score(NamedTuple):
    """What was right, of what was found and of what was to be found."""

    right: int
    found: int
    hit: int
    wanted: int

    @property
    def precision(self) -> float:
        """Of what was found, how much is true."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Of what is true, how much was found."""
        return self.hit / self.wanted if self.wanted else 1.0

    def __add__(self, other: tuple[Any, ...]) -> "Score":
        return Score(*(one + two for one, two in zip(self, other, strict=True)))


def scored(found: Sequence[tuple[Span, Span]], truths: Iterable[Truth], wanted: Callable[[Truth], bool]) -> Score:
    """Passages found in one pair against the true ones: half of the shorter has to be shared on both sides."""
    truths = list(truths)
    right = sum(any(_same(one, truth) for truth in truths) for one in found)
    needed = [truth for truth in truths if wanted(truth)]
    return Score(right, len(found), sum(any(_same(one, truth) for one in found) for truth in needed), len(needed))


def _same(one: tuple[Span, Span], truth: Truth) -> bool:
    return overlap(one[0], truth.a) >= 0.5 and overlap(one[1], truth.b) >= 0.5


class Sought(NamedTuple):
    """A name that is looked for in all sample articles."""

    query: str
    part: str
    mentions: frozenset[tuple[str, Span]]
    """Path and place of what has to be found."""
    look_alikes: frozenset[tuple[str, Span]]
    open: frozenset[tuple[str, Span]]


def names(of: GoldSet = FIRST) -> list[Sought]:
    """The names of a gold set."""
    found = []
    for one in read("names", of)["name"]:
        members = (one.get(member, ()) for member in ("mentions", "not", "open"))
        sets = (frozenset(place for entry in entries for place in marked(entry, of)) for entries in members)
        found.append(Sought(one["query"], one["part"], *sets))
    return found


def marked(entry: Sequence[str], of: GoldSet = FIRST) -> Iterator[tuple[str, Span]]:
    """Everywhere `before{words}after` stands in an article that is called by its short name."""
    path = paths(of)[entry[0]]
    before, _, rest = entry[1].partition("{")
    marked, _, after = rest.partition("}")
    text, at = article(path, of).text, -1
    assert before + marked + after in text, entry
    while (at := text.find(before + marked + after, at + 1)) >= 0:
        yield path, Span(at + len(before), at + len(before) + len(marked))


@cache
def paths(of: GoldSet = FIRST) -> dict[str, str]:
    """Short name -> path of the articles."""
    return dict(read("passages", of)["articles"])


def sentence(name: str, words: str, of: GoldSet = FIRST) -> tuple[str, Span]:
    """Path and place of the sentence of an article that begins with some words."""
    path = paths(of)[name]
    text = article(path, of).text
    start = place(text, words).start
    found = next((one for one in segments(path, of).all("sentence") if one.start <= start < one.end), None)
    assert found is not None, words
    return path, found


@cache
def segments(path: str, of: GoldSet = FIRST) -> Segments:
    """The segments of an article."""
    return Segments.of(article(path, of).text)
