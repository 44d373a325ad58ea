"""Library: every article of the project, with its source, date, tags, labels and done mark; filtered and sorted."""

import time
from collections.abc import Callable, Mapping
from itertools import chain, count

from store import Entry, Project, StoreError, dataclass, lost
from tui.commands.describing import progress
from tui.desk import Desk
from tui.screens.picker import Picker
from tui.spread import Place
from tui.widgets.listing import Item, Listing
from tui.words import counted

LARGE = 2_000
"""Articles from which on titles and all that are looked for while the list is shown already."""
SLICE = 0.01
"""Seconds of looking, and between two looks."""
SIGHT = 60
"""Rows before and behind the marked one that are looked at first."""
TITLE = "Library · {} · Enter opens · | beside · Ctrl+O sorts · Esc"
BESIDE = "Open an article beside · {} · Enter opens · Ctrl+O sorts · Esc"
HERE = "Open an article in this pane · {} · Enter opens · Ctrl+O sorts · Esc"


@dataclass(frozen=True, slots=True)
class Book:
    """An article of the library, with what it is sorted by."""

    item: Item
    source: str = ""
    published: str = ""
    tags: int = 0
    is_done: bool = False


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
        self._due = count() if len(project.library.entries) > LARGE else None
        self._books, self._words, self._order = books(project, places, plainly=self._due is not None), words, 0
        self._filled: set[int] = set()
        self._progress = progress(desk)
        here = desk.pane.sheet.path if desk.pane else ""
        at = next((number for number, book in enumerate(self._books) if book.item.id == here), 0)
        self.is_beside = False
        """Whether the article is to be opened beside the others."""
        super().__init__(self._title(), [book.item for book in self._books], at=at)

    def on_mount(self) -> None:
        """Of many articles, look for titles and all that while they are shown."""
        super().on_mount()
        if self._due is not None:
            self.set_timer(SLICE, self._fill)

    def _fill(self) -> None:
        """Say more about some articles, those in sight first; the next ones follow in the next frame."""
        listing, end = self.query_one(Listing), time.perf_counter() + SLICE
        entries, due = self._project.library.entries, self._due
        if due is None or len(entries) > len(self._books):  # the folder has more than it had
            return
        sight = range(max(0, listing.at - SIGHT), listing.at + SIGHT)
        for number in chain(() if self._typed or self._order else sight, due):
            if number >= len(entries):
                self._due = None
                self.renew(self._sorted())
                self.retitle(self._title())
                return
            if number not in self._filled:
                self._filled.add(number)
                entry = entries[number]
                self._books[number] = book = _book(self._project, entry, self._places.get(entry.path))
                if not self._order:
                    self.items[number] = book.item  # type: ignore[index]  # the list that was given
            if time.perf_counter() > end:
                break
        listing.refresh()
        self.retitle(self._title())
        self.set_timer(SLICE, self._fill)

    def _sorted(self) -> list[Item]:
        if not self._order:
            return [book.item for book in self._books]
        return [book.item for book in sorted(self._books, key=[*ORDERS.values()][self._order])]

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
            order += f" · titles {100 * len(self._filled) // len(self._books)}%"
            return self._words.format(f"{self._progress}, by {order}")
        return self._words.format(f"{self._progress}, by {order}" if self._order else self._progress)


def books(project: Project, places: Mapping[str, Place], *, plainly: bool = False) -> list[Book]:
    """The articles; those that cannot be opened say why, and those that are gone come last.

    Args:
        project: the model.
        places: where the reader was in each.
        plainly: whether to say no more than their paths, for there are many.
    """
    entries = project.library.entries
    if plainly:
        found = [
            Book(Item(entry.path, entry.path, entry.problem or "", is_dim=bool(entry.problem))) for entry in entries
        ]
    else:
        found = [_book(project, entry, places.get(entry.path)) for entry in entries]
    return found + [
        Book(Item(path, path, f"{counted(count, 'tag')}, but the file is gone: Enter looks for it", is_dim=True))
        for path, count in lost(project)
    ]


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
