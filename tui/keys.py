"""Keys: what the program, people and terminals call them, and which of them a terminal can send."""

from collections.abc import Mapping
from typing import Protocol

from store import dataclass

SHOWN: Mapping[str, str] = {
    "left": "←", "right": "→", "up": "↑", "down": "↓", "escape": "Esc", "enter": "Enter", "tab": "Tab",
    "space": "Space", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End", "insert": "Insert",
    "backspace": "Backspace", "delete": "Delete", "ctrl": "Ctrl", "shift": "Shift", "alt": "Alt",
    **{f"f{number}": f"F{number}" for number in range(1, 25)},
}  # fmt: skip
"""Keys and modifiers that are no characters -> what people read on them."""
ALIASES: Mapping[str, str] = {
    "esc": "escape", "return": "enter", "pgup": "pageup", "page-up": "pageup", "page_up": "pageup", "pgdn": "pagedown",
    "page-down": "pagedown", "page_down": "pagedown", "del": "delete", "ins": "insert", "blank": "space",
    "←": "left", "→": "right", "↑": "up", "↓": "down", "control": "ctrl", "option": "alt", "meta": "alt",
}  # fmt: skip
"""Other names that are understood in settings."""
MODIFIERS = ("alt", "ctrl", "shift")
"""In the order in which they stand in a key's name."""
CONTROLS: Mapping[str, str] = {
    "@": "space",
    "backslash": "\\",
    "right_square_bracket": "]",
    "circumflex_accent": "^",
    "underscore": "_",
}
"""What the terminal library calls some keys with Ctrl -> their character."""
SAME: Mapping[str, str] = {
    "ctrl+i": "Tab",
    "ctrl+m": "Enter",
    "ctrl+h": "Backspace",
    "ctrl+[": "Esc",
    "alt+f": "Ctrl+→",
    "alt+b": "Ctrl+←",
    "alt+backspace": "Ctrl+W",
}
"""Keys that arrive as others, because terminals send the same for both."""
MOVING = ("left", "right", "up", "down", "home", "end", "pageup", "pagedown", "delete", "insert")
"""Keys that terminals send together with any modifiers."""


class UnknownKeyError(ValueError):
    """That is no key; the text says why."""


class Pressed(Protocol):
    """A key event of the terminal library."""

    key: str
    character: str | None

    @property
    def is_printable(self) -> bool:
        """Whether it is a character that can be seen."""


def key_of(event: Pressed) -> str:
    """A key that was pressed, as the key table names it: a character as itself, `space`, `ctrl+r`, `alt+x`, `f5`."""
    if event.key.startswith("alt+"):  # the library gives the character too, and Alt+X must not be taken for x
        return event.key
    if event.character and event.is_printable and event.character != " ":
        return event.character
    modifiers, _, last = event.key.rpartition("+")
    return f"{modifiers}+{CONTROLS[last]}" if modifiers == "ctrl" and last in CONTROLS else event.key


def named(key: str) -> str:
    """A key as people write it: `ctrl+r` -> `Ctrl+R`, `g g` -> `gg`, `pagedown` -> `PgDn`."""
    if " " in key:
        return "".join(named(part) for part in key.split())
    *modifiers, last = _parts(key)
    last = SHOWN.get(last, last.upper() if modifiers else last)
    return "+".join([*(SHOWN[modifier] for modifier in modifiers), last])


def key_from(words: str) -> str:
    """A key, or two with a blank between them, as somebody has written it.

    Raises:
        UnknownKeyError: it is none.
    """
    keys = words.split()
    if not keys:
        message = "is empty; write [] for no key"
        raise UnknownKeyError(message)
    if len(keys) > 2:
        message = "has more than two keys one after the other"
        raise UnknownKeyError(message)
    return " ".join(_one(key) for key in keys)


def caution(key: str) -> str:
    """Why a key may not arrive, in words; empty when every terminal sends it."""
    for part in key.split():
        if part in SAME:
            return f"most terminals send {named(part)} as {SAME[part]}"
        if not _is_sent(part):
            return f"only terminals with the kitty keyboard protocol send {named(part)}"
    return ""


def _is_sent(key: str) -> bool:
    """Whether the sequences that terminals have sent since xterm have one for the key, and the library reads it."""
    *modifiers, last = _parts(key)
    if last.startswith("f") and len(last) > 1:
        if int(last[1:]) > 12:
            return False
        return not modifiers or (last != "f3" and len(modifiers) == 1)  # such an F3 looks like a report of the cursor
    if not modifiers or last in MOVING or key == "shift+tab":
        return True
    is_letter = len(last) == 1 and last.isascii() and last.isalpha()
    if modifiers == ["ctrl"]:
        return is_letter or last in CONTROLS.values()
    return is_letter and "ctrl" not in modifiers


def _parts(key: str) -> list[str]:
    if len(key) > 2 and key.endswith("++"):
        return [*key[:-2].split("+"), "+"]
    return key.split("+") if len(key) > 1 else [key]


def _one(word: str) -> str:
    if len(word) == 1 and word not in ALIASES:
        if not word.isprintable():
            message = f"holds U+{ord(word):04X}, which is no key"
            raise UnknownKeyError(message)
        return word
    *modifiers, last = (ALIASES.get(part.casefold(), part) for part in _parts(word))
    modifiers = [modifier.casefold() for modifier in modifiers]
    if strange := next((modifier for modifier in modifiers if modifier not in MODIFIERS), None):
        message = f"has {strange!r}, which is none of ctrl, alt and shift" if strange else "has a + too many"
        raise UnknownKeyError(message)
    return "+".join([*sorted(set(modifiers)), _last(last, modifiers)]) if modifiers != ["shift"] else _shifted(last)


def _shifted(last: str) -> str:
    if len(last) > 1:
        return f"shift+{_last(last, ['shift'])}"
    if not last.isalpha():
        message = "is a character with Shift; write the character that it gives"
        raise UnknownKeyError(message)
    return last.upper()


def _last(last: str, modifiers: list[str]) -> str:
    if len(last) == 1:
        return last.lower() if modifiers else last
    name = last.casefold()
    if name in SHOWN and name not in MODIFIERS:
        return name
    from difflib import get_close_matches  # noqa: PLC0415 - only for a mistake

    names = [one for one in (*SHOWN, *ALIASES) if len(one) > 1 and one not in MODIFIERS]
    near = get_close_matches(name, names, 1)
    if near:
        message = f"is no key; did you mean {near[0]}?"
    elif not modifiers and len(last) == 2:
        message = f'is no key; "{last[0]} {last[1]}" are two, one after the other'
    else:
        message = "is no key; `sidemark keys` shows how keys are written"
    raise UnknownKeyError(message)


@dataclass(frozen=True, slots=True)
class Yielded:
    """A key of the preset that an action has not got, for somebody has given it to another one."""

    key: str
    action: str
    """Whose it would be."""
    to: str
    """The action whose own key it is, or begins, or goes on from."""


def taken_by(key: str, given: Mapping[str, str]) -> str:
    """The action whose own key is this one, begins it or goes on from it; empty when there is none."""
    found = (
        to for one, to in given.items() if one == key or f"{one} ".startswith(f"{key} ") or key.startswith(f"{one} ")
    )
    return next(found, "")
