"""Clustering: which cluster an annotation belongs to, found by typing; names spelt alike come first."""

from collections.abc import Callable, Sequence
from functools import partial

from store import Annotation, Cluster, Done, Project, alike, name_of
from tui.commands.changing import change
from tui.commands.tagging import nothing_of_ones_own
from tui.meant import current
from tui.screens.around import Around
from tui.screens.picker import Picker
from tui.widgets.listing import Item
from tui.words import counted, short

ALIKE = 80
"""From how much of 100 on a cluster's name is near enough to stand before a new one."""
NEW, LEAVE = "new ", "leave"
"""What begins the ids of rows that are no cluster's."""


class _Choice(Picker):
    """Clusters to choose from, and a new one of the name that is typed."""

    def __init__(self, title: str, items: Sequence[Item], name: str) -> None:
        super().__init__(title, items)
        self._name = name

    def made(self, typed: str) -> Item | None:
        """A new cluster; the one of the annotation's own words is among the rows."""
        name = typed.strip()
        return None if not name or name == self._name else _new(name)


def choose_cluster(around: Around) -> None:
    """Choose the cluster of the annotation under the caret."""
    desk = around.desk
    annotation = current(desk)
    if annotation is None:
        desk.say(nothing_of_ones_own(desk))
    else:
        cluster_of(around, annotation, around.tell)


def cluster_of(around: Around, annotation: Annotation, then: Callable[[], None]) -> None:
    """Ask for an annotation's cluster, have it belong there, then go on."""
    desk, project = around.desk, around.desk.project
    name = name_of(annotation.quote)

    def chosen(item: Item | None) -> None:
        if item is not None:
            work = partial(_put, project, annotation, item.id)
            change(desk, work, f"{short(annotation.quote)} belongs to {_named(project, item.id)}")
        then()

    title = f"“{short(annotation.quote, 30)}” is the same as … · Enter chooses · Esc backs out"
    around.push(_Choice(title, rows(project, annotation), name), chosen)


def rows(project: Project, annotation: Annotation) -> list[Item]:
    """The clusters that an annotation may belong to, a new one among them, and leaving the one it has."""
    label = project.schema.label(annotation.label)
    kind = label.kind if label else ""
    near: list[Item] = []
    far: list[Item] = []
    for cluster, score in alike(annotation.quote, project.clusters.all(), kind=kind):
        if cluster.id != annotation.cluster:
            (near if score >= ALIKE else far).append(cluster_row(project, cluster))
    name = name_of(annotation.quote)
    own = project.clusters.get(annotation.cluster)
    leave = [Item(LEAVE, f"leave {short(own.name) if own else annotation.cluster}", "")] if annotation.cluster else []
    return [*near, *([_new(name)] if name else []), *leave, *far]


def cluster_row(project: Project, cluster: Cluster) -> Item:
    """A cluster as a row: its name, its other names, how many belong to it."""
    size = project.clusters.size(cluster.id)
    known = [*(short(alias, 30) for alias in cluster.aliases[:2]), cluster.kind]
    facts = [*known, counted(size, "tag") if size is not None else ""]
    return Item(cluster.id, cluster.name, " · ".join(fact for fact in facts if fact), more=" ".join(cluster.aliases))


def _new(name: str) -> Item:
    return Item(f"{NEW}{name}", f"a new cluster “{short(name, 60)}”", "new")


def _named(project: Project, chosen: str) -> str:
    """What a row leads to."""
    if chosen == LEAVE:
        return "no cluster"
    cluster = project.clusters.get(chosen)
    return short(cluster.name if cluster else chosen.removeprefix(NEW))


def _put(project: Project, annotation: Annotation, chosen: str) -> Done:
    """Have an annotation belong where a row says."""
    if chosen == LEAVE:
        return project.clusters.leave([annotation])
    if chosen.startswith(NEW):
        label = project.schema.label(annotation.label)
        return project.clusters.begin([annotation], label.kind if label else "entity", chosen.removeprefix(NEW))
    return project.clusters.join([annotation], chosen)
