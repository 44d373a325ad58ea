"""Card: everything about one annotation beside the text, each part changed by a key, as a step of its own."""

from collections.abc import Callable, Mapping

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from store import Annotation, Layer, Selection
from tui.cells import cells_of
from tui.commands.folding import opened_here
from tui.commands.linked import go
from tui.commands.tagging import nothing_of_ones_own, redo, undo, unsure, untag
from tui.display import display
from tui.keys import key_of
from tui.meant import current
from tui.screens import card_parts as parts
from tui.screens.around import Around
from tui.screens.card_rows import rows
from tui.screens.clustering import cluster_of
from tui.screens.dialog import Dialog
from tui.widgets.listing import Listing
from tui.words import short

LOOK = 1.0
"""Seconds between two looks whether the annotation is still what it was."""
ROOM = 5
"""Cells of a row beside its two texts."""
FREE = frozenset({"go", "link", "note"})
"""What can be chosen where nothing can be changed."""


class Card(Dialog[None]):
    """One annotation; the keys that its rows name change it, Esc goes back to the text."""

    CSS_PATH = "card.tcss"

    def __init__(self, around: Around, annotation: Annotation) -> None:
        """Set the card up.

        Args:
            around: where it lies.
            annotation: what it is about.
        """
        super().__init__()
        self.around, self.desk = around, around.desk
        self.annotation = annotation
        """What it is about, as it was at the last look."""
        self._keys: Mapping[str, Callable[[], None]] = {
            "t": lambda: self._choose("label"), "+": lambda: self._choose("add"), "c": lambda: self._choose("note"),
            "!": lambda: self._choose("unsure"), "=": lambda: self._choose("cluster"),
            "u": self._undo, "ctrl+z": self._undo, "ctrl+r": self._redo, "ctrl+y": self._redo,
            "x": self._untag, "delete": self._untag, "m": lambda: self._walk(Layer.next),
            "M": lambda: self._walk(Layer.previous), "w": lambda: self._choose("claims"),
            "tab": lambda: self._turn(1), "shift+tab": lambda: self._turn(-1),
        }  # fmt: skip

    @property
    def why_not(self) -> str:
        """Why nothing can be changed; empty when it can."""
        project = self.desk.project
        if self.annotation.id != f"{project.annotator}-{self.annotation.number}":
            return f"that is {self.annotation.author}'s; only your own tags can be changed"
        return f"read-only: {project.read_only}" if project.read_only else ""

    @property
    def marked(self) -> str:
        """What choosing the marked row means; empty where that is nothing."""
        item = self.query_one(Listing).marked
        return item.id if item else ""

    def compose(self) -> ComposeResult:
        """Title, words, rows, what the last key did."""
        with Vertical(id="card"):
            yield Static(id="card-title")
            yield Static(id="card-quote")
            yield Listing(id="card-rows")
            yield Static(id="card-foot")

    def on_mount(self) -> None:
        """Show it, and look from time to time whether it is still so."""
        self.desk.message = ""
        pane = self.desk.pane
        self.set_class(pane is not None and pane.region.x >= self.app.size.width // 3, "left")  # not over its own text
        self._show()
        self.set_interval(LOOK, self._look)

    # showing

    def renew(self) -> None:
        """Show the annotation as it is now; when it is gone, so is the card."""
        now = parts.as_it_is(self.desk, self.annotation)
        if now is None:
            said = f"{self.desk.message} · " if self.desk.message else ""
            self.desk.say(f"{said}the tag on “{short(self.annotation.quote, 30)}” is not here any more")
            self.dismiss(None)
            return
        self.annotation = now
        self.desk.stepped = now.id
        self._show()
        self.around.tell()

    def _look(self) -> None:
        if self.is_current and parts.as_it_is(self.desk, self.annotation) != self.annotation:
            self.renew()

    def _show(self) -> None:
        one, listing = self.annotation, self.query_one(Listing)
        at = listing.at
        listing.show(rows(self.desk.project, one, parts.beside(self.desk, one)), at)
        title = "Annotation" + (f" of {one.author}" if self.why_not and one.author else "")
        self.query_one("#card-title", Static).update(Content(display(f"{title} · Esc goes back")))
        self.query_one("#card-quote", Static).update(Content(display(f"“{short(one.quote, 200)}”")))
        self._foot()

    def _foot(self) -> None:
        words = (
            self.desk.message
            or self._whole()
            or self.why_not
            or "↑↓ Enter change · m M next, previous · u undo · x untag"
        )
        self.query_one("#card-foot", Static).update(Content(display(words)))

    def _whole(self) -> str:
        """The marked row, where it does not fit in its line."""
        listing = self.query_one(Listing)
        item = listing.marked
        if item is None or cells_of(item.left) + cells_of(item.right) + ROOM <= listing.size.width:
            return ""
        return " ".join(item.left.split())

    # keys

    def on_key(self, event: events.Key) -> None:
        """Move, do what a row or a key says, or go back."""
        event.stop()
        event.prevent_default()
        self.desk.message = ""
        key = key_of(event)
        listing = self.query_one(Listing)
        if key == "escape":
            self.dismiss(None)
        elif key in ("j", "k"):
            listing.move(1 if key == "j" else -1)
        elif key in ("enter", "space"):
            if listing.marked:
                self._choose(listing.marked.id)
        elif not self._press(key) and not listing.press(key):
            self.desk.say(f"{key if len(key) == 1 else 'that key'} does nothing here; each row names its key")
        if self.is_current:
            self._foot()

    def _press(self, key: str) -> bool:
        """Do what a key says that a row names, or that means the annotation; whether it did."""
        if act := self._keys.get(key):
            act()
        elif key.isascii() and key.isdigit():
            self._nth(int(key))
        return act is not None or (key.isascii() and key.isdigit())

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        """Do what the clicked row says."""
        self.desk.message = ""
        self._choose(event.item.id)
        if self.is_current:
            self._foot()

    def _nth(self, number: int) -> None:
        wanted = [item for item in self.query_one(Listing).items if item.id.startswith("attribute ")]
        item = next((one for one in wanted if one.right == str(number)), None)
        if item is None:
            self.desk.say(f"there is no attribute {number} here")
        else:
            self._choose(item.id)

    def _choose(self, row: str) -> None:
        """Do what a row is for."""
        what, _, name = row.partition(" ")
        if self.why_not and what not in FREE:
            self.desk.say(self.why_not if row else "")
            return
        one = self.annotation
        acts: Mapping[str, Callable[[], None]] = {
            "label": lambda: parts.relabel(self.around, one, self.renew),
            "add": lambda: parts.add_label(self.around, one, self.renew),
            "note": lambda: parts.note(self.around, one, self.why_not, self.renew),
            "unsure": self._unsure,
            "attribute": lambda: parts.attribute(self.around, one, name, self.renew),
            "cluster": lambda: cluster_of(self.around, one, self.renew),
            "link": lambda: self._follow(name),
            "go": lambda: self._turn_to(name),
            "claims": self._same_claims,
        }
        if act := acts.get(what):
            act()

    def _unsure(self) -> None:
        parts.mean(self.desk, self.annotation)
        unsure(self.desk)
        self.renew()

    def _untag(self) -> None:
        if self.why_not:
            self.desk.say(self.why_not)
            return
        parts.mean(self.desk, self.annotation)
        untag(self.desk)
        if parts.as_it_is(self.desk, self.annotation) is None:
            self.dismiss(None)

    def _undo(self) -> None:
        undo(self.desk)
        self._renew_if_seen()

    def _redo(self) -> None:
        redo(self.desk)
        self._renew_if_seen()

    def _renew_if_seen(self) -> None:
        if self.is_current:  # else it takes long, and this looks again from time to time
            self.renew()

    def _follow(self, link_id: str) -> None:
        link = next(
            (one for one in self.desk.project.relations.links_of(self.annotation.id) if one.id == link_id), None
        )
        if link is not None:
            go(self.desk, self.annotation, link)
            self.dismiss(None)

    def _same_claims(self) -> None:
        """Go on to sentences of other articles that may say the same."""
        parts.mean(self.desk, self.annotation)
        self.dismiss(None)
        self.call_later(self.around.run, "claims")

    # other annotations

    def _turn(self, by: int) -> None:
        here = parts.beside(self.desk, self.annotation)
        ids = [one.id for one in here]
        if len(ids) < 2 or self.annotation.id not in ids:
            self.desk.say("no other label stands on these words; + puts one more")
            return
        self._turn_to(ids[(ids.index(self.annotation.id) + by) % len(ids)])

    def _turn_to(self, annotation_id: str) -> None:
        here = parts.beside(self.desk, self.annotation)
        self.annotation = next((one for one in here if one.id == annotation_id), self.annotation)
        self.query_one(Listing).at = 0
        self.renew()

    def _walk(self, find: Callable[[Layer, int], Annotation | None]) -> None:
        spread, pane = self.desk.spread, self.desk.pane
        other = find(spread.layer, self.annotation.start) if spread else None
        if other is None or pane is None:
            self.desk.say("no annotation further on this way")
            return
        pane.select(Selection(other.start, other.start))
        self.annotation = other
        self.renew()


def card(around: Around) -> None:
    """Open the card of the annotation under the caret; of somebody else's where there is none of one's own."""
    desk = around.desk
    if opened_here(desk):
        return
    others = desk.others_at(desk.pane.caret) if desk.pane else []
    annotation = current(desk) or next(iter(others), None)
    if annotation is None:
        desk.say(nothing_of_ones_own(desk))
        return
    around.push(Card(around, annotation), lambda _: around.tell())
