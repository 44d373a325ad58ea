"""Relabelled: what it means for the records that a label gets another name, goes over to another one, or goes."""

from collections.abc import Collection, Iterable, Iterator

from store.annotation import Annotation, Link, Record
from store.change import Change
from store.disk.database import Database
from store.edits import removed
from store.progress import steps


def given(database: Database, names: Collection[str], to: str) -> list[Change]:
    """The changes that put a label in the place of some others: on annotations, articles and judgements."""
    at = database.now()
    found = [
        Change("upd", "annotations", number, new={"label": to, "updated": at}, old=_members(record, "label"))
        for number, record in _annotations(database, names)
        if record["label"] != to
    ]
    found += _on_articles(database, names, [to])
    # what was judged stays as it was, and a judgement has no time of a change
    found += [
        Change("upd", "decisions", number, new={"label": to}, old={"label": record["label"]})
        for number, record in database.items("decisions")
        if record.get("label") in names and record["label"] != to
    ]
    return found


def untagged(database: Database, names: Collection[str], links: Iterable[Link]) -> list[Change]:
    """The changes that take some labels off all articles, and delete the annotations with one, and their links."""
    found = [Annotation.from_dict(record) for _, record in _annotations(database, names)]
    return [*removed(found, tuple(links)), *_on_articles(database, names, [])]


def _on_articles(database: Database, names: Collection[str], to: list[str]) -> Iterator[Change]:
    """The changes that put labels of articles, one or none, in the place of some others."""
    for number, record in database.items("articles"):
        labels = record.get("labels")
        if not isinstance(labels, list) or not any(isinstance(one, str) and one in names for one in labels):
            continue
        now: list[object] = []
        for one in labels:
            now += [new for new in (to if isinstance(one, str) and one in names else [one]) if new not in now]
        if now != labels:
            old = _members(record, "labels")
            yield Change("upd", "articles", number, new={"labels": now, "updated": database.now()}, old=old)


def _annotations(database: Database, names: Collection[str]) -> Iterator[tuple[int, Record]]:
    every = steps(database.items("annotations"), "looking", database.size("annotations"), may_stop=True)
    return ((number, record) for number, record in every if record.get("label") in names)


def _members(record: Record, name: str) -> Record:
    return {one: record[one] for one in (name, "updated") if one in record}
