"""Keyboard: keys are done one after the other, however fast they come, through screens that open and close."""

from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from textual.screen import Screen

ROUNDS = 2
"""How often one goes to the end of a queue: a message that a key causes may cause another one in the same."""


class Keyboard:
    """Lets a key go to the screen when all that the key before it has caused is done.

    Else a key that comes right behind one that closes a dialog would still go into that dialog, and be lost with it.
    """

    def __init__(self, app: App[int], forward: Callable[[events.Event], Awaitable[None]]) -> None:
        """Begin with no keys; `forward` gives one to what has the focus."""
        self._app, self._forward = app, forward
        self._held: deque[events.Event] = deque()
        self._number = 0
        """Of the key that is being done, from 1."""
        self._is_busy = False
        self._top: Screen[object] | None = None
        """The screen that is waited for at last."""

    async def take(self, event: events.Event) -> None:
        """Give a key, or what was pasted, to what has the focus, now or when those before it are done."""
        self._held.append(event)
        if not self._is_busy or (self._top is not None and not self._top.is_current):  # it closed and will not answer
            await self._next()

    async def _next(self) -> None:
        self._is_busy, self._top = False, None
        if self._held:
            await self._give(self._held.popleft())

    async def _give(self, event: events.Event) -> None:
        self._is_busy = True
        self._number += 1
        target = self._app.focused or self._app.screen
        await self._forward(event)
        # twice: a key that nobody takes goes up to the program, which then tells the widget what its bindings mean
        again = partial(self._app.call_later, self._follow, target, 0, partial(self._wait_for_screen, self._number))
        self._follow(target, 0, again)

    def _follow(self, node: MessagePump | None, rounds: int, then: Callable[[], object]) -> None:
        """Go the way of what a key causes, behind it: up from a widget to its screen. One that closes is left out."""
        while node is not None and node is not self._app:
            if rounds < ROUNDS and node.call_later(self._follow, node, rounds + 1, then):
                return
            node, rounds = node._parent, 0
        then()

    def _wait_for_screen(self, number: int) -> None:
        """Wait until the screen that is now on top is there, and has been told how the one over it ended."""
        done = partial(self._app.call_later, self._done, number)
        if self._app.screen_stack:
            self._top = self._app.screen
            if self._top.call_later(self._top.call_next, done):
                return
        done()

    async def _done(self, number: int) -> None:
        if number == self._number:
            await self._next()
