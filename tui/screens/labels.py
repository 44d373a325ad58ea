"""Labels: the screen on which the label set is changed while the session goes on; each change is one undo step."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from store import COLORS, HINTS, Done, Label, StoreError
from tui.commands.table import COMMANDS
from tui.display import display
from tui.keys import key_of, named
from tui.screens.around import Around
from tui.screens.dialog import Dialog
from tui.screens.picker import Picker
from tui.screens.prompt import Prompt
from tui.theme import Palette, colours_of, looks_of
from tui.widgets.label_table import LabelTable, Row
from tui.widgets.listing import Item, Listing
from tui.words import counted

KEYS = "a add · n name · k key · c colour · t kind · h hint · d description · e example · J K order · x delete · u undo"
LOOK = 1.0
"""Seconds between two looks whether another program has changed the labels."""
UNKNOWN = "g gives its tags to a label · u undo · Esc goes back"


class LabelsScreen(Dialog[None]):
    """The labels in a table; a letter changes the marked one. Esc goes back."""

    CSS_PATH = "labels.tcss"

    def __init__(self, around: Around) -> None:
        super().__init__()
        self.around, self.desk = around, around.desk
        self.labels = around.desk.project.labels
        """The label set."""
        self._may_copy = False
        self._shown: object = None
        self._keys = _keys(self)

    def compose(self) -> ComposeResult:
        """Title, table, what the last key did, the keys."""
        with Vertical(id="labels"):
            yield Static(id="labels-title")
            yield LabelTable(self._palette())
            yield Static(id="labels-said")
            yield Static(id="labels-keys")

    def on_mount(self) -> None:
        """Show what there is."""
        self.show()
        self.set_interval(LOOK, self._follow)

    def _follow(self) -> None:
        """Show what another program has made of the labels."""
        if self.is_current and self._shown != (self.desk.project.schema, self.labels.problem):
            self.show()

    def show(self, name: str = "") -> None:
        """Bring the table up to date, with a label marked: by name, else the one at the same place."""
        table, project = self.query_one(LabelTable), self.desk.project
        rows, self._shown = self._rows(), (project.schema, self.labels.problem)
        at = next((number for number, row in enumerate(rows) if row.name == name), table.at)
        table.palette = self._palette()
        table.put(rows, at)
        title = f"{counted(len(project.schema.labels), 'label')} of {project.title} · your tags are counted"
        self.query_one("#labels-title", Static).update(Content(display(title)))
        said = self.desk.message or self.labels.problem or (project.read_only and f"read-only: {project.read_only}")
        self.query_one("#labels-said", Static).update(Content(display(said or "")))
        self._tell_keys()

    def _palette(self) -> Palette:
        looks = looks_of(self.desk.project.schema.labels)
        colours = colours_of(self.app.no_color, self.app.console.color_system)
        return Palette(looks, dark=self.app.current_theme.dark, colours=colours)

    def _rows(self) -> tuple[Row, ...]:
        schema, counts = self.desk.project.schema, dict(self.labels.counts())
        rows = [
            Row(one.name, one.key, at, counts.pop(one.name, 0), one.kind, one.hint, one.color or "(any)", _about(one))
            for at, one in enumerate(schema.labels)
        ]
        unknown = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        first = len(rows)
        rows += [
            Row(
                name, "?", first + number, count, "unknown", "", "", "not in the label set; g gives its tags to a label"
            )
            for number, (name, count) in enumerate(unknown)
        ]
        return tuple(rows)

    def _tell_keys(self) -> None:
        is_known = self.marked is not None
        self.query_one("#labels-keys", Static).update(Content(f"{KEYS} · Esc goes back" if is_known else UNKNOWN))

    @property
    def marked(self) -> Label | None:
        """The marked label; None for a name that is none."""
        row = self.query_one(LabelTable).row
        label = self.desk.project.schema.label(row.name) if row else None
        return label if label is not None and row is not None and label.name == row.name else None

    # keys

    def on_key(self, event: events.Key) -> None:
        """Move, change, or go back."""
        event.stop()
        event.prevent_default()
        self.desk.message = ""
        table = self.query_one(LabelTable)
        key = key_of(event)
        if event.key == "escape":
            self.dismiss(None)
        elif key in self._keys:
            self._keys[key]()
            if self.is_current:
                self.show()
        elif not table.press({"j": "down"}.get(key, event.key)):
            self.desk.say(f"{named(key)} does nothing here")
            self.show()

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """Tell which keys there are for the marked row."""
        event.stop()
        self._tell_keys()

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        """Offer what can be done with a label."""
        event.stop()
        if self.marked is None:
            self.give()
        else:
            rows = [Item(key, words, key) for key, words in CHOICES]
            self.ask(Picker(f"{self.marked.name} · Enter chooses", rows), lambda item: self._keys[item.id]())

    # asking

    def ask(self, screen: Picker, then: Callable[[Item], None]) -> None:
        """Have something chosen; nothing happens when nobody does."""

        def chosen(item: Item | None) -> None:
            if item is not None:
                then(item)
            self.show_again()

        self.app.push_screen(screen, chosen)

    def ask_line(self, title: str, value: str, then: Callable[[str], None]) -> None:
        """Have a line written; nothing happens when nobody does."""

        def written(line: str | None) -> None:
            if line is not None:
                then(line)
            self.show_again()

        self.app.push_screen(Prompt(title, value), written)

    def show_again(self) -> None:
        """Bring the table up to date where this screen is in front."""
        if self.is_attached and self.is_current:
            self.show()

    def on_screen_resume(self) -> None:
        """Bring the table up to date: what lay over it may have changed something."""
        if self.query("#labels-title"):
            self.show()

    # doing

    def do(self, work: Callable[[], Done], words: str, name: str = "") -> None:
        """Change something, and say so; before the first change of a ready label set ask."""
        try:
            is_copied = not self._may_copy and self.labels.writes_out()
        except StoreError as error:
            self.desk.say(str(error))
            return
        if is_copied:
            title = "The labels are those of a ready set; to change one, all are written into sidemark.toml"
            rows = [Item("yes", "write them there, and change this one"), Item("", "leave it")]
            self.ask(Picker(title, rows), lambda item: self._copy(work, words, name) if item.id else None)
        else:
            self._do(work, words, name)

    def _copy(self, work: Callable[[], Done], words: str, name: str) -> None:
        self._may_copy = True
        self._do(work, words, name)

    def _do(self, work: Callable[[], Done], words: str, name: str) -> None:
        before = self.desk.project.schema
        try:
            done = work()
        except StoreError as error:
            self.desk.say(str(error))
            return
        self.desk.follow(done)
        if not done.changes and self.desk.project.schema is before:
            self.desk.say("that is so already")
            return
        tags = sum(1 for change in done.changes if change.table == "annotations")
        more = f", {counted(tags, 'tag')}" if tags else ""
        said = f"{words}{more}; u takes that back"
        self.desk.say(f"{said}; {done.remark}" if done.remark else said)
        if self.is_attached:
            self.show(name)

    def add(self) -> None:
        """Add a label: its name, then its key; the rest is like the marked one's."""
        like = self.marked or Label("")

        def named_so(name: str) -> None:
            self.ask_line(f"{name}: key, or none: ", "", lambda key: keyed(name.strip(), key.strip()))

        def keyed(name: str, key: str) -> None:
            made = Label(name, like.kind, key, "", like.hint)
            self.do(lambda: self.labels.add(made), f"{name} added", name)

        self.ask_line("Name of the new label: ", "", named_so)

    def rename(self) -> None:
        """Give the marked label another name."""
        if (label := self.marked) is None:
            self._no_label()
            return

        def named_so(name: str) -> None:
            words = f"{label.name} is {name.strip()} now"
            self.do(lambda: self.labels.rename(label.name, name.strip()), words, name.strip())

        self.ask_line(f"New name of {label.name}: ", label.name, named_so)

    def write(self, member: str) -> None:
        """Write the marked label's key, kind, description or example."""
        if (label := self.marked) is None:
            self._no_label()
            return
        self.ask_line(f"{label.name}, {member}: ", getattr(label, member), partial(self._change, label, member))

    def choose(self, member: str, values: Sequence[str]) -> None:
        """Choose the marked label's colour or hint."""
        if (label := self.marked) is None:
            self._no_label()
            return
        rows = [Item(one, one) for one in values]
        if member == "color":
            rows += [Item("#", "#rrggbb, written by hand"), Item("", "one that is handed out")]
        at = next((number for number, row in enumerate(rows) if row.id == getattr(label, member)), 0)

        def chosen(item: Item) -> None:
            if item.id == "#":
                self.write("color")
            else:
                self._change(label, member, item.id)

        self.ask(Picker(f"{label.name}, {NAMES.get(member, member)} · Enter takes it", rows, at=at), chosen)

    def _change(self, label: Label, member: str, value: str) -> None:
        words = f"{label.name}: {NAMES.get(member, member)} {value.strip() or 'none'}"
        self.do(lambda: self.labels.change(label.name, **{member: value.strip()}), words, label.name)

    def move(self, by: int) -> None:
        """Put the marked label one place on or back."""
        if (label := self.marked) is None:
            self._no_label()
            return
        self.do(lambda: self.labels.move(label.name, by), f"{label.name} moved", label.name)

    def delete(self) -> None:
        """Take the marked label out, and ask where its annotations go."""
        if (label := self.marked) is None:
            self._no_label()
            return
        row = self.query_one(LabelTable).row
        count = row.count if row else 0
        tags = counted(count, "tag")
        rows = [Item("to", f"its {tags} go to another label …"), Item("untag", f"its {tags} are taken away")]
        rows.append(Item("keep", f"its {tags} stay, under a name that is no label"))
        if not count:
            rows = [Item("keep", "delete it; it has no tags of yours")]
        delete = self.labels.delete

        def chosen(item: Item) -> None:
            if item.id == "to":
                title = f"{tags} of {label.name} go to … · Enter deletes {label.name}"
                self._to_another(title, label.name, lambda to: delete(label.name, "to", to), f"{label.name} deleted")
            elif item.id == "untag":
                self.do(lambda: delete(label.name, "untag"), f"{label.name} deleted")
            else:
                self.do(lambda: delete(label.name, "keep"), f"{label.name} deleted")

        self.ask(Picker(f"Delete {label.name}? · Esc keeps it", [*rows, Item("", "keep the label")]), lambda item: (
            chosen(item) if item.id else None
        ))  # fmt: skip

    def give(self) -> None:
        """Give the annotations of a name that is no label to one that is."""
        row = self.query_one(LabelTable).row
        if row is None or self.marked is not None:
            self.desk.say("that is for names that are no label; x deletes a label and gives its tags away")
            return
        title = f"{counted(row.count, 'tag')} of {row.name} go to … · Enter does it"
        self._to_another(title, row.name, lambda to: self.labels.give(row.name, to), f"{row.name} given away")

    def _to_another(self, title: str, name: str, work: Callable[[str], Done], words: str) -> None:
        others = [one for one in self.desk.project.schema.labels if one.name != name]
        rows = [Item(one.name, one.name, f"{one.kind} {one.key}".strip()) for one in others]
        self.ask(Picker(title, rows), lambda item: self.do(lambda: work(item.id), f"{words} to {item.id}", item.id))

    def step(self, action: str) -> None:
        """Undo or redo, whatever was done last."""
        COMMANDS[action](self.desk)

    def _no_label(self) -> None:
        self.desk.say("that is no label: g gives its tags to one")


