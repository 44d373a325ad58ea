"""Progress: how far long work has come, told to whoever asked before it began, and where it can still be stopped.

Work that goes over many records runs its loops through `steps`. Nobody listens most of the time, and then that is the
plain loop. Who does the work in a thread of its own opens `told` there first: what is told is for that thread alone.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple, TypeVar

from store.errors import RefusedError

EVERY = 256
"""Items between two looks: well under a millisecond of work."""
Item = TypeVar("Item")


class Headway(NamedTuple):
    """Where long work stands."""

    what: str
    """What it is doing, in a word or two."""
    done: int
    total: int
    """How many there are of what `done` counts; 0 when nobody knows."""
    may_stop: bool
    """Whether it can be stopped here with nothing changed."""


class StoppedError(RefusedError):
    """Long work was stopped before it changed anything."""


Listener = Callable[[Headway], None]
"""Hears how far the work is; stops it by a StoppedError where it may be stopped."""
_LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def told(listener: Listener) -> Iterator[None]:
    """Have `listener` called, on this thread, while work that is done inside goes on."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def tell(step: Headway) -> None:
    """Say how far work is, where no loop of `steps` does.

    Raises:
        StoppedError: the listener wants that, and `step.may_stop`.
    """
    if (listener := _LISTENER.get()) is not None:
        listener(step)


def steps(items: Iterable[Item], what: str, total: int = 0, *, may_stop: bool = False) -> Iterable[Item]:
    """The items, one after the other, and every now and then a word about how many it were.

    Args:
        items: what is gone through.
        what: what is done with them, in a word or two.
        total: how many they are, 0 when nobody knows.
        may_stop: whether nothing has been changed yet, nor is while they are gone through.

    Raises:
        StoppedError: on the way, when the listener wants that and `may_stop`.
    """
    listener = _LISTENER.get()
    return items if listener is None else _steps(items, listener, Headway(what, 0, total, may_stop))


def _steps(items: Iterable[Item], listener: Listener, step: Headway) -> Iterator[Item]:
    number = 0
    for number, item in enumerate(items):
        if number % EVERY == 0:
            listener(step._replace(done=number))
        yield item
    listener(step._replace(done=step.total or number + 1))
