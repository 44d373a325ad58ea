"""Line: one row of the screen with something at its left and something at its right, cheap to change at every key."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.filter import LineFilter
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.cells import cells_of, fitted
from tui.display import display
from tui.paint import finished

if TYPE_CHECKING:
    from textual.widgets import Static

Tone = Literal["plain", "notice", "warning", "alarm"]
"""How much something wants to be seen; a warning is yellow, an alarm red."""


class Line(Widget):
    """A row that draws itself; text that does not fit is cut, or shown whole over the rows above for the time being.

    The right part stays whole as long as it can, or, if it yields, is there only where the left part leaves room.
    """

    DEFAULT_CSS = "Line { height: 1; }"
    ALLOW_SELECT = False
    _key: object = None  # what the strip was drawn from; the library asks to forget it before there is any

    def __init__(self, *, id: str, yields: bool = False) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._yields = yields
        self._left = ""
        self._right = ""
        self._tone: Tone = "plain"
        self._strip = Strip([])
        self._whole: Static | None = None

    def say(self, left: str, right: str | None = None, *, tone: Tone = "plain", whole: bool = False) -> None:
        """Show other words.

        Args:
            left: what stands at the left; made fit to show.
            right: what stands at the right; None keeps what is there.
            tone: how much the right part wants to be seen.
            whole: whether the left part is shown over several rows where it is too long for one, over what lies above.
        """
        left = fit_line(left)
        right = self._right if right is None else fit_line(right)
        if (left, right, tone) != (self._left, self._right, self._tone):
            self._left, self._right, self._tone = left, right, tone
            self.refresh()
        is_long = whole and 0 < self.outer_size.width < cells_of(left) + 3
        if is_long or self._whole is not None:
            self._spread_out(left if is_long else "")

    def _spread_out(self, words: str) -> None:
        """Show words over the rows above, as many as they need up to four; nothing takes them away."""
        if self._whole is None:
            from textual.widgets import Static  # noqa: PLC0415 - few lines are too long, and none at the start

            self._whole = Static(id=f"{self.id}-whole")
            self.screen.mount(self._whole)
        self._whole.update(Content(words))
        self._whole.display = bool(words)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The row, filters applied; drawn once, since every key asks for it."""
        key = (self._left, self._right, self._tone, self.region, self.app.theme)
        if key != self._key:
            self._key, self._strip = key, self._drawn(self.visual_style.rich_style, self.get_line_filters())
        return [self._strip] * crop.height

    def notify_style_update(self) -> None:
        """Forget what was drawn in other colours."""
        self._key = None
        super().notify_style_update()

    def _drawn(self, base: Style, filters: Sequence[LineFilter]) -> Strip:
        width = self.outer_size.width
        segments = laid_out(self._left, self._right, width, (base, base + self._style()), yields=self._yields)
        return finished(segments, (tuple(filters), self.background_colors[1]), width, self.region.right)

    def _style(self) -> Style:
        """How the right part differs from the left one; told apart without colours too."""
        theme = self.app.current_theme
        styles: dict[Tone, Style] = {
            "plain": Style.null(),
            "notice": Style(bold=True, reverse=True),
            "warning": Style(bold=True, color=theme.warning),
            "alarm": Style(bold=True, reverse=True, color=theme.error),
        }
        return styles[self._tone]


def laid_out(left: str, right: str, width: int, styles: tuple[Style, Style], *, yields: bool) -> list[Segment]:
    """The two parts of a line, fit to show, in so many cells and in a style each."""
    right = fitted(right, max(0, width - 2))
    if yields and cells_of(left) + cells_of(right) + 3 > width:
        right = ""
    left = fitted(left, max(0, width - cells_of(right) - 3))
    gap = max(0, width - cells_of(left) - cells_of(right) - 2)
    base, other = styles
    return [Segment(f" {left}{' ' * gap}", base), Segment(right, other), Segment(" ", base)]


def fit_line(words: str) -> str:
    """Words as one line that is fit to show."""
    return display(words).replace("\n", " ").replace("\t", " ")
