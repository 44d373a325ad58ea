"""Prompt: one line to type in at the foot of the screen, with the text still in sight."""

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from tui.display import display
from tui.screens.dialog import Dialog
from tui.widgets.entry import Entry

LONGEST = 10_000
"""Characters that can be typed or pasted: a long note."""


class Prompt(Dialog[str | None]):
    """Ask for one line; Esc gives None."""

    CSS_PATH = "prompt.tcss"

    def __init__(
        self, title: str, value: str = "", *, on_change: Callable[[str], None] | None = None, replaces: bool = True
    ) -> None:
        """Set the prompt up.

        Args:
            title: what is asked for.
            value: what stands in the line at first.
            on_change: called with the line at each change.
            replaces: whether what is typed first takes the place of `value`.
        """
        super().__init__()
        self._words, self._value, self._on_change, self._replaces = title, value, on_change, replaces

    def compose(self) -> ComposeResult:
        """Title and line."""
        with Horizontal(id="prompt"):
            yield Static(Content(display(self._words)), id="prompt-title")
            yield Entry(self._value, max_length=LONGEST, select_on_focus=self._replaces, id="prompt-line")

    def on_mount(self) -> None:
        """Let what is typed go to the line."""
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell who wants to know."""
        if self._on_change:
            self._on_change(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """End with the line."""
        event.stop()
        self.dismiss(event.value)

    def on_key(self, event: events.Key) -> None:
        """Back out."""
        if event.key == "escape":
            event.stop()
            self.dismiss(None)
        elif event.key in ("tab", "shift+tab"):
            event.stop()
            event.prevent_default()
