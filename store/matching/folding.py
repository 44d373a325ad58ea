"""Folding: which whole lines of an article are furniture so surely that they need not be seen, and what they are.

By the rules of `store.matching.furniture`, and by lines that recur at the ends of a project's articles. Offsets stay
what they are: a fold is a place, and nothing is taken out.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from store.matching.furniture import LONGEST, TAIL_SHARE, Furniture, furniture, name_of
from store.matching.verdicts import NOTHING_SAID, SAID, Verdicts
from store.segmentation.lines import spans_of_lines, trimmed
from store.sitting import MOST_FOLDS, Fold
from store.span import Span

LOOKED_AT = 50_000
"""Code points from the end of a text that are looked through: furniture stands there, and a book has none."""
FEWEST = 2
"""Lines of a fold: one line is as long as the one that would say that it is folded. A person may want it so."""
SHOWN = frozenset(("credits",))
"""Rules whose lines are not folded: they are about the page, but name people."""
RECURRING = "recurring"
"""What a line is that stands at the ends of many articles and that no rule knows."""
MANY = 4
"""Articles that must have a line and tell different things, for it to be recurring."""


def folds_of(text: str, recurring: Collection[str] = (), verdicts: Verdicts = NOTHING_SAID) -> tuple[Fold, ...]:
    """What of a text is folded, in its order; O(1) of a very long one, for only its end is looked at.

    Args:
        text: of the article.
        recurring: the names of lines that recur, from `recurring_lines`.
        verdicts: what a person has said; where there are any, all of a long text is looked at.
    """
    lines = (one for one in page_lines(text, recurring, verdicts) if one.rule not in SHOWN)
    return tuple(_runs(text, lines))[-MOST_FOLDS:]


def page_lines(text: str, recurring: Collection[str] = (), verdicts: Verdicts = NOTHING_SAID) -> tuple[Furniture, ...]:
    """The lines of a text that belong to the page, in order, as `folds_of` looks for them; those too that it shows."""
    begun = max(0, len(text) - LOOKED_AT)
    begun = text.find("\n", begun) + 1 if begun else 0
    found = _by_rules(text, begun, recurring) if begun or len(text) <= LOOKED_AT else ()
    return verdicts.on(text, sorted(found))


def _by_rules(text: str, begun: int, recurring: Collection[str]) -> Iterator[Furniture]:
    """The lines that are furniture, from an offset on."""
    part = text[begun:]
    found = {Span(begun + one.span.start, begun + one.span.end): one.rule for one in furniture(part)}
    if recurring:
        for line in _ends(part):
            span = Span(begun + line.start, begun + line.end)
            if span not in found and name_of(line.of(part)) in recurring:
                found[span] = RECURRING
    return (Furniture(span, rule) for span, rule in found.items())


def _runs(text: str, lines: Iterable[Furniture]) -> Iterator[Fold]:
    """Lines with nothing but blanks between them, as folds of whole lines."""
    run: list[Furniture] = []
    for line in lines:
        if run and text[run[-1].span.end : line.span.start].strip():
            yield from _fold(text, run)
            run = []
        run.append(line)
    yield from _fold(text, run)


def _fold(text: str, run: list[Furniture]) -> Iterator[Fold]:
    """The fold of a run, nothing where it is too small or not alone on its lines."""
    if not run or (len(run) < FEWEST and run[0].rule != SAID):
        return
    start, end = run[0].span.start, run[-1].span.end
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end) + 1 or len(text)
    if text[first:start].strip() or text[end:last].strip():
        return
    if not text[last:].strip():
        last = len(text)
    yield Fold(first, last, len(run), tuple(dict.fromkeys(line.rule for line in run)))


def recurring_lines(texts: Iterable[str]) -> frozenset[str]:
    """The names of short lines at the ends of several articles that say nothing else alike; O(n).

    Copies of one article share all their lines, those that it ends with, too. So an article counts for a line only
    when it shares no long line with one that counts for it already.
    """
    holders: dict[str, list[frozenset[str]]] = {}
    for text in texts:
        part = text[-LOOKED_AT:]
        body = frozenset(name_of(line.of(part)) for line in _all_lines(part) if line.length > LONGEST)
        for name in {name_of(line.of(part)) for line in _ends(part)}:
            there = holders.setdefault(name, [])
            if body and len(there) < MANY and all(body.isdisjoint(other) for other in there):
                there.append(body)
    counts = Counter({name: len(there) for name, there in holders.items()})
    return frozenset(name for name, count in counts.items() if count >= MANY)


def _ends(text: str) -> Iterator[Span]:
    """The short lines of the last part of a text, above which no other line stands in it."""
    least = len(text) * (1 - TAIL_SHARE)
    for line in reversed(list(_all_lines(text))):
        if line.start < least or line.length > LONGEST:
            return
        yield line


def _all_lines(text: str) -> Iterator[Span]:
    return (span for line in spans_of_lines(text) if (span := trimmed(text, *line)))
