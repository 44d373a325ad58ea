"""Elsewhere: where else in the project a passage was said, each place with what was edited in it."""

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from store import Edit, Elsewhere, Said, Span, Texts
from tui.commands.going import go_to
from tui.desk import NOTHING_OPEN, Desk
from tui.display import display
from tui.screens.around import Around
from tui.screens.picker import LONGEST
from tui.screens.streaming import Streaming
from tui.widgets.entry import Entry
from tui.widgets.listing import Item, Listing
from tui.words import counted, short

LOOK = 0.25
"""Seconds between two looks how far the index is."""
ROOMY = 16
"""From this height of the terminal on the wording has rows of its own."""
STYLES: Mapping[str, str] = {
    "same": "", "respelled": "italic", "changed": "bold $warning", "dropped": "bold $error", "added": "bold $success",
}  # fmt: skip


class SaidElsewhere(Streaming[Said]):
    """The places, and below them the wording of the marked one. Gives the row that was chosen."""

    def __init__(self, desk: Desk, span: Span) -> None:
        """Set it up.

        Args:
            desk: what lies open; a pane shows the passage.
            span: the passage, in the current pane.
        """
        super().__init__(desk.project)
        spread = desk.spread
        assert spread is not None
        self._passage = Elsewhere(self.index, Texts(desk.project.library), spread.article, span)
        self._words = span.of(spread.article.text)
        self._is_oldest_first = False
        self.title_words = self.told()
        self._on_mark = self._detail

    def compose(self) -> ComposeResult:
        """Title, line, list, and the wording of the marked place."""
        with Vertical(id="picker"):
            yield Static(Content(display(self.title_words)), id="picker-title")
            yield Entry(placeholder="type to narrow down", max_length=LONGEST, id="picker-line", select_on_focus=False)
            yield Listing(empty="nothing so far", id="picker-list")
            yield Static(id="wording")

    def on_mount(self) -> None:
        """Begin to look, and have the index brought up to date meanwhile."""
        self.index.refresh()
        self._was_busy = self.index.is_busy
        self.begin(self._passage.found())
        self.set_interval(LOOK, self._look)

    def on_resize(self) -> None:
        """On a low screen the places need the rows of the wording."""
        self.query_one("#wording").display = self.app.size.height >= ROOMY

    def on_key(self, event: events.Key) -> None:
        """Put the oldest first or the likest; the other keys are those of any list to type in."""
        if event.key == "ctrl+o":
            event.stop()
            event.prevent_default()
            self._is_oldest_first = not self._is_oldest_first
            self._sort()

    def item(self, number: int, found: Said) -> Item:
        """How alike it is, what became of the words, and where it is."""
        about = short(found.hit.about, 34) or PurePosixPath(found.hit.path).name
        return Item(str(number), in_short(found), f"{found.likeness:.0f}% {about}", more=found.hit.path)

    def told(self) -> str:
        """What is looked for, what was found, and which keys there are."""
        number = len(self.results)
        if self.is_over and not self.index.is_busy:
            self.query_one(Listing).empty = "this was said nowhere else"
        amount = counted(number, "place") if self.is_over else f"{number:,} so far"
        parts = [amount, f"“{short(self._words, 30)}”", self.problem, self._progress()]
        order = "oldest first" if self._is_oldest_first else "likest first"
        return " · ".join([*filter(None, parts), f"{order}, Ctrl+O", "Enter opens beside"])

    def _progress(self) -> str:
        progress = self.index.progress
        if self.index.is_busy:
            return f"{progress.done:,} of {progress.total:,} indexed" if progress.done < progress.total else ""
        return progress.problem

    def _look(self) -> None:
        """Say how far the index is, and look again when it is ready."""
        was, self._was_busy = self._was_busy, self.index.is_busy
        if was and not self._was_busy:
            self._passage = self._passage.again()
            self.begin(self._passage.found())
        elif self._was_busy:
            self.retitle(self.told())

    def _sort(self) -> None:
        def order(item: Item) -> tuple[object, ...]:
            found = self.results[int(item.id)]
            if self._is_oldest_first:
                return (not found.published, found.published, int(item.id))
            return (int(item.id),)

        self.items = sorted(self.items, key=order)
        self.query_one(Listing).show(self._found(self._typed))
        self.retitle(self.told())

    def _detail(self, item: Item) -> None:
        """Show the wording of a place."""
        self.query_one("#wording", Static).update(wording_of(self.results[int(item.id)].edits))


def in_short(found: Said) -> str:
    """What became of the words: the edits alone, or that there are none."""
    edits = [_written(edit) for edit in found.edits if edit.kind not in ("same", "respelled")]
    if not edits:
        respelled = [_written(edit) for edit in found.edits if edit.kind == "respelled"]
        return "word for word" + (f", but {' '.join(respelled)}" if respelled else "")
    return " ".join(edits)


def wording_of(edits: tuple[Edit, ...]) -> Content:
    """The words of a place, with every edit in words as well as in colour."""
    parts: list[tuple[str, str]] = []
    for edit in edits:
        parts += [(" ", "")] if parts else []
        parts.append((display(_written(edit)), STYLES[edit.kind]))
    return Content.assemble(*parts)


def _written(edit: Edit) -> str:
    """An edit in words."""
    return {
        "same": edit.new,
        "respelled": f"[{edit.old} ~ {edit.new}]",
        "changed": f"[{edit.old} → {edit.new}]",
        "dropped": f"[− {edit.old}]",
        "added": f"[+ {edit.new}]",
    }[edit.kind]


def said_elsewhere(around: Around) -> None:
    """Show where else the selection, or the sentence under the caret, was said; Enter opens the place beside."""
    desk = around.desk
    pane = desk.pane
    if pane is None or desk.spread is None:
        desk.say(NOTHING_OPEN)
        return
    segments, caret = pane.sheet.segments, pane.caret
    span = pane.selection.span if not pane.selection.is_empty else segments.at("sentence", caret)
    span = span or segments.next("sentence", caret)
    if span is None or not any(map(str.isalnum, span.of(pane.sheet.text))):
        desk.say(f"there is no sentence under the caret; {desk.keymap.hint('select')} selects anything")
        return
    screen = SaidElsewhere(desk, span)

    def chosen(item: Item | None) -> None:
        if item is not None:
            found = screen.results[int(item.id)]
            if go_to(desk, found.hit, beside=True):
                desk.say(f"{found.likeness:.0f}% the same: {short(in_short(found), 80)}")
        around.tell()

    around.push(screen, chosen)


DIALOGS: Mapping[str, Callable[[Around], None]] = {"elsewhere": said_elsewhere}
"""Action id -> what opens its dialog."""
