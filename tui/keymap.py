"""The one table of what keys do: help, manual, palette, footer and dispatch all come from it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from store import StoreError, dataclass
from tui.keys import named

Preset = Literal["vim", "arrows"]
"""Which keys there are to begin with: letters as in vim, or none that is a character."""
PRESETS: tuple[Preset, ...] = ("vim", "arrows")
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
    arrows: tuple[str, ...] | None = None
    """Its keys for those who want characters for labels; None: those of `keys` that are no characters."""

    def keys_in(self, preset: Preset) -> tuple[str, ...]:
        """Its keys in a preset."""
        if preset == "vim":
            return self.keys
        if self.arrows is not None:
            return self.arrows
        return tuple(key for key in self.keys if all(len(part) > 1 for part in key.split()))


ACTIONS: tuple[Action, ...] = (
    Action("char-left", ("h",), "character left", "move", arrows=("ctrl+left",)),
    Action("char-right", ("l",), "character right", "move", arrows=("ctrl+right",)),
    Action("word-back", ("b", "left"), "previous word", "move"),
    Action("word-next", ("w", "right"), "next word", "move"),
    Action("word-end", ("e",), "end of the word", "move", arrows=("alt+end",)),
    Action("row-down", ("j", "down"), "row down", "move"),
    Action("row-up", ("k", "up"), "row up", "move"),
    Action("sentence-back", ("(",), "previous sentence", "move", arrows=("alt+left",)),
    Action("sentence-next", (")",), "next sentence", "move", arrows=("alt+right",)),
    Action("paragraph-back", ("{",), "previous paragraph", "move", arrows=("ctrl+up",)),
    Action("paragraph-next", ("}",), "next paragraph", "move", arrows=("ctrl+down",)),
    Action("row-start", ("^", "home"), "start of the row", "move"),
    Action("row-end", ("$", "end"), "end of the row", "move"),
    Action("text-start", ("g g", "ctrl+home"), "start of the text", "move"),
    Action("text-end", ("G", "ctrl+end"), "end of the text", "move"),
    Action("page-down", ("space", "pagedown"), "page down", "move"),
    Action("page-up", ("pageup",), "page up", "move"),
    Action("half-down", ("ctrl+d",), "half a page down", "move"),
    Action("half-up", ("ctrl+u",), "half a page up", "move"),
    Action(
        "jump",
        ("f",),
        "jump to a word",
        "move",
        "Type the word's first letter, then the letter of its hint.",
        arrows=("ctrl+g",),
    ),
    Action(
        "select",
        ("v",),
        "start or end a selection",
        "select",
        "The motions then extend it; Esc drops it.",
        arrows=("f8",),
    ),
    Action("select-sentence", ("V",), "select the sentence; again: one more", "select", arrows=("shift+f8",)),
    Action("swap-ends", ("o",), "go to the selection's other end", "select", arrows=("alt+o",)),
    Action("extend-left", ("shift+left",), "extend by a word to the left", "select"),
    Action("extend-right", ("shift+right",), "extend by a word to the right", "select"),
    Action("extend-up", ("shift+up",), "extend by a row up", "select"),
    Action("extend-down", ("shift+down",), "extend by a row down", "select"),
    Action(
        "grow",
        ("+",),
        "grow the selection",
        "select",
        "Word, name, clause, quote, sentence, paragraph.",
        arrows=("alt+up",),
    ),
    Action("shrink", ("-",), "shrink the selection", "select", arrows=("alt+down",)),
    Action("pick-label", ("t",), "tag with any label, found by typing", "tag", arrows=("insert", "ctrl+t")),
    Action("repeat", (".",), "tag with the last label again", "tag", arrows=("f4",)),
    Action("untag", ("x", "backspace", "delete"), "untag what is under the caret", "tag"),
    Action(
        "untag-alike",
        ("X",),
        "untag all like this in the article",
        "tag",
        "Same words and label; one step.",
        arrows=("ctrl+delete",),
    ),
    Action("unsure", ("!",), "mark as unsure, or sure again", "tag", arrows=("f7",)),
    Action("undo", ("u", "ctrl+z"), "undo, in whatever article it was", "tag"),
    Action("redo", ("ctrl+r", "ctrl+y"), "redo", "tag", arrows=("ctrl+y",)),
    Action("annotation-next", ("m",), "next annotation", "annotations", arrows=("f5",)),
    Action("annotation-back", ("M",), "previous annotation", "annotations", arrows=("shift+f5",)),
    Action("step-overlap", (";",), "step through overlapping annotations", "annotations", arrows=("shift+f7",)),
    Action(
        "moved",
        ("g m",),
        "tags that an edit of the article has moved",
        "annotations",
        "Accept or place each.",
        arrows=("alt+m",),
    ),
    Action(
        "relocate",
        ("g r",),
        "articles that were renamed, moved or deleted",
        "annotations",
        "Where their tags belong now.",
        arrows=("alt+r",),
    ),
    Action("annotators", ("g a",), "annotators: show, hide, work as", "annotations", arrows=("alt+a",)),
    Action("list", ("i",), "list of the article's annotations", "annotations", arrows=("ctrl+l",)),
    Action("article-next", ("]",), "next article in this pane", "articles", arrows=("alt+pagedown", "ctrl+pagedown")),
    Action("article-back", ("[",), "previous article in this pane", "articles", arrows=("alt+pageup", "ctrl+pageup")),
    Action("find-article", ("O",), "open an article, found by typing", "articles", arrows=("ctrl+o",)),
    Action(
        "done-next",
        ("D",),
        "mark the article done and go to the next",
        "articles",
        "On a done article: not done.",
        arrows=("f9",),
    ),
    Action("pane-next", ("tab",), "next pane", "articles"),
    Action("pane-back", ("shift+tab",), "previous pane", "articles"),
    Action("pane-add", ("|",), "open another article beside", "articles", "Up to six panes.", arrows=("f12",)),
    Action("pane-close", ("_",), "close this pane", "articles", arrows=("shift+f12",)),
    Action("pane-zoom", ("Z",), "this pane alone, or all again", "articles", arrows=("alt+z",)),
    Action("pane-wider", (">",), "wider pane", "articles", arrows=("alt+shift+right",)),
    Action("pane-narrower", ("<",), "narrower pane", "articles", arrows=("alt+shift+left",)),
    Action("pane-equal", ("=",), "panes of equal width", "articles", arrows=("alt+e",)),
    Action("library", ("escape",), "library of all articles", "articles", "Esc first backs out of what is going on."),
    Action("search", ("/", "ctrl+f"), "search in the article", "find"),
    Action("hit-next", ("n",), "next hit", "find", arrows=("f3",)),
    Action("hit-back", ("N",), "previous hit", "find", arrows=("f2",)),
    Action(
        "search-panes",
        ("*",),
        "this text in all panes",
        "find",
        "The selection, else the word under the caret.",
        arrows=("ctrl+k",),
    ),
    Action("copy", ("y",), "copy with citation", "copy", arrows=("ctrl+c",)),
    Action("copy-text", ("Y",), "copy the text only", "copy", arrows=("alt+c",)),
    Action("copy-exact", (), "copy the exact text, control characters and all", "copy"),
    Action("clean", ("z",), "hide or show the highlights", "program", arrows=("alt+h",)),
    Action("marks", (), "show or hide label keys in the margin and all edges", "program"),
    Action("legend", (), "hide or show the legend", "program"),
    Action("theme", (), "light or dark", "program"),
    Action("wrap", (), "wrap long lines or cut them", "program"),
    Action("disk", ("ctrl+s",), "state of the disk, and problems", "program", "Nothing ever has to be saved."),
    Action("palette", (":", "ctrl+p"), "all commands", "program"),
    Action("help", ("?", "f1"), "keys and labels", "program"),
    Action("tour", (), "a tour through all this", "program", "On a copy of sample articles; yours wait meanwhile."),
    Action("quit", ("q", "ctrl+q"), "quit", "program", "Never asks, never loses.", arrows=("ctrl+q",)),
)
"""Every action of the reading screen, in the order of the help."""


class KeymapError(StoreError):
    """The keys cannot be used as they are given; the text says which and where."""


class Keymap:
    """Which keys do what: a preset of the table, with a user's own keys in place of its keys where there are any."""

    def __init__(
        self, own: Mapping[str, Iterable[str]] = {}, preset: Preset = "vim", places: Mapping[str, str] = {}
    ) -> None:
        """Lay out the keys.

        Args:
            own: action id -> the keys it has instead of the preset's; none, and it is in the palette only.
            preset: the keys of the others.
            places: action id -> where its own keys were written, for messages.

        Raises:
            KeymapError: an id is unknown, or two actions have one key.
        """
        self.actions = {action.id: action for action in ACTIONS}
        """Every action by its id."""
        self.preset = preset
        """Whose keys the actions have that have no own ones."""
        self.places = places
        """Action id -> where its own keys were written."""
        if unknown := [one for one in own if one not in self.actions]:
            message = f"there is no action {unknown[0]!r}; `sidemark keys` lists them"
            raise KeymapError(message)
        self._keys = {action.id: tuple(own.get(action.id, action.keys_in(preset))) for action in ACTIONS}
        if "escape" not in self._keys["library"]:  # it backs out, whatever else does
            self._keys["library"] += ("escape",)
        if not self._keys["palette"]:
            message = f"{self._at('palette')} needs a key: it leads to everything that has none"
            raise KeymapError(message)
        self._by_key: dict[str, str] = {}
        for action_id, keys in self._keys.items():
            for key in keys:
                self._give(key, action_id)
        self._prefixes = {key.rpartition(" ")[0]: key for key in self._by_key if " " in key}
        self._must_not_begin_longer_ones()

    def _give(self, key: str, action_id: str) -> None:
        if (other := self._by_key.setdefault(key, action_id)) != action_id:
            message = f"the key {named(key)} is given to both {self._at(other)} and {self._at(action_id)}"
            raise KeymapError(message)

    def _must_not_begin_longer_ones(self) -> None:
        if both := self._prefixes.keys() & self._by_key.keys():
            one, longer = min(both), self._prefixes[min(both)]
            message = (
                f"the key {named(one)} is given to {self._at(self._by_key[one])} and also begins a longer one, "
                f"{named(longer)} of {self._at(self._by_key[longer])}"
            )
            raise KeymapError(message)

    def _at(self, action_id: str) -> str:
        """An action, and where it has its keys from if they are not all the program's own."""
        if not self.places:
            return action_id
        return f"{action_id} ({self.places.get(action_id, f'preset {self.preset}')})"

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

    def hint(self, action_id: str) -> str:
        """How to do an action, for a message: its first key, else where to find it."""
        if keys := self._keys[action_id]:
            return named(keys[0])
        commands = self._keys["palette"]
        return f"“{self.actions[action_id].title}” in the commands{f' ({named(commands[0])})' if commands else ''}"

    def reserved(self) -> dict[str, str]:
        """The single keys that labels cannot have, each with what it does or which longer keys it begins."""
        single = {key: self._title(action_id) for key, action_id in self._by_key.items() if len(key) == 1}
        longer: dict[str, list[str]] = {}
        for key in self._by_key:
            if " " in key:
                longer.setdefault(key.split()[0], []).append(named(key))
        begins = {key: f"first key of {', '.join(sorted(keys))}" for key, keys in longer.items() if len(key) == 1}
        return single | begins

    def _title(self, action_id: str) -> str:
        place = self.places.get(action_id)
        return self.actions[action_id].title + (f" ({place})" if place else "")
