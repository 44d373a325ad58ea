"""Hinting: letters stand on the objects of the screen, and the next key chooses one."""

from store import DOCUMENT, Label, Selection, Span, dataclass
from tui.commands.describing import toggle
from tui.commands.suggested import following
from tui.desk import NOTHING_OPEN, Desk
from tui.hints import kind_of, lettered, offer, remaining, under_caret
from tui.modes.mode import Mode
from tui.status import folded_here

KINDS = {
    "word": "words",
    "name": "names",
    "titled": "names with titles",
    "clause": "clauses",
    "statement": "statements",
    "rest": "clauses",
    "sentence": "sentences",
    "paragraph": "paragraphs",
    "inside": "words of quotations",
    "quote": "quotations",
    "figure": "bare figures",
    "number": "figures",
}
"""What the kinds of objects are called."""
SIZING = {"+": 1, "-": -1}
PAGING = {"space": 1, "pagedown": 1, "pageup": -1, "ctrl+d": 0.5, "ctrl+u": -0.5}


@dataclass(slots=True)
class Hinting:
    """Letters stand on objects: typing one tags (or, with no label, goes) there."""

    desk: Desk
    codes: dict[str, Span]
    label: Label | None = None
    """The label that is being put; None when a word is only jumped to."""
    typed: str = ""
    size: int = 0
    """How much larger than usual the objects are, or smaller."""
    without: int = 0
    """How many objects of the screen have no letter, because there are more than letters can tell apart."""

    def take(self, key: str) -> Mode | None:
        """A letter narrows down or chooses; Enter and the label's key take what is under the caret."""
        if key == "backspace" and self.typed:
            self.typed = ""
            self.show()
            return self
        if self.label is not None and (key == "enter" or key == self.label.key):
            self.leave()
            self._take_under_caret(self.label)
            return None
        letter = key.lower()
        typed = self.typed + letter
        left = {code: span for code, span in self.codes.items() if code.startswith(typed)}
        if len(letter) != 1 or not left:
            return self._other(key)
        if typed not in left:
            self.typed = typed
            self.show()
            return self
        self.leave()
        self._choose(left[typed], select=key != letter)
        return None

    def show(self) -> None:
        """Put the letters on the screen and say what they do."""
        desk, pane = self.desk, self.desk.pane
        if pane is None:
            return
        left = [span for code, span in self.codes.items() if code.startswith(self.typed)]
        pane.show_hints(remaining(self.codes, self.typed, pane.view.seen), left if self.label else ())
        if self.label is None:
            more = f"{self.without:,} more have none; " if self.without else ""
            desk.say(f"{more}type the letter of a word to go there; Esc backs out")
        else:
            sizes = f"; {KINDS[kind]}" if self.size and (kind := kind_of(self.label, self.size)) else ""
            more = f"{self.without:,} more have no letter, Ctrl+D goes on to them; " if self.without else ""
            desk.say(
                f"{self.label.name}{sizes}: {more}type a letter to tag, a capital to select, Enter for what is here, "
                "- + for smaller, larger"
            )

    def leave(self) -> None:
        """Take the letters off the screen."""
        if self.desk.pane is not None:
            self.desk.pane.show_hints({})
        self.desk.say("")

    def _other(self, key: str) -> Mode | None:
        """A key that is no letter of a hint: other sizes, another page or label, a suggestion, or the end of it."""
        desk, label = self.desk, self.label
        if label is not None and not self.typed:
            if key in SIZING:
                return self._resized(label, SIZING[key])
            if key in PAGING and desk.pane is not None:
                self.leave()
                desk.pane.move_page(PAGING[key])
                return begin(desk, label, self.size)
            if other := desk.project.schema.by_key(key):
                self.leave()
                desk.mode = None
                label_key(desk, other)
                return desk.mode
        self.leave()
        if key == "tab" and label is not None:
            following(desk)
        elif key != "escape":
            desk.say(f"{key if len(key) == 1 else 'that key'} is on no hint; nothing was tagged")
        return None

    def _resized(self, label: Label, by: int) -> Mode | None:
        desk, size = self.desk, self.size + by
        if kind_of(label, size) is None:
            select = desk.keymap.hint("select")
            more = "larger" if by > 0 else "smaller"
            desk.say(f"{label.name}: the objects do not get {more}; {select} selects anything")
            return self
        return begin(desk, label, size) or self

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

    def _take_under_caret(self, label: Label) -> None:
        desk = self.desk
        if desk.pane is None:
            return
        if words := folded_here(desk):
            desk.say(words)
            return
        span = under_caret(label, desk.pane.sheet.segments, desk.pane.caret, self.size)
        if span is None:
            desk.say("there is no word under the caret")
        else:
            desk.tag(span, label)


def begin(desk: Desk, label: Label, size: int = 0) -> Hinting | None:
    """Put hints for a label on the screen; None, and the reason said, when it has nothing to take there."""
    pane, spread = desk.pane, desk.spread
    if pane is None or spread is None:
        return None
    found = offer(label, pane.sheet.segments, spread.layer, pane.view.seen, size)
    desk.alongside.hinted = found.kind
    if not found.spans:
        select = desk.keymap.hint("select")
        desk.say(f"no {KINDS[found.kind]} left to tag as {label.name} on this screen; {select} selects anything")
        return None
    codes = lettered(found.spans, without=label.key.lower())
    hinting = Hinting(desk, codes, label, size=size, without=len(found.spans) - len(codes))
    hinting.show()
    return hinting


def label_key(desk: Desk, label: Label) -> None:
    """A label's key was pressed: tag what is selected, else offer what is on the screen."""
    if label.kind == DOCUMENT:
        toggle(desk, label.name)
        return
    pane = desk.pane
    if pane is None or desk.spread is None:
        desk.say(NOTHING_OPEN)
        return
    if desk.project.read_only:
        desk.say(f"read-only: {desk.project.read_only}")
        return
    if not pane.selection.is_empty:
        desk.tag(pane.selection.span, label)
        return
    desk.mode = begin(desk, label)
