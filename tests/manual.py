"""The parts of the manual that are made from the program's tables: `python -m tests.manual` writes them."""

import re
from pathlib import Path

from store import ALIASES, CODES, HOLDS, all_formats
from tui.keymap import GROUPS, Keymap

MANUAL = Path(__file__).resolve().parents[1] / "docs" / "manual.md"


def keys() -> str:
    """The table of keys."""
    vim, arrows = Keymap(), Keymap(preset="arrows")
    rows = ["| keys | with `arrows` | does |", "|---|---|---|"]
    for group, title in GROUPS.items():
        rows.append(f"| **{title}** | | |")
        for action in vim:
            if action.group == group:
                more = f" {action.help}" if action.help else ""
                rows.append(f"| {_shown(vim, action.id)} | {_shown(arrows, action.id)} | {action.title}.{more} |")
    return "\n".join(rows)


def _shown(keymap: Keymap, action: str) -> str:
    return " ".join(f"`{key}`" for key in keymap.shown(action).split()).replace("`|`", "`\\|`") or "palette"


def formats() -> str:
    """The table of dataset formats."""
    rows = ["| format | what | offsets | holds |", "|---|---|---|---|"]
    for one in all_formats():
        names = ", ".join(f"`{name}`" for name in (one.name, *(a for a, n in ALIASES.items() if n == one.name)))
        rows.append(f"| {names} | {one.title} | {one.unit} | {', '.join(h for h in HOLDS if h in one.holds)} |")
    return "\n".join(rows)


def findings() -> str:
    """The table of what `sidemark check` tells."""
    rows = ["| code | | what is the matter |", "|---|---|---|"]
    return "\n".join([*rows, *(f"| `{code}` | {severity} | {words} |" for code, (severity, words) in CODES.items())])


def filled(text: str) -> str:
    """The manual with its tables made anew."""
    for name, table in (("keys", keys()), ("formats", formats()), ("findings", findings())):
        pattern = re.compile(rf"(<!-- {name}:[^>]*-->\n).*?(<!-- /{name} -->)", re.DOTALL)
        found = pattern.search(text)
        assert found is not None, name
        text = text.replace(found[0], f"{found[1]}{table}\n{found[2]}")
    return text


if __name__ == "__main__":
    MANUAL.write_text(filled(MANUAL.read_text(encoding="utf-8")), encoding="utf-8")
