"""Shelf: the articles of a library as rows; of very many a row is made when it is looked at."""

from collections.abc import Mapping, Sequence
from typing import overload

from store import Entry, dataclass
from tui.screens.names import name_of
from tui.widgets.listing import Item


@dataclass(frozen=True, slots=True)
class Book:
    """An article of the library, with what it is sorted by."""

    item: Item
    source: str = ""
    published: str = ""
    tags: int = 0
    is_done: bool = False


def plain(entry: Entry) -> Book:
    """An article of which nothing is said but where it is, and why it cannot be opened."""
    return Book(Item(entry.path, entry.path, entry.problem or "", is_dim=bool(entry.problem)))


class Shelf(Sequence[Item]):
    """A row for each article of the folder, in its order, and behind them some that are gone."""

    def __init__(self, entries: Sequence[Entry], gone: Sequence[Item] = ()) -> None:
        self.entries = entries
        """The articles of the folder."""
        self._gone = gone
        self._known: dict[int, Book] = {}
        self._names: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self.entries) + len(self._gone)

    @overload
    def __getitem__(self, at: int) -> Item: ...

    @overload
    def __getitem__(self, at: slice) -> list[Item]: ...

    def __getitem__(self, at: int | slice) -> Item | list[Item]:
        """A row, or some."""
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        return self.book(range(len(self))[at]).item

    def book(self, number: int) -> Book:
        """The article of a row, with what is known of it."""
        if number >= len(self.entries):
            return Book(self._gone[number - len(self.entries)])
        return self._known.get(number) or plain(self.entries[number])

    def put(self, number: int, book: Book) -> None:
        """More is known of an article."""
        self._known[number] = book
        self._names[number] = name_of(book.item)

    def knows(self, number: int) -> bool:
        """Whether more is known of an article than where it is."""
        return number in self._known

    @property
    def known(self) -> int:
        """Of how many articles more is known."""
        return len(self._known)

    def names(self, paths: Sequence[str], problems: Mapping[int, str]) -> list[str]:
        """What each row is found by, in order, as it is known now; its item is not made for that.

        Args:
            paths: of all entries.
            problems: why some cannot be opened, by place.
        """
        names = [*paths, *map(name_of, self._gone)]
        for number in problems:
            names[number] = name_of(plain(self.entries[number]).item)
        for number, name in self._names.items():
            names[number] = name
        return names
