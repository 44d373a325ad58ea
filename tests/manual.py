"""The parts of the manual that are made from the program's tables: `python -m tests.manual` writes them."""

import re
from collections.abc import Callable
from pathlib import Path

from store import ALIASES, CODES, HOLDS, all_formats
from tui.keymap import GROUPS, Keymap

ROOT = Path(__file__).resolve().parents[1]
MANUAL = ROOT / "docs" / "manual.md"
FORMATS = ROOT / "docs" / "formats.md"


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
    heads = (
        "overlap",
        "links",
        "attributes",
        "notes",
        "unsure",
        "clusters",
        "document labels",
        "annotators",
        "ids",
        "text",
    )
    rows = [f"| format | what | offsets | {' | '.join(heads)} | read | extra |", "|---" * (len(heads) + 5) + "|"]
    for one in all_formats():
        names = ", ".join(f"`{name}`" for name in (one.name, *(a for a, n in ALIASES.items() if n == one.name)))
        held = " | ".join("yes" if what in one.holds else "" for what in HOLDS)
        more = f"{'yes' if one.read else ''} | {f'`{one.extra}`' if one.extra else ''}"
        rows.append(f"| {names} | {one.title} | {one.unit} | {held} | {more} |")
    return "\n".join(rows)


def example() -> str:
    """The format that the page on formats shows."""
    source = (ROOT / "tests" / "store" / "formats" / "quotes.py").read_text(encoding="utf-8")
    return f"```python\n{source}```"


def findings() -> str:
    """The table of what `sidemark check` tells."""
    rows = ["| code | | what is the matter |", "|---|---|---|"]
    return "\n".join([*rows, *(f"| `{code}` | {severity} | {words} |" for code, (severity, words) in CODES.items())])


TABLES: dict[Path, dict[str, Callable[[], str]]] = {
    MANUAL: {"keys": keys, "findings": findings},
    FORMATS: {"formats": formats, "example": example},
}
"""What is made in each file: the name of a place in it, and what belongs there."""


def filled(path: Path) -> str:
    """A file of the documentation with its tables made anew."""
    text = path.read_text(encoding="utf-8")
    for name, make in TABLES[path].items():
        pattern = re.compile(rf"(<!-- {name}:[^>]*-->\n).*?(<!-- /{name} -->)", re.DOTALL)
        found = pattern.search(text)
        assert found is not None, name
        text = text.replace(found[0], f"{found[1]}{make()}\n{found[2]}")
    return text


if __name__ == "__main__":
    for made in TABLES:
        made.write_text(filled(made), encoding="utf-8")
