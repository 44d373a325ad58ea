"""Tagging and what follows: repeat, untag, unsure, undo, redo, walking through annotations."""

from collections.abc import Callable, Mapping
from functools import partial

from store import Annotation, Done, Layer, Selection, Span, StoreError
from tui.commands.changing import at_length, attempt
from tui.desk import Desk
from tui.hints import alike, under_caret
from tui.meant import current
from tui.words import counted, short

PAST = {
    "tag": "tag",
    "tag-all": "tag all",
    "tag-everywhere": "tag everywhere",
    "accept": "accepted suggestion",
    "accept-alike": "accepted suggestions",
    "reject": "rejected suggestion",
    "link-claim": "link of claims",
    "reject-claims": "rejected candidates",
    "furniture": "furniture",
    "not-furniture": "text, no furniture",
    "untag": "untag",
    "untag-alike": "untag all alike",
    "unsure": "unsure mark",
    "relabel": "label change",
    "resize": "edge move",
    "link": "link",
    "unlink": "taking away of a link",
    "retype": "change of a link's type",
    "cluster": "cluster",
    "uncluster": "leaving of a cluster",
    "split": "split of a cluster",
    "merge": "merge of clusters",
    "rename-cluster": "name of a cluster",
    "delete-cluster": "deleting of a cluster",
    "attribute": "attribute",
    "note": "note",
    "article": "mark on an article",
    "reanchor": "new place",
    "relocate": "move to another article",
    "label-add": "new label",
    "label-change": "change of a label",
    "label-rename": "new name of a label",
    "label-move": "order of labels",
    "label-delete": "deletion of a label",
    "label-give": "label for tags that had none",
    "judge": "judgement",
    "take-over": "taking over of what all agree on",
    "repair": "repair",
    "take-in": "taking in of what had not been saved",
}
"""What an action is called once it is done."""


def repeat(desk: Desk) -> None:
    """Put the label that was put last on the selection, else on the object under the caret."""
    pane = desk.pane
    if pane is None:
        return
    label = desk.project.schema.label(desk.last_label)
    if label is None:
        desk.say("nothing has been tagged yet: press a label's key first")
        return
    span = pane.selection.span if not pane.selection.is_empty else None
    span = span or under_caret(label, pane.sheet.segments, pane.caret)
    if span is None:
        desk.say("there is no word under the caret")
        return
    desk.stop_selecting()
    desk.tag(span, label)


def untag(desk: Desk) -> None:
    """Delete the annotation under the caret, or reject the suggestion there."""
    annotation = current(desk)
    if annotation is None:
        from tui.commands.suggested import reject  # noqa: PLC0415 - the first screen comes without it

        if not reject(desk):
            desk.say(nothing_of_ones_own(desk))
        return
    attempt(desk, lambda: desk.project.remove([annotation]), f"untagged {annotation.label}: {short(annotation.quote)}")


def untag_alike(desk: Desk) -> None:
    """Delete all annotations of the article with the same words and label."""
    annotation, spread = current(desk), desk.spread
    if annotation is None or spread is None:
        desk.say(nothing_here(desk))
        return
    same = alike(spread.layer, annotation)
    words = f"untagged {annotation.label}: {short(annotation.quote)}, {counted(len(same), 'place')}"
    attempt(desk, lambda: desk.project.remove(same, "untag-alike"), words)


def unsure(desk: Desk) -> None:
    """Mark the annotation under the caret as unsure, or as sure again."""
    annotation = current(desk)
    if annotation is None:
        desk.say(nothing_here(desk))
        return
    flag = not annotation.unsure
    words = f"{annotation.label}: {short(annotation.quote)} is {'unsure' if flag else 'sure'}"
    attempt(desk, lambda: desk.project.update([annotation], "unsure", unsure=flag), words)


def undo(desk: Desk) -> None:
    """Take the last action back, in whatever article it was."""
    step = desk.project.history.to_undo
    at_length(
        desk,
        "Taking the last action back",
        step.size if step else 0,
        desk.project.undo,
        partial(_stepped, desk, "undid"),
    )


