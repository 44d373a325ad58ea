"""Paint: one row of text, with what lies over it, as segments. Pure: the same row and scene give the same segments."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

from rich.control import Control
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.strip import Strip

from store import Selection, Span
from tui.cells import COMPLEX, cells_of, measured
from tui.display import SUBSTITUTES
from tui.edited import MARK
from tui.spans import GHOST, MEANT, MOVED, STATE, LightSpan
from tui.theme import Look, Palette

LONGEST_CLUSTER = 32
"""Code points of one cluster that are drawn: a hundred thousand marks on one letter all go to the terminal else."""
HINT = Look(state="hint")
LINKED = "→"
"""Stands in the margin of a row in which a linked annotation begins."""
BEFORE, AFTER, BETWEEN = "▕", "▏", "│"
"""Edge marks; they stand in the blanks beside an annotation, so that nothing moves."""
OFFERED, QUERY = "‹", "?"
"""What stands in the blanks beside a suggestion; the second in the margin, too, for there may be no blank."""


class _Looks(dict[tuple[int, int, str, str], Look]):
    """Each look once: a screen has thousands of code points and a few dozen looks."""

    def __missing__(self, key: tuple[int, int, str, str]) -> Look:
        look = self[key] = Look(*key)
        return look


LOOKS = _Looks()
Run = tuple[int, int, Look]
"""A stretch of a row, from one place in it to another, and its look."""
PLAIN = Look()
"""The look of what nothing lies over."""
ALL_PLAIN: tuple[Run, ...] = ()
"""The runs of a row over which nothing lies."""


class Scene(NamedTuple):
    """What lies over one row; all places are text offsets."""

    spans: Sequence[LightSpan] = ()
    selection: Selection = Selection(-1, -1)
    hits: Sequence[Span] = ()
    hints: Mapping[int, str] = MappingProxyType({})
    """Letters by the place they stand at."""
    hint_ends: Collection[int] = ()
    """The last places of what they stand on."""
    has_caret: bool = False
    """Whether the caret is drawn: in the pane that keys go to."""
    has_links: bool = False
    """Whether an annotation that begins in the row is linked with another."""
    has_marks: bool = False
    """Whether label keys stand in the margin and every edge is marked."""
    traces: Sequence[tuple[int, int, str]] = ()
    """What the row has in common with other articles."""
    blanks: Sequence[tuple[int, str]] = ()
    """Marks for it, that stand where a blank is."""


class Row(Strip):
    """A strip that is freed when it is dropped: the original keeps itself in its own cache, a cycle of 4 KB a row."""

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """The strip in parts; the whole is itself and is not remembered."""
        places = list(cuts)
        return [self] if places == [self.cell_length] else super().divide(places)


def held(segments: Sequence[Segment], width: int, right: int) -> Row:
    """A finished row of a widget; one of doubtful width is erased first, and its last segment put by column number.

    Terminals differ about the width of such rows, and an update moves the cursor once a row: without this the rest of
    the row would shift, and remains of the row before would stay. After the filters, for they take control marks away.

    Args:
        segments: what is drawn, `width` cells by our count.
        width: of the widget, in cells.
        right: the screen's column after the widget's last.
    """
    if COMPLEX.search("".join([segment.text for segment in segments])) is None:
        return Row(segments, width)
    erase = Segment(f"\x1b[{width}X", None, [(ControlType.ERASE_IN_LINE, 0)])
    column = Control.move_to_column(right - cells_of(segments[-1].text)).segment
    return Row([erase, *segments[:-1], column, segments[-1]], width)


class Filtered(dict[Style, Style]):
    """What filters leave of each style, looked up once: a screen has thousands of segments and a few dozen styles."""

    def __init__(self, filters: tuple[LineFilter, ...], background: Color) -> None:
        super().__init__()
        self._filters, self._background = filters, background

    def __missing__(self, style: Style) -> Style:
        segments = [Segment(" ", style)]
        for line_filter in self._filters:
            segments = line_filter.apply(segments, self._background)
        found = self[style] = segments[0].style or style
        return found


filtered_by = lru_cache(maxsize=8)(Filtered)
"""The same for filters and what they take to be behind the text."""


def finished(segments: list[Segment], filters: tuple[tuple[LineFilter, ...], Color], width: int, right: int) -> Row:
    """A row of a widget with filters applied, held in place where its width is doubtful.

    Of a row without such letters filters change the styles alone: there is nothing in it that a terminal obeys.

    Args:
        segments: what is drawn, `width` cells by our count.
        filters: the filters, and the colour behind the text.
        width: of the widget, in cells.
        right: the screen's column after the widget's last.
    """
    if COMPLEX.search("".join([text for text, _, _ in segments])) is None:
        styles = filtered_by(*filters)
        return Row([Segment(text, style and styles[style]) for text, style, _ in segments], width)
    for line_filter in filters[0]:
        segments = line_filter.apply(segments, filters[1])
    return held(segments, width, right)


def paint_row(row: str, start: int, scene: Scene, palette: Palette, *, margin: int, width: int) -> list[Segment]:
    """One row, `width` cells wide.

    Args:
        row: what is shown of it, as long as its text, with a blank for the place after it.
        start: the text offset of its first code point.
        scene: what lies over it.
        palette: the styles.
        margin: cells left of the text.
        width: cells in all.
    """
    if _is_plain(row, start, scene):
        return [Segment(" " * margin, palette.base), *paint(row, ALL_PLAIN, palette, width - margin)]
    has_marks = scene.has_marks or palette.colours != "full"
    size, row = len(row), _in_sight(row, start, scene.spans, width - margin)
    runs = _runs(row, start, scene)
    tags = [span for span in scene.spans if span[2] // STATE != GHOST]
    ghosts = [span for span in scene.spans if span[2] // STATE == GHOST] if len(tags) < len(scene.spans) else []
    if marked := tags if has_marks else _overlapping(tags, start, runs):
        row = with_marks(row, start, marked)
    if has_marks:
        row = with_marks(row, start, ghosts, (OFFERED, QUERY)) if ghosts else row
        row = in_blanks(row, start, scene.blanks)
    elif scene.blanks:  # where colours tell the rest, the text stays as it is but for words that it lacks
        from tui.traces import MISSING  # noqa: PLC0415 - the first screen comes without it

        row = in_blanks(row, start, [(at, mark) for at, mark in scene.blanks if mark == MISSING])
    keys = _keys(tags, start, size, palette) if has_marks else ""
    moved = MARK if any(s < start + size and e > start and n // STATE == MOVED for s, e, n, _ in tags) else ""
    offered = QUERY if has_marks and any(start <= span[0] < start + size for span in ghosts) else ""
    mark = moved or (LINKED if scene.has_links else "") or offered
    if scene.traces and not moved:
        from tui.traces import side  # noqa: PLC0415 - the first screen comes without it

        mark = side([one for one in scene.traces if has_marks or one[2] != "shared"], mark)
    left = margin - len(mark)
    segments = [Segment(f"{keys:<{left}}"[:left], palette.base)]
    if mark:
        segments.append(Segment(mark, palette.base if mark == MARK else palette.faint))
    return segments + paint(row, runs, palette, width - margin, _letters(scene.hints, start))


def _is_plain(row: str, start: int, scene: Scene) -> bool:
    """Whether nothing lies over a row, as over most; what is asked first is there most often."""
    if scene.spans or scene.traces or scene.blanks or scene.hits or scene.hints or scene.hint_ends:
        return False
    low, high = scene.selection.span
    return (high < start or low >= start + len(row)) and SUBSTITUTES.isdisjoint(row)


def paint_fold(words: str, state: str, palette: Palette, *, margin: int, width: int) -> list[Segment]:
    """The row of a fold, dim.

    Args:
        words: what it says, fit to show and no wider than there is room.
        state: `selected`, `caret` or nothing.
        palette: the styles.
        margin: cells left of the text.
        width: cells in all.
    """
    style = palette[Look(state=state)]
    mark = style if state else palette.aside
    rest = style if state == "selected" else palette.aside
    blank = " " * (width - margin - cells_of(words))
    parts = ((" " * margin, palette.base), (words[:1], mark), (words[1:], rest), (blank, palette.base))
    return [Segment(text, one) for text, one in parts if text]


def _in_sight(row: str, start: int, spans: Iterable[LightSpan], width: int) -> str:
    """What of a row can be seen, and the rest of tags that can: what follows in a line that is cut is not laid out."""
    if len(row) <= width + 1 or COMPLEX.search(row) is not None:
        return row
    ends = [e - start for s, e, _, _ in spans if s - start <= width + 1]
    return row[: max([width + 1, *ends])]


def looks_of(row: str, start: int, scene: Scene) -> list[Look]:
    """The look of each code point of a row; on top is the shortest annotation, or the meant one, then the caret."""
    return _each(_runs(row, start, scene))


def _each(runs: Iterable[Run]) -> list[Look]:
    looks: list[Look] = []
    for at, end, look in runs:
        looks += [look] * (end - at)
    return looks


def _runs(row: str, start: int, scene: Scene) -> list[Run]:
    """The same as stretches of one look, which together are the row; two side by side may look alike."""
    size = len(row)
    label, edges, state = [-1] * size, [0] * (size + 1), [""] * size
    cuts = {0, size}  # where a look may end: between two of them all code points look alike
    if not SUBSTITUTES.isdisjoint(row):
        state = ["substitute" if char in SUBSTITUTES else "" for char in row]
        cuts.update(range(size))
    for s, e, number, _ in sorted(scene.spans, key=lambda span: (span[2] // STATE == MEANT, span[0] - span[1])):
        low, high = min(size, max(0, s - start)), min(size, max(0, e - start))
        label[low:high] = [number] * (high - low)
        edges[low] += 1
        edges[high] -= 1
        cuts.update((low, high))
    for hit in scene.hits:
        _lay(state, "hit", hit, start, cuts)
    chosen = scene.selection.span
    _lay(state, "selected", chosen, start, cuts)
    caret = scene.selection.head - start
    if scene.has_caret and chosen.start == chosen.end and 0 <= caret < size:
        _lay(state, "caret", (scene.selection.head, scene.selection.head + 1), start, cuts)
    for at in scene.hint_ends:
        _lay(state, "hint-end", (at, at + 1), start, cuts)
    traces = [""] * size
    for s, e, trace in scene.traces:
        _lay(traces, trace, (s, e), start, cuts)
    depth = [*accumulate(edges)]
    return [(at, end, LOOKS[label[at], depth[at], state[at], traces[at]]) for at, end in pairwise(sorted(cuts))]


def _lay(over: list[str], what: str, place: tuple[int, int], start: int, cuts: set[int]) -> None:
    """Say what the code points of a place are, as far as they are in the row that begins at `start`."""
    size = len(over)
    low, high = min(size, max(0, place[0] - start)), min(size, max(0, place[1] - start))
    if low < high:
        over[low:high] = [what] * (high - low)
        cuts.update((low, high))


def in_blanks(row: str, start: int, marks: Iterable[tuple[int, str]]) -> str:
    """The row with marks at the offsets at which it has a blank; its last one is the line's end and has none."""
    cells = list(row)
    for at, mark in marks:
        if 0 <= at - start < len(cells) - 1 and cells[at - start] == " ":
            cells[at - start] = mark
    return "".join(cells)


