"""Names: runs of capitalised words, without titles, possessives and the marks round them.

A capitalised word that only begins a sentence is no name unless the text has it in the midst of one elsewhere.
Scripts without capitals have none.
"""

import re
from collections.abc import Iterable, Sequence

from store.segmentation import language
from store.span import Span

JOINER = re.compile(r"^(?:[ \u00a0\u202f]|[ \u00a0]?&[ \u00a0]?|-|\.[ \u00a0]?|['’](?=[^\W\d_]))$")
"""What may stand between the words of one name."""
INITIAL = re.compile(r"^[^\W\d_]$")
MOST_PARTICLES = MOST_DIGITS = 2
MOST_WORDS = 6
"""A longer run is a headline, not a name."""


def of(text: str, sentences: Sequence[Span], found: Sequence[Span]) -> list[Span]:
    """The names of a text, of whose words `found` are, in order."""
    firsts = _first_words(text, sentences, found)
    inside = {span.of(text) for span in found if span.start not in firsts and _is_capitalised(text, span)}
    stripped = (_stripped(text, run, firsts, inside) for run in _runs(text, found, firsts))
    return [name for name in stripped if name is not None]


def _first_words(text: str, sentences: Sequence[Span], found: Sequence[Span]) -> set[int]:
    """Where the first words of sentences and of quotations in them begin: their capital says nothing."""
    starts, at = set[int](), 0
    for sentence in sentences:
        while at < len(found) and found[at].start < sentence.start:
            at += 1
        if at < len(found) and found[at].end <= sentence.end:
            starts.add(found[at].start)
    starts |= {span.start for span in found if span.start and text[span.start - 1] in '“"‘«„「'}
    return starts


def _is_capitalised(text: str, span: Span) -> bool:
    first = text[span.start]
    return first.isupper() or first.istitle()


def _runs(text: str, found: Sequence[Span], firsts: set[int]) -> Iterable[list[Span]]:
    """Runs of capitalised words, with particles and initials inside them."""
    run: list[Span] = []
    pending: list[Span] = []  # particles after the run, part of it only if a capitalised word follows
    for span in found:
        if run and (span.start in firsts or not _continues(text, (pending or run)[-1], span)):
            yield run
            run, pending = [], []
        if _is_capitalised(text, span):
            run += [*pending, span]
            pending = []
        elif run and span.of(text) in language.PARTICLES and len(pending) < MOST_PARTICLES:
            pending.append(span)
        elif run:
            yield [*run, span] if _is_number_of_name(text, span) else run
            run, pending = [], []
    if run:
        yield run


def _continues(text: str, last: Span, span: Span) -> bool:
    """Whether a word may belong to the name that ends in `last`, by what stands between them."""
    between = text[last.end : span.start]
    if JOINER.match(between) is None:
        return False
    return not (between.startswith(".") and _is_capitalised(text, span)) or _may_dot(text, last)


def _is_number_of_name(text: str, span: Span) -> bool:
    """Whether a word is a short number, as in `Pier 7`."""
    return text[span.start].isdigit() and text[span.start - 1] in " \u00a0" and span.length <= MOST_DIGITS


def _may_dot(text: str, span: Span) -> bool:
    """Whether a full stop after a word may belong to a name: an initial or a title."""
    word = span.of(text)
    return bool(INITIAL.match(word)) or word.casefold() in language.TITLES


def _stripped(text: str, run: list[Span], firsts: set[int], inside: set[str]) -> Span | None:
    """The name in a run, None when there is none."""
    while run and _is_no_name(text, run, firsts, inside):
        run = run[1:]
    while run and run[-1].of(text).casefold() in language.NO_NAMES:
        run = run[:-1]
    if not run or len(run) > MOST_WORDS:
        return None
    return Span(run[0].start, run[-1].end)


def _is_no_name(text: str, run: Sequence[Span], firsts: set[int], inside: set[str]) -> bool:
    """Whether the first word of a run is to be taken off: a title, a sentence's first word, one that names nobody."""
    word = run[0].of(text)
    folded = word.casefold()
    if folded in language.TITLES or (folded in language.RANKS and len(run) > 1):
        return True
    if folded in language.PARTICLES and word.islower():
        return True
    if run[0].start in firsts:
        if folded in language.NO_NAMES or folded in language.STARTERS:
            return True
        return len(run) == 1 and word not in inside and not (len(word) > 1 and word.isupper())
    return folded in language.NO_NAMES or (len(word) == 1 and len(run) == 1)
