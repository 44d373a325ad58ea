"""Picker: find one of many by typing; for labels, articles, annotations and commands."""

from collections.abc import Callable, Container, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from tui.display import display
from tui.screens.dialog import Dialog
from tui.screens.names import Names, name_of
from tui.widgets.entry import Entry
from tui.widgets.listing import Item, Listing

LONGEST = 500
"""Characters that can be typed or pasted."""


class Picker(Dialog[Item | None]):
    """A title, a line to type in, and the items that match, the best first. Esc chooses nothing."""

    CSS_PATH = "picker.tcss"

    passes: Container[str] = ""
    """The characters that are keys here and cannot be typed."""

    def __init__(
        self,
        title: str,
        items: Sequence[Item],
        *,
        at: int = 0,
        on_mark: Callable[[Item], None] | None = None,
        side: bool = False,
    ) -> None:
        """Set the picker up.

        Args:
            title: what is being chosen, and what Enter does.
            items: all of them, in the order they have when nothing is typed.
            at: the place of the item that is marked at first.
            on_mark: called with each item that gets marked, to show it elsewhere meanwhile.
            side: whether to stand at the side, so that the text remains in sight.
        """
        super().__init__(classes="side" if side else "")
        self.title_words = title
        """What stands above the line."""
        self.items = items
        """Everything there is to choose from."""
        self._at, self._on_mark, self._typed = at, on_mark, ""
        self._found_by: Names | None = None

    def compose(self) -> ComposeResult:
        """Title, line, list."""
        with Vertical(id="picker"):
            yield Static(Content(display(self.title_words)), id="picker-title")
            yield Entry(placeholder="type to find", max_length=LONGEST, id="picker-line", select_on_focus=False)
            empty = (
                "nothing matches; Backspace takes letters away" if self.items else "there is nothing yet; Esc goes back"
            )
            yield Listing(self.items, empty=empty, id="picker-list")

    def on_mount(self) -> None:
        """Mark the first item."""
        self.query_one(Listing).show(self.items, self._at)
        entry = self.query_one(Entry)
        entry.passes = self.passes
        entry.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what matches."""
        del event
        self._catch_up()

    def _catch_up(self) -> None:
        """Show what matches the line: Enter means that also when it comes before the news of the last letter."""
        typed = self.query_one(Input).value
        if typed == self._typed:
            return
        self._typed = typed
        found = self._found(typed)
        self.query_one(Listing).show(found)
        if self._on_mark and found:
            self._on_mark(found[0])

    def made(self, typed: str) -> Item | None:
        """An item more, made of what is typed; the last one."""
        del typed
        return None

    def names(self) -> Sequence[str]:
        """What each of the items is found by."""
        return [*map(name_of, self.items)]

    def act(self, key: str, item: Item | None) -> bool:
        """Do what a key of a picker's own does with the marked item; whether the key is one."""
        del key, item
        return False

    def choose(self, item: Item | None) -> None:
        """End with an item; a picker that stays does something else."""
        if item is not None:
            self.dismiss(item)

    def renew(self, items: Sequence[Item], *, clears: bool = False) -> None:
        """Offer other items, the marked one still marked if it is among them; `clears` forgets what was typed."""
        line, listing = self.query_one(Input), self.query_one(Listing)
        marked = listing.marked
        self.items, self._found_by = items, None
        if clears and line.value:
            with self.prevent(Input.Changed):
                line.value = ""
        self._typed = line.value
        found = self._found(line.value)
        places = [at for at, item in enumerate(found) if marked and item.id == marked.id]
        listing.show(found, places[0] if places else min(listing.at, len(found) - 1))

    def retitle(self, words: str) -> None:
        """Say something else above the line."""
        if words != self.title_words:
            self.title_words = words
            self.query_one("#picker-title", Static).update(Content(display(words)))

    def _found(self, value: str) -> Sequence[Item]:
        made = self.made(value)
        if self._found_by is None and value.strip():
            self._found_by = Names(self.items, self.names())
        found = self._found_by.matching(value) if self._found_by and value.strip() else self.items
        return [*found, *([made] if made else [])] if made else found

    def on_key(self, event: events.Key) -> None:
        """Keys that move go to the list, the others to the line."""
        self._catch_up()
        if event.key == "escape":
            event.stop()
            self.dismiss(None)
        elif self.act(event.character or event.key, self.query_one(Listing).marked):
            event.stop()
            event.prevent_default()
        elif event.key in ("tab", "shift+tab"):
            event.stop()
            event.prevent_default()
            self.query_one(Listing).move(1 if event.key == "tab" else -1)
        elif self.query_one(Listing).press(event.key):
            event.stop()
            event.prevent_default()

    def on_entry_passed(self, event: Entry.Passed) -> None:
        """A character that is a key of this picker's."""
        event.stop()
        self.act(event.character, self.query_one(Listing).marked)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Choose the marked item."""
        event.stop()
        self._catch_up()
        self.choose(self.query_one(Listing).marked)

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """Show the marked item elsewhere, if somebody asked for it."""
        if self._on_mark:
            self._on_mark(event.item)

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        """End with that item."""
        self.choose(event.item)
