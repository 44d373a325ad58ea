"""The keys that screens and modes have of their own, besides the key table: for each some test presses it there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests" / "tui" / "screen"
OTHER = " test_other_ways"
PLACES = {
    "tui/screens/annotations.py": "test_list",
    "tui/screens/board.py": "test_board",
    "tui/screens/card.py": "test_card" + OTHER,
    "tui/screens/claiming.py": "test_claiming",
    "tui/screens/compare.py": "test_compare",
    "tui/screens/elsewhere.py": "test_elsewhere",
    "tui/screens/everywhere.py": "test_everywhere",
    "tui/screens/exporting.py": "test_exporting" + OTHER,
    "tui/screens/labels.py": "test_labels",
    "tui/screens/library.py": "test_library test_describing",
    "tui/screens/note.py": "test_card" + OTHER,
    "tui/screens/pages.py": "test_other_ways",
    "tui/screens/picker.py": "test_other_ways",
    "tui/screens/prompt.py": "test_other_ways",
    "tui/screens/tagging_everywhere.py": "test_tagging_everywhere",
    "tui/modes/hinting.py": "test_hinting test_tagging test_suggestions",
    "tui/modes/linking.py": "test_other_ways",
    "tui/modes/resizing.py": "test_resizing" + OTHER,
    "tui/modes/tagging_all.py": "test_tagging_all test_tagging_open",
}
"""Where keys are told apart -> the tests that press them."""
NO_KEYS = ("clusters.py",)
"""Modules whose tables of what to do are not by keys."""
ASKED = {"key", "event.key"}
KEY = re.compile(
    r".|(?:ctrl|shift|alt)\+\S+|tab|enter|escape|delete|backspace|space|up|down|left|right|home|end|pagedown|pageup"
)


def keys_of(source: str) -> Iterator[str]:
    """The keys that a module tells apart: those of its tables of what to do, and those that it compares a key with."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Dict) and _does(node):
            yield from _words(*(key for key in node.keys if key is not None))
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "dict.fromkeys" and len(node.args) == 2:
            yield from _words(node.args[0])
        elif isinstance(node, ast.Compare) and ast.unparse(node.left) in ASKED:
            yield from _words(*node.comparators)


def _does(table: ast.Dict) -> bool:
    return all(isinstance(value, ast.Lambda | ast.Attribute | ast.Call | ast.Name) for value in table.values)


def _words(*nodes: ast.expr) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value):
            yield "space" if node.value == " " else node.value
        elif isinstance(node, ast.Tuple | ast.Set):
            yield from _words(*node.elts)


def pressed_in(source: str) -> set[str]:
    """The words of a module of tests that may be keys."""
    return {
        one.value for one in ast.walk(ast.parse(source)) if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }


@pytest.mark.parametrize("place", PLACES)
def test_a_test_presses_each_key(place: str) -> None:
    keys = set(keys_of((ROOT / place).read_text(encoding="utf-8")))
    assert keys
    pressed = {key for name in PLACES[place].split() for key in pressed_in((TESTS / f"{name}.py").read_text("utf-8"))}
    assert sorted(keys - pressed) == []


def test_no_module_that_tells_keys_apart_is_left_out() -> None:
    found = {
        str(path.relative_to(ROOT))
        for folder in ("screens", "modes")
        for path in (ROOT / "tui" / folder).glob("*.py")
        if set(keys_of(path.read_text(encoding="utf-8"))) - {"escape"} and path.name not in NO_KEYS
    }
    assert sorted(found - set(PLACES)) == []
