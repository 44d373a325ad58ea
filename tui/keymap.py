"""The one table of what keys do: help, manual, palette, footer and dispatch all come from it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from store import StoreError, dataclass
from tui.keys import Yielded, named, taken_by

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

    def keys_in(self, preset: Preset) -> tuple[str, ...]:
        """Its keys in a preset."""
        if preset == "vim":
            return self.keys
        if self.id in ARROWS:
            return ARROWS[self.id]
        return tuple(key for key in self.keys if all(len(part) > 1 for part in key.split()))


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
    Action("tag-all", ("T",), "tag all like this in the open articles", "tag", "Counted and shown before; one step."),
    Action(
        "tag-everywhere", ("g T",), "tag a name in the whole project", "tag", "All spellings, counted before; one step."
    ),
    Action(
        "untag",
        ("x", "backspace", "delete"),
        "untag what is under the caret",
        "tag",
        "A suggestion: reject it for good.",
    ),
    Action("untag-alike", ("X",), "untag all like this in the article", "tag", "Same words and label; one step."),
    Action("accept", ("a",), "accept a suggestion", "tag", "The one under the caret, else the next in sight."),
    Action("accept-alike", ("A",), "accept all suggestions like this here", "tag", "Same words and label; one step."),
    Action("suggestion-next", ("g n",), "next suggestion", "tag", "From the last one on to the first."),
    Action("suggestions", ("g s",), "show or hide suggestions", "tag", "What your own tags suggest, marked with ?."),
    Action("resize", ("r",), "move the edges of an annotation", "tag", "← → right edge, Shift+← → left edge, Enter."),
    Action("unsure", ("!",), "mark as unsure, or sure again", "tag"),
    Action("note", ("c",), "note on the annotation here, else on the article", "tag"),
    Action("document-labels", ("d",), "labels for the whole article", "tag", "Enter gives or takes; type to make one."),
    Action("labels", ("g L",), "labels: add, rename, change, delete", "tag", "Live at once; one undo step each."),
    Action("undo", ("u", "ctrl+z"), "undo, in whatever article it was", "tag"),
    Action("redo", ("ctrl+r", "ctrl+y"), "redo", "tag"),
    Action("annotation-next", ("m",), "next annotation", "annotations"),
    Action("annotation-back", ("M",), "previous annotation", "annotations"),
    Action("step-overlap", (";",), "step through overlapping annotations", "annotations"),
    Action("card", ("enter",), "card of an annotation", "annotations", "All about it, to be changed; opens a fold."),
    Action("cluster", ("g j",), "cluster of an annotation", "annotations", "The same person, thing or claim."),
    Action("clusters", ("g c",), "list of all clusters", "annotations", "Rename, merge, split off, delete."),
    Action("claims", ("g w",), "the same claim in other articles", "annotations", "Three sentences to link or reject."),
    Action(
        "board", ("B",), "board of what each article says", "annotations", "Clusters and linked claims by articles."
    ),
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
    Action("compare", ("g v",), "compare annotators, and judge", "annotations", "The result is `adjudicated`'s."),
    Action("list", ("i",), "list of the annotations", "annotations", "Ctrl+O sorts, Ctrl+G by cluster, Del untags."),
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
    Action("passage-next", ("p",), "next shared passage", "articles", "Every other pane goes to its copy."),
    Action("passage-back", ("P",), "previous shared passage", "articles"),
    Action("passages-project", ("g p",), "passages shared with the whole project", "articles", "Enter opens beside."),
    Action("scroll-together", ("S",), "scroll the panes together, or not", "articles", "By what they share."),
    Action("only-here", ("g o",), "what only this article says, or all alike", "articles", "No relative was found."),
    Action("passages-marked", (), "mark shared passages, or not", "articles"),
    Action("passages-all", (), "count furniture and refrains as passages, or not", "articles"),
    Action("search", ("/", "ctrl+f"), "search in the article", "find"),
    Action("hit-next", ("n",), "next hit", "find"),
    Action("hit-back", ("N",), "previous hit", "find"),
    Action("search-panes", ("*",), "this text in all panes", "find", "The selection, else the word under the caret."),
    Action(
        "search-project",
        ("&",),
        "search in the whole project",
        "find",
        "Words, names, patterns, labels, notes; as you type.",
    ),
    Action(
        "elsewhere", ("W",), "where else this was said", "find", "The selection, else the sentence; with its edits."
    ),
    Action("copy", ("y",), "copy with citation", "copy"),
    Action("copy-text", ("Y",), "copy the text only", "copy"),
    Action("copy-exact", (), "copy the exact text, control characters and all", "copy"),
    Action("clean", ("z",), "hide or show the highlights", "program"),
    Action(
        "fold", ("g f",), "open or shut a fold", "program", "Reply forms, share bars and the like; Enter opens too."
    ),
    Action("folds-all", ("g F",), "open or shut all folds of the article", "program"),
    Action(
        "furniture", ("g u",), "call lines furniture, or text again", "program", "The selection, fold, passage or line."
    ),
    Action("folds", (), "fold what belongs to the page, or show all lines", "program"),
    Action("marks", (), "show or hide label keys in the margin and all edges", "program"),
    Action("legend", (), "hide or show the legend", "program"),
    Action("theme", (), "light or dark", "program"),
    Action("wrap", (), "wrap long lines or cut them", "program"),
    Action("export", ("ctrl+e",), "export a dataset", "program", "What the format cannot hold is said before."),
    Action("import", (), "import articles and tags of other programs", "program", "What comes in is shown before."),
    Action("disk", ("ctrl+s",), "state of the disk, and problems", "program", "Nothing ever has to be saved."),
    Action("palette", (":", "ctrl+p"), "all commands", "program"),
    Action("help", ("?", "f1"), "keys and labels", "program"),
    Action("tour", (), "a tour through all this", "program", "On a copy of sample articles; yours wait meanwhile."),
    Action("quit", ("q", "ctrl+q"), "quit", "program", "Never asks, never loses."),
)
"""Every action of the reading screen, in the order of the help."""

ARROWS: Mapping[str, tuple[str, ...]] = {
    "char-left": ("ctrl+left",),
    "char-right": ("ctrl+right",),
    "word-end": ("alt+end",),
    "sentence-back": ("alt+left",),
    "sentence-next": ("alt+right",),
    "paragraph-back": ("ctrl+up",),
    "paragraph-next": ("ctrl+down",),
    "jump": ("ctrl+g",),
    "select": ("f8",),
    "select-sentence": ("shift+f8",),
    "swap-ends": ("alt+o",),
    "grow": ("alt+up",),
    "shrink": ("alt+down",),
    "pick-label": ("insert", "ctrl+t"),
    "repeat": ("f4",),
    "untag-alike": ("ctrl+delete",),
    "unsure": ("f7",),
    "redo": ("ctrl+y",),
    "annotation-next": ("f5",),
    "annotation-back": ("shift+f5",),
    "step-overlap": ("shift+f7",),
    "moved": ("alt+m",),
    "relocate": ("alt+r",),
    "annotators": ("alt+a",),
    "compare": ("alt+v",),
    "labels": ("alt+w",),
    "list": ("ctrl+l",),
    "article-next": ("alt+pagedown", "ctrl+pagedown"),
    "article-back": ("alt+pageup", "ctrl+pageup"),
    "find-article": ("ctrl+o",),
    "done-next": ("f9",),
    "pane-add": ("f12",),
    "pane-close": ("shift+f12",),
    "pane-zoom": ("alt+z",),
    "pane-wider": ("alt+shift+right",),
    "pane-narrower": ("alt+shift+left",),
    "pane-equal": ("alt+e",),
    "passage-next": ("alt+p",),
    "passage-back": ("alt+u",),
    "passages-project": ("alt+shift+u",),
    "scroll-together": ("alt+y",),
    "only-here": ("alt+i",),
    "hit-next": ("f3",),
    "hit-back": ("f2",),
    "search-panes": ("ctrl+k",),
    "search-project": ("alt+shift+f",),
    "elsewhere": ("alt+s",),
    "copy": ("ctrl+c",),
    "copy-text": ("alt+c",),
    "clean": ("alt+h",),
    "fold": ("alt+shift+o",),
    "folds-all": ("alt+shift+a",),
    "furniture": ("alt+shift+t",),
    "quit": ("ctrl+q",),
    "tag-all": ("f6",),
    "tag-everywhere": ("shift+f6",),
    "note": ("alt+n",),
    "document-labels": ("alt+d",),
    "resize": ("ctrl+r",),
    "link": ("alt+l",),
    "link-follow": ("alt+g",),
    "link-back": ("alt+shift+g",),
    "link-type": ("alt+t",),
    "link-remove": ("alt+x",),
    "cluster": ("alt+j",),
    "clusters": ("alt+k",),
    "board": ("alt+shift+k",),
    "claims": ("alt+shift+w",),
    "accept": ("alt+q",),
    "accept-alike": ("alt+shift+q",),
    "suggestion-next": ("alt+shift+n",),
    "suggestions": ("alt+shift+s",),
}
"""Action id -> its keys in the preset without characters; the others keep those of their keys that are none."""


class KeymapError(StoreError):
    """The keys cannot be used as they are given; the text says which and where."""


class Keymap:
    """Which keys do what: a preset of the table, with a user's own keys in place of its keys where there are any.

    A key of the preset yields to a user's own that is the same, begins it or goes on from it, so that no action that
    is new to the table makes somebody's config wrong.
    """

    def __init__(
        self, own: Mapping[str, Iterable[str]] = {}, preset: Preset = "vim", places: Mapping[str, str] = {}
    ) -> None:
        """Lay out the keys.

        Args:
            own: action id -> the keys it has instead of the preset's; none, and it is in the palette only.
            preset: the keys of the others.
            places: action id -> where its own keys were written, for messages.

        Raises:
            KeymapError: an id is unknown, or two actions have one key of the user's own.
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
        self.yielded = tuple(self._yield_to(own))
        """The preset's keys that own ones stand in place of, in the order of the table."""
        if not self._keys["palette"]:
            message = f"{self._at('palette')} needs a key: it leads to everything that has none"
            raise KeymapError(message)
        self._by_key: dict[str, str] = {}
        for action_id, keys in self._keys.items():
            for key in keys:
                self._give(key, action_id)
        self._prefixes = {key.rpartition(" ")[0]: key for key in self._by_key if " " in key}
        self._must_not_begin_longer_ones()

    def _yield_to(self, own: Mapping[str, object]) -> Iterator[Yielded]:
        """Take the keys away that clash with own ones; Esc backs out, whatever else is wanted of it."""
        given = {key: one for one in self._keys if one in own for key in self._keys[one] if key != "escape"}
        for action_id in [one for one in self._keys if one not in own]:
            lost = {key: to for key in self._keys[action_id] if (to := taken_by(key, given))}
            self._keys[action_id] = tuple(key for key in self._keys[action_id] if key not in lost)
            yield from (Yielded(key, action_id, to) for key, to in lost.items())

    def notice(self) -> str:
        """What to say of keys that have yielded; empty when none has."""
        if not self.yielded:
            return ""
        one, others = self.yielded[0], {yielded.action for yielded in self.yielded[1:]} - {self.yielded[0].action}
        more = f"; so it is with {len(others)} more, `sidemark keys` lists them" if others else ""
        return f"{self.told(one)}{more}"

    def told(self, one: Yielded) -> str:
        """What became of an action whose key has yielded, and of the key."""
        title = f"“{self.actions[one.action].title}”"
        keys = self.shown(one.action)
        now = f"{title} has {keys}" if keys else self.hint(one.action).replace(title, f"{title} is", 1)
        return f"{named(one.key)} yields to your key for {one.to}: {now}"

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
                place = self.places.get(self._by_key[key])
                longer.setdefault(key.split()[0], []).append(named(key) + (f" ({place})" if place else ""))
        begins = {key: f"first key of {', '.join(sorted(keys))}" for key, keys in longer.items() if len(key) == 1}
        return single | begins

    def _title(self, action_id: str) -> str:
        place = self.places.get(action_id)
        return self.actions[action_id].title + (f" ({place})" if place else "")
