"""Describing: what is said about an article as a whole: document labels, its note, its done mark; and notes on tags."""

from typing import Any

from store import DOCUMENT, Annotation
from tui.commands.changing import attempt
from tui.commands.tagging import nothing_of_ones_own
from tui.desk import NOTHING_OPEN, Desk
from tui.meant import current
from tui.words import counted, short

LONGEST_LABEL = 64
"""Characters of a document label."""


def document_labels(desk: Desk) -> tuple[str, ...]:
    """The document labels of the current article, in the order they were given."""
    spread = desk.spread
    record = desk.project.relations.record(spread.article.path) if spread else None
    return record.labels if record else ()


def offered(desk: Desk) -> list[str]:
    """The document labels there are: those of the label set, then those that articles have, by name."""
    known = [one.name for one in desk.project.schema.labels_of(DOCUMENT)]
    used = {name for record in desk.project.relations.records for name in record.labels}
    return [*known, *sorted(used - set(known))]


def toggle(desk: Desk, name: str) -> None:
    """Give the current article a document label, or take it away."""
    spread, name = desk.spread, " ".join(name.split())
    if spread is None:
        desk.say(NOTHING_OPEN)
        return
    if not name or len(name) > LONGEST_LABEL or not name.isprintable():
        desk.say(f"a document label has 1 to {LONGEST_LABEL} characters and no control characters")
        return
    old = document_labels(desk)
    labels = tuple(one for one in old if one != name) if name in old else (*old, name)
    verb = "no longer" if name in old else "is now"
    describe(desk, f"{spread.article.name} {verb} {name}", labels=labels)


def describe(desk: Desk, words: str, **members: Any) -> bool:
    """Say something about the current article as a whole, as one step; whether that could be done."""
    spread = desk.spread
    if spread is None or attempt(desk, lambda: desk.project.describe(spread.article, **members), words) is None:
        return False
    desk.tell_foot(spread.article.path)
    return True


def why_not(desk: Desk) -> str:
    """Why nothing can be said of an article or an annotation here; empty when it can."""
    if desk.spread is None or desk.pane is None:
        return NOTHING_OPEN
    if current(desk) is None and desk.others_at(desk.pane.caret):
        return nothing_of_ones_own(desk)
    return ""


def put_note(desk: Desk, annotation: Annotation | None, note: str) -> None:
    """Write the note of an annotation, or with None that of the article; an empty one takes it away."""
    words = f"note: {short(note)}" if note else "the note is gone"
    if annotation is None:
        describe(desk, f"{words} · on the article", note=note)
        return
    words = f"{words} · on {annotation.label} {short(annotation.quote, 30)}"
    attempt(desk, lambda: desk.project.update([annotation], "note", note=note), words)


def progress(desk: Desk) -> str:
    """How many articles there are, and once any is done how many are."""
    project = desk.project
    library, readable = project.library, project.library.readable
    said = (library.entry(record.article) for record in project.relations.records if record.done)
    done = sum(1 for entry in said if entry is not None and entry.problem is None)
    if not done:
        return counted(len(readable), "article")
    return f"{done} of {len(readable)} done, {100 * done // max(1, len(readable))}%"
