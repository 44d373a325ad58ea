"""Named: what somebody points at when a name is looked for, and what else that is called."""

from store import Annotation, Cluster, Label, Span, dataclass
from tui.desk import Desk
from tui.hints import under_caret
from tui.meant import current


@dataclass(frozen=True, slots=True)
class Named:
    """What was pointed at."""

    span: Span
    """Where it stands in the current article."""
    names: tuple[str, ...]
    """What it is called: as it stands there, and all other names of its cluster."""
    label: Label | None
    """That of the annotation which was pointed at."""
    cluster: Cluster | None = None
    """That of the annotation, if it is of an entity: what is tagged with the same label belongs to it, too."""

    def joined(self, label: str) -> Cluster | None:
        """The cluster that places join which are tagged with a label."""
        return self.cluster if self.label is not None and self.label.name == label else None


def named_here(desk: Desk) -> Named | None:
    """What is named by the selection, the annotation or the word under the caret; None where there is none."""
    pane, annotation = desk.pane, current(desk)
    if pane is None:
        return None
    text, segments = pane.sheet.text, pane.sheet.segments
    names, label, cluster = [], None, None
    if not pane.selection.is_empty and (annotation is None or annotation.span != pane.selection.span):
        span: Span | None = pane.selection.span
    elif annotation is not None:
        span, label = annotation.span, desk.project.schema.label(annotation.label)
        cluster = _entity(desk, annotation)
        names = [annotation.quote, *(_other_names(desk, cluster) if cluster else ())]
    else:
        span = segments.at("name", pane.caret) or under_caret(None, segments, pane.caret)
    if span is None:
        return None
    spelt = dict.fromkeys(" ".join(name.split()) for name in names or [span.of(text)])
    return Named(span, tuple(name for name in spelt if any(map(str.isalnum, name))), label, cluster)


def nothing_named(desk: Desk) -> str:
    """Why nothing is looked for, and what to do."""
    return f"there is no word under the caret to look for; {desk.keymap.hint('select')} selects anything"


def _entity(desk: Desk, annotation: Annotation) -> Cluster | None:
    """The cluster of an annotation, if it is of an entity."""
    cluster = desk.project.clusters.get(annotation.cluster)
    return cluster if cluster is not None and cluster.kind == "entity" else None


def _other_names(desk: Desk, cluster: Cluster) -> list[str]:
    """What a cluster is called, with all that belongs to it."""
    return [cluster.name, *cluster.aliases, *(one.quote for one in desk.project.clusters.members(cluster.id))]
