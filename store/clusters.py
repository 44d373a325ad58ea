"""Clusters: annotations that mean one person, one thing or one claim, in whatever articles."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from store import edits
from store.annotation import Annotation, Cluster, Record, id_number
from store.change import Change
from store.errors import RefusedError
from store.members import Members
from store.schema import is_unsafe
from store.work import Done, Work

LONGEST = 200
"""Characters of a name, an alias or an entry of a knowledge base."""


class Clusters:
    """The clusters of one annotator. Each call that changes something is one action."""

    def __init__(self, work: Work) -> None:
        self._work = work

    @property
    def _members(self) -> Members:
        return self._work.members

    def all(self) -> tuple[Cluster, ...]:
        """All clusters, oldest first."""
        return tuple(sorted(self._work.relations.clusters, key=lambda one: id_number(one.id)))

    def get(self, cluster_id: str | None) -> Cluster | None:
        """The cluster of an id, or None: there is none, or it is another annotator's."""
        return self._work.relations.cluster(cluster_id) if cluster_id else None

    def size(self, cluster_id: str) -> int | None:
        """How many annotations belong to a cluster; None when finding that out would keep somebody waiting."""
        return self._members.size(cluster_id) if self._members.is_ready else None

    def members(self, cluster_id: str) -> list[Annotation]:
        """The annotations that belong to a cluster, as they are in the file, by article and place.

        The first call reads through all annotations; later ones cost what they find.
        """
        found = []
        for number in self._members.of(cluster_id):
            record = self._work.database.get("annotations", number)
            if annotation := _readable(record):
                found.append(annotation)
        return sorted(found, key=lambda one: (one.article, one.start, -one.end, one.number))

    def sizes(self) -> dict[str, int]:
        """How many annotations each cluster has that has any; the first call reads through all annotations."""
        return self._members.sizes()

    def gather(self, members: Iterable[Annotation], kind: str, name: str, *, aliases: Iterable[str] = ()) -> Cluster:
        """Make a cluster of annotations that mean one thing; clusters that they leave empty go.

        Raises:
            RefusedError: the name cannot be a cluster's, or nothing can be changed.
        """
        return _made(self.begin(members, kind, name, aliases=aliases))

    def begin(
        self,
        members: Iterable[Annotation],
        kind: str,
        name: str,
        *,
        aliases: Iterable[str] = (),
        action: str = "cluster",
    ) -> Done:
        """As `gather`, for those who want to know what it changed."""
        self._work.must_write()
        at, wanted = self._work.database.now(), checked_name(name)
        names = tuple(checked_name(alias) for alias in aliases)
        made = Cluster(self._work.new_id(), kind, wanted, names, author=self._annotator, created=at, updated=at)
        insert = Change.insert("clusters", id_number(made.id), made.to_dict())
        return self._work.apply([insert, *self._moved(members, made.id)], action)

    def join(self, members: Iterable[Annotation], cluster_id: str) -> Done:
        """Have annotations belong to a cluster; clusters that they leave empty go.

        Raises:
            RefusedError: there is no such cluster, or nothing can be changed.
        """
        self._known(cluster_id)
        return self._work.apply(self._moved(members, cluster_id), "cluster")

    def leave(self, members: Iterable[Annotation]) -> Done:
        """Have annotations belong to no cluster; clusters that they leave empty go.

        Raises:
            RefusedError: nothing can be changed.
        """
        return self._work.apply(self._moved(members, None), "uncluster")

    def split(self, members: Iterable[Annotation], name: str) -> Done:
        """Make a cluster of its own of some members of one.

        Raises:
            RefusedError: there are no members, or the name cannot be a cluster's.
        """
        chosen = list(members)
        if not chosen:
            message = "nothing is chosen to be split off"
            raise RefusedError(message)
        old = self.get(self._work.stored(chosen[0]).cluster)
        return self.begin(chosen, old.kind if old else "entity", name, action="split")

    def merge(self, into: str, others: Iterable[str]) -> Done:
        """Make one cluster of several: the others' members join it, and their names become its aliases.

        Raises:
            RefusedError: one of them is not there, or nothing can be changed.
        """
        kept = self._known(into)
        gone = [self._known(one) for one in dict.fromkeys(others) if one != into]
        at = self._work.database.now()
        names = [name for one in gone for name in (one.name, *one.aliases) if name != kept.name]
        kb_id = kept.kb_id or next((one.kb_id for one in gone if one.kb_id), "")
        merged = replace(kept, aliases=tuple(dict.fromkeys((*kept.aliases, *names))), kb_id=kb_id, updated=at)
        changes = [_between(kept, merged)] if gone else []
        for one in gone:
            freed = [edits.updated(member, at, cluster=into) for member in self.members(one.id)]
            changes += [change for change in freed if change]
            changes.append(Change.delete("clusters", id_number(one.id), one.to_dict()))
        return self._work.apply([change for change in changes if change], "merge")

    def describe(self, cluster_id: str, action: str = "rename-cluster", **members: Any) -> Done:
        """Give a cluster another name, kind, aliases or entry of a knowledge base.

        Raises:
            RefusedError: there is no such cluster, or a text cannot be what it is to be.
        """
        old = self._known(cluster_id)
        if "name" in members:
            members["name"] = checked_name(members["name"])
        if "aliases" in members:
            members["aliases"] = tuple(dict.fromkeys(checked_name(alias) for alias in members["aliases"]))
        if members.get("kb_id"):
            members["kb_id"] = checked_name(members["kb_id"])
        new = replace(old, **members)
        change = _between(old, replace(new, updated=self._work.database.now())) if new != old else None
        return self._work.apply([change] if change else [], action)

    def delete(self, cluster_id: str) -> Done:
        """Delete a cluster; its members stay as annotations that belong to none.

        Raises:
            RefusedError: there is no such cluster, or nothing can be changed.
        """
        cluster = self._known(cluster_id)
        changes = edits.disbanded(cluster, self.members(cluster_id), self._work.database.now())
        return self._work.apply(changes, "delete-cluster")

    def emptied(self, leaving: Sequence[Annotation]) -> list[Change]:
        """The changes that delete the clusters of which no member is left when some annotations have gone."""
        going: dict[str, set[int]] = {}
        for one in leaving:
            if one.cluster:
                going.setdefault(one.cluster, set()).add(one.number)
        left = [cluster for name in going if (cluster := self.get(name)) and not self._members.of(name) - going[name]]
        return [Change.delete("clusters", id_number(one.id), one.to_dict()) for one in left]

    @property
    def _annotator(self) -> str:
        return self._work.database.annotator

    def _known(self, cluster_id: str) -> Cluster:
        self._work.must_write()
        if cluster := self.get(cluster_id):
            return cluster
        message = f"the cluster {cluster_id} is not there any more"
        raise RefusedError(message)

    def _moved(self, members: Iterable[Annotation], cluster_id: str | None) -> list[Change]:
        """The changes that have annotations belong to another cluster, and delete those that are empty then."""
        self._work.must_write()
        at = self._work.database.now()
        stored = [self._work.stored(member) for member in members]
        changes = [edits.updated(member, at, cluster=cluster_id) for member in stored]
        leaving = [member for member in stored if member.cluster != cluster_id]
        return [*(change for change in changes if change), *self.emptied(leaving)]


