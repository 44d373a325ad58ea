"""The least a key can cost: a screen full of lines of which each key draws one anew. The baseline of `hinting`."""

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

READY = "ready to press"


class Lines(Widget):
    """Lines of text, one of which is marked."""

    can_focus = True
    marked = 0

    def render_line(self, y: int) -> Strip:
        """One line."""
        words = f"{READY} {'the ferry will sail again in May ' * 8}"[: self.size.width].ljust(self.size.width)
        return Strip([Segment(words, Style(reverse=y == self.marked))], self.size.width)

    def on_key(self, event: events.Key) -> None:
        """Mark the line, or take its mark away."""
        if event.key == "q":
            self.app.exit()
        self.marked = 5 - self.marked
        self.refresh(Region(0, 5, self.size.width, 1))


class Bare(App[None]):
    """One widget."""

    def compose(self) -> ComposeResult:
        """The lines."""
        yield Lines()

    def on_mount(self) -> None:
        """Let keys go there."""
        self.query_one(Lines).focus()


if __name__ == "__main__":
    Bare().run()
