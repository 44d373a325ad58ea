"""Selecting: start and end, sentences, swapping ends, growing and shrinking."""

from collections.abc import Callable, Mapping

from store import Selection
from tui.desk import NOTHING_OPEN, Desk


def select(desk: Desk) -> None:
    """Begin a selection at the caret, or end the one that is there."""
    pane = desk.pane
    if pane is None:
        return
    desk.is_selecting = not desk.is_selecting
    if desk.is_selecting:
        desk.say(f"selecting: move, then a label's key; {desk.keymap.hint('select')} or Esc ends it")
    else:
        pane.select(Selection(pane.caret, pane.caret), opens=False)


def select_sentence(desk: Desk) -> None:
    """Select the sentence under the caret; again, the next one too."""
    pane = desk.pane
    if pane is None:
        return
    segments, old = pane.sheet.segments, pane.selection
    if old.is_empty:
        found = segments.at("sentence", pane.caret) or segments.next("sentence", pane.caret)
        start = found.start if found else 0
    else:
        found = segments.next("sentence", max(old.span.start, old.span.end - 1))
        start = old.span.start
    if found is None:
        desk.say("there is no further sentence")
        return
    pane.select(Selection(start, found.end))


def swap_ends(desk: Desk) -> None:
    """Put the caret at the selection's other end."""
    pane = desk.pane
    if pane is None:
        return
    if pane.selection.is_empty:
        desk.say("nothing is selected")
        return
    pane.select(Selection(pane.selection.head, pane.selection.anchor), opens=False)


def grow(desk: Desk) -> None:
    """Select the next larger unit round the selection."""
    pane = desk.pane
    if pane is None:
        desk.say(NOTHING_OPEN)
        return
    old = pane.selection
    new = old.grown(pane.sheet.segments)
    if new == old:
        desk.say(
            "the selection is as large as it gets: a paragraph" if pane.sheet.text.strip() else "nothing to select"
        )
        return
    path = desk.grown if _is_last(desk, old) else [old]
    desk.grown = [*path, new]
    pane.select(new)


def shrink(desk: Desk) -> None:
    """Go back to what the selection has grown from, else select the next smaller unit inside it."""
    pane = desk.pane
    if pane is None:
        desk.say(NOTHING_OPEN)
        return
    old = pane.selection
    if _is_last(desk, old):
        desk.grown = desk.grown[:-1]
        pane.select(desk.grown[-1])
        return
    new = old.shrunk(pane.sheet.segments)
    if new == old:
        desk.say("nothing is selected" if old.is_empty else "the selection is as small as it gets: a word")
        return
    pane.select(new)


def _is_last(desk: Desk, selection: Selection) -> bool:
    """Whether a selection is what growing has led to, and has not been changed since."""
    return len(desk.grown) > 1 and desk.grown[-1] == selection


COMMANDS: Mapping[str, Callable[[Desk], None]] = {
    "select": select,
    "select-sentence": select_sentence,
    "swap-ends": swap_ends,
    "grow": grow,
    "shrink": shrink,
}
"""Action id -> what it does."""
