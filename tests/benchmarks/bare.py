"""The smallest program on the same library: a few words on the screen. The baseline of `starting`."""

from textual.app import App, ComposeResult
from textual.widgets import Static

READY = "ready to read"


class Bare(App[None]):
    """Shows some words; q ends it."""

    BINDINGS = [("q", "quit", "Quit")]  # noqa: RUF012 - as everybody writes it

    def compose(self) -> ComposeResult:
        """The words."""
        yield Static(READY)


if __name__ == "__main__":
    Bare().run()
