"""Entry: a line to type in, which takes no more of what is pasted than anybody can mean."""

from textual import events
from textual.widgets import Input

LONGEST = 1_000
"""Characters of a paste that are taken: a megabyte in a line is a slip, and would be looked for at every key."""


class Entry(Input):
    """The library's own line, safe from a slip of the clipboard."""

    def on_paste(self, event: events.Paste) -> None:
        """Cut what is pasted, before the line takes it."""
        event.text = event.text[:LONGEST]
