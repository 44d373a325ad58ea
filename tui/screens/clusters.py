"""Clusters: the list of all clusters, and what can be done to one: go through, rename, merge, split off, delete."""

from collections.abc import Callable, Mapping, Set
from functools import partial
from typing import Any

from store import Annotation, Cluster, Done, alike
from tui.commands.changing import change
from tui.screens.annotations import no_clusters, show
from tui.screens.around import Around
from tui.screens.clustering import cluster_row
from tui.screens.picker import Picker
from tui.screens.prompt import Prompt
from tui.widgets.listing import Item
from tui.words import counted, short


def list_clusters(around: Around) -> None:
    """Choose one of all clusters, by name, and then what to do with it."""
    desk, clusters = around.desk, around.desk.project.clusters
    sizes = clusters.sizes()
    known = sorted(clusters.all(), key=lambda one: one.name.casefold())
    if not known:
        desk.say(no_clusters(desk))
        return
    rows = [cluster_row(desk.project, one) for one in known]

    def chosen(item: Item | None) -> None:
        if item is None:
            around.tell()
        else:
            one_cluster(around, item.id)

    tags = counted(sum(sizes.get(one.id, 0) for one in known), "tag")
    title = f"{counted(len(known), 'cluster')}, {tags} · Enter says what can be done · Esc goes back"
    around.push(Picker(title, rows), chosen)


def one_cluster(around: Around, cluster_id: str) -> None:
    """Choose what to do with a cluster."""
    cluster = around.desk.project.clusters.get(cluster_id)
    if cluster is None:
        around.desk.say("this cluster is not there any more")
        around.tell()
        return
    members = around.desk.project.clusters.members(cluster_id)
    acts: Mapping[str, Callable[[Around, Cluster], None]] = {
        "go": _go, "rename": _rename, "aliases": _aliases, "kb": _kb, "merge": _merge, "split": _split,
        "delete": _delete,
    }  # fmt: skip
    rows = [
        Item("go", "go to a member", counted(len(members), "tag")),
        Item("rename", "rename", short(cluster.name)),
        Item("aliases", "other names", short("; ".join(cluster.aliases)) or "none"),
        Item("kb", "entry of a knowledge base", short(cluster.kb_id) or "none"),
        Item("merge", "merge with another cluster", "this one stays"),
        Item("split", "split some members off", "a cluster of their own"),
        Item("delete", "delete the cluster", "its tags stay"),
    ]

    def chosen(item: Item | None) -> None:
        if item is None:
            list_clusters(around)
        elif item.id != "go" and around.desk.project.read_only:
            around.desk.say(f"read-only: {around.desk.project.read_only}")
            around.tell()
        else:
            acts[item.id](around, cluster)

    around.push(Picker(f"{short(cluster.name)} · Enter does it · Esc goes back", rows), chosen)


def _do(around: Around, work: Callable[[], Done], words: str) -> None:
    change(around.desk, work, words)
    around.tell()


def _member_rows(members: list[Annotation], chosen: Set[str] = frozenset()) -> list[Item]:
    return [
        Item(one.id, f"{'✓ ' if one.id in chosen else ''}{short(one.quote, 60)}", f"{one.label} · {one.article}")
        for one in members
    ]


def _go(around: Around, cluster: Cluster) -> None:
    members = around.desk.project.clusters.members(cluster.id)

    def chosen(item: Item | None) -> None:
        found = next((one for one in members if item and one.id == item.id), None)
        if found is None:
            one_cluster(around, cluster.id)
        else:
            show(around.desk, found)
            around.tell()

    around.push(Picker(f"{short(cluster.name)} · Enter goes there · Esc goes back", _member_rows(members)), chosen)


def _ask(around: Around, cluster: Cluster, title: str, before: str, member: str) -> None:
    """Ask for a text of a cluster; several with ; between them where it is a list."""
    describe = around.desk.project.clusters.describe

    def typed(text: str | None) -> None:
        if text is None:
            one_cluster(around, cluster.id)
            return
        value: Any = tuple(one for one in text.split(";") if one.strip()) if member == "aliases" else text.strip()
        words = f"{short(cluster.name)}: {title.rstrip(': ')} {short(text) or 'none'}"
        _do(around, partial(describe, cluster.id, **{member: value}), words)

    around.push(Prompt(title, before), typed)


def _rename(around: Around, cluster: Cluster) -> None:
    _ask(around, cluster, "name: ", cluster.name, "name")


def _aliases(around: Around, cluster: Cluster) -> None:
    _ask(around, cluster, "other names, with ; between: ", "; ".join(cluster.aliases), "aliases")


def _kb(around: Around, cluster: Cluster) -> None:
    _ask(around, cluster, "entry, such as Wikidata:Q1490: ", cluster.kb_id, "kb_id")


def _merge(around: Around, cluster: Cluster) -> None:
    clusters = around.desk.project.clusters
    others = [one for one, _ in alike(cluster.name, clusters.all(), kind=cluster.kind) if one.id != cluster.id]
    rows = [cluster_row(around.desk.project, one) for one in others]

    def chosen(item: Item | None) -> None:
        other = clusters.get(item.id) if item else None
        if other is None:
            one_cluster(around, cluster.id)
            return
        words = f"{short(other.name)} is {short(cluster.name)} now"
        _do(around, partial(clusters.merge, cluster.id, [other.id]), words)

    if rows:
        around.push(Picker(f"Merge into {short(cluster.name)} · Enter merges · Esc goes back", rows), chosen)
    else:
        around.desk.say("there is no other cluster to merge with")
        around.tell()


def _split(around: Around, cluster: Cluster, taken: frozenset[str] = frozenset(), at: int = 0) -> None:
    """Take members along one by one, then name their cluster."""
    clusters = around.desk.project.clusters
    members = clusters.members(cluster.id)
    chosen_members = [one for one in members if one.id in taken]
    name = f"{cluster.name[:150]} (2)"

    def named(text: str | None) -> None:
        if text is None:
            _split(around, cluster, taken, at)
            return
        words = f"{short(text)}: {counted(len(chosen_members), 'tag')}, split off {short(cluster.name)}"
        _do(around, partial(clusters.split, chosen_members, text), words)

    def chosen(item: Item | None) -> None:
        if item is None:
            one_cluster(around, cluster.id)
        elif item.id:
            _split(
                around, cluster, taken ^ {item.id}, [one.id for one in members].index(item.id) + bool(taken ^ {item.id})
            )
        else:
            around.push(Prompt("name of the new cluster: ", name), named)

    done = [Item("", f"split off {counted(len(chosen_members), 'tag')} as …", "")] if chosen_members else []
    rows = [*done, *_member_rows(members, taken)]
    around.push(Picker("Whom to split off · Enter takes along or leaves · Esc goes back", rows, at=at), chosen)


def _delete(around: Around, cluster: Cluster) -> None:
    clusters = around.desk.project.clusters
    _do(around, partial(clusters.delete, cluster.id), f"the cluster {short(cluster.name)} is deleted, its tags stay")
