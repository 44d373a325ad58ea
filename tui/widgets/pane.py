"""ArticlePane: one article on the screen, drawn row by row, with caret, selection, highlights, hits and hints."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget

from store import Selection, Span
from tui.drawing import BAR, FOOT, HEAD, Drawing, Folding, Frame, Sheet, Showing
from tui.overlay import regions
from tui.spans import Lights, SpanIndex
from tui.theme import Palette
from tui.viewport import Viewport

if TYPE_CHECKING:
    from textual.color import Color

    from tui.traces import Traces

MEASURE = 100
"""The widest a line of text gets, in cells: longer ones are hard to read back from."""
SPARE = 1
"""Cells right of the text, for a blank that hangs."""


class ArticlePane(Widget):
    """Draws itself: no border, padding or opacity may be set on it, for nothing would draw them.

    Caret, selection and top are offsets into the text, so that a new width keeps the place. `render_lines` changes
    nothing but what it remembers: rows are laid out and drawn when they are first looked at.
    """

    ALLOW_SELECT = False  # the built-in selection maps cells wrongly and repaints at each move of the mouse

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.palette = palette
        """The styles of text, labels, caret, hits and hints."""
        self.sheet = Sheet.of("", "", "")
        """What is shown."""
        self.folding = Folding()
        """What of it is folded here: another pane of the article may have it open."""
        self.index: Lights = SpanIndex()
        """The annotations, as light spans."""
        self.selection = Selection(0, 0)
        """What is selected; its head is the caret."""
        self.is_current = False
        """Whether keys go to this pane."""
        self.showing = Showing()
        """What of the text and over it is shown; `redraw` after a change."""
        self.is_linked: Callable[[str], bool] = lambda _: False
        """Whether the annotation with an id is linked with another."""
        self.traces: Traces | None = None
        """What the text has in common with others, if anything."""
        self.scrolled: Callable[[], None] = lambda: None
        """Called when the text was moved under the caret."""
        self.unfolded: Callable[[], None] = lambda: None
        """Called when something was gone to that lay in a fold, which is open now."""
        self.hits: tuple[Span, ...] = ()
        """The places a search has found."""
        self.hints: Mapping[int, str] = {}
        """Letters drawn over the text: offset -> what is left to be typed."""
        self.hint_ends: tuple[int, ...] = ()
        """The last places of what they stand on."""
        self._foot = ""
        self._top = 0
        self._view: Viewport | None = None
        self._fitted: tuple[object, ...] = ()
        self._drawing = Drawing()
        self._ground: Color | None = None  # behind the text, once it was looked up through all that it stands on
        self._goal: int | None = None

    # what is shown

    def show(self, sheet: Sheet, index: Lights, selection: Selection, top: int = 0) -> None:
        """Show another article, or the same one anew."""
        length = len(sheet.text)
        self.sheet, self.index, self._top = sheet, index, min(top, length)
        self.selection = Selection(min(selection.anchor, length), min(selection.head, length))
        self.hits, self.hints, self.hint_ends, self.traces = (), {}, (), None
        self._goal = self._view = None
        if self.folding.article is not sheet.folding:
            self.folding.leave()
            self.folding = sheet.folding.of_pane()
        if (fold := self.folding.at(self.caret)) and self.caret != fold.start:
            self.folding.put(fold, is_open=True)
        self.redraw()

    def redraw(self) -> None:
        """Draw every row again."""
        self._drawing.forget()
        self.refresh()

    def annotations_changed(self, span: Span) -> None:
        """Draw the rows of `span` again, for its annotations are not what they were."""
        view = self.view
        self._drawing.forget_rows(start for start, end in view.window if start < span.end and end > span.start)
        self._touch(span.start, max(span.start, span.end - 1))

    def show_hits(self, hits: Iterable[Span]) -> None:
        """Mark the places a search has found."""
        self.hits = tuple(hits)
        self.redraw()

    def show_traces(self, traces: "Traces | None") -> None:
        """Show what the text has in common with others; nothing is drawn when that is shown already."""
        if traces is not self.traces:
            self.traces = traces
            self.redraw()

    def show_hints(self, hints: Mapping[int, str], spans: Iterable[Span] = ()) -> None:
        """Draw letters over the text, and mark where their objects end; an empty mapping takes all away."""
        places = {**dict.fromkeys(self.hint_ends, ""), **self.hints}
        self.hints = hints
        self.hint_ends = tuple(sorted({span.end - 1 for span in spans if span.end - 1 not in hints}))
        for at, letters in [*dict.fromkeys(self.hint_ends, "").items(), *hints.items()]:
            places[at] = max(letters, places.get(at, ""), key=len)
        if touched := regions(self.view, places, margin=self.margin, head=HEAD, width=self.outer_size.width):
            self.refresh(*touched)

    def show_foot(self, foot: str) -> None:
        """Say something, fit to show, in the last row."""
        if foot != self._foot:
            self._foot = foot
            self.refresh(Region(0, self.outer_size.height - FOOT, self.outer_size.width, FOOT))

    def make_current(self, is_current: bool) -> None:
        """Show whether keys go to this pane."""
        if is_current != self.is_current:
            self.is_current = is_current
            self.redraw()
            self.place_cursor()

    # where

    @property
    def caret(self) -> int:
        """The offset of the caret."""
        return self.selection.head

    @property
    def margin(self) -> int:
        """Cells left of the text."""
        return 3 if self.showing.has_marks or self.palette.colours != "full" else 1

    @property
    def view(self) -> Viewport:
        """The rows on the screen at the present size.

        Made on demand: a widget is painted before its Resize event comes, and would be blank for a frame.
        """
        rows = self.folding.rows
        fitted = (self.outer_size, self.showing.wraps, self.margin, self.sheet.path, rows)
        if self._view is None or self._fitted != fitted:
            self._fitted = fitted
            width = min(MEASURE, self.outer_size.width - self.margin - SPARE - BAR)
            height = self.outer_size.height - HEAD - FOOT
            wraps, folds = self.showing.wraps, [fold[:2] for fold in rows]
            blocks = self.sheet.blocks
            self._view = Viewport(self.sheet.text, blocks, width=width, height=height, wraps=wraps, folds=folds)
            self._drawing.forget()
            self._view.put_top(self._top)
            self._view.follow(self.caret)
            self._top = self._view.top
        return self._view

    @property
    def top(self) -> int:
        """The offset of the first row on the screen."""
        return self._top

    # moving

    def select(self, selection: Selection, *, keep_goal: bool = False, opens: bool = True) -> None:
        """Put caret and selection somewhere, and bring the caret on the screen.

        Args:
            selection: the place.
            keep_goal: whether the caret goes on to the cell that it came from.
            opens: whether a fold opens that the caret comes to lie in; else it stands on the fold's row.
        """
        fold = self.folding.at(selection.head)
        if fold and opens:
            self.folding.put(fold, is_open=True)
            self.redraw()
            self.unfolded()
        elif fold:
            selection = Selection(fold.start if selection.is_empty else selection.anchor, fold.start)
        old, self.selection = self.selection, selection
        if not keep_goal:
            self._goal = None
        if self.view.follow(selection.head):
            self._top = self.view.top
            self.refresh()
        else:
            changed = {old.anchor, old.head, selection.anchor, selection.head}
            if old.anchor == selection.anchor:  # while a selection grows, only its moving end needs a new drawing
                changed.discard(old.anchor)
            if not old.is_empty and selection.is_empty:
                changed |= {old.anchor, old.head}
            changed.add(selection.head)
            changed.add(old.head)
            self._touch(min(changed), max(changed))
        self.place_cursor()

    def move_to(self, offset: int, *, extend: bool = False) -> None:
        """Put the caret at an offset, or on the fold it is in; `extend` keeps the selection's other end."""
        head = min(max(0, offset), len(self.sheet.text))
        self.select(Selection(self.selection.anchor if extend else head, head), opens=False)

    def move_rows(self, by: int, *, extend: bool = False) -> None:
        """Move the caret by rows, keeping the cell it came from."""
        if self._goal is None:
            self._goal = self.view.cell_of(self.caret)
        head = self.view.by_rows(self.caret, by, self._goal)
        self.select(Selection(self.selection.anchor if extend else head, head), keep_goal=True, opens=False)

    def move_page(self, by: float, *, extend: bool = False) -> None:
        """Move text and caret by pages; a page keeps two rows in sight."""
        view = self.view
        rows = round(by * max(1, view.height - 2)) or (1 if by > 0 else -1)
        if self._goal is None:
            self._goal = view.cell_of(self.caret)
        head = view.by_rows(self.caret, rows, self._goal)
        view.scroll(rows)
        view.follow(head)
        self._top = view.top
        self.selection = Selection(self.selection.anchor if extend else head, head)
        self.refresh()
        self.place_cursor()

    def scroll_rows(self, by: int) -> None:
        """Move the text under a caret that stays where it is."""
        self.view.scroll(by)
        if self.view.top != self._top:
            self._top = self.view.top
            self.refresh()
            self.scrolled()

    def put_top(self, offset: int) -> None:
        """Put the row of an offset at the top of the screen."""
        self.view.put_top(offset)
        self._top = self.view.top
        self.refresh()

    # drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of the pane, filters applied; nothing of Textual's own drawing is used."""
        self._ground = ground = self._ground or self.background_colors[1]
        frame = Frame(
            self.sheet, self.view, self.outer_size, self.region.right, self.palette, ground,
            tuple(self.get_line_filters()), self.index, self.selection, self.hits,
            self.hints, sorted(self.hints), self.hint_ends, self._foot,
            is_current=self.is_current, showing=self.showing, margin=self.margin,
            is_linked=self.is_linked, traces=self.traces, folding=self.folding,
        )  # fmt: skip
        return self._drawing.rows(frame)[crop.y : crop.bottom]

    def on_unmount(self) -> None:
        """What is folded here counts no more."""
        self.folding.leave()

    def on_resize(self) -> None:
        """The caret is somewhere else now."""
        self.place_cursor()

    def notify_style_update(self) -> None:
        """Forget what was drawn in other colours."""
        self._drawing.forget()
        self._ground = None
        super().notify_style_update()

    def _touch(self, first: int, last: int) -> None:
        """Repaint the rows from one offset to another, as far as they are on the screen."""
        view = self.view
        y1, y2 = max(0, view.y_of(first)), view.y_of(last)
        if y2 >= 0:
            self.refresh(Region(0, HEAD + y1, self.outer_size.width, y2 - y1 + 1))

    def place_cursor(self) -> None:
        """Say where the caret is: screen readers and input methods look there."""
        if self.is_current and self.outer_size and self.view.holds(self.caret):  # no size: not on the screen yet
            x = self.margin + self.view.cell_of(self.caret)
            self.app.cursor_position = self.region.offset + Offset(x, HEAD + self.view.y_of(self.caret))

    def offset_under(self, x: int, y: int) -> int:
        """The offset under a cell of the pane."""
        window = self.view.window
        row = min(max(0, y - HEAD), len(window) - 1)
        return self.view.offset_at(window[row][0], max(0, x - self.margin))