def with_marks(row: str, start: int, spans: Iterable[LightSpan], edges: tuple[str, str] = (BEFORE, AFTER)) -> str:
    """The row with marks in the blanks beside spans; where no blank is, the end of the underline is the edge."""
    cells = list(row)
    for s, e, _, _ in spans:
        for at, mark in zip((s - start - 1, e - start), edges, strict=True):
            if 0 <= at < len(cells) - 1 and row[at] == " ":
                cells[at] = mark if cells[at] in (" ", mark) else BETWEEN
    return "".join(cells)


def paint(
    row: str, runs: Sequence[Run], palette: Palette, width: int, letters: Mapping[int, str] | None = None
) -> list[Segment]:
    """The segments of a row, filled up to `width` cells; `letters` are drawn over the cells from their place on."""
    if letters or COMPLEX.search(row) is not None:
        looks = [PLAIN] * len(row) if runs is ALL_PLAIN else _each(runs)
        return _paint_clusters(row, looks, palette, width, letters or {})
    if runs is ALL_PLAIN:
        return [Segment(row[:width].ljust(width), palette[PLAIN])]
    segments: list[Segment] = []
    for look, group in groupby(runs, key=itemgetter(2)):
        stretch = [*group]
        if stretch[0][0] < width:
            segments.append(Segment(row[stretch[0][0] : min(width, stretch[-1][1])], palette[look]))
    if len(row) < width:
        segments.append(Segment(" " * (width - len(row)), palette.base))
    return segments


