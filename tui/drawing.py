"""Drawing: the rows of an article pane as strips: head, text with its scrollbar, foot; rows drawn are remembered."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import field
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.geometry import Size
from textual.strip import Strip

from store import Article, Fold, Segments, Selection, Span, dataclass
from tui.cells import COMPLEX, cells_of, fitted
from tui.display import display
from tui.overlay import END, LETTER, Marking, marks, over, within
from tui.paint import Scene, filtered_by, finished, paint_fold, paint_row
from tui.spans import GHOST, STATE, Asked, Lights, LightSpan
from tui.theme import Palette
from tui.viewport import Viewport
from tui.words import counted
from tui.wrap import cut_blocks

if TYPE_CHECKING:
    from tui.traces import Traces

BAR = 1
"""Cells of the scrollbar."""
HEAD, FOOT = 1, 1
"""Rows of the pane above and below the text."""
FOLD = "▸"
"""Stands before what is folded."""
ROOM = 8
"""Cells that what is in a fold needs, to be said at all."""
WHAT = {
    "comments": "reply form",
    "address": "reply form",
    "notice": "notice",
    "link": "link lines",
    "newsletter": "subscription notice",
    "related": "links to other articles",
    "advertisement": "advertisement",
    "rights": "notice of rights",
    "share": "share bar",
    "recurring": "lines of many articles",
    "said": "called furniture",
}
"""What the rules for furniture find, in words."""
KEPT_SCREENS = 3
"""Screens of drawn rows that are remembered."""


@dataclass(slots=True)
class Folding:
    """What of a text is folded, and which of it is shut: in a pane, or as the last pane that changed has left it."""

    folds: tuple[Fold, ...] = ()
    """All of them, in the order of the text."""
    shut: tuple[Fold, ...] = ()
    """Those that are not open."""
    waiting: tuple[Fold, ...] | None = None
    """What there is to be folded when the article is opened next, where somebody looks at some of it now."""
    rows: tuple[Fold, ...] = ()
    """Those that are shown as one row: none where folding is switched off."""
    is_on: bool = True
    """Whether anything is folded at all; `switch` changes it."""
    end: int = -1
    """The offset of the text's end where a last row without a line end is a row like others; else -1."""
    article: "Folding | None" = field(default=None, compare=False, repr=False)
    """That of the article, for one that is a pane's."""
    panes: "list[Folding]" = field(default_factory=list, compare=False, repr=False)
    """Those of the panes that show the article, for one that is the article's."""

    def of_pane(self) -> "Folding":
        """One for a pane: it opens and shuts by itself, and learns from this one what there is to be folded."""
        own = Folding(self.folds, self.shut, rows=self.rows, is_on=self.is_on, end=self.end, article=self)
        self.panes.append(own)
        return own

    def leave(self) -> None:
        """The pane shows another article now, or is gone."""
        if self.article is not None:
            self.article.panes = [one for one in self.article.panes if one is not self]

    def put(self, fold: Fold, *, is_open: bool) -> None:
        """Open a fold, or shut it."""
        self.lay(self.folds, {*self.shut} - {fold} if is_open else {*self.shut, fold})

    def lay(self, folds: tuple[Fold, ...], shut: Collection[Fold]) -> None:
        """Have other folds, and of them those shut that are among `shut`."""
        for pane in self.panes:
            pane.lay(folds, [one for one in folds if one in (pane.shut if one in pane.folds else shut)])
        self.folds, self.shut = folds, tuple(one for one in folds if one in shut)
        self.rows = self.shut if self.is_on else ()
        if self.article is not None and self.article.folds == folds:
            self.article.shut, self.article.rows = self.shut, self.rows

    def switch(self, is_on: bool) -> None:
        """Fold, or show all lines, in every pane."""
        for pane in self.panes:
            pane.switch(is_on)
        self.is_on, self.rows = is_on, self.shut if is_on else ()

    def hides(self, span: Span) -> bool:
        """Whether some of a place of the article cannot be seen in any pane."""
        every = self.panes or [self]
        return all(any(one.start < span.end and one.end > span.start for one in pane.rows) for pane in every)

    def at(self, offset: int, *, is_open: bool = False) -> Fold | None:
        """The fold in whose row an offset is, or with `is_open` the one that could be; None where there is none."""
        folds = self.folds if is_open else self.rows
        if not folds:
            return None  # almost always, and several times a key
        return next((one for one in folds if one.start <= offset < one.end or offset == one.end == self.end), None)

    def before(self, offset: int) -> int:
        """From where what follows an offset is looked for: on a fold from before it, for what it hides is not seen."""
        return offset - (self.at(offset) is not None)


