"""Going: to a place that was found somewhere in the project."""

from store import Hit, Selection, Span, annotation_of, occurrences
from tui.desk import PANES, Desk
from tui.words import short


def go_to(desk: Desk, found: Hit, *, beside: bool) -> bool:
    """Select a place that was found, in a pane that shows its article or else in this one; whether that could be done.

    Args:
        desk: what lies open.
        found: the place; an annotation is gone to where it stands now.
        beside: whether to open a pane beside for an article that is in none, or where there is no room the next one.
    """
    if not _shown(desk, found.path, beside=beside) or desk.pane is None or desk.spread is None:
        return False
    desk.stop_selecting()
    span = _span_now(desk, found)
    if span is None:
        desk.say(f"“{short(found.quote)}” is not in {found.path} any more")
        return False
    desk.pane.select(Selection(span.start if found.id else span.end, span.start))
    desk.stepped = found.id
    return True


def _shown(desk: Desk, path: str, *, beside: bool) -> bool:
    """Let keys go to a pane that shows the article, which is opened if need be."""
    numbers = [number for number, pane in enumerate(desk.panes) if pane.sheet.path == path]
    if numbers:
        if desk.current not in numbers:
            desk.focus(numbers[0])
        return True
    is_full = len(desk.panes) >= PANES
    if beside and is_full:
        desk.focus(desk.current + 1)
    return desk.open(path, beside=beside and not is_full)


def _span_now(desk: Desk, found: Hit) -> Span | None:
    """Where the place is in the text as it is now."""
    spread = desk.spread
    if spread is None:
        return None
    text = spread.sheet.text
    if found.id and (one := spread.layer.get(found.id) or annotation_of(desk.project, found.id)):
        return one.span if one.end <= len(text) else None
    if found.span.of(text) == found.quote:
        return found.span
    places = occurrences(text, found.quote)
    return min(places, key=lambda span: abs(span.start - found.span.start), default=None)
