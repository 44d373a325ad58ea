"""Sight: what the emulated screen shows of the article: its words, hints, and the ends of what they stand on."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from tests.planner.task import Goal, plain
from tests.terminal import Terminal

END = "e0b050"
"""The colour in which a hint's last character is underlined, in the dark theme."""
EDGES = "▕▏"
"""Marks beside tags; they stand in blanks."""
BARS = "│┃"
LEAST = 16
"""Characters of a span that goes on below the screen by which it is known."""
Cell = tuple[int, int]
"""Row and column."""


@dataclass(frozen=True)
class Page:
    """The text of the pane that has the keys, as it stood before hints were drawn over it."""

    text: str
    """With one blank for each run of blanks and each row's end."""
    cells: tuple[Cell, ...]
    """Where each character of it stands."""

    def is_first(self, cell: Cell) -> bool:
        """Whether a paragraph begins in a cell: nothing stands before it in its row, nor in the row above."""
        return not any(y == cell[0] - 1 or (y == cell[0] and x < cell[1]) for y, x in self.written)

    @property
    def written(self) -> list[Cell]:
        """The cells with a character in them."""
        return [cell for char, cell in zip(self.text, self.cells, strict=True) if char != " "]

    def find(self, goal: Goal) -> tuple[Cell, Cell | None] | None:
        """Where a span begins and ends; no end when it is below the screen, None when it does not begin here."""
        before, quote = goal.before.lstrip(), plain(goal.quote)
        context = plain(before) + (" " if before[-1:].isspace() and plain(before) else "")
        for cut in range(len(context) + 1):  # the words before it may be above the screen, in part
            wanted = context[cut:] + quote
            at = self.text.find(wanted) if cut == 0 else 0
            if at >= 0 and self.text.startswith(wanted, at):
                start = at + len(wanted) - len(quote)
                return self.cells[start], self.cells[start + len(quote) - 1]
        for size in range(len(quote) - 1, LEAST - 1, -1):
            if self.text.rstrip().endswith(context + quote[:size].rstrip()):
                return self.cells[len(self.text.rstrip()) - len(quote[:size].rstrip())], None
        return None


def page(terminal: Terminal, left: int, right: int) -> Page:
    """Read the rows between the head and the foot of the pane that lies in these columns."""
    chars: list[str] = []
    cells: list[Cell] = []
    for y in range(2, foot(terminal, right)):
        row = terminal.screen.buffer[y]
        for x in range(left, right):
            drawn = " " if row[x].data in tuple(EDGES) else row[x].data  # the second half of a wide one is ""
            for char in unicodedata.normalize("NFC", drawn):
                if char.isspace() and (not chars or chars[-1] == " "):
                    continue
                chars.append(" " if char.isspace() else char)
                cells.append((y, x))
        if chars and chars[-1] != " ":
            chars.append(" ")
            cells.append((y, right))
    return Page("".join(chars), tuple(cells))


def foot(terminal: Terminal, right: int) -> int:
    """The row of the pane's foot: the last one that has a bar at the pane's right edge."""
    return max(y for y in range(terminal.screen.lines) if terminal.screen.buffer[y][right].data in BARS)


def panes(terminal: Terminal) -> list[tuple[int, int]]:
    """The columns of the panes: from the first one to that of the scrollbar."""
    row, found, left = terminal.screen.buffer[2], [], 0
    for x in range(terminal.screen.columns):
        if row[x].data in BARS and terminal.screen.buffer[3][x].data in BARS:
            found.append((left, x))
            left = x + 1
    return found


def head(terminal: Terminal, left: int, right: int) -> str:
    """The head of a pane."""
    return "".join(terminal.screen.buffer[1][x].data for x in range(left, right))


def hints(terminal: Terminal, left: int, right: int) -> dict[Cell, str]:
    """The letters that stand on the pane, by the cell they begin in."""
    return {cell: code for code, cell in terminal.hints().items() if left <= cell[1] < right}


def ends(terminal: Terminal) -> set[Cell]:
    """The cells in which an object ends."""
    lines = ((y, terminal.screen.buffer[y]) for y in range(2, terminal.screen.lines))
    return {(y, x) for y, row in lines for x in range(terminal.screen.columns) if _is_end(row[x])}


def _is_end(char: object) -> bool:
    is_half = not getattr(char, "data", "")  # the second half of a wide character
    return getattr(char, "fg", "") == END and bool(getattr(char, "underscore", False)) and not is_half


def end_of(cell: Cell, letters: dict[Cell, str], ended: set[Cell]) -> Iterator[Cell]:
    """The ends that the object which begins in a cell may have, the likeliest first.

    Objects lie one after another or inside each other, as brackets do; two that end in one cell mark it once.
    """
    depth = 1
    places = sorted({*letters, *ended})
    for place in places[places.index(cell) + 1 :] if cell in places else ():
        if place in letters:
            depth += 1
        if place in ended:
            depth -= 1
            yield place
            if depth == 0:
                return
