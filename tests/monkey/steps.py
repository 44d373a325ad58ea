"""What a monkey does: steps as words, made from a seed."""

from collections.abc import Callable, Iterable, Iterator
from random import Random

from tui.keymap import Keymap
from tui.keys import named

LEAVING = frozenset({"q", "ctrl+q"})
"""Keys that end the program: pressed by the one who plays, not by the monkey."""
COMMANDS = ("import", "marks", "legend", "theme", "wrap", "folds", "passages", "copy exact", "labels", "compare")
"""What is typed into the palette, for what has no key."""
COMMON = (
    "escape", "escape", "enter", "enter", "tab", "shift+tab", "up", "down", "left", "right", "pagedown", "pageup",
    "home", "end", "backspace", "delete", "space", "ctrl+o", "ctrl+g", "ctrl+r", "ctrl+u", "ctrl+w", "ctrl+a", "ctrl+k",
    "shift+up", "shift+down", "shift+left", "shift+right", "f1", "|", "+", "-", "=", "!", "?",
)  # fmt: skip
WORDS = ("gate", "marrow", "é港", "x", "(", "a b", "42", "['\"]", "PERSON")
SIZES = ((120, 40), (80, 24), (40, 10), (200, 50), (60, 20), (39, 9), (20, 4), (132, 12), (41, 60))
AT_REST = {"action": 60, "label": 20, "common": 6, "letter": 4, "mouse": 4, "command": 3, "size": 3}
IN_DIALOG = {"leave": 25, "common": 35, "letter": 22, "label": 5, "words": 5, "mouse": 5, "size": 3}
"""How often each kind of step is taken on the reading screen, and in whatever stands over it."""


def steps(seed: int, count: int, is_at_rest: Callable[[], bool]) -> Iterator[str]:
    """The steps of a monkey: a key, `size 80x24`, or `click 0.31 0.77`, a place as shares of the screen.

    Args:
        seed: of what it does.
        count: the least number of steps.
        is_at_rest: whether the reading screen has the keys just then.
    """
    random = Random(seed)
    keymap = Keymap()
    actions = [keys for action in keymap for keys in keymap.keys(action.id) if keys not in LEAVING]
    made = 0
    while made < count:
        odds = AT_REST if is_at_rest() else IN_DIALOG
        for step in _some(random, random.choices(list(odds), list(odds.values()))[0], actions):
            made += 1
            yield step


def _some(random: Random, kind: str, actions: list[str]) -> Iterable[str]:
    """The steps of one idea."""
    share, (columns, rows) = random.random, random.choice(SIZES)
    ideas: dict[str, Iterable[str]] = {
        "action": random.choice(actions).split(" "),
        "label": (random.choice("1234567890"), random.choice("asdfghjklASDF")),
        "leave": ("escape",),
        "common": (random.choice(COMMON),),
        "letter": (chr(random.randrange(33, 127)),),
        "words": random.choice(WORDS),
        "command": (":", *random.choice(COMMANDS), "enter"),
        "mouse": (f"{random.choice(('click', 'menu'))} {share():.2f} {share():.2f}",),
        "size": (f"size {columns}x{rows}",),
    }
    return ideas[kind]


def told(done: list[str]) -> str:
    """Steps in words, for a message."""
    return " ".join(one if one.startswith(("size ", "click ", "menu ")) else named(one) for one in done)
