"""Marked: search in what people have made, the labels of a project's annotations and the notes on them.

It goes through the records as they are now, so nothing is ever out of date; the annotator's own and nobody else's.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from store.matching.texts import Hit
from store.project import Project
from store.span import Span

A_SLICE = 256
"""Records between two moments at which a screen may do something else."""


def find_labels(project: Project, label: str, words: str = "") -> Iterator[Hit | None]:
    """The annotations whose label is, or begins as, `label`, and whose quote or note holds `words`; capitals are alike.

    In file order: by article and place. `None` now and then, so that a screen can do something else meanwhile.
    """
    wanted, folded = label.casefold(), words.casefold().split()
    for number, record in enumerate(project.database.stream("annotations"), 1):
        name = str(record.get("label", ""))
        if name.casefold().startswith(wanted) and _holds(_said(record), folded):
            yield _hit(record, name)
        if not number % A_SLICE:
            yield None


def find_notes(project: Project, words: str) -> Iterator[Hit | None]:
    """The annotations and articles that have a note which holds all of some words, as `find_labels` does."""
    folded = words.casefold().split()
    for number, record in enumerate(project.database.stream("annotations"), 1):
        if (note := record.get("note")) and _holds(str(note), folded):
            yield _hit(record, " ".join(str(note).split()))
        if not number % A_SLICE:
            yield None
    for own in project.relations.records:
        if own.note and _holds(own.note, folded):
            yield Hit(own.article, Span(0, 0), "", about=own.article, why=" ".join(own.note.split()))


def _said(record: Mapping[str, Any]) -> str:
    return f"{record.get('quote', '')} {record.get('note', '')}"


def _holds(words: str, wanted: list[str]) -> bool:
    folded = words.casefold()
    return all(one in folded for one in wanted)


def _hit(record: Mapping[str, Any], why: str) -> Hit:
    start, end = record.get("start"), record.get("end")
    span = Span(start, end) if isinstance(start, int) and isinstance(end, int) else Span(0, 0)
    path = str(record.get("article", ""))
    before = str(record.get("prefix", "")).replace("\r", "\n").rpartition("\n")[2]
    after = str(record.get("suffix", "")).replace("\r", "\n").partition("\n")[0]
    return Hit(path, span, str(record.get("quote", "")), before, after, path, why, str(record.get("id", "")))
