"""Running: the program on the terminal, from one start to the end; annotators and the tour follow each other in it."""

import os
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from store import Project
from tui.app import Sidemark
from tui.ends import Ends
from tui.keymap import Keymap
from tui.opening import explained, say_on_stderr
from tui.prepaint import Asked, Standing
from tui.settings import read_folding, read_keymap, read_suggesting
from tui.spread import Ghosts
from tui.words import counted

if TYPE_CHECKING:
    import argparse

    from tui.foreseen import Foreseen

VISITOR = "visitor"
"""Whose tags are made in the tour."""


def run(
    project: Project,
    keymap: Keymap,
    paths: Sequence[str] = (),
    *,
    theme: str = "dark",
    standing: Standing | None = None,
) -> int:
    """Run the program on the terminal until the user leaves or a signal ends it; the exit status.

    Args:
        project: what to work on.
        keymap: what keys do.
        paths: articles to open instead of those that lay open the last time.
        theme: `dark` or `light`.
        standing: the first screen that is on the terminal already.

    Raises:
        Exception: the defect that stopped it. Everything that can be saved is saved before.
    """
    ends, hidden = Ends(), set[str]()
    with ends.watched():
        while True:
            app = Sidemark(project, keymap, paths, theme=theme, ends=ends)
            app.hidden, app.standing, app.ghosts = hidden, standing, Ghosts(*read_suggesting())
            app.folds = read_folding()
            is_safe = _sat(app, ends, foresees=theme)
            if ends.number or not (app.successor or app.wants_tour):
                return ends.status or app.return_code or (0 if is_safe else 1)
            hidden, paths, theme = app.hidden, (), app.theme.removeprefix("sidemark-")
            if app.wants_tour and (status := tour(keymap, theme=theme, ends=ends)):
                return status
            project = project.as_annotator(app.successor or project.annotator)


def tour(keymap: Keymap, *, theme: str, ends: Ends | None = None) -> int:
    """Run the tour on a copy of the sample articles, gone afterwards; 0, or the status of the signal that ended it.

    Raises:
        StoreError: the sample articles cannot be copied or opened.
    """
    from tui.touring import TourApp, copied_sample  # noqa: PLC0415 - only few ask for it

    ends = ends or Ends()
    with ends.watched(), copied_sample() as root:
        project = Project.open(root, annotator=VISITOR, reserved=keymap.reserved())
        app = TourApp(project, keymap, theme=theme, ends=ends)
        app.hidden = set(project.others.names)  # one thing after the other
        _sat(app, ends)
    return ends.status


def tour_alone(options: "argparse.Namespace") -> int:
    """`sidemark tour`."""
    return tour(read_keymap(), theme=options.theme)


def _closed(app: Sidemark, ends: Ends, *, compacts: bool) -> bool:
    """Let the files go, and say so when that takes long; whether everything is on the disk."""
    name = f"annotations/{app.project.annotator}.json"
    state, count = app.project.database, counted(app.project.database.unfolded, "action")
    folding = f"everything is saved; folding {count} into {name} ... Ctrl+C leaves that for the next time"
    words = {True: folding, False: f"writing {name} ..."}
    with explained(lambda: words[state.state.kind == "saved"]):
        return app.project.close(compacts=compacts, is_hurried=lambda: bool(ends.number))


def _sat(app: Sidemark, ends: Ends, foresees: str = "") -> bool:
    """Run the program until somebody leaves, and let the files go; whether everything is on the disk.

    Args:
        app: the program.
        ends: the signals that end it.
        foresees: the colours for which the next first screen is kept; empty for none.
    """
    found = None
    app.at_rest = partial(_keep_meanwhile, app, foresees) if foresees and not app.project.read_only else None
    try:
        app.run()
        if foresees and not (ends.number or app.defect):
            from tui.foreseen import foreseen  # noqa: PLC0415 - not before the end

            found = foreseen(app, foresees)
    finally:
        if (reading := getattr(app._driver, "exit_event", None)) is not None:
            reading.set()  # a start that failed half way leaves the thread that reads keys, and that would never end
        is_safe = _closed(app, ends, compacts=not (ends.number or app.defect))
    if not is_safe:
        say_on_stderr("".join(f"sidemark: {problem}\n" for problem in app.project.database.problems[-1:]))
    if app.defect is not None:
        raise app.defect
    app.keep_sitting()
    if foresees and not app.project.read_only:
        _keep(app, found, foresees)
    return is_safe


def _keep(app: Sidemark, found: "Foreseen | None", theme: str) -> None:
    from tui.foreseen import keep  # noqa: PLC0415 - not before the end

    keep(found, Asked(os.fspath(app.project.root), app.project.annotator, theme))


def _keep_meanwhile(app: Sidemark, theme: str) -> None:
    """Keep the reader's place and the next first screen, so that a session that is killed leaves them too."""
    from tui.foreseen import foreseen  # noqa: PLC0415 - not before somebody rests

    app.keep_sitting()
    if app.project.state.kind == "saved" and not app.project.library.is_large:  # what is on the disk, in half a frame
        _keep(app, foreseen(app, theme, sizes=1), theme)
