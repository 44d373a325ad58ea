"""The one table of what keys do: help, manual, palette, footer and dispatch all come from it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from store import dataclass

Group = Literal["move", "select", "tag", "annotations", "articles", "find", "copy", "program"]
"""What an action is about; the help is ordered by it."""
GROUPS: Mapping[Group, str] = {
    "move": "Move",
    "select": "Select",
    "tag": "Tag",
    "annotations": "Annotations",
    "articles": "Articles and panes",
    "find": "Find",
    "copy": "Copy",
    "program": "Program",
}


@dataclass(frozen=True, slots=True)
class Action:
    """Something a user can do on the reading screen."""

    id: str
    """Stable; what a user's own key settings name."""
    keys: tuple[str, ...]
    """Each a key or, with a blank between them, keys one after the other; none: palette only."""
    title: str
    """What it does, in a few words: the palette's line and the help's."""
    group: Group
    help: str = ""
    """One sentence more, where the title does not say it all."""


ACTIONS: tuple[Action, ...] = (
    Action("char-left", ("h",), "character left", "move"),
    Action("char-right", ("l",), "character right", "move"),
    Action("word-back", ("b", "left"), "previous word", "move"),
    Action("word-next", ("w", "right"), "next word", "move"),
    Action("word-end", ("e",), "end of the word", "move"),
    Action("row-down", ("j", "down"), "row down", "move"),
    Action("row-up", ("k", "up"), "row up", "move"),
    Action("sentence-back", ("(",), "previous sentence", "move"),
    Action("sentence-next", (")",), "next sentence", "move"),
    Action("paragraph-back", ("{",), "previous paragraph", "move"),
    Action("paragraph-next", ("}",), "next paragraph", "move"),
    Action("row-start", ("^", "home"), "start of the row", "move"),
    Action("row-end", ("$", "end"), "end of the row", "move"),
    Action("text-start", ("g g", "ctrl+home"), "start of the text", "move"),
    Action("text-end", ("G", "ctrl+end"), "end of the text", "move"),
    Action("page-down", ("space", "pagedown"), "page down", "move"),
    Action("page-up", ("pageup",), "page up", "move"),
    Action("half-down", ("ctrl+d",), "half a page down", "move"),
    Action("half-up", ("ctrl+u",), "half a page up", "move"),
    Action("jump", ("f",), "jump to a word", "move", "Type the word's first letter, then the letter of its hint."),
    Action("select", ("v",), "start or end a selection", "select", "The motions then extend it; Esc drops it."),
    Action("select-sentence", ("V",), "select the sentence; again: one more", "select"),
    Action("swap-ends", ("o",), "go to the selection's other end", "select"),
    Action("extend-left", ("shift+left",), "extend by a word to the left", "select"),
    Action("extend-right", ("shift+right",), "extend by a word to the right", "select"),
    Action("extend-up", ("shift+up",), "extend by a row up", "select"),
    Action("extend-down", ("shift+down",), "extend by a row down", "select"),
    Action("grow", ("+",), "grow the selection", "select", "Word, name, clause, quote, sentence, paragraph."),
    Action("shrink", ("-",), "shrink the selection", "select"),
    Action("pick-label", ("t",), "tag with any label, found by typing", "tag"),
    Action("repeat", (".",), "tag with the last label again", "tag"),
    Action("tag-all", ("T",), "tag all places with these words", "tag", "Counted and shown before; one step."),
    Action("untag", ("x", "backspace", "delete"), "untag what is under the caret", "tag"),
    Action("untag-alike", ("X",), "untag all like this in the article", "tag", "Same words and label; one step."),
    Action("resize", ("r",), "move the edges of an annotation", "tag", "← → right edge, Shift+← → left edge, Enter."),
    Action("unsure", ("!",), "mark as unsure, or sure again", "tag"),
    Action("labels", ("g L",), "labels: add, rename, change, delete", "tag", "Live at once; one undo step each."),
    Action("undo", ("u", "ctrl+z"), "undo, in whatever article it was", "tag"),
    Action("redo", ("ctrl+r", "ctrl+y"), "redo", "tag"),
    Action("annotation-next", ("m",), "next annotation", "annotations"),
    Action("annotation-back", ("M",), "previous annotation", "annotations"),
    Action("step-overlap", (";",), "step through overlapping annotations", "annotations"),
    Action("link", ("L",), "link with another annotation", "annotations", "Once at each end, then its type."),
    Action("link-follow", ("g l",), "follow a link to its other end", "annotations"),
    Action("link-back", ("g b",), "back to where a link was followed from", "annotations"),
    Action("link-type", ("g t",), "give a link another type", "annotations"),
    Action("link-remove", ("g x",), "take a link away", "annotations"),
    Action("moved", ("g m",), "tags that an edit of the article has moved", "annotations", "Accept or place each."),
    Action(
        "relocate",
        ("g r",),
        "articles that were renamed, moved or deleted",
        "annotations",
        "Where their tags belong now.",
    ),
    Action("annotators", ("g a",), "annotators: show, hide, work as", "annotations"),
    Action("list", ("i",), "list of the article's annotations", "annotations"),
    Action("article-next", ("]",), "next article in this pane", "articles"),
    Action("article-back", ("[",), "previous article in this pane", "articles"),
    Action("find-article", ("O",), "open an article, found by typing", "articles"),
    Action("done-next", ("D",), "mark the article done and go to the next", "articles", "On a done article: not done."),
    Action("pane-next", ("tab",), "next pane", "articles"),
    Action("pane-back", ("shift+tab",), "previous pane", "articles"),
    Action("pane-add", ("|",), "open another article beside", "articles", "Up to six panes."),
    Action("pane-close", ("_",), "close this pane", "articles"),
    Action("pane-zoom", ("Z",), "this pane alone, or all again", "articles"),
    Action("pane-wider", (">",), "wider pane", "articles"),
    Action("pane-narrower", ("<",), "narrower pane", "articles"),
    Action("pane-equal", ("=",), "panes of equal width", "articles"),
    Action("library", ("escape",), "library of all articles", "articles", "Esc first backs out of what is going on."),
    Action("search", ("/", "ctrl+f"), "search in the article", "find"),
    Action("hit-next", ("n",), "next hit", "find"),
    Action("hit-back", ("N",), "previous hit", "find"),
    Action("search-panes", ("*",), "this text in all panes", "find", "The selection, else the word under the caret."),
    Action("copy", ("y",), "copy with citation", "copy"),
    Action("copy-text", ("Y",), "copy the text only", "copy"),
    Action("copy-exact", (), "copy the exact text, control characters and all", "copy"),
    Action("clean", ("z",), "hide or show the highlights", "program"),
    Action("marks", (), "show or hide label keys in the margin and all edges", "program"),
    Action("legend", (), "hide or show the legend", "program"),
    Action("theme", (), "light or dark", "program"),
    Action("wrap", (), "wrap long lines or cut them", "program"),
    Action("disk", ("ctrl+s",), "state of the disk, and problems", "program", "Nothing ever has to be saved."),
    Action("palette", (":", "ctrl+p"), "all commands", "program"),
    Action("help", ("?", "f1"), "keys and labels", "program"),
    Action("quit", ("q",), "quit", "program", "Never asks, never loses."),
)
"""Every action of the reading screen, in the order of the help."""