@dataclass(frozen=True, slots=True)
class Sheet:
    """An article as a pane shows it."""

    path: str
    text: str
    heading: str
    """Source and date, or title; fit to show."""
    blocks: tuple[int, ...]
    """Where the text is cut for wrapping, in code points."""
    segments: Segments
    folding: Folding = field(default_factory=Folding, compare=False)
    """What of the text is folded; each pane has its own."""

    @classmethod
    def of(cls, path: str, text: str, heading: str) -> "Sheet":
        """Cut a text for showing; `heading` has been through `display`."""
        end = -1 if text.endswith("\n") else len(text)
        return cls(path, text, heading, tuple(cut_blocks(text)), Segments.of(text), Folding(end=end))


def heading(article: Article) -> str:
    """The head of an article's pane: where it is from and when, else title or name, and what is odd; fit to show."""
    parts = [part for part in (article.source, article.published) if part]
    words = " · ".join(parts) if article.source else article.name
    if article.is_guessed:
        words += f" · read as {article.encoding}"
    if article.replaced:
        words += f" · {counted(article.replaced, 'damaged place')}"
    return display(words).replace("\n", " ").replace("\t", " ")


@dataclass(frozen=True, slots=True)
class Showing:
    """What of a text and over it somebody wants to see."""

    is_clean: bool = False
    """Whether highlights are hidden."""
    has_marks: bool = False
    """Whether label keys stand in the margin and all edges are marked."""
    wraps: bool = True
    """Whether long lines are wrapped."""
    opening: str = "Enter"
    """The key that opens a fold; fit to show."""


@dataclass(frozen=True, slots=True)
class Frame:
    """All that the rows of a pane depend on at one moment."""

    sheet: Sheet
    view: Viewport
    size: Size
    """Of the pane, in cells."""
    right: int
    """The screen's column after the pane's last."""
    palette: Palette
    background: Color
    filters: tuple[LineFilter, ...]
    index: Lights
    selection: Selection
    hits: Sequence[Span]
    hints: Mapping[int, str]
    hint_starts: Sequence[int]
    """The places of the hints, sorted."""
    hint_ends: Sequence[int]
    foot: str
    is_current: bool
    showing: Showing
    margin: int
    """Cells left of the text."""
    is_linked: Callable[[str], bool] = lambda _: False
    """Whether the annotation with an id is linked with another."""
    traces: "Traces | None" = None
    """What the text has in common with others, if anything."""
    folding: Folding = field(default_factory=Folding, compare=False)
    """What is folded; the view is another one when that changes."""


