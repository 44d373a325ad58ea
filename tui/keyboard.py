"""Keyboard: keys go where they were meant to, one after the other, however fast they come."""

from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

from tui.screens.reading import ReadingScreen

if TYPE_CHECKING:
    from textual.screen import Screen

ROUNDS = 2
"""How often one goes to the end of a queue: a message that a key causes may cause another one in the same."""
PATIENCE = 1.0
"""Seconds after which a key goes on though what the one before it caused was never heard of again."""


class Keyboard:
    """Lets keys go where they were meant to, however fast they come.

    To the reading screen they all go at once, so that it paints only what the last of them leaves. To another one a key
    goes when all that the one before it has caused is done: it may have been closed by it. What is behind a key that
    opens a dialog goes into that.
    """

    def __init__(
        self,
        app: App[Any],
        reading: Callable[[], ReadingScreen | None],
        forward: Callable[[events.Event], Awaitable[None]],
    ) -> None:
        """Begin with no keys.

        Args:
            app: the program.
            reading: gives its reading screen, if there is one already.
            forward: gives a key to what has the focus.
        """
        self._app, self._reading, self._forward = app, reading, forward
        self._held: deque[events.Event] = deque()
        self._ahead = 0
        """How many keys have gone to the reading screen, and it has not come to them."""
        self._number = 0
        """Of what is waited for, from 1."""
        self._is_busy = False
        self._top: Screen[object] | None = None
        """The screen that is waited for at last."""

    async def take(self, event: events.Event) -> None:
        """Give a key, or what was pasted, to what has the focus, now or when those before it are done."""
        self._held.append(event)
        if not self._is_busy or (
            self._top is not None and self._app.screen is not self._top
        ):  # it closed and will not answer
            await self._next()
        elif len(self._held) == 1:
            self._app.set_timer(PATIENCE, partial(self._done, self._number))

    async def _next(self) -> None:
        self._is_busy, self._top = False, None
        while self._held and not self._is_busy:
            reading = self._reading()
            if reading is not None and self._app.screen is reading:
                self._ahead += 1
                await self._forward(self._held.popleft())
                reading.post_message(events.Callback(callback=self._came))  # call_later would look up the signature
            elif self._ahead:
                return
            else:
                await self._give(self._held.popleft())

    def _came(self) -> None:
        """The reading screen has come to a key: when it was the last, what it missed goes to what is over it now."""
        self._ahead -= 1
        reading = self._reading()
        if reading is not None and self._ahead == 0 and (reading.missed or self._app.screen is not reading):
            self._held.extendleft(reversed(reading.missed))
            reading.missed.clear()
            self._is_busy = True
            self._number += 1
            self._wait_for_screen(self._number)

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