def _paint_clusters(
    row: str, looks: Sequence[Look], palette: Palette, width: int, letters: Mapping[int, str]
) -> list[Segment]:
    pieces: list[tuple[Look, str]] = []
    places = [*measured(row)]
    starts = [(c, letters[at]) for s, e, c, _ in places for at in range(s, e) if at in letters][::-1] if letters else []
    has_ends = any(look.state == "hint-end" for look in looks)
    covered = 0
    for s, e, cell, cells in places:
        if cell + cells > width:
            break
        typed = ""
        while starts and starts[-1][0] <= cell:
            typed = starts.pop()[1]
        room = min(starts[-1][0] if starts else width, width) - cell  # letters do not hide those of the next object
        if typed and room > 0 and covered <= cell:
            drawn = typed[:room].ljust(cells)
            pieces.append((HINT, drawn))
            covered = cell + len(drawn)
        elif cell < covered:  # the second letter of a hint lies over this cluster
            pieces.append((looks[s], " " * max(0, cell + cells - covered)))
        elif has_ends and any(look.state == "hint-end" for look in looks[s:e]):
            pieces.append((Look(*looks[s][:2], "hint-end"), row[s : min(e, s + LONGEST_CLUSTER)]))
        else:
            pieces.append((looks[s], " " * cells if row[s] == "\t" else row[s : min(e, s + LONGEST_CLUSTER)]))
    groups = groupby(pieces, key=itemgetter(0))
    segments = [Segment("".join(text for _, text in group), palette[look]) for look, group in groups]
    used = sum(cells_of(segment.text) for segment in segments)
    if used < width:
        segments.append(Segment(" " * (width - used), palette.base))
    return segments


def _letters(hints: Mapping[int, str], start: int) -> dict[int, str]:
    return {at - start: typed for at, typed in hints.items()}


def _keys(spans: Iterable[LightSpan], start: int, size: int, palette: Palette) -> str:
    """The keys of the labels that begin in the row, two at most, then a plus."""
    begun = [number for s, _, number, _ in sorted(spans) if start <= s < start + size]
    keys = [palette.key(number) for number in begun]
    return "".join(keys[:1]) + "+" if len(keys) > 2 else "".join(keys[:2])


def _overlapping(spans: Iterable[LightSpan], start: int, runs: Iterable[Run]) -> list[LightSpan]:
    deep = [(at + start, end + start) for at, end, look in runs if look.depth > 1]
    return [span for span in spans if any(at < span[1] and end > span[0] for at, end in deep)] if deep else []
