"""The letters that stand for link types."""

from store import Schema

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def type_letters(schema: Schema) -> dict[str, str]:
    """The letter of each link type of a label set, whichever are offered: one of its own if one is free."""
    found: dict[str, str] = {}
    for kind in dict.fromkeys(one.type for one in schema.links):
        wanted = [char for char in kind.casefold() if char in LETTERS]
        others = (*LETTERS, *"0123456789", *map(chr, range(0xE0, 0x2000)))
        found[kind] = next(char for char in (*wanted, *others) if char not in found.values())
    return found
