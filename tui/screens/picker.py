"""Picker: find one of many by typing; for labels, articles, annotations and commands."""

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from tui.display import display
from tui.screens.dialog import Dialog
from tui.widgets.listing import Item, Listing

MOST = 2000
"""How many matches are listed; nobody reads further."""


class Picker(Dialog[Item | None]):
    """A title, a line to type in, and the items that match, the best first. Esc chooses nothing."""

    CSS_PATH = "picker.tcss"

    def __init__(
        self,
        title: str,
        items: Sequence[Item],
        *,
        at: int = 0,
        on_mark: Callable[[Item], None] | None = None,
        side: bool = False,
        offer: Callable[[str], Sequence[Item]] | None = None,
    ) -> None:
        """Set the picker up.

        Args:
            title: what is being chosen, and what Enter does.
            items: all of them, in the order they have when nothing is typed.
            at: the place of the item that is marked at first.
            on_mark: called with each item that gets marked, to show it elsewhere meanwhile.
            side: whether to stand at the side, so that the text remains in sight.
            offer: what can be chosen besides, given what was typed, such as a new thing of that name.
        """
        super().__init__(classes="side" if side else "")
        self.title_words = title
        """What stands above the line."""
        self.items = items
        """Everything there is to choose from."""
        self._at, self._on_mark, self._offer = at, on_mark, offer

    def compose(self) -> ComposeResult:
        """Title, line, list."""
        with Vertical(id="picker"):
            yield Static(Content(display(self.title_words)), id="picker-title")
            yield Input(placeholder="type to find", id="picker-line", select_on_focus=False)
            yield Listing(self.items, empty="nothing matches; Backspace takes letters away", id="picker-list")

    def on_mount(self) -> None:
        """Mark the first item."""
        self.query_one(Listing).show(self.items, self._at)
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what matches."""
        found = matching(event.value, self.items)
        if self._offer and event.value.strip():
            found = [*found, *self._offer(event.value.strip())]
        self.query_one(Listing).show(found)
        if self._on_mark and found:
            self._on_mark(found[0])

    def on_key(self, event: events.Key) -> None:
        """Keys that move go to the list, the others to the line."""
        if event.key == "escape":
            event.stop()
            self.dismiss(None)
        elif event.key in ("tab", "shift+tab"):
            event.stop()
            event.prevent_default()
            self.query_one(Listing).move(1 if event.key == "tab" else -1)
        elif self.query_one(Listing).press(event.key):
            event.stop()
            event.prevent_default()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Choose the marked item."""
        event.stop()
        if item := self.query_one(Listing).marked:
            self.dismiss(item)

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """Show the marked item elsewhere, if somebody asked for it."""
        if self._on_mark:
            self._on_mark(event.item)

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        """End with that item."""
        self.dismiss(event.item)


def matching(typed: str, items: Sequence[Item]) -> Sequence[Item]:
    """The items that what was typed may mean, the best first; all of them when nothing was typed."""
    wanted = typed.strip()
    if not wanted:
        return items
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 - 10 ms, only when somebody types

    names = [f"{item.left} {item.right} {item.more}" for item in items]
    lowered = wanted.casefold()
    whole = [at for at, name in enumerate(names) if lowered in name.casefold()]
    whole.sort(key=lambda at: (names[at].casefold().find(lowered), at))
    if len(whole) >= MOST:
        return [items[at] for at in whole[:MOST]]
    held = set(whole)
    near = process.extract(
        wanted, names, scorer=fuzz.partial_ratio, processor=utils.default_process, limit=MOST, score_cutoff=70
    )
    return [items[at] for at in (*whole, *(at for _, _, at in near if at not in held))][:MOST]
