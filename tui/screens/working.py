"""Working: long work on the model, done in a thread, with a screen that says how far it is and lets one stop it.

While it goes on nothing else asks the model anything: no key gets through, the reading screen is not drawn (this one
covers it), and its looks at the files wait (`Desk.is_working`). An end by a signal waits for the thread.
"""

from collections.abc import Callable
from threading import Thread
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from store import Headway, StoppedError, StoreError, told
from tui.desk import Desk
from tui.display import display

BAR = 40
"""Cells of the bar, at most."""
FULL, EMPTY = "█", "░"


class Working(Screen[Any]):
    """A title, a bar, and a word about Esc."""

    CSS_PATH = "working.tcss"

    class Moved(Message):
        """It is so far; only the last of these counts."""

        def __init__(self, progress: Headway) -> None:
            super().__init__()
            self.progress = progress

        def can_replace(self, message: Message) -> bool:
            """Whether this one makes another needless."""
            return isinstance(message, Working.Moved)

    class Ended(Message):
        """It is done, or was refused."""

        def __init__(self, outcome: object) -> None:
            super().__init__()
            self.outcome = outcome

    def __init__(self, desk: Desk, title: str, work: Callable[[], object]) -> None:
        """Prepare.

        Args:
            desk: what lies open; it rests meanwhile.
            title: what is being done, in a few words.
            work: what takes long; the screen gives back its value, or the StoreError that it raised.
        """
        super().__init__()
        self._desk, self._title, self._work = desk, title, work
        self._is_stopping = False
        self._progress = Headway("", 0, 0, may_stop=True)
        self._thread = Thread(target=self._run, name="sidemark-work")

    def compose(self) -> ComposeResult:
        """Title, bar, what Esc does."""
        with Vertical(id="working"):
            yield Static(Content(display(self._title)), id="working-title")
            yield Static(id="working-bar")
            yield Static(id="working-keys")

    def on_mount(self) -> None:
        """Begin."""
        self._desk.is_working = True
        self._show()
        self._thread.start()

    def on_unmount(self) -> None:
        """Let nobody close the files while the work goes on."""
        self._is_stopping = True
        self._thread.join()
        self._desk.is_working = False

    def on_key(self, event: events.Key) -> None:
        """Esc stops it; nothing else gets through."""
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self._is_stopping = True
            self._show()

    def on_working_moved(self, event: Moved) -> None:
        """Show how far it is."""
        self._progress = event.progress
        self._show()

    def on_working_ended(self, event: Ended) -> None:
        """Give back what became of it; a defect is the program's."""
        self._thread.join()
        if isinstance(event.outcome, BaseException) and not isinstance(event.outcome, StoreError):
            raise event.outcome
        self._desk.is_working = False
        self.dismiss(event.outcome)

    def _run(self) -> None:
        """In a thread."""
        try:
            with told(self._hear):
                outcome: object = self._work()
        except BaseException as error:
            outcome = error
        self.post_message(self.Ended(outcome))

    def _hear(self, progress: Headway) -> None:
        if self._is_stopping and progress.may_stop:
            message = "stopped; nothing was changed"
            raise StoppedError(message)
        self.post_message(self.Moved(progress))

    def _show(self) -> None:
        now, width = self._progress, min(BAR, max(4, self.app.size.width - 16))
        share = min(1.0, now.done / now.total) if now.total else 0.0
        done = round(share * width)
        count = f"{now.done:,} of {now.total:,}" if now.total else ""
        bar = f"{FULL * done}{EMPTY * (width - done)} {share:4.0%}\n{now.what} {count}".rstrip()
        keys = "Esc stops it, and nothing is changed" if now.may_stop else "it cannot be stopped now; it can be undone"
        if self._is_stopping and now.may_stop:
            keys = "stopping …"
        self.query_one("#working-bar", Static).update(Content(bar))
        self.query_one("#working-keys", Static).update(Content(keys))
