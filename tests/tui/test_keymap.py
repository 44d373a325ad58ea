"""The table of keys."""

import pytest

from tui.commands.table import COMMANDS
from tui.keymap import ACTIONS, GROUPS, PRESETS, Keymap, KeymapError


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
    longer = "gF, gL, gT, ga, gb, gc, gf, gg, gj, gl, gm, gn, go, gp, gr, gs, gt, gu, gv, gw, gx"
    assert reserved["g"] == f"first key of {longer}"


def test_without_letters_every_character_is_left_to_labels() -> None:
    keymap = Keymap(preset="arrows")
    assert keymap.reserved() == {}
    assert [key for action in keymap for key in keymap.keys(action.id) if len(key) == 1 or " " in key] == []


def test_what_has_keys_in_one_preset_has_some_in_the_other() -> None:
    one, other = (Keymap(preset=preset) for preset in PRESETS)
    assert [action.id for action in ACTIONS if bool(one.keys(action.id)) != bool(other.keys(action.id))] == []


def test_esc_always_backs_out() -> None:
    keymap = Keymap({"library": ["Q"]})
    assert keymap.action("Q") == keymap.action("escape") == "library"
    with pytest.raises(KeymapError, match="Esc is given to both library and quit"):
        Keymap({"quit": ["escape"]})


def test_the_commands_always_have_a_key() -> None:
    with pytest.raises(KeymapError, match="palette needs a key"):
        Keymap({"palette": []})


def test_a_message_names_the_first_key_or_the_way_to_the_commands() -> None:
    keymap = Keymap({"untag": [], "quit": ["Q", "f2"]})
    assert keymap.hint("quit") == "Q"
    assert keymap.hint("untag") == "“untag what is under the caret” in the commands (:)"


def test_a_label_cannot_have_a_key_of_ones_own_and_is_told_where_that_is() -> None:
    keymap = Keymap({"quit": ["9"]}, places={"quit": "config.toml, line 3"})
    assert keymap.reserved()["9"] == "quit (config.toml, line 3)"
    longer = Keymap({"quit": ["9 q"]}, places={"quit": "config.toml, line 3"})
    assert longer.reserved()["9"] == "first key of 9q (config.toml, line 3)"
