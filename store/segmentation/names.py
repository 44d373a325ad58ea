"""Names: runs of capitalised words, without titles, possessives and the marks round them.

A capitalised word that only begins a sentence is no name unless the text has it in the midst of one elsewhere, and in
headlines and lines of capitals only words that are names elsewhere are. Scripts without capitals have none, but for
Japanese: there a run of Han and Katakana may be one.
"""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from store.segmentation import language, naming
from store.segmentation.lines import paragraph_end
from store.segmentation.naming import Run
from store.span import Span

JOINER = re.compile(r"^(?:[ \u00a0\u202f]|[ \u00a0]?&[ \u00a0]?|-|\.[ \u00a0]?|['’](?=[^\W\d_]))$")
"""What may stand between the words of one name."""
WRAPPED = re.compile(r"^[ \t]*\r?\n[ \t]*$")
"""What does as well in a hard-wrapped text."""
INITIAL = re.compile(r"^[^\W\d_]$")
INNER_CAPITAL = re.compile(r"(?:[dlo]['’]|[ei])([^\W\d_a-z])")
"""How words begin that have their capital further on: d’Arbois, eBay."""
BEFORE_CAPITAL = frozenset("dloei")
"""The letters that these begin with."""
JAPANESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff々〆ヶ\u30a1-\u30fa\u30fc]{2,}")
ACRONYM = re.compile(r"[^\Wa-z\d_]{2}-$")
"""What a number belongs to with a hyphen: COVID-19."""
OPENING = '“"‘«„「'
BEFORE_QUOTED = frozenset(f"{OPENING}\u00a0\u202f")
"""What can stand before a quotation's first word."""
KANA = re.compile("[\u3041-\u3096]")
ENDS = ".!?…:;。！？"
MOST_PARTICLES = MOST_DIGITS = 2
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
COUNTING = re.compile(r"[-–.,:/]?\d|%")
"""What goes on behind a number that is no part of a name: a result, an amount."""
LOUD_WORDS = 5
"""Capitalised words that a headline has at least."""


@dataclass(slots=True)
class Page:
    """A text with what is known about its capitals."""

    text: str
    is_hard_wrapped: bool = False
    firsts: set[int] = field(default_factory=set)
    """Where the first words of sentences and quotations begin: their capital says nothing."""
    loud: set[int] = field(default_factory=set)
    """Where the words of headlines and of lines in capitals begin: theirs says nothing either."""
    inside: Container[str] = frozenset()
    """The words with a capital elsewhere."""
    folded: Container[str] = frozenset()
    """The same without their capitals."""

    def is_capitalised(self, span: Span) -> bool:
        """Whether a word may be part of a name."""
        text, start = self.text, span.start
        first = text[start]
        if start in self.loud:
            return span.of(text).casefold() in self.folded
        if first.islower():
            match = INNER_CAPITAL.match(text, *span) if first in BEFORE_CAPITAL else None
            return match is not None and not match[1].islower()
        return first.isupper() or first.istitle()

    def capitals(self, found: Sequence[Span]) -> set[str]:
        """Those of some words that have a capital which says something."""
        silent = self.firsts | self.loud
        return {span.of(self.text) for span in found if span.start not in silent and self.is_capitalised(span)}

    def look(self, sentences: Sequence[Span], found: Sequence[Span]) -> None:
        """Find out what the capitals in some sentences say, of whose words `found` are."""
        _look_at_sentences(self, sentences, found)
        text = self.text
        near = (span.start for span in found if text[span.start - 1 : span.start] in BEFORE_QUOTED)
        self.firsts |= {start for start in near if start and opens(text, start)}

    def joined(self, runs: Sequence[Run], surnames: Container[str]) -> list[Run]:
        """Runs put together as `naming.joined` does; no name goes on in another paragraph."""
        return naming.joined(self.text, runs, self.firsts, surnames, paragraph_end(self.is_hard_wrapped))


def of(text: str, sentences: Sequence[Span], found: Sequence[Span], *, is_hard_wrapped: bool = False) -> list[Span]:
    """The names of a text, of whose words `found` are, in order; at the cost of the whole text."""
    page = Page(text, is_hard_wrapped)
    page.look(sentences, found)
    inside = page.capitals(found)
    page.inside, page.folded = inside, {word.casefold() for word in inside}
    runs = runs_of(page, found)
    joined = page.joined(runs, {*naming.last_words(text, runs)})
    stripped = naming.stripped(text, joined, page.firsts, page.inside)
    surnames, tails = {*naming.surnames(text, stripped)}, {*naming.tails(text, stripped)}
    names = naming.named(text, stripped, surnames, tails, {sentence.end for sentence in sentences})
    return names if KANA.search(text) is None else sorted([*names, *japanese(text, names, Span(0, len(text)))])