def redo(desk: Desk) -> None:
    """Do the last undone action again."""
    step = desk.project.history.to_redo
    at_length(
        desk,
        "Doing the action again",
        step.size if step else 0,
        desk.project.redo,
        partial(_stepped, desk, "did again"),
    )


def annotation_next(desk: Desk) -> None:
    """Go to the next annotation of the article."""
    folding = desk.pane.folding if desk.pane else None

    def find(layer: Layer, caret: int) -> Annotation | None:
        return layer.next(folding.before(caret) if folding else caret)

    _walk(desk, find, f"no annotation further on; {desk.keymap.hint('annotation-back')} goes back")


def annotation_back(desk: Desk) -> None:
    """Go to the previous annotation of the article."""
    _walk(desk, Layer.previous, f"no annotation further back; {desk.keymap.hint('annotation-next')} goes on")


def step_overlap(desk: Desk) -> None:
    """Let the next of the annotations under the caret be the one that keys mean."""
    pane, spread = desk.pane, desk.spread
    if pane is None or spread is None:
        return
    here = spread.layer.at(pane.caret)
    if not here:
        desk.say(nothing_here(desk))
        return
    ids = [one.id for one in here]
    at = ids.index(desk.stepped) + 1 if desk.stepped in ids else 1
    desk.stepped = ids[at % len(ids)]
    if len(ids) == 1:
        desk.say("only one annotation is here")


def _walk(desk: Desk, find: Callable[[Layer, int], Annotation | None], otherwise: str) -> None:
    """Go to the annotation that `find` finds from the caret."""
    pane, spread = desk.pane, desk.spread
    if pane is None or spread is None:
        return
    annotation = find(spread.layer, pane.caret)
    if annotation is None:
        desk.say(otherwise)
        return
    pane.select(Selection(annotation.start, annotation.start))
    desk.stepped = annotation.id


def nothing_here(desk: Desk) -> str:
    """Why a key that needs an annotation does nothing, and what to do."""
    return f"no annotation under the caret; {desk.keymap.hint('annotation-next')} goes to the next one"


def nothing_of_ones_own(desk: Desk) -> str:
    """Why there is nothing to change under the caret."""
    others = desk.others_at(desk.pane.caret) if desk.pane else []
    if others:
        key = desk.keymap.hint("annotators")
        return f"that is {others[0].author}'s; only your own tags can be changed, {key} works as somebody else"
    return nothing_here(desk)


def _stepped(desk: Desk, verb: str, done: Done | StoreError) -> None:
    if isinstance(done, StoreError):
        desk.say(str(done))
        return
    desk.follow(done)
    what = PAST.get(done.action, done.action)
    places = sum(1 for change in done.changes if change.table == "annotations")
    words = f"{verb}: {what}"
    if places > 1:
        words += f", {places} places"
    if done.place is not None:
        path, span = done.place
        words += _show_place(desk, path, _shown(desk, done, span))
    desk.say(f"{words}; {done.remark}" if done.remark else words)


def _shown(desk: Desk, done: Done, span: Span) -> Span:
    """Where the first annotation that was touched is shown: in an edited article not where its record says."""
    spread = desk.spread
    number = next((change.number for change in done.changes if change.table == "annotations"), None)
    annotation = spread.layer.get(f"{desk.project.annotator}-{number}") if spread else None
    return annotation.span if annotation else span


def _show_place(desk: Desk, path: str, span: Span) -> str:
    """Bring the place of an undo in sight if its article is on the screen, else say where it is."""
    for number, pane in enumerate(desk.panes):
        if pane.sheet.path == path:
            if number != desk.current and not (desk.pane and desk.pane.sheet.path == path):
                desk.focus(number)
            target = desk.pane if desk.pane and desk.pane.sheet.path == path else pane
            target.select(Selection(span.start, span.start))
            return f" · {short(span.of(pane.sheet.text))}"
    return f" · in {path}"


COMMANDS: Mapping[str, Callable[[Desk], None]] = {
    "repeat": repeat,
    "untag": untag,
    "untag-alike": untag_alike,
    "unsure": unsure,
    "undo": undo,
    "redo": redo,
    "annotation-next": annotation_next,
    "annotation-back": annotation_back,
    "step-overlap": step_overlap,
}
"""Action id -> what it does."""
