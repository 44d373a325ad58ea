"""Plants one quotation in two made-up articles, edits the second copy, and says where both stand.

The truth is known by construction, so nobody has to mark anything. Both articles of a pair are on one subject and name
the same people, as articles that are read side by side do. Every draw goes through `Random.random`: the one generator
whose sequence Python promises to keep.
"""

import random
from collections.abc import Sequence
from typing import NamedTuple

from store.span import Span

NOUNS = (
    "lantern ferry council mayor boat pier engine winter island school market bridge storm fishery report budget vote "
    "hall ticket captain crew fuel beacon tide road tunnel library clinic nurse teacher baker orchard mill river dam "
    "valley railway station tram strike union contract tender audit court judge appeal permit survey map archive "
    "letter petition debate hearing inquiry witness engineer mechanic warehouse cargo anchor rope net catch quota "
    "licence subsidy loan debt interest rent roof window heating boiler pipe well spring reservoir pump cable mast "
    "signal antenna satellite forecast frost flood drought harvest barley wool sheep shepherd goat dairy cheese "
    "festival choir theatre museum statue fountain garden beach dune marsh heron seal gull trail cabin refuge shelter "
    "kitchen ladder mirror needle oven pillow quarry ribbon saddle tailor umbrella violin waggon yeast zinc carpet"
).split()
VERBS = (
    "closed opened delayed repaired refused promised doubled halved sold bought built painted moved measured counted "
    "printed signed cancelled extended shortened inspected flooded emptied filled borrowed returned praised blamed "
    "warned thanked replaced removed restored abandoned defended questioned postponed approved rejected funded audited "
    "surveyed towed anchored loaded rescued treated taught fed planted harvested shipped stored welcomed ignored"
).split()
ADJECTIVES = (
    "old new northern southern eastern western narrow wide deep shallow costly cheap quiet noisy broken spare wooden "
    "iron public private annual weekly late early heavy light frozen empty crowded distant local foreign temporary "
    "permanent cautious angry cheerful patient muddy salty rusty steep flat bright dim"
).split()
PLACES = "Ansel Brackwater Corrie Dunmere Eastholm Farrow Gannet Hallow Ister Kelpie Lorn Marrow Netherby Orra".split()
PEOPLE = "López Okafor Brandt Hale Ferreira Nystrom Achterberg Quill Sato Varga Whitlock Yilmaz Zeller Adeyemi".split()
TIMES = "Monday Tuesday Wednesday Thursday Friday yesterday today overnight".split()
CLAUSES = (
    "the {a} {n} {v} the {n} of the {n}",
    "{v} {n} and {n} were left beside the {a} {n}",
    "nobody in {p} {v} a {n} before the {n} was {v}",
    "{s} {v} every {a} {n} that the {n} had {v}",
    "in {p} the {n} {v} its {n} for the {a} {n}",
    "a {n} without {a} {n} cannot be {v} by the {n}",
    "the {n} and the {n} {v} each other over {a} {n}",
    "with one {n} in the {n} the {a} {n} may be {v}",
    "two {n} {v} near the {n} while {s} {v} the {a} {n}",
    "what the {n} {v} was a {a} {n} and no {n}",
    "as the {n} of {p} {v} , the {n} had to be {v}",
    "there is {a} {n} behind every {v} {n}",
)
JOINS = (" because ", " , but ", " , and ", " although ", " so that ", " ; ")
SUBJECT = 8
"""Nouns that both articles of a pair are about; every fourth noun is one of them."""


class Planted(NamedTuple):
    """Two articles with a quotation in both."""

    a: str
    b: str
    in_a: Span
    in_b: Span
    """Where the quotation stands, without its marks."""


