"""The letters of link types: one each, the same whatever is offered, of the type's own where one is free."""

from store import LinkType, Schema, scheme, scheme_names
from tui.link_letters import type_letters


def test_each_type_of_each_ready_scheme_has_a_letter_of_its_own_name() -> None:
    for name in scheme_names():
        ready = scheme(name)
        found = type_letters(ready)
        assert set(found) == {one.type for one in ready.links}
        assert len(set(found.values())) == len(found)
        assert all(letter in kind.casefold() for kind, letter in found.items()), name


def test_names_without_free_letters_and_more_types_than_letters_have_one_key_each() -> None:
    schema = Schema("", (), tuple(LinkType(kind) for kind in ["aa", "a", "東", "1", *(f"z{i}" for i in range(60))]))
    found = type_letters(schema)
    assert [*found.values()][:3] == ["a", "b", "c"]
    assert len(set(found.values())) == 64
    assert all(len(letter) == 1 and letter.isprintable() for letter in found.values())