def opens(text: str, start: int) -> bool:
    """Whether an opening quotation mark stands before a word."""
    before = text[start - 1]
    return before in OPENING or (before in "\u00a0\u202f" and text[max(0, start - 2)] == "«")


def _look_at_sentences(page: Page, sentences: Sequence[Span], found: Sequence[Span]) -> None:
    """Find the first word of each sentence, and the sentences that are headlines or all in capitals."""
    at = 0
    for sentence in sentences:
        while at < len(found) and found[at].start < sentence.start:
            at += 1
        begin = at
        while at < len(found) and found[at].end <= sentence.end:
            at += 1
        if begin < at:
            page.firsts.add(found[begin].start)
            if _is_loud(page.text, sentence, found[begin:at]):
                page.loud |= {span.start for span in found[begin:at]}


def _is_loud(text: str, sentence: Span, found: Sequence[Span]) -> bool:
    """Whether a sentence is in capitals throughout, or a headline whose longer words all have one."""
    line = sentence.of(text)
    if line[-1] in "—–-":  # a dateline
        return False
    if line.isupper():
        return True
    if line[-1] in ENDS or len(found) < LOUD_WORDS:
        return False
    words = [span.of(text) for span in found]
    capitals = sum(word[0].isupper() for word in words)
    if words[0].casefold() == "by" or capitals < LOUD_WORDS or capitals * 2 < len(words):
        return False
    has_small = any(word.casefold() in language.HEADLINE_WORDS for word in words[1:])
    return has_small and all(word[0].isupper() or not word[0].islower() for word in words if len(word) > 4)


def runs_of(page: Page, found: Sequence[Span]) -> list[Run]:
    """Runs of capitalised words, with particles and initials inside them, cut where a title stands in their midst."""
    return naming.parted(page.text, _runs(page, found))


def _runs(page: Page, found: Sequence[Span]) -> list[Run]:
    runs: list[Run] = []
    run: Run = []
    pending: Run = []  # particles after the run, part of it only if a capitalised word follows
    for span in found:
        is_capitalised = page.is_capitalised(span)
        if not run and not is_capitalised:
            continue  # as most words are
        if run and (span.start in page.firsts or not _continues(page, (pending or run)[-1], span, is_capitalised)):
            runs.append(run)
            run, pending = [], []
        if is_capitalised:
            run += [*pending, span]
            pending = []
        elif run and span.of(page.text) in language.PARTICLES and len(pending) < MOST_PARTICLES:
            pending.append(span)
        elif run:
            runs.append([*run, span] if not pending and _is_number_of_name(page.text, span) else run)
            run, pending = [], []
    return [*runs, run] if run else runs


def _continues(page: Page, last: Span, span: Span, is_capitalised: bool) -> bool:
    """Whether a word may belong to the name that ends in `last`, by what stands between them."""
    between = page.text[last.end : span.start]
    if JOINER.match(between) is None:
        return page.is_hard_wrapped and WRAPPED.match(between) is not None
    return not (between.startswith(".") and is_capitalised) or _may_dot(page.text, last)


def _is_number_of_name(text: str, span: Span) -> bool:
    """Whether a word is a short number or a year, as in `Pier 7`, `COVID-19` and `Agenda 2030`."""
    if not text[span.start].isdigit() or COUNTING.match(text, span.end):
        return False
    is_short = span.length <= MOST_DIGITS or YEAR.fullmatch(text, *span) is not None
    return is_short and (
        text[span.start - 1] in " \u00a0" or ACRONYM.search(text, max(0, span.start - 3), span.start) is not None
    )


def _may_dot(text: str, span: Span) -> bool:
    """Whether a full stop after a word may belong to a name: an initial or a title."""
    word = span.of(text)
    return bool(INITIAL.match(word)) or word.casefold() in language.TITLES


def japanese(text: str, names: Sequence[Span], place: Span) -> list[Span]:
    """The runs of Han and Katakana in a place that are no part of a name already."""
    taken = {at for name in names for at in range(*name)}
    found = (Span(*match.span()) for match in JAPANESE.finditer(text, *place))
    return [span for span in found if span.start not in taken and span.end - 1 not in taken]
