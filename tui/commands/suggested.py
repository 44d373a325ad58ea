"""Suggested: what is offered in the text, learnt from one's own tags: accept, accept all alike, reject, go on."""

from collections.abc import Callable, Mapping, Sequence

from store import Selection, Suggestion, accept_suggestions, reject_suggestion
from tui.commands.changing import attempt
from tui.desk import NOTHING_OPEN, Desk
from tui.words import counted, short


def accept(desk: Desk) -> None:
    """Accept the suggestion under the caret, else the next one on the screen; one further on is shown first."""
    found = _meant(desk)
    if found is not None:
        _accept(desk, [found], "accept")


def accept_alike(desk: Desk) -> None:
    """Accept all suggestions of the article with the same words and label, as one step."""
    found, pane = _meant(desk), desk.pane
    if found is not None and pane is not None:
        all_here = desk.ghosts.found.get(pane.sheet.path, ())
        alike = [one for one in all_here if (one.form, one.label) == (found.form, found.label)]
        _accept(desk, alike, "accept-alike")


def reject(desk: Desk) -> bool:
    """Reject the suggestion under the caret; False when there is none."""
    pane, spread = desk.pane, desk.spread
    found = desk.ghosts.at(pane.sheet.path, pane.caret) if pane else None
    if found is None or spread is None:
        return False
    article, undo = spread.article, desk.keymap.hint("undo")
    words = (
        f"{found.label} is not suggested for “{short(found.span.of(article.text))}” any more · {undo} takes that back"
    )
    attempt(desk, lambda: reject_suggestion(desk.project, article, found), words)
    return True


def following(desk: Desk) -> None:
    """Go to the next suggestion, from the end of the article on to its beginning."""
    pane = desk.pane
    if pane is None:
        desk.say(NOTHING_OPEN)
        return
    found = desk.ghosts.after(pane.sheet.path, pane.caret)
    if found is None:
        desk.say(nothing(desk))
    else:
        _go(desk, found)


def switch(desk: Desk) -> None:
    """Show suggestions, or none."""
    desk.ghosts.is_on = not desk.ghosts.is_on
    desk.ghosts.renew()
    key = desk.keymap.hint("suggestions")
    if desk.ghosts.is_on:
        desk.say(f"what your tags suggest is marked with ?, from {desk.ghosts.threshold:.0%} on; {key} hides it")
    else:
        desk.say(f"suggestions are hidden; {key} shows them")


def nothing(desk: Desk) -> str:
    """Why there is no suggestion to act on, and what to do."""
    if not desk.ghosts.is_on:
        return f"suggestions are hidden; {desk.keymap.hint('suggestions')} shows them"
    if desk.project.read_only:
        return f"read-only: {desk.project.read_only}"
    return "nothing is suggested in this article: a name is once it is tagged twice or more"


def _meant(desk: Desk) -> Suggestion | None:
    """The suggestion under the caret, else the next one in sight; None, and why is said, when there is none."""
    pane = desk.pane
    if pane is None:
        desk.say(NOTHING_OPEN)
        return None
    path, caret = pane.sheet.path, pane.caret
    found = desk.ghosts.at(path, caret) or desk.ghosts.after(path, caret)
    if found is None:
        desk.say(nothing(desk))
    elif not found.span.holds(caret) and not pane.view.holds(found.span.start):
        _go(desk, found)
        found = None
    return found


def _go(desk: Desk, found: Suggestion) -> None:
    if desk.pane is not None:
        desk.stop_selecting()
        desk.pane.select(Selection(found.span.start, found.span.start))
        desk.stepped = ""


def _accept(desk: Desk, found: Sequence[Suggestion], action: str) -> None:
    pane, spread = desk.pane, desk.spread
    if pane is None or spread is None:
        return
    article = spread.article
    if attempt(desk, lambda: accept_suggestions(desk.project, article, found, action)) is None:
        return
    desk.last_label = found[0].label
    desk.stop_selecting()
    pane.select(Selection(found[0].span.start, found[0].span.start))
    words = short(found[0].span.of(article.text), 30) + _joined(desk, found)
    places = f", {counted(len(found), 'place')}" if action == "accept-alike" else ""
    left = len(desk.ghosts.found.get(pane.sheet.path, ()))
    more = f"{left} more here, {desk.keymap.hint('suggestion-next')} goes on" if left else "no more here"
    desk.say(f"{found[0].label}: {words}{places} · {more} · {desk.keymap.hint('undo')} takes that back")


def _joined(desk: Desk, found: Sequence[Suggestion]) -> str:
    """Which clusters they belong to now, in words; nothing where there is none."""
    clusters = filter(None, (desk.project.clusters.get(one.cluster) for one in found))
    names = dict.fromkeys(short(one.name, 30) for one in clusters)
    return f" in the cluster {', '.join(names)}" if names else ""


COMMANDS: Mapping[str, Callable[[Desk], None]] = {
    "accept": accept,
    "accept-alike": accept_alike,
    "suggestion-next": following,
    "suggestions": switch,
}
"""Action id -> what it does."""
