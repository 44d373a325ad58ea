"""Settings: the user's own config: keys, suggestions, folds; in the user's folder, never in a project."""

import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tui.display import display
from tui.keymap import ACTIONS, PRESETS, Keymap, KeymapError, Preset
from tui.keys import UnknownKeyError, key_from

LARGEST = 1 << 18
"""Bytes of a config; nobody writes more."""
TABLES = ("keys", "suggestions", "reading")
"""What a config can have."""
SUGGESTIONS = ("shown", "threshold")
"""What can be chosen about suggestions."""
READING = ("folds",)
"""What can be chosen about reading."""
THRESHOLD = 0.7
"""The confidence from which on something is suggested, unless somebody wants another."""
PRESET = "preset"
"""The one name in `[keys]` that is no action's."""


def config_path(platform: str = sys.platform, environment: Mapping[str, str] = os.environ) -> Path:
    """Where the user's config is, whether or not it is there."""
    home = Path(environment.get("HOME") or environment.get("USERPROFILE") or "~").expanduser()
    if platform == "win32":
        folder = Path(environment.get("APPDATA") or home / "AppData" / "Roaming")
    elif platform == "darwin":
        folder = home / "Library" / "Application Support"
    else:
        folder = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
        folder = folder if folder.is_absolute() else home / ".config"  # as the XDG specification wants it
    return folder / "sidemark" / "config.toml"


def read_keymap(path: Path | None = None) -> Keymap:
    """The keys as the user wants them; those of the program where there is no config.

    Raises:
        KeymapError: the config cannot be read or used; the text says where and why.
    """
    path = path or config_path()
    config, table = _read(path)
    if strange := next((name for name in table if name not in TABLES), None):
        is_action = strange in {PRESET, *(action.id for action in ACTIONS)}
        hint = (
            "it belongs below a line [keys]"
            if is_action
            else f"[{'], ['.join(TABLES[:-1])}] and [{TABLES[-1]}] are all"
        )
        hint = "it belongs below a line [suggestions]" if strange in SUGGESTIONS else hint
        hint = "it belongs below a line [reading]" if strange in READING else hint
        raise config.refuse(strange, f"there is no setting {_quoted(strange)}; {hint}")
    config.suggesting(table.get("suggestions", {}))  # what is wrong there is said at the start, too
    config.folding(table.get("reading", {}))
    keys = table.get("keys", {})
    if not isinstance(keys, dict):
        raise config.refuse("keys", "keys has to be written as [keys], with one action a line below")
    own = {name: config.keys(name, value) for name, value in keys.items() if name != PRESET}
    return Keymap(own, config.preset(keys), {name: f"{path}, line {config.line(name)}" for name in own})


def read_suggesting(path: Path | None = None) -> tuple[bool, float]:
    """Whether the user wants suggestions, and from what confidence on, 0 to 1.

    Raises:
        KeymapError: the config cannot be read or used; the text says where and why.
    """
    config, table = _read(path or config_path())
    return config.suggesting(table.get("suggestions", {}))


def read_folding(path: Path | None = None) -> bool:
    """Whether the user wants the furniture of pages folded.

    Raises:
        KeymapError: the config cannot be read or used; the text says where and why.
    """
    config, table = _read(path or config_path())
    return config.folding(table.get("reading", {}))


def _read(path: Path) -> "tuple[_Config, dict[str, Any]]":
    """The config, and what is in it; nothing where there is none."""
    text = _text(path)
    if not text:
        return _Config(path, ""), {}
    import tomllib  # noqa: PLC0415 - 2 ms, for those who have a config

    try:
        return _Config(path, text), tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"{path}: {error or 'is nested too deeply'}; mend it and start again"
        raise KeymapError(message) from error


def _text(path: Path) -> str:
    """The config's text; empty where there is none."""
    try:
        if path.exists() and not path.is_file():
            message = f"{path}: is not a file"
            raise KeymapError(message)
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror})"
        raise KeymapError(message) from error
    if len(data) > LARGEST:
        message = f"{path}: has more than {LARGEST >> 10} kB"
        raise KeymapError(message)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"{path}, line {line}: is not UTF-8"
        raise KeymapError(message) from error


