"""Settling: what no first screen needs, done once it stands: modules, links, many articles, what panes share."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import Any

from textual.app import App

from store import StoreError, There, lost
from tui.desk import Desk
from tui.status import about_gone

SOON = 1.0
"""Seconds after which the dialogs are loaded in a thread: the first one then opens as quickly as all others."""
DIALOGS = "tui.screens.dialogs"
A_LINE = "“Go,” said Mr. Vale of the 30 men.\n"
"""A text with something of every unit."""


def settle(desk: Desk, app: App[Any], show: Callable[[], None]) -> None:
    """Load what the first key asks for, read many links, and see in a thread whether the articles are what they were.

    Args:
        desk: what lies open.
        app: the program.
        show: brings the line about the project up to date.
    """
    import_module("tui.commands.table")
    desk.host.run_worker(_look_at_words, group="words", description="words", exclusive=True)
    desk.host.run_worker(partial(_suggest, desk), group="settling", description="suggest", exclusive=True)
    look_for_furniture(desk)
    if not desk.project.relations.knows_links:
        desk.learn_links()
    look_alongside(desk)
    load = partial(desk.host.run_worker, _load, group="loading", description="load", exclusive=True)
    app.set_timer(SOON, load)
    library = desk.project.library
    if library.is_recalled or library.is_large:
        app.run_worker(partial(_look, desk, app, show), description="look", thread=True)


def look_alongside(desk: Desk) -> None:
    """Begin to look for what the panes have in common."""
    from tui.alongside import alongside  # noqa: PLC0415 - the first screen comes without it

    alongside(desk).keep_up()


async def _look_at_words() -> None:
    """Have a line taken apart in a thread: the first motion and the first label's key find the rules loaded."""
    await asyncio.to_thread(_take_apart)
    from tui.readying import RULES  # noqa: PLC0415 - the first screen comes without it

    RULES.set()


def _take_apart() -> None:
    from store import Kind, Segments, Span, objects  # noqa: PLC0415 - in the thread

    import_module("tui.modes.hinting")
    kinds: tuple[Kind, ...] = ("word", "paragraph", "clause", "statement", "inside", "figure", "titled")
    for kind in kinds:
        objects(Segments.of(A_LINE), kind, Span(0, len(A_LINE)))


async def _load() -> None:
    """Load the dialogs in a thread."""
    await asyncio.to_thread(import_module, DIALOGS)


def look_for_furniture(desk: Desk) -> None:
    """Begin to look for what belongs to the page and not to the article."""
    desk.host.run_worker(partial(_furnish, desk), group="furnishing", description="furnish", exclusive=False)


async def _furnish(desk: Desk) -> None:
    """Have furniture looked for; what that needs is read in a thread, as below."""
    module = await asyncio.to_thread(import_module, "tui.furnishing")
    await module.Furnishing(desk).begin()


async def _suggest(desk: Desk) -> None:
    """Have suggestions looked for; what that needs is read in a thread, for it takes longer than a frame."""
    module = await asyncio.to_thread(import_module, "tui.suggesting")
    module.begin(desk)


def _look(desk: Desk, app: App[Any], show: Callable[[], None]) -> None:
    """In a thread: there may be many articles."""
    library = desk.project.library
    try:
        entries = library.look_again(keeps=not desk.project.read_only)
    except StoreError:
        return  # the folder is gone; what lies open says so
    there = There(entry.path for entry in entries)
    _ = there.hashes  # they are made here

    def adopt() -> None:
        if library.adopt(entries, there):
            show()
        with suppress(StoreError):
            if gone := about_gone(lost(desk.project), desk.keymap):
                desk.say(gone)
                desk.host.tell()

    if app.is_running:
        app.call_from_thread(adopt)
