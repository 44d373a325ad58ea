"""Changing: one change of the model from a dialog, brought to the panes and said in the last line."""

from collections.abc import Callable

from store import Done, RefusedError
from tui.desk import Desk


def change(desk: Desk, work: Callable[[], Done], words: str) -> Done | None:
    """Do something to the model and say it; None, and why is said, when it was refused."""
    try:
        done = work()
    except RefusedError as error:
        desk.say(str(error))
        return None
    desk.follow(done)
    desk.say(f"{words} · {desk.keymap.hint('undo')} takes that back" if done.changes else "that is so already")
    return done
