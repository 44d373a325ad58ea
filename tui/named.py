"""Named: what somebody points at when a name is looked for, and what else that is called."""

from store import Annotation, Label, Span, dataclass
from tui.commands.tagging import current
from tui.desk import Desk
from tui.hints import under_caret


@dataclass(frozen=True, slots=True)
class Named:
    """What was pointed at."""

    span: Span
    """Where it stands in the current article."""
    names: tuple[str, ...]
    """What it is called: as it stands there, and all other names of its cluster."""
    label: Label | None
    """That of the annotation which was pointed at."""


def named_here(desk: Desk) -> Named | None:
    """What is named by the selection, the annotation or the word under the caret; None where there is none."""
    pane, annotation = desk.pane, current(desk)
    if pane is None:
        return None
    text, segments = pane.sheet.text, pane.sheet.segments
    names, label = [], None
    if not pane.selection.is_empty and (annotation is None or annotation.span != pane.selection.span):
        span: Span | None = pane.selection.span
    elif annotation is not None:
        span, label = annotation.span, desk.project.schema.label(annotation.label)
        names = [annotation.quote, *_other_names(desk, annotation)]
    else:
        span = segments.at("name", pane.caret) or under_caret(None, segments, pane.caret)
    if span is None:
        return None
    all_names = (" ".join(name.split()) for name in names or [span.of(text)])
    return Named(span, tuple(dict.fromkeys(name for name in all_names if any(map(str.isalnum, name)))), label)


def nothing_named(desk: Desk) -> str:
    """Why nothing is looked for, and what to do."""
    return f"there is no word under the caret to look for; {desk.keymap.hint('select')} selects anything"


def _other_names(desk: Desk, annotation: Annotation) -> list[str]:
    """What else the cluster of an annotation is called."""
    clusters = desk.project.clusters
    cluster = clusters.get(annotation.cluster)
    if cluster is None or cluster.kind != "entity":
        return []
    return [cluster.name, *cluster.aliases, *(one.quote for one in clusters.members(cluster.id))]
