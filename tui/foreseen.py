"""Foreseen: the rows that the next start will draw first, kept for `tui.prepaint` at the end, and when somebody rests.

They are drawn by what draws them on the screen: a desk that nobody sees begins as the next one will, with panes of the
size that they will have. Where the next start has more to say than where the reader was, nothing is foreseen.
"""

import contextlib
import os
import tempfile
import zlib
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter
from textual.geometry import Offset, Region, Size
from textual.strip import Strip

from store import SaveState, Sitting, dataclass
from tui import prepaint
from tui.beginning import begin
from tui.desk import Desk
from tui.drawing import HEAD
from tui.paint import held
from tui.screens.reading import LEGEND_HEIGHT
from tui.settings import config_path
from tui.spread import Place
from tui.status import about_disk, about_project, first_step, under_caret, ways_on
from tui.theme import DARK, LIGHT, Palette
from tui.widgets import legend, line
from tui.widgets.pane import ArticlePane

if TYPE_CHECKING:
    from tui.app import Sidemark

FOLDERS = 64
"""Of so many folders with articles it is known whether one came or went; of more only the first."""
SIZES = 3
"""Sizes of the terminal for which a first screen is kept, the last used ones."""


class StillPane(ArticlePane):
    """A pane that nobody sees, of any size and at any place."""

    still = Region(0, 0, 0, 0)
    """Its place and size."""

    def __init__(self, palette: Palette, app: "Sidemark", background: Color) -> None:
        super().__init__(palette)
        self._still_app, self._still_background = app, background

    @property
    def size(self) -> Size:
        """Its size."""
        return self.still.size

    @property
    def outer_size(self) -> Size:
        """Its size; there is nothing round it."""
        return self.still.size

    @property
    def region(self) -> Region:
        """Its place and size."""
        return self.still

    @property
    def background_colors(self) -> tuple[Color, Color]:
        """What is behind it."""
        return self._still_background, self._still_background

    @property
    def cursor(self) -> Offset:
        """Where on the screen the caret is."""
        x, y = self.margin + self.view.cell_of(self.caret), HEAD + self.view.y_of(self.caret)
        return self.still.offset + Offset(x, y)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Those of the program."""
        return self._still_app.get_line_filters()

    def refresh(self, *_: Any, **__: Any) -> "StillPane":
        """Nothing: it is not on the screen."""
        return self

    def place_cursor(self) -> None:
        """Nothing, likewise."""


class StillScreen:
    """A reading screen that nobody sees, as it will be when it is first seen."""

    def __init__(self, app: "Sidemark", sitting: Sitting, size: Size) -> None:
        """Open what will lie open.

        Args:
            app: the program; its styles, its project.
            sitting: where its reader was.
            size: of the screen.
        """
        assert app.reading is not None
        self._app, self._size, self._palette = app, size, app.reading.palette
        self._theme = DARK if self._palette.dark else LIGHT
        self._background = Color.parse(self._theme.background or "")
        self._knows_links = app.reading.knew_links
        places = {path: Place(caret, top) for path, (caret, top) in sitting.places.items()}
        self.desk = Desk(app.project, self, places=places, keymap=app.keymap)
        self.desk.spreads.folds = app.folds
        begin(self.desk, sitting, (), size.width)
        self._lay_out()

    # what a desk asks of its screen

    def new_pane(self) -> ArticlePane:
        """A pane that nobody sees."""
        pane = StillPane(self._palette, self._app, self._background)
        pane.showing = self.desk.showing
        if self._knows_links:
            pane.is_linked = self.desk.is_linked
        return pane

    def lay_out(self) -> None:
        """Nothing before all are there."""

    def counts_changed(self) -> None:
        """Nothing: they are looked up."""

    def call_later(self, *_: Any) -> bool:
        """Nothing, likewise."""
        return False

    def tell(self) -> None:
        """Nothing, likewise."""

    def open_dialog(self, action: str) -> None:
        """Nothing."""

    def work(self, title: str, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Nothing."""

    def copy_out(self, text: str, *, exact: bool) -> None:
        """Nothing."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> None:
        """Nothing: this is the first moment only."""

    def run_worker(self, work: Callable[[], Awaitable[None]], *, group: str, description: str, exclusive: bool) -> None:
        """Nothing, for the same reason."""

    # what it looks like

    @property
    def is_plain(self) -> bool:
        """Whether it has no more to say than where the reader is, or a welcome."""
        return bool(self.desk.panes) and self.desk.message in ("", first_step(self.desk))

    @property
    def cursor(self) -> Offset:
        """Where the caret is."""
        pane = self.desk.pane
        return pane.cursor if isinstance(pane, StillPane) else Offset(0, 0)

    def rows(self) -> list[tuple[int, int, Strip]]:
        """All of it, as (column, row, strip)."""
        width, height = self._size
        project, desk = self._app.project, self.desk
        words, disk = about_project(project).left, about_disk(SaveState("saved"))[0]
        rows = [(0, 0, self._line(words, disk, yields=False))]
        for pane in desk.panes:
            drawn = pane.render_lines(Region(0, 0, *pane.size))
            rows += [(pane.region.x, pane.region.y + y, strip) for y, strip in enumerate(drawn)]
        base = Style(color=self._theme.foreground, bgcolor=self._theme.surface)
        for y, row in enumerate(self._labels()):
            strip = self._strip(legend.laid_out(row, width, base, self._palette))
            rows.append((0, height - 1 - self._legend_height + y, strip))
        words = desk.message or under_caret(desk, self._size.width)
        return [*rows, (0, height - 1, self._line(words, ways_on(self._app.keymap), yields=True))]

    @property
    def _legend_height(self) -> int:
        return len(self._labels()) if self._size.height >= LEGEND_HEIGHT else 0

    def _labels(self) -> list[list[tuple[str, int]]]:
        if self._size.height < LEGEND_HEIGHT:
            return []
        return legend.rows_of(self.desk.spreads.looks, self.desk.counts(), self._size.width)[:2]

    def _lay_out(self) -> None:
        """Give the panes equal shares of what is between the lines."""
        count, height = len(self.desk.panes), self._size.height - 2 - self._legend_height
        for number, pane in enumerate(self.desk.panes):
            left, right = (self._size.width * place // count for place in (number, number + 1))
            if isinstance(pane, StillPane):
                pane.still = Region(left, 1, right - left, height)

    def _line(self, left: str, right: str, *, yields: bool) -> Strip:
        base = Style(color=self._theme.foreground, bgcolor=self._theme.panel)
        parts = line.fit_line(left), line.fit_line(right)
        return self._strip(line.laid_out(*parts, self._size.width, (base, base), yields=yields))

    def _strip(self, segments: list[Segment]) -> Strip:
        for line_filter in self._app.get_line_filters():
            segments = line_filter.apply(segments, self._background)
        return held(segments, self._size.width, self._size.width)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What the next start will show first."""

    asked: prepaint.Asked
    lines: tuple[str, ...]
    """The rows for each size, as they are kept."""
    files: tuple[str, ...]
    """What they depend on, as seen from the project's folder."""


