"""Changing: one change of the model, brought to the panes and said in the last line."""

from collections.abc import Callable
from typing import TypeVar

from store import Done, RefusedError, StoreError
from tui.desk import Desk

LONG = 2_000
"""Records from which on work is done in a thread, with a screen that says how far it is."""
Result = TypeVar("Result")


def attempt(desk: Desk, work: Callable[[], Done], words: str = "") -> Done | None:
    """Do something to the model, bring it to the panes and say it; None, and why is said, when it was refused."""
    try:
        done = work()
    except RefusedError as error:
        desk.say(str(error))
        return None
    desk.follow(done)
    desk.say(words)
    return done


def change(desk: Desk, work: Callable[[], Done], words: str) -> Done | None:
    """As `attempt`, and say how to take it back, or that nothing was changed."""
    done = attempt(desk, work)
    if done is not None:
        desk.say(f"{words} · {desk.keymap.hint('undo')} takes that back" if done.changes else "that is so already")
    return done


def at_length(
    desk: Desk, title: str, size: int, work: Callable[[], Result], then: Callable[[Result | StoreError], None]
) -> None:
    """Do something that takes long if it is about many records, and go on with what came of it.

    Args:
        desk: what lies open.
        title: what is being done, in a few words.
        size: about how many records it goes through.
        work: does it.
        then: is given its result, or why it was refused or stopped.
    """
    if size > LONG:
        desk.host.work(title, work, then)
        return
    outcome: Result | StoreError
    try:
        outcome = work()
    except StoreError as error:
        outcome = error
    then(outcome)