class Drawing:
    """Draws rows and remembers those that nothing moves over."""

    def __init__(self) -> None:
        self._strips: dict[tuple[object, ...], Strip] = {}
        self._ends: dict[int, tuple[tuple[object, ...], Strip]] = {}  # head and foot, by row
        self._here: tuple[tuple[object, ...], Strip] | None = None  # the row of the caret
        self._last: tuple[Frame, int] | None = None
        self._rows: list[Strip] = []

    def forget(self) -> None:
        """Draw every row again when it is next asked for."""
        self._strips.clear()
        self._here = self._last = None

    def forget_rows(self, starts: Iterable[int]) -> None:
        """Draw the rows that start at these offsets again."""
        changed = set(starts)
        for key in [key for key in self._strips if key[0] in changed]:
            del self._strips[key]
        self._here = self._last = None

    def rows(self, frame: Frame) -> list[Strip]:
        """All rows of the pane, filters applied; the same list as before if nothing is different."""
        if self._last != (frame, frame.view.top):
            self._rows = self._drawn(frame)
            self._last = frame, frame.view.top
        return self._rows

    def _drawn(self, frame: Frame) -> list[Strip]:
        view, span = frame.view, frame.selection.span
        thumb, caret = _thumb(frame), view.y_of(frame.selection.head)
        rows = [self._end(0, _head(frame), frame)]
        hinted = {bisect_right(view.window, at, key=itemgetter(0)) - 1 for at in (*frame.hint_starts, *frame.hint_ends)}
        asked = None if frame.showing.is_clean else Asked(frame.index, view.window)
        for y, (start, end) in enumerate(view.window):
            on_thumb = y in thumb
            if y == caret:
                strip = self._at_caret(frame, start, end, on_thumb, asked)
            elif span.start < end and span.end > start:
                strip = _row(frame, start, end, on_thumb, asked)
            else:
                key = (start, on_thumb, frame.filters)
                if (known := self._strips.get(key)) is None:
                    known = self._strips[key] = _row(frame, start, end, on_thumb, asked)
                strip = known
            rows.append(_with_hints(strip, frame, start, end, on_thumb) if y in hinted else strip)
        blank = Segment(" " * (frame.size.width - BAR), frame.palette.base)
        below = range(len(view.window), frame.size.height - HEAD - FOOT)
        rows += [_finished([blank, _bar(y in thumb, frame)], frame) for y in below]
        rows.append(self._end(-1, _framed(f" {frame.foot}", "", " ", frame.palette.faint, frame), frame))
        while len(self._strips) > KEPT_SCREENS * view.height:
            del self._strips[next(iter(self._strips))]  # the oldest
        return rows

    def _at_caret(self, frame: Frame, start: int, end: int, on_thumb: bool, asked: Asked | None) -> Strip:
        """The row of the caret; keys that do not move it, such as a label's, leave it as it is."""
        key = (start, on_thumb, frame.filters, frame.selection, frame.is_current)
        if self._here is None or self._here[0] != key:
            self._here = key, _row(frame, start, end, on_thumb, asked)
        return self._here[1]

    def _end(self, y: int, segments: list[Segment], frame: Frame) -> Strip:
        """The head or the foot; most keys leave them as they are."""
        key = (segments, frame.size, frame.right, frame.filters, frame.background)
        known = self._ends.get(y)
        if known is None or known[0] != key:
            known = self._ends[y] = key, _finished(segments, frame)
        return known[1]


def _row(frame: Frame, start: int, end: int, on_thumb: bool, asked: Asked | None) -> Strip:
    return _finished([*_text(frame, start, end, asked.over(start, end) if asked else ()), _bar(on_thumb, frame)], frame)


def _with_hints(strip: Strip, frame: Frame, start: int, end: int, on_thumb: bool) -> Strip:
    """A row with what hints lay over it; one of doubtful width is drawn anew."""
    hints = {at: frame.hints[at] for at in within(frame.hint_starts, start, end)}
    ends = within(frame.hint_ends, start, end)
    if not hints and not ends:
        return strip
    row = frame.view.content(start, end)
    if COMPLEX.search(row):
        spans = () if frame.showing.is_clean else frame.index.over(start, max(start + 1, end))
        return _finished([*_text(frame, start, end, spans, hints, ends), _bar(on_thumb, frame)], frame)
    row = row[: frame.size.width - BAR - frame.margin]
    filtered = filtered_by(frame.filters, frame.background)
    styles = Marking(*(filtered[frame.palette[look]] for look in (LETTER, END)))
    return over([*strip], marks(row, start, hints, ends, styles, frame.margin), frame.size.width)


