"""Articles and panes: next and previous, done, focus, widths, zoom."""

from bisect import bisect_left
from collections.abc import Callable, Mapping
from operator import attrgetter

from store import Selection
from tui.commands.describing import describe
from tui.desk import PANES, Desk
from tui.widgets.pane import ArticlePane

STEP = 0.15
"""How much of an average pane's width a key adds or takes."""
LEAST = 0.3
"""The least share of the width, in panes, that a pane keeps."""


def _neighbour(desk: Desk, by: int) -> str | None:
    """The path of the article before or after the current one in the folder, None at the ends."""
    entries = desk.project.library.entries  # by path
    here = desk.pane.sheet.path if desk.pane else ""
    at = bisect_left(entries, here, key=attrgetter("path"))
    if at < len(entries) and entries[at].path != here and by > 0:
        at -= 1  # the article itself is gone
    while 0 <= (at := at + by) < len(entries):
        if entries[at].problem is None:
            return entries[at].path
    return None


def article_next(desk: Desk) -> None:
    """Show the next article of the folder in this pane."""
    _open(
        desk, _neighbour(desk, 1), f"this is the last article; {desk.keymap.hint('find-article')} finds one by typing"
    )


def article_back(desk: Desk) -> None:
    """Show the previous article of the folder in this pane."""
    _open(
        desk, _neighbour(desk, -1), f"this is the first article; {desk.keymap.hint('find-article')} finds one by typing"
    )


def done_next(desk: Desk) -> None:
    """Mark the article done and show the next; on a done one, take the mark away and stay."""
    spread = desk.spread
    if spread is None:
        return
    record = desk.project.relations.record(spread.article.path)
    is_done = bool(record and record.done)
    if not describe(desk, "not done any more", done=not is_done) or is_done:
        return
    following = _neighbour(desk, 1)
    if following and desk.open(following):
        desk.say(f"done: {spread.article.path}")
    else:
        desk.say("done; this was the last article")


def pane_next(desk: Desk) -> None:
    """Let keys go to the next pane."""
    _focus(desk, 1)


def pane_back(desk: Desk) -> None:
    """Let keys go to the previous pane."""
    _focus(desk, -1)


def pane_close(desk: Desk) -> None:
    """Take this pane away."""
    desk.close_pane()


def pane_zoom(desk: Desk) -> None:
    """Show this pane alone, or all of them again."""
    if len(desk.panes) == 1:
        desk.say(f"there is one pane only; {desk.keymap.hint('pane-add')} opens another")
        return
    desk.is_zoomed = not desk.is_zoomed
    desk.say(f"this pane alone; {desk.keymap.hint('pane-zoom')} shows all again" if desk.is_zoomed else "")
    desk.host.lay_out()


def pane_wider(desk: Desk) -> None:
    """Give this pane more of the width."""
    _widen(desk, STEP)


def pane_narrower(desk: Desk) -> None:
    """Give this pane less of the width."""
    _widen(desk, -STEP)


def pane_equal(desk: Desk) -> None:
    """Give all panes the same width."""
    if len(desk.panes) < 2:
        desk.say(f"there is one pane only; {desk.keymap.hint('pane-add')} opens another")
        return
    if not desk.is_zoomed and len(set(desk.widths)) == 1:
        desk.say("all panes have the same width already")
        return
    desk.widths[:] = [1.0] * len(desk.panes)
    desk.is_zoomed = False
    desk.host.lay_out()


def move_border(desk: Desk, pane: ArticlePane, width: int) -> None:
    """Give a pane a width in cells, at the cost of its right neighbour; both keep a least width."""
    at = desk.panes.index(pane) if pane in desk.panes else len(desk.panes)
    if at + 1 >= len(desk.panes) or desk.is_zoomed:
        return
    widths = [float(one.size.width) for one in desk.panes]
    both, least = widths[at] + widths[at + 1], LEAST * sum(widths) / len(widths)
    widths[at] = min(max(least, width), both - least)
    widths[at + 1] = both - widths[at]
    desk.widths[:] = widths
    desk.host.lay_out()


def pane_add(desk: Desk) -> None:
    """Open another article beside this one, found by typing."""
    if len(desk.panes) >= PANES:
        desk.say(f"there are {PANES} panes, the most there can be; {desk.keymap.hint('pane-close')} closes one")
        return
    desk.host.open_dialog("pane-add")


def back_out(desk: Desk) -> None:
    """Esc: drop the selection, else a link that was begun, else the marks of a search, else show the library."""
    pane = desk.pane
    if pane is not None and (not pane.selection.is_empty or desk.is_selecting):
        desk.stop_selecting()
        pane.select(Selection(pane.caret, pane.caret), opens=False)
    elif desk.link_from:
        desk.link_from = ""
        desk.say("no link is begun any more")
    elif desk.searching.text:
        desk.search("")
    else:
        desk.host.open_dialog("library")


def _open(desk: Desk, path: str | None, otherwise: str) -> None:
    if path is None:
        desk.say(otherwise)
    elif desk.open(path) and not desk.message:
        desk.say(path)


def _focus(desk: Desk, by: int) -> None:
    if len(desk.panes) < 2:
        desk.say(f"there is one pane only; {desk.keymap.hint('pane-add')} opens another")
        return
    desk.stop_selecting()
    desk.focus(desk.current + by)


def _widen(desk: Desk, by: float) -> None:
    if len(desk.panes) < 2:
        desk.say(f"there is one pane only; {desk.keymap.hint('pane-add')} opens another")
        return
    if desk.is_zoomed:
        desk.say(f"this pane has the whole width; {desk.keymap.hint('pane-zoom')} shows all again")
        return
    widths = [*desk.widths]
    widths[desk.current] += by * sum(widths) / len(widths)
    least = LEAST * sum(widths) / len(widths)
    if by < 0 and widths[desk.current] < least:
        desk.say(f"this pane is as narrow as it gets; {desk.keymap.hint('pane-equal')} makes all equal")
    elif by > 0 and min(widths) < least:
        desk.say(f"this pane is as wide as it gets; {desk.keymap.hint('pane-zoom')} shows it alone")
    else:
        desk.widths[:] = widths
        desk.host.lay_out()


COMMANDS: Mapping[str, Callable[[Desk], None]] = {
    "article-next": article_next,
    "article-back": article_back,
    "done-next": done_next,
    "pane-next": pane_next,
    "pane-back": pane_back,
    "pane-add": pane_add,
    "pane-close": pane_close,
    "pane-zoom": pane_zoom,
    "pane-wider": pane_wider,
    "pane-narrower": pane_narrower,
    "pane-equal": pane_equal,
    "library": back_out,
}
"""Action id -> what it does."""