class _Config:
    """A config's text, and what is said about its lines."""

    def __init__(self, path: Path, text: str) -> None:
        self._path, self._lines = path, text.split("\n")

    def line(self, name: str) -> int:
        """The line, from 1, in which a name is given a value or a table begins."""
        word = re.escape(name)
        given = re.compile(rf"""(?:^|[\s{{,.])(?:{word}|"{word}"|'{word}')\s*=|^\s*\[+\s*["']?{word}\b""")
        lines = (number for number, line in enumerate(self._lines, 1) if given.search(line.partition("#")[0]))
        return next(lines, 1)

    def refuse(self, name: str, why: str) -> KeymapError:
        """What to say about the line of a name."""
        return KeymapError(f"{self._path}, line {self.line(name)}: {why}")

    def preset(self, keys: Mapping[str, Any]) -> Preset:
        """The preset that was chosen."""
        value = keys.get(PRESET, "vim")
        for preset in PRESETS:
            if preset == value:
                return preset
        raise self.refuse(PRESET, f"there is no preset {_quoted(value)}; there are {' and '.join(PRESETS)}")

    def suggesting(self, table: object) -> tuple[bool, float]:
        """What was chosen about suggestions."""
        if not isinstance(table, dict):
            raise self.refuse("suggestions", "it has to be written as [suggestions], with one setting a line below")
        if strange := next((name for name in table if name not in SUGGESTIONS), None):
            raise self.refuse(
                strange, f"there is no {_quoted(strange)} in [suggestions]; {' and '.join(SUGGESTIONS)} are all"
            )
        shown, threshold = table.get("shown", True), table.get("threshold", THRESHOLD)
        if not isinstance(shown, bool):
            raise self.refuse("shown", "shown has to be true or false")
        if isinstance(threshold, bool) or not isinstance(threshold, int | float) or not 0 <= threshold <= 1:
            raise self.refuse("threshold", "threshold has to be a number from 0 to 1")
        return shown, float(threshold)

    def folding(self, table: object) -> bool:
        """What was chosen about folds."""
        if not isinstance(table, dict):
            raise self.refuse("reading", "it has to be written as [reading], with one setting a line below")
        if strange := next((name for name in table if name not in READING), None):
            raise self.refuse(strange, f"there is no {_quoted(strange)} in [reading]; {' and '.join(READING)} is all")
        folds = table.get("folds", True)
        if not isinstance(folds, bool):
            raise self.refuse("folds", "folds has to be true or false")
        return folds

    def keys(self, name: str, value: object) -> tuple[str, ...]:
        """The keys of an action."""
        known = [action.id for action in ACTIONS]
        if name not in known:
            near = _near(name, known)
            hint = f"did you mean {near}?" if near else "`sidemark keys` lists them"
            raise self.refuse(name, f"there is no action {_quoted(name)}; {hint}")
        written = [value] if isinstance(value, str) else value
        if not isinstance(written, list) or not all(isinstance(one, str) for one in written):
            raise self.refuse(name, f'the keys of {name} have to be "a key" or ["a key", "another"]')
        return tuple(dict.fromkeys(self._key(name, one) for one in written))

    def _key(self, name: str, words: str) -> str:
        try:
            return key_from(words)
        except UnknownKeyError as error:
            raise self.refuse(name, f"the key {_quoted(words)} of {name} {error}") from error


def _near(name: str, known: Iterable[str]) -> str:
    """The known id that is meant, or ""."""
    from difflib import get_close_matches  # noqa: PLC0415 - only for a mistake

    wanted = name.casefold().replace("_", "-")
    return next(iter(get_close_matches(wanted, known, 1)), "")


def _quoted(value: object) -> str:
    words = display(value if isinstance(value, str) else str(value))
    return f"“{words[:60]}”"
