"""Board: what each article says of each thing, as a table: clusters and linked claims by articles."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, get_args

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from store import Annotation, Hit, Row, StoreError
from tui.boarding import Laid, Order, cell_words, columns, detail, heading, lay_out, why, work_for, write
from tui.commands.changing import LONG, at_length
from tui.commands.going import go_to
from tui.desk import NOTHING_OPEN, Desk
from tui.display import display
from tui.keys import key_of
from tui.screens.around import Around
from tui.screens.dialog import Dialog
from tui.screens.picker import LONGEST, Picker
from tui.widgets.entry import Entry
from tui.widgets.grid import Grid
from tui.widgets.listing import Item
from tui.words import counted, short

ORDERS: Mapping[Order, str] = {
    "name": "by name", "said": "most told first", "omitted": "most left out first", "differs": "differing first",
}  # fmt: skip
"""How rows can be sorted, and what that is called."""
FORMS: Mapping[str, str] = {
    "csv": "table for a spreadsheet",
    "md": "table in Markdown",
    "jsonl": "pairs of claims, omissions too, as JSON lines",
}
"""What the board can be written as, by suffix."""
NARROW = 72
"""Cells of the terminal below which the title names its keys in a word each."""
ROOMY = 14
"""From this height of the terminal on all about the marked cell is shown."""


class BoardScreen(Dialog[Annotation | str | None]):
    """The table. Gives the tag to go to, or the path of an article that says nothing of it."""

    CSS_PATH = "board.tcss"

    def __init__(self, desk: Desk, laid: Laid, *, is_whole: bool) -> None:
        """Set it up.

        Args:
            desk: what lies open.
            laid: the board.
            is_whole: whether it is of the whole project rather than of the open articles.
        """
        super().__init__()
        self.desk, self.laid, self.is_whole = desk, laid, is_whole
        self.rows: Sequence[Row] = ()
        """What is shown, in its order."""
        self.order: Order = "name"
        """How it is sorted."""
        self.said = ""
        """What the last key did; empty when it was one that moves."""
        self._typed = ""

    def compose(self) -> ComposeResult:
        """Title, line, table, detail."""
        with Vertical(id="board"):
            yield Static(id="board-title")
            yield Entry(placeholder="type to narrow down", max_length=LONGEST, id="board-line", select_on_focus=False)
            yield Grid(id="board-grid")
            yield Static(id="board-detail")

    def on_mount(self) -> None:
        """Show all rows."""
        self.query_one(Entry).focus()
        self._show()

    def on_resize(self) -> None:
        """A low screen needs the rows of the detail for the table."""
        self.query_one("#board-detail").display = self.app.size.height >= ROOMY

    # showing

    def _show(self, *, keeps: bool = False) -> None:
        """Bring the table up to date with what is typed and the order."""
        grid = self.query_one(Grid)
        marked = self.rows[grid.row].cluster if keeps and self.rows else ""
        self.rows = self.laid.arranged(self._typed, self.order).rows
        at = next((number for number, row in enumerate(self.rows) if row.cluster == marked), 0)
        is_filtered = bool(self.laid.made.rows)
        grid.empty = " nothing matches; Backspace takes letters away" if is_filtered else f" {nothing(self.desk)}"
        names = [f"{'≠ ' if why(row) else ''}{row.name}" for row in self.rows]
        grid.show(names, [heading(one) for one in self.laid.articles], self._cell, at)
        self._tell()

    def _cell(self, row: int, column: int) -> str:
        return cell_words(self.rows[row], self.laid.articles[column])

    def _tell(self) -> None:
        rows, total = len(self.rows), len(self.laid.made.rows)
        count = counted(total, "row") if rows == total else f"{rows:,} of {counted(total, 'row')}"
        left = f", {self.laid.more:,} left out" if self.laid.more else ""
        where = f"whole project{left}" if self.is_whole else "open articles"
        other = "open articles" if self.is_whole else "project"
        parts = (f"{count}, {where}", f"Ctrl+T {other}", f"Ctrl+O {ORDERS[self.order]}", "Ctrl+E export", "Esc")
        if self.app.size.width < NARROW:
            parts = (count, "Ctrl+T where", "Ctrl+O sort", "Ctrl+E", "")
        is_low = self.app.size.height < ROOMY
        words = self.said if self.said and is_low else " · ".join(filter(None, parts))
        self.query_one("#board-title", Static).update(Content(display(words)))
        about = self.said or (detail(self.laid, self.rows[self.query_one(Grid).row], self._column) if rows else "")
        self.query_one("#board-detail", Static).update(Content(display(about)))

    @property
    def _column(self) -> int:
        return self.query_one(Grid).column

    def on_grid_moved(self) -> None:
        """Say all about the marked cell."""
        self.said = ""
        self._tell()

    # keys

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the rows that hold what is typed."""
        event.stop()
        self._catch_up()

    def _catch_up(self) -> None:
        if (typed := self.query_one(Input).value) != self._typed:
            self._typed, self.said = typed, ""
            self._show(keeps=True)

    def on_key(self, event: events.Key) -> None:
        """Move in the table, sort, look at other articles, export, go; everything else is typed."""
        self._catch_up()
        acts: Mapping[str, Callable[[], object]] = {
            "escape": lambda: self.dismiss(None), "ctrl+o": self._sort, "ctrl+t": self._other_articles,
            "ctrl+e": self._ask_form, "enter": self._choose,
        }  # fmt: skip
        key = key_of(event)
        act = acts.get(key)
        if act is not None:
            self.said = ""
            act()
        elif not self.query_one(Grid).press(key):
            return
        event.stop()
        event.prevent_default()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the line."""
        event.stop()
        self._catch_up()
        self._choose()

    def on_grid_chosen(self) -> None:
        """A click on the marked cell."""
        self._choose()

    def _sort(self) -> None:
        orders: tuple[Order, ...] = get_args(Order)
        self.order = orders[(orders.index(self.order) + 1) % len(orders)]
        self._show(keeps=True)

    def _choose(self) -> None:
        """End with the marked tag, or the article that says nothing of it."""
        if not self.rows:
            return
        article = self.laid.articles[self._column]
        cell = self.rows[self.query_one(Grid).row].cells[article.path]
        self.dismiss(cell.annotations[0] if cell.annotations else article.path)

    def _other_articles(self) -> None:
        """The whole project instead of the open articles, or back."""

        def laid(outcome: Laid | StoreError) -> None:
            if isinstance(outcome, StoreError):
                self.said = str(outcome)
            else:
                self.laid, self.is_whole = outcome, not self.is_whole
            self._show(keeps=True)

        begin(self.desk, laid, is_whole=not self.is_whole)

    def _ask_form(self) -> None:
        rows = [Item(suffix, f".{suffix}", words) for suffix, words in FORMS.items()]
        title = "Write the board as … · Enter writes it · Esc goes back"
        self.app.push_screen(Picker(title, rows), self._export)

    def _export(self, item: Item | None) -> None:
        """Write what is shown, and say where."""
        if item is None:
            return
        shown = Laid(self.laid.arranged(self._typed, self.order), self.laid.articles)

        def written(outcome: Any) -> None:
            is_bad = isinstance(outcome, StoreError)
            self.said = str(outcome) if is_bad else f"{counted(len(shown.made.rows), 'row')} written to {outcome}"
            self._tell()

        size = len(shown.made.rows) * len(shown.articles)
        at_length(self.desk, "Writing the board", size, partial(write, self.desk.project, shown, item.id), written)


def nothing(desk: Desk) -> str:
    """Why a board is empty, and what to do."""
    keys = desk.keymap
    return (
        f"no tags here belong together yet: {keys.hint('cluster')} puts tags into a cluster, "
        f"{keys.hint('claims')} finds the same claim elsewhere"
    )


def begin(desk: Desk, then: Callable[[Laid | StoreError], None], *, is_whole: bool) -> None:
    """Lay out a board, in a thread where that takes long, and go on with it.

    Args:
        desk: what lies open.
        then: is given the board, or why there is none.
        is_whole: whether it is of the whole project rather than of the open articles.
    """
    project = desk.project
    shown = dict.fromkeys(pane.sheet.path for pane in desk.panes)
    paths = columns(project) if is_whole else list(shown)
    size = work_for(project, paths) if project.relations.knows_links else LONG + 1
    at_length(desk, "Laying out the board", size, partial(lay_out, project, paths), then)


def open_board(around: Around) -> None:
    """Show the board of the open articles; of the whole project where only one is open."""
    desk = around.desk
    if desk.pane is None:
        desk.say(NOTHING_OPEN)
        return
    is_whole = len({pane.sheet.path for pane in desk.panes}) < 2

    def laid(outcome: Laid | StoreError) -> None:
        if isinstance(outcome, StoreError):
            desk.say(str(outcome))
            around.tell()
        else:
            around.push(BoardScreen(desk, outcome, is_whole=is_whole), chosen)

    def chosen(found: Annotation | str | None) -> None:
        if isinstance(found, str):
            desk.open(found)
            desk.say(f"{short(found)} says nothing of it, as far as you tagged")
        elif found is not None:
            go_to(desk, Hit(found.article, found.span, found.quote, id=found.id), beside=True)
        around.tell()

    begin(desk, laid, is_whole=is_whole)


DIALOGS: Mapping[str, Callable[[Around], None]] = {"board": open_board}
"""Action id -> what opens its dialog."""