def foreseen(app: "Sidemark", theme: str, sizes: int = SIZES) -> Foreseen | None:
    """What the next start with the same command line will show first; None where that is not sure.

    Args:
        app: the program, with its files open and nothing waiting to be saved.
        theme: `dark` or `light`: what it was started with.
        sizes: for how many sizes of the terminal, each of which takes a good part of a frame; the others that are known
            are only remembered.
    """
    project, screen = app.project, app.reading
    if screen is None or project.read_only or project.problems or screen.palette.colours != "full":
        return None
    if screen.palette.dark != (theme == "dark") or not (project.root / "sidemark.toml").is_file():
        return None
    sitting, asked = screen.sitting(), prepaint.Asked(os.fspath(project.root), project.annotator, theme)
    lines: list[str] = []
    for number, size in enumerate(_sizes(asked, app.size)):
        if number >= sizes:
            lines.append(f"screen\t{size.width}\t{size.height}\t0\t0")
            continue
        still = StillScreen(app, sitting, size)
        if not still.is_plain:
            return None
        lines.append(f"screen\t{size.width}\t{size.height}\t{still.cursor.x}\t{still.cursor.y}")
        lines += (_written(app, *row) for row in still.rows())
    names = _depends_on(app, still.desk)
    return Foreseen(asked, tuple(lines), names) if all(map(str.isprintable, names)) else None


def keep(found: Foreseen | None, asked: prepaint.Asked) -> None:
    """Keep what was foreseen, after everything else was written; nothing is kept of what was not sure."""
    path = Path(asked.file)
    if found is None:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        return
    files = ["\t".join(map(str, ("file", *prepaint.stamp(asked.root, name)))) for name in found.files]
    body = "\n".join([asked.words, *files, *found.lines]).encode()
    with contextlib.suppress(OSError):  # no room, no right to: the next start is slower
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix="first-screen-")
        with os.fdopen(descriptor, "wb") as file:
            file.write(f"{prepaint.MAGIC} {zlib.crc32(body):08x}\n".encode() + body)
        Path(name).replace(path)


def _sizes(asked: prepaint.Asked, now: Size) -> list[Size]:
    """The terminal's size, and those it had at the ends before."""
    sizes = {now: None}
    with contextlib.suppress(OSError, ValueError, LookupError):
        for kept in Path(asked.file).read_bytes()[: prepaint.LARGEST].decode().split("\n"):
            kind, *fields = kept.split("\t")
            if kind == "screen":
                sizes[Size(int(fields[0]), int(fields[1]))] = None
    return [size for size in sizes if size >= Size(*prepaint.LEAST) and max(size) < 1000][:SIZES]


def _depends_on(app: "Sidemark", desk: Desk) -> tuple[str, ...]:
    """The files and folders that the first screen depends on; a folder tells what came and went in it."""
    project = app.project
    folder = project.root / "annotations"
    folders = {entry.path.rpartition("/")[0] for entry in project.library.entries}
    own: list[str] = []
    with contextlib.suppress(OSError):
        own = [f"annotations/{name}" for name in sorted(os.listdir(folder))]  # noqa: PTH208 - names, not paths
    return (
        "sidemark.toml", os.fspath(config_path()), ".sidemark/positions.json", "annotations",
        f"annotations/{project.annotator}.json", f"annotations/{project.annotator}.journal", *own,
        *(pane.sheet.path for pane in desk.panes), *sorted({"", *folders})[:FOLDERS],
    )  # fmt: skip


def _written(app: App[Any], x: int, y: int, strip: Strip) -> str:
    """A stretch of a row as it is kept: place, then styles and texts in turn."""
    fields = ["row", str(x), str(y)]
    for text, style, control in strip:
        if control:
            kind = "erase" if text.endswith("X") else "column"
            fields += [kind, text[2:-1]]
        elif text:
            fields += [_numbers(app, style), text]
    return "\t".join(fields)


def _numbers(app: App[Any], style: Style | None) -> str:
    """The numbers that a style is for the terminal."""
    drawn = Strip([Segment("x", style)]).render(app.console)
    return drawn.partition("x")[0].removeprefix("\x1b[").removesuffix("m")
