"""Wrap: a text as rows of a width, made block by block and only where somebody looks.

A text is cut once into blocks of about four thousand code points. Rows of a block are made when one of them is wanted.
Nothing counts the rows of a text: places are text offsets, and row numbers live inside one block.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from tui.cells import COMPLEX, cells_at, clusters, is_half_flag, shown
from tui.display import display

BLOCK = 4096
"""About how many code points a block has."""
KEPT = 64
"""How many blocks' rows are remembered."""
CLOSING = "、。，．！？：；）］｝」』】〉》”’…ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
"""What may not begin a row in Chinese and Japanese."""
LONGEST_CLUSTER = 32


def cut_blocks(text: str) -> list[int]:
    """Where blocks start, in code points: at a newline, else at a blank, else between two clusters."""
    blocks, position = [0], BLOCK
    while position < len(text):
        cut = text.find("\n", position, position + 4 * BLOCK) + 1
        cut = cut or between(text, text.find(" ", position, position + BLOCK) + 1 or position, blocks[-1])
        if cut < len(text):
            blocks.append(cut)
        position = max(cut, position) + BLOCK
    return blocks


def between(text: str, position: int, start: int) -> int:
    """The first place from `position` on between two clusters; `start` is known to be one."""
    if COMPLEX.search(text, position - 1, position + 1) is None:
        return position
    from rich.cells import get_character_cell_size  # noqa: PLC0415 - 9 ms, only for such texts

    near = range(position, min(position + LONGEST_CLUSTER, len(text)))
    begins = (at for at in near if get_character_cell_size(display(text[at])) and text[at - 1] != "\u200d")
    cut = next(begins, position)
    flags = cut
    while flags > start and is_half_flag(text[flags - 1]):
        flags -= 1
    return cut + (cut - flags) % 2 if cut < len(text) and is_half_flag(text[cut]) else cut


class Rows:
    """The rows of a text at a width; a row is [start, next start), so that together they hold each code point once.

    A line feed ends a row; a carriage return directly before it belongs to the line end. Blanks at the end of a row
    hang over the width. A text that ends in a line feed has a last, empty row. Whole lines that are folded are one row.
    """

    def __init__(
        self,
        text: str,
        blocks: Sequence[int],
        width: int,
        *,
        wraps: bool = True,
        folds: Iterable[tuple[int, int]] = (),
    ) -> None:
        """Prepare to wrap.

        Args:
            text: the text.
            blocks: where its blocks start, from `cut_blocks`.
            width: cells of a row, at least 2.
            wraps: whether long lines are cut at all.
            folds: (start, end) of whole lines that are one row, in the order of the text.

        Raises:
            ValueError: `width` is less than 2.
        """
        if width < 2:
            message = f"a row of {width} cells cannot hold a wide character"
            raise ValueError(message)
        self.text, self.blocks, self.width, self.wraps = text, blocks, width, wraps
        self.folded = dict(folds)
        """Where folded rows start, and where they end."""
        if self.folded:
            self.blocks = _unbroken(blocks, self.folded.items())
        self._known: dict[int, list[int]] = {}

    def of_block(self, block: int) -> list[int]:
        """Where the rows of a block start."""
        rows = self._known.get(block)
        if rows is None:
            if len(self._known) >= KEPT:
                self._known.clear()
            rows = self._known[block] = self._wrap(block)
        return rows

    def locate(self, offset: int) -> tuple[int, int]:
        """The row of an offset, as block and place in the block."""
        block = bisect_right(self.blocks, offset) - 1
        return block, bisect_right(self.of_block(block), offset) - 1

    def step(self, offset: int, by: int) -> int:
        """The start of the row that is `by` rows after that of `offset`, or as far as the text goes."""
        block, index = self.locate(offset)
        index += by
        while index < 0 and block:
            block -= 1
            index += len(self.of_block(block))
        while index >= len(self.of_block(block)) and block + 1 < len(self.blocks):
            index -= len(self.of_block(block))
            block += 1
        rows = self.of_block(block)
        return rows[min(max(index, 0), len(rows) - 1)]

    def window(self, top: int, height: int) -> list[tuple[int, int]]:
        """(start, end) of `height` rows from that of `top` on, or as many as there are."""
        block, index = self.locate(top)
        starts = self.of_block(block)[index:]
        while len(starts) <= height and block + 1 < len(self.blocks):
            block += 1
            starts = starts + self.of_block(block)
        return list(zip(starts, [*starts[1:], len(self.text)], strict=False))[:height]

    def row_at(self, offset: int) -> tuple[int, int]:
        """(start, end) of the row of an offset."""
        return self.window(offset, 1)[0]

    def _wrap(self, block: int) -> list[int]:
        text = self.text
        is_last = block + 1 == len(self.blocks)
        position, end = self.blocks[block], len(text) if is_last else self.blocks[block + 1]
        rows: list[int] = []
        while position < end:
            rows.append(position)
            if position in self.folded:
                position = self.folded[position]
                continue
            stop = text.find("\n", position, end)
            stop = end if stop < 0 else stop
            if self.wraps:
                # else each row of a CRLF text would be complex
                visible = stop - (position < stop < end and text[stop - 1] == "\r")
                wrap = _wrap_complex if COMPLEX.search(text, position, visible) else _wrap_simple
                wrap(text, position, visible, self.width, rows)
            position = stop + 1
        if is_last and (not rows or text.endswith("\n")):
            rows.append(len(text))
        return rows


def _unbroken(blocks: Sequence[int], folds: Iterable[tuple[int, int]]) -> list[int]:
    """Where blocks start when none may start inside a fold: each has a row, and a fold is in one."""
    found = [*blocks]
    for start, end in folds:
        del found[bisect_right(found, start) : bisect_left(found, end)]
    return found


def _wrap_simple(text: str, start: int, end: int, width: int, rows: list[int]) -> None:
    """Rows of a line in which every code point is one cell."""
    while end - start > width:
        cut = text.rfind(" ", start, start + width + 1) + 1
        if cut <= start + 1:
            cut = max(text.rfind("-", start, start + width), text.rfind("—", start, start + width)) + 1
        start = cut if cut > start + 1 else start + width
        while start < end and text[start] == " ":
            start += 1
        if start < end:
            rows.append(start)


def _wrap_complex(text: str, start: int, end: int, width: int, rows: list[int]) -> None:
    """Rows of a line with wide, combining or joined characters, or tabs."""
    line = shown(text[start:end])
    cell = row = chance = chance_cell = 0
    for s, e, cells in clusters(line):
        # `while`: what is carried over may be too long again, and a tab is as wide as the place it comes to
        while cell + cells_at(cell, line[s], cells) > width and line[s] != " " and s > row:
            row, cell = (chance, cell - chance_cell) if chance > row else (s, 0)
            rows.append(start + row)
        cell += cells_at(cell, line[s], cells)
        if _breaks_after(line[s]) and (e >= len(line) or line[e] not in CLOSING):
            chance, chance_cell = e, cell


def _breaks_after(char: str) -> bool:
    return char in " \t" or "\u2e80" <= char <= "\ud7ff" or "\uf900" <= char <= "\ufaff" or char >= "\U00020000"
