"""Quotes: a line for each annotation, with its label."""

from collections.abc import Iterable

from store.formats.ledger import Ledger
from store.formats.out import Out
from store.formats.values import About, Format, Holds, Pair, Report

HELD: frozenset[Holds] = frozenset(("overlap",))


def write(pairs: Iterable[Pair], out: Out, about: About) -> Report:
    """Write the annotations of all articles."""
    report = Report()
    ledger = Ledger(HELD, about, report)
    with out.open() as file:
        for article, annotations in pairs:
            ledger.account(article, annotations)
            for one in annotations:
                file.write(f"{about.label_of(one)}: {' '.join(one.quote.split())}\n")
    return report


FORMAT = Format("quotes", "Quotes, a line each", ".quotes.txt", "none", HELD, write)
