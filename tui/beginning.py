"""Beginning: what lies open when the reading screen is first seen, and what it says then."""

from collections.abc import Sequence
from itertools import islice

from store import Project, Sitting
from tui.desk import PANES, Desk
from tui.status import at_start, first_step, nothing_open

ROOMY = 80
"""From this width on the last line has room for a word of welcome."""
TWO_PANES = 100
"""From this width on two articles are opened at the start."""


def begin(desk: Desk, sitting: Sitting, paths: Sequence[str], width: int) -> None:
    """Open what lay open the last time, else the first articles, on a screen of so many columns.

    Args:
        desk: an empty one.
        sitting: what lay open the last time.
        paths: the articles to open instead of those.
        width: of the screen, in cells.
    """
    project, keymap = desk.project, desk.keymap
    desk.spreads.left = dict(sitting.folded)
    fit = 2 if width >= TWO_PANES else 1
    for path in first(project, paths, sitting.panes, fit):
        desk.open(path, beside=True)
    if desk.panes:
        desk.focus(min(sitting.current, len(desk.panes) - 1) if not paths else 0)
    else:
        desk.say(nothing_open(project, keymap))
    hello = first_step(desk) if width >= ROOMY else ""
    desk.say(at_start(project, keymap) or desk.message or keymap.notice() or hello)


def first(project: Project, asked: Sequence[str], kept: Sequence[str], fit: int) -> Sequence[str]:
    """The articles to begin with: those that were asked for, else those that lay open the last time, else the first.

    Args:
        project: the model.
        asked: paths from the command line.
        kept: paths in the panes at the end of the last sitting.
        fit: how many of the first articles the screen has room for.
    """
    if asked:
        return asked[:PANES]
    library = project.library
    found = [path for path in kept if (entry := library.entry(path)) and library.can_open(entry)]
    readable = (entry.path for entry in library.entries if library.can_open(entry))
    return found[:PANES] or [*islice(readable, fit)]
