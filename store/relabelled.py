"""Relabelled: what it means for the records that a label gets another name, goes over to another one, or goes."""

from collections.abc import Collection, Iterable, Iterator

from store.annotation import Annotation, Link, Record
from store.change import Change
from store.disk.database import Database
from store.edits import removed
from store.progress import steps


def given(database: Database, names: Collection[str], to: str) -> list[Change]:
    """The changes that put a label on all annotations that have one of some others."""
    at = database.now()
    return [
        Change("upd", "annotations", number, new={"label": to, "updated": at}, old=_members(record))
        for number, record in _annotations(database, names)
        if record["label"] != to
    ]


def untagged(database: Database, names: Collection[str], links: Iterable[Link]) -> list[Change]:
    """The changes that delete all annotations with one of some labels, and the links that hang on them."""
    found = [Annotation.from_dict(record) for _, record in _annotations(database, names)]
    return list(removed(found, tuple(links)))


def _annotations(database: Database, names: Collection[str]) -> Iterator[tuple[int, Record]]:
    every = steps(database.items("annotations"), "looking", database.size("annotations"), may_stop=True)
    return ((number, record) for number, record in every if record.get("label") in names)


def _members(record: Record) -> Record:
    return {name: record[name] for name in ("label", "updated") if name in record}
