"""Links of annotations: what they say, where they lead, and the way back."""

from collections.abc import Callable, Mapping

from store import Annotation, Link, Project, Selection, Span, annotation_of
from tui.desk import Desk
from tui.spread import Stop
from tui.words import short


def named(annotation: Annotation) -> str:
    """An annotation in a few words."""
    return f"{annotation.label} {short(annotation.quote, 30)}"


def other_end(link: Link, here: Annotation) -> str:
    """The id of the annotation that a link leads to, seen from the one it is looked at from."""
    return link.target if link.source == here.id else link.source


def words_of(desk: Desk, here: Annotation, link: Link) -> str:
    """A link in a few words: its direction, its type and what is at the other end."""
    other = annotation_of(desk.project, other_end(link, here))
    arrow = "→" if link.source == here.id else "←"
    return f"{arrow} {link.type}: {short(other.quote, 50) if other else 'gone'}"


def differing(project: Project, link: Link) -> list[str]:
    """The figures that the ends of a link give otherwise, from source to target, each with its article's date."""
    from store import disagreements  # noqa: PLC0415 - the first screen comes without it

    return [
        f"differs: {one.here} ({one.here_published or 'no date'}) / {one.there} ({one.there_published or 'no date'})"
        for one in disagreements(project, link)
    ]


def go(desk: Desk, here: Annotation, link: Link) -> None:
    """Go to the other end of a link, in a pane that shows it, else in another pane than this one."""
    other = other_end(link, here)
    target = annotation_of(desk.project, other)
    if target is None:
        desk.say(f"the other end, {other}, is gone; {desk.keymap.hint('link-remove')} takes the link away")
        return
    stop = Stop(desk.pane.sheet.path if desk.pane else "", here.span, here.id)
    if not reach(desk, target.article, target.span):
        return
    if (shown := desk.spread and desk.spread.layer.get(target.id)) and desk.pane is not None:
        desk.pane.select(Selection(shown.start, shown.start))  # in an edited article not where its record says
    desk.stops.append(stop)
    desk.stepped = target.id
    desk.say(f"{link.type}: {short(target.quote, 50)} · {desk.keymap.hint('link-back')} goes back")


def back(desk: Desk) -> None:
    """Go back to where the last link was followed from."""
    if not desk.stops:
        desk.say(f"no link was followed yet: {desk.keymap.hint('link-follow')} on a linked annotation follows one")
        return
    stop = desk.stops.pop()
    if reach(desk, stop.path, stop.span):
        desk.stepped = stop.annotation


def reach(desk: Desk, path: str, span: Span) -> bool:
    """Put the caret on a place of an article: in the pane that shows it, else in the next pane; whether it could."""
    shown = [number for number, pane in enumerate(desk.panes) if pane.sheet.path == path]
    if desk.current in shown:
        shown = [desk.current]
    if not shown and len(desk.panes) > 1:
        desk.focus(desk.current + 1)
    if shown:
        if shown[0] != desk.current:
            desk.focus(shown[0])
    elif not desk.open(path):
        return False
    if desk.pane is not None:
        desk.stop_selecting()
        desk.pane.select(Selection(span.start, span.start))
    return True


COMMANDS: Mapping[str, Callable[[Desk], None]] = {"link-back": back}
"""Action id -> what it does."""
