"""What is typed into a list letter by letter finds what it finds at once, the best first, among however many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import Entry, Library
from tui.screens import names
from tui.screens.names import matching
from tui.screens.shelf import Book, Shelf
from tui.widgets.listing import Item

ITEMS = [
    Item(f"{at}", name)
    for at, name in enumerate(
        ("Ferry", "A ferry", "Harbour", "ferry pier", "Pier", "ferr", "Ferris", "pier of a ferry")
    )
]
SPELT = st.text("abß \n", max_size=6)
MOST = 4


def names_of(items: list[Item]) -> names.Names:
    """What a list is searched by."""
    return names.Names(items, [*map(names.name_of, items)])


def lefts(typed: str) -> list[str]:
    """What is found of the items."""
    return [item.left for item in matching(typed, ITEMS)]


def test_letter_by_letter_finds_the_same_as_all_at_once() -> None:
    kept = names_of(ITEMS)
    for typed in (
        "f",
        "fe",
        "fer",
        "ferr",
        "ferry",
        "ferry p",
        "ferry",
        "ferri",
        "p",
        "pi",
        "pier",
        "pier f",
        "f",
        "r p",
    ):
        assert [*kept.matching(typed)] == [*matching(typed, ITEMS)], typed
    assert next(item.left for item in kept.matching("ferry p")) == "ferry pier"


def test_the_earlier_it_stands_the_better_then_all_words_in_any_order_then_what_is_spelt_nearly_so() -> None:
    assert lefts("ferry")[:4] == ["Ferry", "ferry pier", "A ferry", "pier of a ferry"]
    assert lefts("pier ferry")[:2] == ["ferry pier", "pier of a ferry"]
    assert lefts("feryr")[0] == "Ferry"


@given(st.lists(SPELT, max_size=12), st.text("abs", min_size=1, max_size=3))
def test_no_more_are_found_than_anybody_reads_and_those_are_the_best(spelt: list[str], typed: str) -> None:
    items = [Item(f"{at}", name) for at, name in enumerate(spelt)]
    folded = [names.name_of(item).casefold() for item in items]
    best = sorted((at for at, name in enumerate(folded) if typed in name), key=lambda at: folded[at].find(typed))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(names, "MOST", MOST)
        kept = names_of(items)
        for end in range(1, len(typed) + 1):
            found = [*kept.matching(typed[:end])]
        assert found[: len(best)] == [items[at] for at in best[:MOST]]
        assert len(found) <= MOST


def test_rows_of_a_shelf_are_found_by_all_that_is_known_of_them() -> None:
    entries = tuple(
        Entry(path, problem="is empty" if path == "b.txt" else None) for path in ("a.txt", "b.txt", "c.txt")
    )
    shelf = Shelf(entries, [Item("gone.txt", "gone.txt", "the file is gone")])
    shelf.put(2, Book(Item("c.txt", "The Third", "The Lantern", more="c.txt")))
    kept = names.Names(shelf, shelf.names(*Library.columns(entries)))
    for typed, path in (
        ("a.t", "a.txt"),
        ("empty", "b.txt"),
        ("lantern c", "c.txt"),
        ("third", "c.txt"),
        ("file", "gone.txt"),
    ):
        assert kept.matching(typed)[0].id == path, typed
