"""What is typed into a list letter by letter finds what it finds at once."""

from tui.screens.picker import Names
from tui.widgets.listing import Item

ITEMS = [
    Item(f"{at}", name)
    for at, name in enumerate(("Ferry", "A ferry", "Harbour", "ferry pier", "Pier", "ferr", "Ferris"))
]


def test_letter_by_letter_finds_the_same_as_all_at_once() -> None:
    names = Names(ITEMS)
    for typed in ("f", "fe", "fer", "ferr", "ferry", "ferry p", "ferry", "ferri", "p", "pi", "pier", "f", "r p"):
        assert names.matching(typed) == Names(ITEMS).matching(typed), typed
    assert next(item.left for item in names.matching("ferry p")) == "ferry pier"
