"""Streaming: a picker whose rows come from a search that goes on in the background, a page at a time."""

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Generic, TypeVar

from textual.message import Message

from store import Index, Project, RefusedError, StoreError
from tui.screens.picker import Picker
from tui.widgets.listing import Item, Listing

PAGE = 50
"""Rows that are looked for before somebody looks further down."""
SOON = 0.1
"""Seconds after which what was found so far is shown."""
A_FRAME = 0.008
"""Seconds that a search on the screen's own thread may take at a time."""
PAUSE = 1 / 60
Found = TypeVar("Found")


class Streaming(Picker, Generic[Found]):
    """Shows what a search finds, as it finds it, and looks for more when somebody comes to the end of that."""

    page = PAGE
    """Rows that are looked for before somebody looks further down."""

    class Came(Message):
        """A search has found something, or is over."""

        def __init__(self, turn: int, found: Sequence[object], *, is_over: bool | None, problem: str = "") -> None:
            """`is_over`: None while it is looking."""
            super().__init__()
            self.turn, self.found, self.is_over, self.problem = turn, found, is_over, problem

    def __init__(self, project: Project) -> None:
        """Nothing is looked for before `begin`, and the index is not brought up to date before somebody does it."""
        super().__init__("", ())
        self.index: Index = project.library.index(writes=project.read_only is None)
        """The project's index."""
        self._was_busy = False
        self.results: list[Found] = []
        """What was found so far, in its order."""
        self.is_over = self.is_looking = False
        """Whether there is no more, and whether it is being looked for."""
        self.problem = ""
        """Why the search ended before its end; empty when it did not."""
        self._turn = 0
        self._search: Iterator[Found | None] = iter(())
        self._is_here = self._is_fresh = self._is_chosen = False

    def begin(self, search: Iterator[Found | None], *, here: bool = False) -> None:
        """Look for something else from now on; what was found before stays in sight until something has come.

        Args:
            search: gives what is found, and None now and then so that it can be left.
            here: whether it has to run on the screen's thread, in slices.
        """
        self._turn += 1
        self.is_over, self.problem = False, ""
        self._is_fresh, self._is_chosen = True, False
        self._search = search
        self.go_on(here=here)

    def wait(self, seconds: float, search: Callable[[], Iterator[Found | None]]) -> None:
        """Look for something else as soon as nobody has asked for anything else for so many seconds."""
        self._turn += 1
        turn = self._turn
        self._is_fresh, self._is_chosen, self.is_looking, self.is_over = True, False, True, False
        self.set_timer(seconds, lambda: self.begin(search()) if turn == self._turn else None)

    def go_on(self, *, here: bool = False) -> None:
        """Look for another page."""
        self.is_looking, self._is_here = True, here
        if here:
            self._slice(self._turn, self.page)
        else:
            pull = partial(self._pull, self._turn, self._search)
            self.run_worker(pull, thread=True, group="search", exit_on_error=True)

    def on_unmount(self) -> None:
        """Let the search stop at its next step."""
        self._turn += 1

    def item(self, number: int, found: Found) -> Item:
        """The row of something that was found."""
        raise NotImplementedError

    def told(self) -> str:
        """What stands above the line now."""
        raise NotImplementedError

    # the search

    def _pull(self, turn: int, search: Iterator[Found | None]) -> None:
        """In a thread: find a page."""
        rows: list[Found] = []
        number, sent = 0, time.monotonic()
        try:
            for found in search:
                if turn != self._turn:
                    getattr(search, "close", lambda: None)()
                    return
                if found is not None:
                    rows.append(found)
                    number += 1
                if number >= self.page:
                    self.post_message(self.Came(turn, rows, is_over=False))
                    return
                if rows and time.monotonic() - sent > SOON:
                    self.post_message(self.Came(turn, rows, is_over=None))
                    rows, sent = [], time.monotonic()
        except StoreError as error:
            self.post_message(self.Came(turn, rows, is_over=True, problem=str(error)))
            return
        self.post_message(self.Came(turn, rows, is_over=True))

    def _slice(self, turn: int, wanted: int) -> None:
        """On the screen's thread: search for a part of a frame, and go on in the next."""
        if turn != self._turn:
            return
        rows: list[Found] = []
        end = time.monotonic() + A_FRAME
        try:
            for found in self._search:
                if found is not None:
                    rows.append(found)
                if len(rows) >= wanted or time.monotonic() > end:
                    break
            else:
                self._take(rows, is_over=True)
                return
        except RefusedError as error:
            self.problem = str(error)
            self._take(rows, is_over=True)
            return
        left = wanted - len(rows)
        self._take(rows, is_over=None if left else False)
        if left:
            self.set_timer(PAUSE, partial(self._slice, turn, left))

    def on_streaming_came(self, event: Came) -> None:
        """Show what was found, unless something else is looked for by now."""
        event.stop()
        if event.turn == self._turn:
            self.problem = event.problem
            found: Sequence[Any] = event.found
            self._take(found, is_over=event.is_over)

    def _take(self, found: Sequence[Found], *, is_over: bool | None) -> None:
        self.is_looking, self.is_over = is_over is None, bool(is_over)
        is_first = self._is_fresh and (bool(found) or is_over is not None)
        if is_first:
            self.results, self._is_fresh = [], False
        self.results += found
        if is_first:
            self._show_first()
        elif found:
            self.renew(self._rows())
        self.retitle(self.told())

    def _rows(self) -> list[Item]:
        return [self.item(number, one) for number, one in enumerate(self.results)]

    def _show_first(self) -> None:
        """Show what came first, and choose the first of it if somebody has pressed Enter for that."""
        self.items = self._rows()
        found = self._found(self._typed)
        self.query_one(Listing).show(found)
        if found and self._on_mark:
            self._on_mark(found[0])
        if found and self._is_chosen:
            self.dismiss(found[0])

    def choose(self, item: Item | None) -> None:
        """End with an item; where what was asked for has not come yet, with the first that comes."""
        if self._is_fresh and self.is_looking:
            self._is_chosen = True
        elif item is not None:
            self.dismiss(item)

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """Look for more when the end comes in sight."""
        del event
        listing = self.query_one(Listing)
        if listing.at >= len(listing.items) - self.page // 2 and not (self.is_over or self.is_looking):
            self.go_on(here=self._is_here)
