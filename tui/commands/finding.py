"""Finding: hits of a search, here and in all panes."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping

from store import Selection
from tui.desk import Desk
from tui.words import short


def hit_next(desk: Desk) -> None:
    """Go to the next hit, after the last to the first."""
    _visit(desk, 1)


def hit_back(desk: Desk) -> None:
    """Go to the previous hit, before the first to the last."""
    _visit(desk, -1)


def search_panes(desk: Desk) -> None:
    """Mark the selection, else the word under the caret, in all panes."""
    pane = desk.pane
    if pane is None:
        return
    span = pane.selection.span if not pane.selection.is_empty else pane.sheet.segments.at("word", pane.caret)
    if span is None:
        desk.say("there is no word under the caret")
        return
    wanted = span.of(pane.sheet.text)
    desk.search(wanted, everywhere=True)
    counts = " + ".join(str(len(one.hits)) for one in desk.panes)
    on, back = desk.keymap.hint("hit-next"), desk.keymap.hint("hit-back")
    desk.say(f"{short(wanted)}: {counts} hits; {on} and {back} walk them, Esc takes them away")


def _visit(desk: Desk, by: int) -> None:
    pane = desk.pane
    if pane is None:
        return
    if not desk.searching.text:
        desk.say(f"nothing is being searched; {desk.keymap.hint('search')} starts a search")
        return
    if not pane.hits:
        desk.say(f"{short(desk.searching.text)}: not in this article")
        return
    starts = [hit.start for hit in pane.hits]
    at = bisect_right(starts, pane.folding.before(pane.caret)) if by > 0 else bisect_left(starts, pane.caret) - 1
    hit = pane.hits[at % len(starts)]
    wrapped = " · from the top again" if by > 0 and at == len(starts) else ""
    wrapped = " · from the end again" if at < 0 else wrapped
    pane.select(Selection(hit.start, hit.start))
    desk.say(f"{short(desk.searching.text)}: {at % len(starts) + 1} of {len(starts)}{wrapped}")


COMMANDS: Mapping[str, Callable[[Desk], None]] = {
    "hit-next": hit_next,
    "hit-back": hit_back,
    "search-panes": search_panes,
}
"""Action id -> what it does."""
