"""Columns: the paths and problems of very many entries, without an entry being made for each."""

from collections.abc import Mapping, Sequence
from operator import itemgetter

from store.entries import Entries
from store.entry import Entry

_PATH, _PROBLEM = map(itemgetter, map(Entry._fields.index, ("path", "problem")))  # a fifth of what the members take


def columns(entries: Sequence[Entry]) -> tuple[list[str], Mapping[int, str]]:
    """The paths of all entries, and the problems of those that have one, by place."""
    if isinstance(entries, Entries):
        return entries.paths(), entries.problems
    paths, problems = [*map(_PATH, entries)], [*map(_PROBLEM, entries)]
    if problems.count(None) == len(problems):
        return paths, {}
    return paths, {at: problem for at, problem in enumerate(problems) if problem is not None}