NAMES = {
    "left": "←", "right": "→", "up": "↑", "down": "↓", "escape": "Esc", "enter": "Enter", "tab": "Tab",
    "space": "Space", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End",
    "backspace": "Backspace", "delete": "Delete", "ctrl": "Ctrl", "shift": "Shift", "f1": "F1",
}  # fmt: skip


class KeymapError(ValueError):
    """Two actions want one key; the text names both."""


class Keymap:
    """Which keys do what: the table, with a user's own keys in place of its keys where there are any."""

    def __init__(self, own: Mapping[str, Iterable[str]] = {}) -> None:
        """Lay out the keys.

        Args:
            own: action id -> the keys it has instead of the table's.

        Raises:
            KeymapError: an id is unknown, or two actions have one key.
        """
        self.actions = {action.id: action for action in ACTIONS}
        """Every action by its id."""
        if unknown := sorted(own.keys() - self.actions.keys()):
            message = f"there is no action {unknown[0]!r}; `sidemark keys` lists them"
            raise KeymapError(message)
        self._keys = {action.id: tuple(own.get(action.id, action.keys)) for action in ACTIONS}
        self._by_key: dict[str, str] = {}
        for action_id, keys in self._keys.items():
            for key in keys:
                if (other := self._by_key.setdefault(key, action_id)) != action_id:
                    message = f"the key {named(key)} is given to both {other} and {action_id}"
                    raise KeymapError(message)
        self._prefixes = {key.rpartition(" ")[0] for key in self._by_key if " " in key}
        if both := self._prefixes & self._by_key.keys():
            message = f"the key {named(min(both))} does something and also begins a longer one"
            raise KeymapError(message)

    def __iter__(self) -> Iterator[Action]:
        return iter(ACTIONS)

    def action(self, keys: str) -> str | None:
        """The id of what a key, or keys with blanks between them, does; None when it does nothing."""
        return self._by_key.get(keys)

    def is_prefix(self, keys: str) -> bool:
        """Whether more keys have to follow."""
        return keys in self._prefixes

    def keys(self, action_id: str) -> tuple[str, ...]:
        """The keys of an action."""
        return self._keys[action_id]

    def shown(self, action_id: str) -> str:
        """The keys of an action, as the help writes them."""
        return " ".join(named(key) for key in self._keys[action_id])

    def reserved(self) -> dict[str, str]:
        """The single keys that labels cannot have, each with what it does or which longer keys it begins."""
        single = {key: self.actions[action_id].title for key, action_id in self._by_key.items() if len(key) == 1}
        longer: dict[str, list[str]] = {}
        for key in self._by_key:
            if " " in key:
                longer.setdefault(key.split()[0], []).append(named(key))
        begins = {key: f"first key of {', '.join(sorted(keys))}" for key, keys in longer.items() if len(key) == 1}
        return single | begins


def named(key: str) -> str:
    """A key as people write it: `ctrl+r` -> `Ctrl+R`, `g g` -> `gg`, `pagedown` -> `PgDn`."""
    if " " in key:
        return "".join(named(part) for part in key.split())
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    last = NAMES.get(last, last.upper() if modifiers else last)
    return "+".join([*(NAMES[modifier] for modifier in modifiers), last])
