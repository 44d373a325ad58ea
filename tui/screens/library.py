"""Library: every article of the project, with its source, date, tags, labels and done mark; filtered and sorted."""

import time
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from operator import attrgetter

from textual import events
from textual.widgets import Input

from store import Entry, Project, StoreError, lost
from tui.commands.describing import progress
from tui.desk import Desk
from tui.screens.picker import Picker
from tui.screens.shelf import Book, Shelf
from tui.spread import Place
from tui.widgets.listing import Item, Listing
from tui.words import counted

LARGE = 2_000
"""Articles from which on titles and all that are looked for while the list is shown already."""
SLICE = 0.005
"""Seconds of looking."""
REST_FOR_EACH = 3
"""How much longer nothing is looked at after it."""
REST = 0.4
"""Seconds after a key, and after the rows in sight, in which nothing is looked at."""
SIGHT = 60
"""Rows before and behind the marked one that are looked at first."""
TITLE = "Library · {} · Enter opens · | beside · Ctrl+O sorts · Esc"
BESIDE = "Open an article beside · {} · Enter opens · Ctrl+O sorts · Esc"
HERE = "Open an article in this pane · {} · Enter opens · Ctrl+O sorts · Esc"


ORDERS: Mapping[str, Callable[[Book], tuple[object, ...]]] = {
    "name": lambda _: (),
    "source": lambda book: (not book.source, book.source.casefold()),
    "date, newest first": lambda book: (not book.published, [-ord(char) for char in book.published]),
    "tags, most first": lambda book: (-book.tags,),
    "not done first": lambda book: (book.is_done,),
}
"""How the library can be sorted; articles that are equal stay in the order of their names."""


class Library(Picker):
    """Type to filter; Enter ends with an article, `|` with one for a pane of its own."""

    passes = "|"

    def __init__(self, desk: Desk, words: str = TITLE) -> None:
        project, places = desk.project, desk.leave()
        self._project, self._places = project, places
        entries = project.library.entries
        self._due = count() if len(entries) > LARGE else None
        self._shelf, self._words, self._order = shelf(project, places, plainly=self._due is not None), words, 0
        self._progress, self._pressed = progress(desk), 0.0
        here = desk.pane.sheet.path if desk.pane else ""
        at = min(bisect_left(entries, here, key=attrgetter("path")), max(0, len(entries) - 1))
        self.is_beside = False
        """Whether the article is to be opened beside the others."""
        super().__init__(self._title(), self._shelf, at=at)

    def on_mount(self) -> None:
        """Of many articles, look for titles and all that while they are shown."""
        super().on_mount()
        if self._due is not None:
            self.set_timer(SLICE, self._fill)

    def _fill(self) -> None:
        """Say more about some articles, those in sight first; the next ones follow in the next frames."""
        listing, due, begun = self.query_one(Listing), self._due, time.monotonic()
        if due is None:
            return
        if begun - self._pressed < REST:  # somebody types: nothing else is to be done meanwhile
            self.set_timer(REST, self._fill)
            return
        sight = range(max(0, listing.at - SIGHT), min(listing.at + SIGHT, len(self._shelf.entries)))
        unknown = [] if self._typed or self._order else [one for one in sight if not self._shelf.knows(one)]
        for number in unknown or due:
            if number >= len(self._shelf.entries):
                self._due = None
                self.renew(self._sorted())
                self.retitle(self._title())
                return
            if not self._shelf.knows(number):
                entry = self._shelf.entries[number]
                self._shelf.put(number, _book(self._project, entry, self._places.get(entry.path)))
            if time.monotonic() - begun > SLICE:
                break
        if unknown:
            listing.refresh()
        self.retitle(self._title())
        is_seen = bool(unknown) and self._shelf.knows(unknown[-1])  # somebody reads that now, and a key may come
        self.set_timer(REST if is_seen else SLICE * REST_FOR_EACH, self._fill)

    def on_key(self, event: events.Key) -> None:
        """What goes on beside the keys waits; the picker does what they say."""
        del event
        self._pressed = time.monotonic()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Nor does a letter wait, which the line takes for itself; the picker finds what it means."""
        del event
        self._pressed = time.monotonic()

    def _sorted(self) -> Sequence[Item]:
        if not self._order:
            return self._shelf
        every = map(self._shelf.book, range(len(self._shelf)))
        return [book.item for book in sorted(every, key=[*ORDERS.values()][self._order])]

    def names(self) -> Sequence[str]:
        """What each row is found by; that of many takes no row being made."""
        if self.items is not self._shelf:
            return super().names()
        return self._shelf.names(*self._project.library.columns(self._shelf.entries))

    def act(self, key: str, item: Item | None) -> bool:
        """Sort in the next order, or open the marked article beside."""
        if key == "ctrl+o":
            self._order = (self._order + 1) % len(ORDERS)
            self.retitle(self._title())
            self.renew(self._sorted())
        elif key == "|" and item is not None:
            self.is_beside = True
            self.dismiss(item)
        else:
            return False
        return True

    def _title(self) -> str:
        order = [*ORDERS][self._order]
        if self._due is not None:
            order += f" · titles {100 * self._shelf.known // len(self._shelf)}%"
            return self._words.format(f"{self._progress}, by {order}")
        return self._words.format(f"{self._progress}, by {order}" if self._order else self._progress)


def shelf(project: Project, places: Mapping[str, Place], *, plainly: bool = False) -> Shelf:
    """The articles; those that cannot be opened say why, and those that are gone come last.

    Args:
        project: the model.
        places: where the reader was in each.
        plainly: whether to say no more than their paths, for there are many.
    """
    gone = [
        Item(path, path, f"{counted(number, 'tag')}, but the file is gone: Enter looks for it", is_dim=True)
        for path, number in lost(project)
    ]
    made = Shelf(project.library.entries, gone)
    for number, entry in enumerate(() if plainly else made.entries):
        made.put(number, _book(project, entry, places.get(entry.path)))
    return made


def _book(project: Project, entry: Entry, place: Place | None) -> Book:
    if entry.problem:
        return Book(Item(entry.path, entry.path, entry.problem, is_dim=True))
    head, count = project.library.heading(entry), project.count(entry.path)
    record = project.relations.record(entry.path)
    is_done = bool(record and record.done)
    facts = [
        head.source,
        head.published,
        counted(count, "tag") if count else "",
        _progress(project, entry.path, place),
        *(record.labels if record else ()),
        "note" if record and record.note else "",
        "done" if is_done else "",
    ]
    item = Item(entry.path, head.title or entry.path, " · ".join(fact for fact in facts if fact), more=entry.path)
    return Book(item, head.source, head.published, count, is_done)


def _progress(project: Project, path: str, place: Place | None) -> str:
    """How far somebody has come in an article, where they have begun it."""
    if place is None or not place.caret:
        return ""
    try:
        length = len(project.library.article(path).text)
    except StoreError:
        return ""
    return f"{min(100, 100 * place.caret // max(1, length))}%"