class Writer:
    """Makes sentences, articles and edits from one seed; the first words of each list are drawn most often."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._subject: Sequence[str] = ()

    def pair(self, rate: float) -> Planted:
        """Two articles on one subject with the same quotation, in the second edited word by word at `rate`."""
        self._subject = [self._pick(NOUNS) for _ in range(SUBJECT)]
        quote = self.quotation()
        edited = self.edited(quote, rate)
        a, in_a = self._article_with("{} said: “", quote, "” at the meeting.")
        b, in_b = self._article_with("According to {}, ‘", edited, "’ was heard.")
        return Planted(a, b, in_a, in_b)

    def article(self) -> str:
        """Five to eight paragraphs of one to four sentences, on no subject."""
        self._subject = ()
        return "\n\n".join(self._paragraphs())

    def quotation(self) -> str:
        """Twelve to 35 words."""
        quote = ""
        while not 12 <= len(quote.split()) <= 35:
            quote = self._clause() + self._pick(JOINS) + self._clause()
        return quote

    def edited(self, quote: str, rate: float) -> str:
        """Each word is, with chance `rate`, replaced (40 %), dropped (30 %), followed by another (20 %) or clipped."""
        words: list[str] = []
        for word in quote.split():
            words += self._instead_of(word) if self._random.random() < rate else [word]
        return " ".join(words)

    def _instead_of(self, word: str) -> list[str]:
        how = self._random.random()
        if how < 0.4:
            return [self._pick(NOUNS)]
        if how < 0.7:
            return []
        return [word, self._pick(ADJECTIVES)] if how < 0.9 else [word[:-1] or word]

    def _paragraphs(self) -> list[str]:
        return [" ".join(self._sentence() for _ in range(1 + self._below(4))) for _ in range(5 + self._below(4))]

    def _article_with(self, opening: str, quote: str, closing: str) -> tuple[str, Span]:
        paragraphs = self._paragraphs()
        number = self._below(len(paragraphs))
        lead = f"{paragraphs[number]} {opening.format(self._pick(PEOPLE))}"
        paragraphs[number] = lead + quote + closing
        start = sum(len(paragraph) + 2 for paragraph in paragraphs[:number]) + len(lead)
        return "\n\n".join(paragraphs), Span(start, start + len(quote))

    def _sentence(self) -> str:
        body = self._clause() + (self._pick(JOINS) + self._clause() if self._below(3) else "")
        return f"{body[0].upper()}{body[1:]} {self._pick(TIMES)}."

    def _clause(self) -> str:
        lists = {"a": ADJECTIVES, "n": NOUNS, "v": VERBS, "p": PLACES, "s": PEOPLE}
        parts = self._pick(CLAUSES).split()
        return " ".join(self._word(lists[part[1]]) if part[0] == "{" else part for part in parts)

    def _word(self, choices: Sequence[str]) -> str:
        """One of `choices`; a third of the nouns are compounds, the long tail of rare words that news have."""
        if choices is NOUNS and self._subject and self._below(4) == 0:
            return self._pick(self._subject)
        if choices is NOUNS and self._below(3) == 0:
            return self._pick(NOUNS) + self._pick(NOUNS)
        return self._pick(choices)

    def _pick(self, choices: Sequence[str]) -> str:
        return choices[int(len(choices) * self._random.random() ** 1.5)]

    def _below(self, end: int) -> int:
        return int(end * self._random.random())


class Found(NamedTuple):
    """What a method found of some planted quotations."""

    pairs: int
    hits: int
    """Pairs in which at least half of the quotation was found and led to its copy."""
    false: int
    """Passages that do not touch the quotation in both texts."""

    @property
    def recall(self) -> float:
        """Share of the quotations that were found."""
        return self.hits / self.pairs

    @property
    def false_a_pair(self) -> float:
        """Passages in a pair that are none."""
        return self.false / self.pairs


def judged(planted: Planted, passages: Sequence[tuple[Span, Span]]) -> Found:
    """What of one planted quotation was found by these pairs of places."""
    covered: set[int] = set()
    false = 0
    for in_a, in_b in passages:
        one, other = planted.in_a.clip(in_a), planted.in_b.clip(in_b)
        false += not (one and other)
        covered.update(range(*one) if one and other else ())
    return Found(1, 2 * len(covered) >= planted.in_a.length, false)
