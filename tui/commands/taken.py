"""Taken: places of one name in any articles, tagged and rejected as one step, and said in the last line."""

from collections.abc import Sequence

from store import Cluster, Done, Place, Rejection, dataclass, spread
from tui.commands.changing import attempt
from tui.desk import Desk
from tui.words import counted, short


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done."""

    action: str
    """What the step is called."""
    label: str
    name: str
    """What all places mean, fit to be shortened."""
    places: Sequence[Place]
    rejections: Sequence[Rejection]
    cluster: Cluster | None = None
    """What the places join."""


def tag_taken(desk: Desk, step: Step) -> Done | None:
    """Tag the places and remember the rejections; None when there are none or that was refused, which is said."""
    if not step.places and not step.rejections:
        desk.say("every place is left out or tagged already; nothing was tagged")
        return None
    cluster = step.cluster.id if step.cluster else None
    work = (desk.project, step.places, step.label, step.rejections, step.action, cluster)
    done = attempt(desk, lambda: spread(*work))
    if done is None:
        return None
    desk.last_label = step.label
    tagged = [change for change in done.changes if change.table == "annotations"]
    articles = len({place.article for place in step.places})
    where = counted(len(tagged), "place") + (f" in {counted(articles, 'article')}" if articles > 1 else "")
    never = f", {counted(len(step.rejections), 'rejection')} remembered" if step.rejections else ""
    if step.cluster and tagged:
        where += f", in the cluster {short(step.cluster.name or step.name, 24)}"
    desk.say(f"{step.label}: {short(step.name)}, {where}{never} · {desk.keymap.hint('undo')} takes all back")
    return done