def _text(
    frame: Frame,
    start: int,
    end: int,
    spans: Sequence[LightSpan],
    hints: Mapping[int, str] = {},
    ends: Collection[int] = (),
) -> list[Segment]:
    if start in frame.view.rows.folded and (fold := frame.folding.at(start)):
        return _folded(frame, fold)
    traces = None if frame.showing.is_clean else frame.traces
    scene = Scene(
        spans=spans,
        selection=frame.selection,
        hits=_within(frame.hits, start, end),
        hints=hints,
        hint_ends=ends,
        has_caret=frame.is_current,
        has_links=bool(spans) and any(start <= span[0] < end and frame.is_linked(span[3]) for span in spans),
        has_marks=frame.showing.has_marks,
        traces=traces.over(start, end) if traces else (),
        blanks=traces.marks(start, end) if traces else (),
    )
    width = frame.size.width - BAR
    row = frame.view.content(start, end)
    return paint_row(row, start, scene, frame.palette, margin=frame.margin, width=width)


def _folded(frame: Frame, fold: Fold) -> list[Segment]:
    """The row of a fold: what is in it, and how many tags."""
    tags = sum(span[2] // STATE != GHOST for span in frame.index.over(fold.start, fold.end))
    chosen = frame.selection
    is_caret = frame.is_current and chosen.is_empty and fold.start <= chosen.head < fold.end
    state = "selected" if chosen.span.overlaps(Span(fold.start, fold.end)) else "caret" if is_caret else ""
    width = frame.size.width - BAR
    words = fold_words(fold, tags, frame.showing.opening, width - frame.margin)
    return paint_fold(words, state, frame.palette, margin=frame.margin, width=width)


def _within(hits: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """The hits over a row; they are in text order and do not overlap, so only two ends have to be found."""
    if not hits:
        return hits
    low = bisect_left(hits, start, key=attrgetter("end"))
    return hits[low : bisect_left(hits, end, low, key=attrgetter("start"))]


def _finished(segments: list[Segment], frame: Frame) -> Strip:
    """Apply the filters, which nobody else does here."""
    return finished(segments, (frame.filters, frame.background), frame.size.width, frame.right)


def _thumb(frame: Frame) -> range:
    view = frame.view
    seen, total = view.end - view.top, max(1, len(frame.sheet.text))
    size = max(1, view.height * seen // total)
    start = (view.height - size) * view.top // max(1, total - seen)
    return range(start, start + size)


def fold_words(fold: Fold, tags: int, opening: str, width: int) -> str:
    """What stands in the row of a fold; where there is little room what is in it gives way first."""
    counts = [f"{FOLD} {counted(fold.lines, 'line')} folded", *([counted(tags, "tag")] if tags else [])]
    tail = "".join(f" · {part}" for part in (*counts[1:], f"{opening} opens"))
    what = ", ".join(dict.fromkeys(WHAT[rule] for rule in fold.what if rule in WHAT))
    room = width - len(counts[0]) - cells_of(tail) - 2
    middle = f": {fitted(what, room)}" if what and room >= ROOM else ""
    return fitted(f"{counts[0]}{middle}{tail}", width)


def _bar(on_thumb: bool, frame: Frame) -> Segment:
    return Segment("┃" if on_thumb else "│", frame.palette.thumb if on_thumb else frame.palette.faint)


def _head(frame: Frame) -> list[Segment]:
    length = len(frame.sheet.text)
    percent = 100 if frame.view.end >= length else 100 * frame.view.end // max(1, length)
    style = frame.palette.head(frame.is_current)
    return _framed(f" {frame.sheet.heading} ", f" {percent}% ", "·", style, frame)


def _framed(left: str, right: str, fill: str, style: Style, frame: Frame) -> list[Segment]:
    width = frame.size.width - BAR
    left = fitted(left, max(0, width - cells_of(right)))
    gap = max(0, width - cells_of(left) - cells_of(right))
    return [Segment((left + fill * gap + right)[: max(0, width)], style), _bar(False, frame)]
