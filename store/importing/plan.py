"""Plan: what an import does to the work of each annotator: new numbers, what is there already, labels, clusters, links.

Nothing is changed by planning. What a file calls an annotation is kept where it can be: an id of the annotator's own
that was never used; anything else gets a new number.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from store.annotation import Annotation, ArticleRecord, Cluster, Link, Record, id_number
from store.change import Change
from store.clusters import checked_name, name_of
from store.errors import RefusedError
from store.formats.found import GivenAnnotation, GivenLink, Refusal
from store.importing.gathering import MEMBERS, Gathered, Said, Taken
from store.importing.numbering import Numbers, plain
from store.importing.request import ImportReport
from store.importing.soundness import fault_of, value_fault
from store.project import Project

Key = tuple[int, str]
"""A stretch of the files and an id in it."""


Place = tuple[int, int, str]
"""Start and end of an annotation, and its label."""


@dataclass(eq=False)
class Share:
    """What one annotator gets."""

    project: Project
    numbers: Numbers
    changes: list[Change] = field(default_factory=list)
    """Everything, in the order in which it is done."""
    known: dict[str, dict[Place, list[str]]] = field(default_factory=dict)
    """Article -> place and label -> ids, of what is there and of what is new."""
    fresh: set[str] = field(default_factory=set)
    """The ids of what is new."""
    clusters: dict[str, str] = field(default_factory=dict)
    """What the file calls a cluster -> its id."""
    links: set[tuple[str, str, str]] = field(default_factory=set)
    """Source, target and type of the new ones."""
    records: dict[str, tuple[ArticleRecord | None, ArticleRecord]] = field(default_factory=dict)
    """Article -> what was said about it, and what is."""

    @cached_property
    def decisions(self) -> list[dict[str, Any]]:
        """Those that are there and new ones, without their ids."""
        return [but_id(one) for one in self.project.database.stream("decisions")]


class Plan:
    """Makes the shares of all annotators from what was gathered."""

    def __init__(
        self, found: Gathered, report: ImportReport, share_of: Callable[[str], Share], names: Mapping[str, str]
    ) -> None:
        """Begin with nothing planned.

        Args:
            found: what was gathered.
            report: where it is counted.
            share_of: the share of an annotator by the name in the file, "" for none.
            names: what labels are called in the label set, by their names without capitals.
        """
        self._found, self._report, self._names = found, report, names
        self._open = share_of
        self._shares: list[Share] = []
        self._ids: dict[Key, str] = {}
        self._anywhere: dict[str, set[str]] = {}
        self._given_clusters = _by_id(found.clusters)

    def make(self) -> None:
        """Plan everything; annotations are let go of one by one, so that memory does not hold them twice."""
        waiting = self._found.annotations
        waiting.reverse()
        while waiting:
            self._annotation(waiting.pop())
        for said in self._found.documents:
            self._document(said)
        for scope, link in self._found.links:
            self._link(scope, link)
        for path, record in self._found.decisions:
            self._decision(path, record)
        for share in self._shares:
            self._record(share)

    def _share_of(self, annotator: str) -> Share:
        share = self._open(annotator)
        if share not in self._shares:
            self._shares.append(share)
        return share

    def _annotation(self, taken: Taken) -> None:
        given = taken.given
        if why := fault_of(given):
            self._refuse(given, why)
            return
        key = (taken.scope, given.id)
        share = self._share_of(given.annotator)
        label = self._names.get(given.label.casefold(), given.label)
        known = self._known(share, taken.article).setdefault((*taken.span, label), [])
        if known and not self._is_another(given, known, share):
            there = plain(given.id) if plain(given.id) in known else known[0]
            self._report.counts.duplicate += 1
            self._name(key, there)
            self._learn_cluster(share, given, there)
            return
        if given.id and key in self._ids:
            self._refuse(given, f"the id {given.id} is used twice")
            return
        made = self._made(taken, label, share)
        known.append(made.id)
        share.fresh.add(made.id)
        self._name(key, made.id)
        share.changes.append(Change.insert("annotations", made.number, made.to_dict()))
        self._report.counts.placed += 1
        self._report.annotators[made.author] = self._report.annotators.get(made.author, 0) + 1

    def _is_another(self, given: GivenAnnotation, known: list[str], share: Share) -> bool:
        """Whether what looks like one that is there is another all the same: a store may hold two alike."""
        try:
            id_number(plain(given.id))
        except ValueError:
            return False
        is_met_again = plain(given.id) in known or not self._anywhere.get(given.id, set()).isdisjoint(known)
        return share.fresh.issuperset(known) and not is_met_again

    def _known(self, share: Share, path: str) -> dict[Place, list[str]]:
        known = share.known.get(path)
        if known is None:
            known = share.known[path] = {}
            for one in share.project.database.of_article(path, "annotations"):
                if {"start", "end", "label", "id"} <= one.keys() and isinstance(one["label"], str):
                    place = (one["start"], one["end"], share.project.schema.name_of(one["label"]))
                    known.setdefault(place, []).append(str(one["id"]))
        return known

    def _made(self, taken: Taken, label: str, share: Share) -> Annotation:
        given, at = taken.given, share.project.database.now()
        record = given.record or {}
        return Annotation(
            share.numbers.take(given.id),
            taken.article,
            *taken.span,
            taken.quote,
            label,
            taken.prefix,
            taken.suffix,
            taken.text_sha256,
            dict(given.attributes),
            given.note,
            given.unsure,
            self._cluster(share, taken) if _cluster(given) else None,
            share.project.annotator,
            _kept(record, "origin", "imported"),
            _kept(record, "created", at),
            _kept(record, "updated", at),
            {name: value for name, value in record.items() if name not in MEMBERS},
        )

    def _cluster(self, share: Share, taken: Taken) -> str | None:
        """The cluster of an annotation, made when it is met first."""
        name = _cluster(taken.given)
        if name not in share.clusters:
            made = self._made_cluster(share, taken, self._given_clusters.get(name, {}))
            share.clusters[name] = made.id
        return share.clusters[name]

    def _made_cluster(self, share: Share, taken: Taken, record: Mapping[str, Any]) -> Cluster:
        given = taken.given
        kb_id = _shown(_text(record, "kb_id") or given.kb_id)
        name = _shown(_text(record, "name")) or name_of(taken.quote) or kb_id or "a cluster"
        label = share.project.schema.label(given.label)
        kind = _text(record, "kind") or ("claim" if label is not None and label.kind == "claim" else "entity")
        same = (one for one in share.project.clusters.all() if _is_same(one, record, kb_id, name, kind))
        if (there := next(same, None)) is not None:
            return there
        at = share.project.database.now()
        aliases = record.get("aliases", ())
        made = Cluster(
            share.numbers.take(_text(record, "id") or given.cluster), kind, name,
            tuple(_shown(one) for one in aliases if isinstance(one, str)) if isinstance(aliases, list | tuple) else (),
            kb_id, share.project.annotator, _kept(record, "created", at), _kept(record, "updated", at),
        )  # fmt: skip
        share.changes.append(Change.insert("clusters", id_number(made.id), made.to_dict()))
        self._report.counts.clusters += 1
        return made

    def _learn_cluster(self, share: Share, given: GivenAnnotation, annotation_id: str) -> None:
        """What is there already says which cluster the file means."""
        name = _cluster(given)
        if name and name not in share.clusters:
            record = share.project.database.get("annotations", id_number(annotation_id))
            if record is not None and isinstance(record.get("cluster"), str):
                share.clusters[name] = record["cluster"]

    def _document(self, said: Said) -> None:
        if said.labels and not said.records:
            self._describe(said, {"labels": list(said.labels), "author": said.annotator})
        for record in said.records:
            self._describe(said, record)

    def _describe(self, said: Said, record: Record) -> None:
        if why := value_fault(record):
            self._report.refuse(Refusal("", 0, said.article, f"what is said about the article {why}"))
            return
        share = self._share_of(_text(record, "author"))
        start, now = share.records.get(said.article) or (share.project.relations.record(said.article), None)
        labels = tuple(one for one in record.get("labels", ()) if isinstance(one, str) and one.strip())
        done, note = record.get("done") is True, _text(record, "note")
        old = now or start
        if old is None:
            old = ArticleRecord(
                share.numbers.take(_text(record, "id")), said.article, said.text_sha256,
                author=share.project.annotator, updated=_kept(record, "updated", share.project.database.now()),
            )  # fmt: skip
        both = tuple(dict.fromkeys((*old.labels, *labels)))
        share.records[said.article] = start, replace(old, labels=both, done=old.done or done, note=old.note or note)

    def _record(self, share: Share) -> None:
        """Put what is said about whole articles among the changes."""
        for old, new in share.records.values():
            if old is None and (new.labels or new.done or new.note):
                share.changes.append(Change.insert("articles", id_number(new.id), new.to_dict()))
            elif old is not None and old != new:
                after = replace(new, updated=share.project.database.now()).to_dict()
                change = Change.between("articles", id_number(old.id), old.to_dict(), after)
                share.changes += [change] if change else []
            else:
                continue
            self._report.counts.documents += 1

    def _link(self, scope: int, link: GivenLink) -> None:
        ends = [self._end(scope, end) for end in (link.source, link.target)]
        fault = value_fault([link.type, link.note]) or ("" if link.type.strip() else "has no type")
        if None in ends or fault:
            gone = link.source if ends[0] is None else link.target
            why = f"its end {gone} was not taken" if None in ends else f"it {fault}"
            self._report.refuse(Refusal(link.file, link.line, link.id or link.type, f"the link is left out: {why}"))
            return
        source, target = str(ends[0]), str(ends[1])
        share = self._share_of(link.annotator or source.rpartition("-")[0])
        place = (source, target, link.type)
        known = share.project.relations.links_of(source)
        if place in share.links or place in {(one.source, one.target, one.type) for one in known}:
            return
        share.links.add(place)
        record = link.record or {}
        at = _kept(record, "created", share.project.database.now())
        made = Link(share.numbers.take(link.id), link.type, source, target, link.note, share.project.annotator, at)
        share.changes.append(Change.insert("links", made.number, made.to_dict()))
        self._report.counts.links += 1

    def _end(self, scope: int, name: str) -> str | None:
        """The id of what a file calls an annotation: in the same stretch, else anywhere if that is only one."""
        if (near := self._ids.get((scope, name))) is not None:
            return near
        every = self._anywhere.get(name, set())
        return next(iter(every)) if len(every) == 1 else None

    def _decision(self, path: str, record: Record) -> None:
        if why := value_fault(record):
            self._report.refuse(Refusal("", 0, _text(record, "id"), f"the decision {why}"))
            return
        share = self._share_of(_text(record, "author"))
        placed = {**record, "article": path}
        if but_id(placed) in share.decisions:
            return
        share.decisions.append(but_id(placed))
        made = {**placed, "id": share.numbers.take(_text(record, "id")), "author": share.project.annotator}
        share.changes.append(Change.insert("decisions", id_number(made["id"]), made))
        self._report.counts.decisions += 1

    def _name(self, key: Key, annotation_id: str) -> None:
        if key[1]:
            self._ids.setdefault(key, annotation_id)
            self._anywhere.setdefault(key[1], set()).add(annotation_id)

    def _refuse(self, given: GivenAnnotation, why: str) -> None:
        self._report.refuse(Refusal(given.file, given.line, given.id or given.label, why))


def _cluster(given: GivenAnnotation) -> str:
    """What the file calls the cluster of an annotation: its name, else what a knowledge base calls it."""
    return given.cluster or given.kb_id


def _by_id(clusters: Iterable[tuple[int, Record]]) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for _, record in clusters:
        found.setdefault(_text(record, "id"), record)
    return found


def _is_same(one: Cluster, record: Mapping[str, Any], kb_id: str, name: str, kind: str) -> bool:
    """Whether a cluster that is there is the one that a file means."""
    if kb_id or one.kb_id:
        return one.kb_id == kb_id
    return (one.id == record.get("id") or "id" not in record) and (one.name, one.kind) == (name, kind)


def but_id(record: Mapping[str, Any]) -> dict[str, Any]:
    """What a record says, whatever its number."""
    return {name: value for name, value in record.items() if name not in ("id", "author")}


def _text(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name, "")
    return value if isinstance(value, str) else ""


def _kept(record: Mapping[str, Any], name: str, default: str) -> str:
    """What a record says, be it nothing; the default where it does not say."""
    return _text(record, name) if name in record else default


def _shown(words: str) -> str:
    """A name or entry as a cluster can have it; empty when nothing of it can be shown."""
    try:
        return checked_name(words)
    except RefusedError:
        return name_of(words)


def ids_in(found: Gathered) -> set[str]:
    """The ids that records of the files have."""
    records = [record for _, record in (*found.clusters, *found.decisions)]
    records += [record for said in found.documents for record in said.records]
    kept = {plain(_text(record, "id")) for record in records} | {plain(link.id) for _, link in found.links}
    return kept | {plain(name) for taken in found.annotations for name in (taken.given.id, taken.given.cluster)}
