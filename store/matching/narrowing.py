"""Narrowing: which articles may hold a text to the letter, by the index if there is one, so that not all are read."""

import re
import sqlite3
from collections.abc import Iterator, Sequence

from store.disk.names import Files
from store.library import Library
from store.matching.digest import WHOLE
from store.matching.index import NAME
from store.matching.sidecar import Sidecar, any_of, phrase

PLAIN = re.compile(r"[A-Za-z]{3,}")
"""Letters of a text that stand in a word of the index as they are, whatever they are a part of."""
MOST = 400
"""Words that may hold some letters; where there are more, these letters tell nothing."""


def may_hold(library: Library, wanted: str) -> Iterator[str]:
    """The articles that may hold `wanted` as `occurrences` finds it, by path; no other does.

    Those that the index does not know as they are now are among them; without an index that is all.
    """
    entries = library.readable
    try:
        sidecar = Sidecar.open(Files(library.root, "").private / NAME, writes=False)
    except sqlite3.Error:
        yield from (entry.path for entry in entries)
        return
    try:
        expression = _expression(sidecar, [match.casefold() for match in PLAIN.findall(wanted)])
        known = sidecar.known()
        may = None if expression is None else set(sidecar.holding(expression))
    except sqlite3.Error:
        known, may = {}, None
    finally:
        sidecar.close()
    for entry in entries:
        one = known.get(entry.path)
        is_known = one is not None and (one.stamp.size, one.stamp.mtime_ns) == (entry.size, entry.mtime_ns)
        if may is None or one is None or not is_known or one.id in may:
            yield entry.path


def _expression(sidecar: Sidecar, parts: Sequence[str]) -> str | None:
    """What an article has to have for each of some letters to stand in a word of it; None when that tells nothing."""
    found = []
    for part in set(parts):
        having = [word for word in sidecar.vocabulary() if part in word]
        if len(having) <= MOST:
            found.append(any_of(phrase([word]) for word in [*having, WHOLE]))
    return " AND ".join(found) or None
