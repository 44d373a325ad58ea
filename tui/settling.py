"""Settling: what the first screen comes without is fetched a moment after it."""

from functools import partial
from importlib import import_module

from tui.desk import Desk

SETTLED = 0.3
"""Seconds after which what is not needed for the first screen is read."""


def settle(desk: Desk) -> None:
    """Have the rest fetched when the first screen is there: what keys do, many links, what the panes have in common."""
    desk.host.set_timer(SETTLED, read_table)
    if not desk.project.relations.knows_links:
        desk.host.set_timer(SETTLED, desk.learn_links)
    desk.host.set_timer(SETTLED, partial(look_alongside, desk))


def read_table() -> None:
    """Load what keys do, before the first one asks for it."""
    import_module("tui.commands.table")


def look_alongside(desk: Desk) -> None:
    """Begin to look for what the panes have in common."""
    from tui.alongside import alongside  # noqa: PLC0415 - the first screen comes without it

    alongside(desk).keep_up()
