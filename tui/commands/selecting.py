"""Selecting: start and end, sentences, swapping ends, growing and shrinking."""

from collections.abc import Callable, Mapping

from store import Segments, Selection
from tui.desk import Desk


def select(desk: Desk) -> None:
    """Begin a selection at the caret, or end the one that is there."""
    pane = desk.pane
    if pane is None:
        return
    desk.is_selecting = not desk.is_selecting
    if desk.is_selecting:
        desk.say(f"selecting: move, then a label's key; {desk.keymap.hint('select')} or Esc ends it")
    else:
        pane.select(Selection(pane.caret, pane.caret))


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
    pane.select(Selection(pane.selection.head, pane.selection.anchor))


def grow(desk: Desk) -> None:
    """Select the next larger unit round the selection."""
    _change(desk, Selection.grown, "the selection is as large as it gets: a paragraph")


def shrink(desk: Desk) -> None:
    """Select the next smaller unit inside the selection."""
    _change(desk, Selection.shrunk, "the selection is as small as it gets: a word")


def _change(desk: Desk, how: Callable[[Selection, Segments], Selection], otherwise: str) -> None:
    pane = desk.pane
    if pane is None:
        return
    changed = how(pane.selection, pane.sheet.segments)
    if changed == pane.selection:
        desk.say(otherwise)
    pane.select(changed)


COMMANDS: Mapping[str, Callable[[Desk], None]] = {
    "select": select,
    "select-sentence": select_sentence,
    "swap-ends": swap_ends,
    "grow": grow,
    "shrink": shrink,
}
"""Action id -> what it does."""
