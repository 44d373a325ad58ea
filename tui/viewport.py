"""Viewport: which rows of a text are on the screen, and how cells and offsets correspond there. No widget."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from store import Span
from tui.cells import COMPLEX, clusters, measured, shown
from tui.wrap import Rows, between

UNWRAPPED = 1 << 20
"""The width of a row that is not wrapped: none is longer on any screen."""
KEPT_SCREENS = 3
"""Screens of rows whose contents are remembered: several parts of a key ask for them."""


class Viewport:
    """A window of `height` rows on a text, laid out at `width` cells.

    `top` is the text offset of the first row: whatever happens to width and height, the place stays.
    Nothing here counts all rows; each call costs what is on the screen.
    """

    def __init__(
        self,
        text: str,
        blocks: Sequence[int],
        *,
        width: int = 80,
        height: int = 24,
        wraps: bool = True,
        folds: Iterable[tuple[int, int]] = (),
    ) -> None:
        self.text = text
        self.width = max(2, width)
        """Cells of a row of text."""
        self.height = max(1, height)
        """Rows of text."""
        self._wraps = wraps
        self.rows = Rows(text, blocks, self.width if wraps else UNWRAPPED, wraps=wraps, folds=folds)
        self.top = 0
        """The offset of the first row on the screen."""
        self.window: list[tuple[int, int]] = []
        """(start, end) of the rows on the screen; together they hold each code point once."""
        self._contents: dict[tuple[int, int], str] = {}
        self.put_top(0)

    @property
    def end(self) -> int:
        """The offset after the last code point on the screen."""
        return self.window[-1][1] if self.window else self.top

    @property
    def visible(self) -> Span:
        """What of the text is on the screen."""
        return Span(self.top, self.end)

    @property
    def seen(self) -> list[Span]:
        """The stretches of the text that can be read: between folds, or one a row where long lines are cut."""
        if self._wraps:
            folds = [row for row in self.window if row[0] in self.rows.folded] if self.rows.folded else []
            starts, ends = [self.top, *(end for _, end in folds)], [*(start for start, _ in folds), self.end]
            return [Span(start, end) for start, end in zip(starts, ends, strict=True) if start < end]
        rows = [row for row in self.window if row[0] not in self.rows.folded]
        ends = [self.offset_at(start, self.width - 1) + 1 for start, _ in rows]
        return [Span(row[0], min(end, row[1])) for row, end in zip(rows, ends, strict=True) if row[0] < end]

    def put_top(self, offset: int) -> None:
        """Put the row of `offset` at the top, or as far up as the end of the text allows."""
        highest = self.rows.step(len(self.text), 1 - self.height)
        self.top = self.rows.step(min(offset, highest), 0)
        self.window = self.rows.window(self.top, self.height)

    def scroll(self, by: int) -> None:
        """Move the window by rows."""
        self.put_top(self.rows.step(self.top, by))

    def holds(self, offset: int) -> bool:
        """Whether the row of `offset` is on the screen."""
        return self.top <= offset and (offset < self.end or self.end == len(self.text))

    def y_of(self, offset: int) -> int:
        """The row of the window an offset is in, 0 for the first; -1 above, the last one below."""
        return bisect_right(self.window, (offset, len(self.text))) - 1

    def follow(self, offset: int) -> bool:
        """Bring the row of `offset` on the screen; whether the window moved.

        A row just outside comes in at the edge, one far away a third down, where there is something to read above.
        """
        if self.holds(offset):
            return False
        if offset < self.top:
            is_near = offset >= self.rows.step(self.top, -self.height)
            rows_above = 0 if is_near else self.height // 3
        else:
            is_near = offset < self.rows.step(max(self.top, self.end - 1), self.height)
            rows_above = self.height - 1 if is_near else self.height // 3
        self.put_top(self.rows.step(offset, -rows_above))
        return True

    def row(self, offset: int) -> tuple[int, int]:
        """(start, end) of the row of an offset, its line end included."""
        start = self.rows.step(offset, 0)
        return start, self.rows.window(start, 1)[0][1]

    def content(self, start: int, end: int) -> str:
        """What is drawn of a row: no line end, a blank for the place after it, cut to what can be seen of it.

        Nothing but the blank of one that is folded.
        """
        found = self._contents.get((start, end))
        if found is None:
            if len(self._contents) > KEPT_SCREENS * self.height:
                self._contents.clear()
            found = self._contents[start, end] = self._content(start, end)
        return found

    def _content(self, start: int, end: int) -> str:
        if start in self.rows.folded:
            return " "
        row = self.text[start : min(end, start + 8 * self.width)]
        if row.endswith("\n"):  # a carriage return anywhere else is a character, and shown as one
            row = row[:-1].removesuffix("\r")
        return shown(row + " ")

    def cell_of(self, offset: int) -> int:
        """The cell, from the row's first, where the cluster of an offset begins."""
        start, end = self.row(offset)
        row, at = self.content(start, end), offset - start
        if COMPLEX.search(row) is None:
            return at if at < len(row) else 0
        return next((cell for _, e, cell, _ in measured(row) if at < e), 0)

    def offset_at(self, start: int, cell: int) -> int:
        """The offset under a cell of the row that starts at `start`: the start of the cluster there."""
        _, end = self.row(start)
        row = self.content(start, end)
        last = self._last_place(row, wrapped=self._is_wrapped(end))
        return start + next((s for s, _, c, cells in measured(row) if cell < c + cells and s <= last), last)

    def row_end(self, offset: int) -> int:
        """The last place of the row of an offset where a caret can stand."""
        start, end = self.row(offset)
        if start in self.rows.folded:
            return start
        near = self._near(start, end)
        return near + self._last_place(self.content(near, end), wrapped=self._is_wrapped(end))

    def by_rows(self, offset: int, by: int, goal: int) -> int:
        """The offset `by` rows down, nearest to the cell `goal`."""
        return self.offset_at(self.rows.step(offset, by), goal)

    def by_characters(self, offset: int, by: int) -> int:
        """One grapheme cluster on (`by` 1) or back (-1); never inside a cluster, a fold, nor between CR and LF."""
        start, end = self.row(offset)
        if start in self.rows.folded:
            if by < 0:
                return self.row_end(start - 1) if start else 0
            return start if end == len(self.text) and not self.text.endswith("\n") else end
        near = self._near(start, offset)
        stops = [near + s for s, _, _ in clusters(self.content(near, end))]
        is_last = end == len(self.text) and (start == end or not self.text.endswith("\n"))
        if not is_last:
            stops = [stop for stop in stops if stop < end]
        at = bisect_right(stops, offset) - 1 + by
        if at < 0:
            return self.row_end(start - 1) if start else 0
        if at < len(stops):
            return stops[at]
        return max(offset, stops[-1]) if is_last else end

    def _near(self, start: int, offset: int) -> int:
        """From where clusters are counted to find those at an offset: the row's start, or not far before the offset."""
        if offset - start <= 4 * self.width:
            return start
        # only in a line that is cut, and that may be a million characters long, or where a thousand blanks hang
        return between(self.text, offset - 2 * self.width, start)

    def _is_wrapped(self, end: int) -> bool:
        return 0 < end < len(self.text) and self.text[end - 1] != "\n"

    @staticmethod
    def _last_place(row: str, *, wrapped: bool = False) -> int:
        places = clusters(row)
        if wrapped and len(places) > 1:
            return places[-2][0]  # the blank that stands for the line end is the next row's first place
        return places[-1][0] if places else 0