def _about(label: Label) -> str:
    parts = [label.description, f"({label.example})" if label.example else ""]
    parts += [f"was {', '.join(label.was)}"] if label.was else []
    return " ".join(part for part in parts if part)


def _keys(screen: LabelsScreen) -> Mapping[str, Callable[[], None]]:
    keys: dict[str, Callable[[], None]] = {
        "a": screen.add,
        "n": screen.rename,
        "k": partial(screen.write, "key"),
        "c": lambda: screen.choose("color", COLORS),
        "t": partial(screen.write, "kind"),
        "h": lambda: screen.choose("hint", HINTS),
        "d": partial(screen.write, "description"),
        "e": partial(screen.write, "example"),
        "J": partial(screen.move, 1),
        "K": partial(screen.move, -1),
        "x": screen.delete,
        "g": screen.give,
        "u": partial(screen.step, "undo"),
        "ctrl+r": partial(screen.step, "redo"),
    }
    also = {"delete": "x", "backspace": "x", "shift+down": "J", "shift+up": "K", "ctrl+z": "u", "ctrl+y": "ctrl+r"}
    return keys | {key: keys[other] for key, other in also.items()}


NAMES = {"color": "colour"}
"""What a member of a label is called on the screen."""
CHOICES = (
    ("n", "another name; all tags go along"), ("k", "another key"), ("c", "another colour"), ("t", "another kind"),
    ("h", "another hint: what its key offers"), ("d", "another description"), ("e", "another example"),
    ("J", "one place on"), ("K", "one place back"), ("x", "delete"), ("a", "add a label behind the others"),
)  # fmt: skip
"""What Enter offers on a label: key, words."""


def labels(around: Around) -> None:
    """Change the label set while the session goes on."""
    around.push(LabelsScreen(around), lambda _: around.tell())
