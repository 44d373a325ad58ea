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


def test_a_key_that_somebody_gives_to_two_actions_is_refused_with_both_names() -> None:
    with pytest.raises(KeymapError, match="given to both untag and quit"):
        Keymap({"quit": ["h"], "untag": ["h"]})
    with pytest.raises(KeymapError, match="begins a longer one"):
        Keymap({"quit": ["H"], "untag": ["H x"]})


def test_a_key_of_the_table_yields_to_ones_own_and_it_is_said() -> None:
    keymap = Keymap({"quit": ["x"]})
    assert keymap.action("x") == "quit"
    assert keymap.keys("untag") == ("backspace", "delete")
    assert keymap.notice() == "x yields to your key for quit: “untag what is under the caret” has Backspace Delete"


@pytest.mark.parametrize("key", ["g f", "g F"])
def test_new_keys_after_g_make_no_config_wrong(key: str) -> None:
    keymap = Keymap({"jump": [key]})
    assert keymap.action(key) == "jump"
    lost = "fold" if key == "g f" else "folds-all"
    assert keymap.keys(lost) == ()
    assert [one.action for one in keymap.yielded] == [lost]
    assert "in the commands (:)" in keymap.notice()
    assert keymap.action("g g") == "text-start"


def test_a_key_that_begins_longer_ones_takes_them_all_and_one_that_goes_on_takes_the_shorter() -> None:
    keymap = Keymap({"quit": ["g"], "untag": ["h x"]})
    assert keymap.action("g") == "quit"
    assert not keymap.is_prefix("g")
    assert [action.id for action in keymap if any(key.startswith("g ") for key in keymap.keys(action.id))] == []
    assert keymap.action("h") is None
    assert keymap.action("h x") == "untag"
    assert "so it is with" in keymap.notice()


def test_an_own_choice_for_what_has_lost_its_key_ends_the_notice() -> None:
    assert Keymap({"jump": ["g f"], "fold": []}).notice() == ""
    assert Keymap({"jump": ["g f"], "fold": ["g h"]}).notice() == ""


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
