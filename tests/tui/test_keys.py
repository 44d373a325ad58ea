"""Keys by name: as people write them, and as terminals send them."""

from types import SimpleNamespace

import pytest
from textual import events
from textual._xterm_parser import XTermParser

from tui.keymap import PRESETS, Keymap, Preset
from tui.keys import UnknownKeyError, caution, key_from, key_of, named

CODES = {"up": "A", "down": "B", "right": "C", "left": "D", "end": "F", "home": "H", "f1": "P", "f2": "Q", "f4": "S"}
NUMBERS = {
    "insert": 2, "delete": 3, "pageup": 5, "pagedown": 6, "f5": 15, "f6": 17, "f7": 18, "f8": 19, "f9": 20, "f10": 21,
    "f11": 23, "f12": 24,
}  # fmt: skip
PLAIN = {
    "escape": "\x1b[27u", "enter": "\r", "tab": "\t", "shift+tab": "\x1b[Z", "space": " ", "backspace": "\x7f",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "ctrl+space": "\x00",
}  # fmt: skip


def sent(key: str) -> str:
    """What xterm sends for a key (ctlseqs, "PC-Style Function Keys")."""
    if key in PLAIN:
        return PLAIN[key]
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    code = 1 + sum({"shift": 1, "alt": 2, "ctrl": 4}[one] for one in modifiers)
    if last in CODES:
        return f"\x1b[1;{code}{CODES[last]}" if modifiers else f"\x1b[{CODES[last]}"
    if last in NUMBERS:
        return f"\x1b[{NUMBERS[last]};{code}~" if modifiers else f"\x1b[{NUMBERS[last]}~"
    if modifiers == ["ctrl"]:
        return chr(ord(last.upper()) - 64)
    return f"\x1b{last.upper() if 'shift' in modifiers else last}" if modifiers else last


def arrives(data: str) -> list[str]:
    """The keys that the program makes of what a terminal sends."""
    parser = XTermParser()
    found = [*parser.feed(data), *parser.feed("")]
    return [key_of(event) for event in found if isinstance(event, events.Key)]


@pytest.mark.parametrize("preset", PRESETS)
def test_every_key_of_the_presets_arrives_as_what_it_is(preset: Preset) -> None:
    keymap = Keymap(preset=preset)
    keys = {part for action in keymap for key in keymap.keys(action.id) for part in key.split()}
    assert {key: arrives(sent(key)) for key in keys} == {key: [key] for key in keys}
    assert [key for key in keys if caution(key)] == []


@pytest.mark.parametrize(
    "key", ["ctrl+\\", "ctrl+]", "ctrl+^", "ctrl+_", "ctrl+space", "alt+shift+x", "alt+x", "é", "+"]
)
def test_more_keys_that_arrive(key: str) -> None:
    assert arrives(sent(key)) == [key]
    assert caution(key) == ""


@pytest.mark.parametrize(
    "key",
    ["ctrl+i", "ctrl+m", "ctrl+h", "alt+f", "alt+b", "alt+1", "alt+.", "shift+f3", "ctrl+f3", "ctrl+1", "alt+enter"],
)
def test_keys_that_arrive_as_others_or_not_at_all_come_with_a_caution(key: str) -> None:
    lone = {"shift+f3": "\x1b[1;2R", "ctrl+f3": "\x1b[1;5R", "ctrl+1": "1", "alt+enter": "\x1b\r"}
    assert arrives(lone.get(key) or sent(key)) != [key]
    assert caution(key)


@pytest.mark.parametrize("key", ["ctrl+shift+a", "ctrl+enter", "shift+enter", "ctrl+1", "f13"])
def test_keys_of_newer_terminals_come_with_a_caution(key: str) -> None:
    assert "kitty" in caution(key)


def test_alt_with_a_letter_is_not_the_letter() -> None:
    assert key_of(SimpleNamespace(key="alt+x", character="x", is_printable=True)) == "alt+x"


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("h", "h"), ("G", "G"), ("+", "+"), ("g g", "g g"), ("Ctrl+R", "ctrl+r"), ("PgDn", "pagedown"),
        ("Esc", "escape"), ("Shift+←", "shift+left"), ("shift+a", "A"), ("control+alt+x", "alt+ctrl+x"),
        ("CTRL++", "ctrl++"), ("F5", "f5"), ("del", "delete"), ("ctrl+]", "ctrl+]"), ("→", "right"),
        ("Ctrl+Space", "ctrl+space"), ("Alt+Shift+X", "alt+shift+x"),
    ],
)  # fmt: skip
def test_a_key_is_understood_however_it_is_written(words: str, key: str) -> None:
    assert key_from(words) == key
    assert key_from(named(key) if " " not in key else key) == key


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "empty"),
        ("a b c", "more than two"),
        ("gg", '"g g" are two'),
        ("pgdwn", "did you mean pgdn"),
        ("win+x", "'win', which is none of"),
        ("shift+1", "the character that it gives"),
        ("ctrl+banana", "is no key"),
        ("\x07", "U\\+0007"),
    ],
)
def test_what_is_no_key_is_refused_with_the_reason(words: str, why: str) -> None:
    with pytest.raises(UnknownKeyError, match=why):
        key_from(words)


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
        ("ctrl++", "Ctrl++"),
        ("alt+shift+x", "Alt+Shift+X"),
    ],
)
def test_keys_are_written_as_people_write_them(key: str, name: str) -> None:
    assert named(key) == name
