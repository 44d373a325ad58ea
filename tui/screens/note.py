"""Note: an editor of several lines over the reading screen; what was typed is kept, whichever way it is left."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from tui.display import display
from tui.screens.dialog import Dialog

MOST = 10_000
"""Characters of a note; more is an article, and would make every key slow."""


class Lines(TextArea):
    """Lines to type in, which take so many characters and nothing that cannot be shown."""

    def refused(self, text: str) -> str:
        """Why some characters more cannot be taken; empty when they can."""
        there = len(self.text) - len(self.selected_text)
        if there + len(text) > MOST:
            return f"a note holds {MOST:,} characters; {len(text):,} more were not taken"
        return ""

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        if self.read_only:
            return
        if why := self.refused(event.text):
            self.screen.query_one("#note-foot", Static).update(Content(why))
            return
        self.replace(shown_only(event.text), *self.selection)

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable and self.refused(event.character or ""):
            event.stop()
            event.prevent_default()
            self.screen.query_one("#note-foot", Static).update(Content(f"a note holds {MOST:,} characters"))
            return
        await super()._on_key(event)


class Note(Dialog[str | None]):
    """Edit a note. Gives the text; None when nothing was changed, or the changes were dropped."""

    CSS_PATH = "note.tcss"

    def __init__(self, title: str, note: str, why: str = "") -> None:
        """Set the editor up.

        Args:
            title: whose note it is.
            note: what it says now.
            why: why it can only be read; empty when it can be changed.
        """
        super().__init__()
        self._words = title
        self._before = display(note[:MOST])
        if not why and len(note) > MOST:
            why = f"only the first {MOST:,} of {len(note):,} characters are shown, so it is not changed here"
        self._why = why

    def compose(self) -> ComposeResult:
        """Title, lines, what the keys do."""
        foot = self._why or "Esc keeps it and goes back · Ctrl+O drops the changes"
        with Vertical(id="note"):
            yield Static(Content(display(self._words)), id="note-title")
            yield Lines(self._before, id="note-lines", read_only=bool(self._why), soft_wrap=True)
            yield Static(Content(display(foot)), id="note-foot")

    def on_mount(self) -> None:
        """Let what is typed go to the end of the note."""
        lines = self.query_one(Lines)
        lines.cursor_blink = False
        lines.focus()
        lines.move_cursor(lines.document.end)

    def on_key(self, event: events.Key) -> None:
        """Go back, with what was typed or without it."""
        if event.key in ("escape", "ctrl+s"):
            event.stop()
            text = self.query_one(Lines).text
            self.dismiss(None if self._why or text == self._before else text)
        elif event.key == "ctrl+o":
            event.stop()
            self.dismiss(None)


def shown_only(text: str) -> str:
    """A text without what is never shown as itself; line ends as line feeds."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in plain if display(char) == char)
