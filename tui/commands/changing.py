"""Changing: one change of the model, brought to the panes and said in the last line."""

from collections.abc import Callable

from store import Done, RefusedError
from tui.desk import Desk


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
