"""The table of keys."""

import pytest

from tui.commands import COMMANDS
from tui.keymap import ACTIONS, GROUPS, Keymap, KeymapError, named


def test_every_action_has_a_place_in_the_help_and_words() -> None:
    for action in ACTIONS:
        assert action.group in GROUPS
        assert action.title
        assert action.title == action.title.strip(". ")
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)


def test_commands_are_actions() -> None:
    assert COMMANDS.keys() <= {action.id for action in ACTIONS}


def test_a_key_given_twice_is_refused_with_both_names() -> None:
    with pytest.raises(KeymapError, match="given to both char-left and quit"):
        Keymap({"quit": ["h"]})


def test_a_key_that_also_begins_a_longer_one_is_refused() -> None:
    with pytest.raises(KeymapError, match="begins a longer one"):
        Keymap({"quit": ["g"]})


def test_an_unknown_action_is_refused() -> None:
    with pytest.raises(KeymapError, match="no action 'fly'"):
        Keymap({"fly": ["q"]})


def test_own_keys_stand_in_place_of_the_tables() -> None:
    keymap = Keymap({"quit": ["Q", "ctrl+x"]})
    assert keymap.action("Q") == keymap.action("ctrl+x") == "quit"
    assert keymap.action("q") is None
    assert keymap.shown("quit") == "Q Ctrl+X"


def test_keys_after_one_another_have_a_prefix() -> None:
    keymap = Keymap()
    assert keymap.is_prefix("g")
    assert keymap.action("g g") == "text-start"
    assert not keymap.is_prefix("h")


def test_digits_and_unused_letters_are_left_to_labels() -> None:
    reserved = Keymap().reserved()
    assert not set("0123456789") & reserved.keys()
    assert reserved["q"] == "quit"
    assert reserved["g"] == "first key of gL, ga, gb, gg, gl, gm, gr, gt, gx"


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("h", "h"),
        ("G", "G"),
        ("+", "+"),
        ("g g", "gg"),
        ("ctrl+r", "Ctrl+R"),
        ("shift+left", "Shift+←"),
        ("pagedown", "PgDn"),
    ],
)
def test_keys_are_written_as_people_write_them(key: str, name: str) -> None:
    assert named(key) == name