def checked_name(name: str) -> str:
    """A name without blanks at its ends.

    Raises:
        RefusedError: it is empty, too long or holds something that is not shown.
    """
    wanted = name.strip()
    if not wanted:
        message = "a cluster needs a name"
        raise RefusedError(message)
    if len(wanted) > LONGEST:
        message = f"a name has {LONGEST} characters at most, this one {len(wanted):,}"
        raise RefusedError(message)
    if bad := next((char for char in wanted if is_unsafe(char)), None):
        message = f"a name cannot hold U+{ord(bad):04X}, a character that is not shown"
        raise RefusedError(message)
    return wanted


def name_of(quote: str) -> str:
    """What a cluster of an annotation with these words may be called; empty when nothing of them can be shown."""
    words = "".join(" " if char.isspace() else char for char in quote if char.isspace() or not is_unsafe(char))
    return " ".join(words.split())[:LONGEST].rstrip()


def alike(quote: str, clusters: Iterable[Cluster], *, kind: str = "") -> list[tuple[Cluster, int]]:
    """Clusters and how much, of 100, their spelling is that of some words, the nearest first.

    Of equals those of the kind come first.
    """
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 - 10 ms, only when somebody asks

    known = list(clusters)
    names = [(at, name) for at, one in enumerate(known) for name in (one.name, *one.aliases)]
    best = [0.0] * len(known)
    spellings = [name for _, name in names]
    process_text: Callable[[str], str] = utils.default_process
    for _, score, place in process.extract(
        quote[:LONGEST], spellings, scorer=fuzz.WRatio, processor=process_text, limit=None
    ):
        at = names[place][0]
        best[at] = max(best[at], score)
    order = sorted(range(len(known)), key=lambda at: (-round(best[at]), known[at].kind != kind, at))
    return [(known[at], round(best[at])) for at in order]


def _made(done: Done) -> Cluster:
    return next(Cluster.from_dict(one.new) for one in done.changes if one.table == "clusters" and one.kind == "ins")


def _between(old: Cluster, new: Cluster) -> Change | None:
    return Change.between("clusters", id_number(old.id), old.to_dict(), new.to_dict())


def _readable(record: Record | None) -> Annotation | None:
    try:
        return Annotation.from_dict(record) if record else None
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
