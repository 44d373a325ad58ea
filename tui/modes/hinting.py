"""Hinting: letters stand on the objects of the screen, and the next key chooses one."""

from store import DOCUMENT, Label, Selection, Span, dataclass
from tui.commands.describing import toggle
from tui.desk import Desk
from tui.hints import candidates, lettered, remaining, under_caret
from tui.modes.mode import Mode

NO_OBJECTS = {
    "names": "names",
    "sentences": "sentences",
    "quotes": "quotations",
    "numbers": "figures",
    "words": "words",
}


@dataclass(slots=True)
class Hinting:
    """Letters stand on objects: typing one tags (or, with no label, goes) there."""

    desk: Desk
    codes: dict[str, Span]
    label: Label | None = None
    """The label that is being put; None when a word is only jumped to."""
    typed: str = ""

    def take(self, key: str) -> Mode | None:
        """A letter narrows down or chooses; Enter and the label's key take what is under the caret."""
        desk = self.desk
        if key == "enter" or (self.label is not None and key == self.label.key):
            self.leave()
            self._take_under_caret()
            return None
        letter = key.lower()
        typed = self.typed + letter
        left = {code: span for code, span in self.codes.items() if code.startswith(typed)}
        if len(letter) != 1 or not left:
            self.leave()
            if key != "escape":
                desk.say(f"{key if len(key) == 1 else 'that key'} is on no hint; nothing was tagged")
            return None
        if typed not in left:
            self.typed = typed
            self.show()
            return self
        self.leave()
        self._choose(left[typed], select=key != letter)
        return None

    def show(self) -> None:
        """Put the letters on the screen and say what they do."""
        desk = self.desk
        if desk.pane is None:
            return
        desk.pane.show_hints(remaining(self.codes, self.typed))
        if self.label is None:
            desk.say("type the letter of a word to go there; Esc backs out")
        else:
            desk.say(f"{self.label.name}: type a letter to tag, a capital to select, Enter for the word here")

    def leave(self) -> None:
        """Take the letters off the screen."""
        if self.desk.pane is not None:
            self.desk.pane.show_hints({})
        self.desk.say("")

    def _choose(self, span: Span, *, select: bool) -> None:
        desk = self.desk
        if desk.pane is None:
            return
        if select:
            desk.pane.select(Selection(span.start, span.end))
        elif self.label is None:
            desk.pane.move_to(span.start, extend=desk.is_selecting)
        else:
            desk.tag(span, self.label)

    def _take_under_caret(self) -> None:
        desk = self.desk
        if desk.pane is None or self.label is None:
            return
        span = under_caret(self.label, desk.pane.sheet.segments, desk.pane.caret)
        if span is None:
            desk.say("there is no word under the caret")
        else:
            desk.tag(span, self.label)


def label_key(desk: Desk, label: Label) -> None:
    """A label's key was pressed: tag what is selected, else offer what is on the screen."""
    if label.kind == DOCUMENT:
        toggle(desk, label.name)
        return
    pane, spread = desk.pane, desk.spread
    if pane is None or spread is None:
        desk.say("open an article first: Esc shows the library")
        return
    if desk.project.read_only:
        desk.say(f"read-only: {desk.project.read_only}")
        return
    if not pane.selection.is_empty:
        desk.tag(pane.selection.span, label)
        return
    found = candidates(label, pane.sheet.segments, spread.layer, pane.view.visible)
    if not found:
        what = NO_OBJECTS.get(label.hint, "words")
        select = desk.keymap.hint("select")
        desk.say(f"no {what} left to tag as {label.name} on this screen; {select} selects anything")
        return
    hinting = Hinting(desk, lettered(found, without=label.key), label)
    desk.mode = hinting
    hinting.show()
