"""Showing: what of the text and over it is shown, in all panes alike."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from tui.desk import Desk
from tui.drawing import Showing


def clean(desk: Desk) -> None:
    """Hide the highlights, or show them."""
    is_clean = not desk.showing.is_clean
    words = f"highlights hidden; {desk.keymap.hint('clean')} shows them" if is_clean else "highlights shown"
    _show(desk, replace(desk.showing, is_clean=is_clean), words)


def marks(desk: Desk) -> None:
    """Show label keys in the margin and all edges, or hide them."""
    has_marks = not desk.showing.has_marks
    words = "label keys in the margin" if has_marks else "no label keys in the margin"
    _show(desk, replace(desk.showing, has_marks=has_marks), words)


def wrap(desk: Desk) -> None:
    """Cut long lines, or wrap them."""
    wraps = not desk.showing.wraps
    words = "long lines are wrapped" if wraps else "long lines are cut"
    _show(desk, replace(desk.showing, wraps=wraps), words)


def _show(desk: Desk, showing: Showing, words: str) -> None:
    desk.showing = showing
    for pane in desk.panes:
        pane.showing = showing
        pane.redraw()
    desk.say(words)


COMMANDS: Mapping[str, Callable[[Desk], None]] = {"clean": clean, "marks": marks, "wrap": wrap}
"""Action id -> what it does."""
