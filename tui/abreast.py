"""Abreast: panes that scroll together, each at the place that belongs to what the one shows that is moved."""

from collections.abc import Callable, Sequence

from store import Span, Together
from tui.widgets.pane import ArticlePane

Held = tuple[Span, Span, float]
"""A place in one article, the place in another that belongs to it, and what that weighs."""
InCommon = Callable[[str, str], Sequence[Held]]
"""What two articles have in common, by their paths."""


class Abreast:
    """From where the panes stood: by passages and links, by proportion between them. All move in one frame."""

    def __init__(self, panes: list[ArticlePane]) -> None:
        """Begin where the panes stand."""
        self._begin(panes)

    def _begin(self, panes: list[ArticlePane]) -> None:
        self._tops = {pane: pane.top for pane in panes}
        self._began = dict(self._tops)
        self._shown = {pane: pane.sheet for pane in panes}
        self._ways: dict[tuple[object, ...], Together] = {}

    def renew(self) -> None:
        """Other passages are known now."""
        self._ways.clear()

    def stay(self, panes: list[ArticlePane]) -> None:
        """Go on from where the panes stand now."""
        self._begin(panes)

    def keep_up(self, panes: list[ArticlePane], current: ArticlePane | None, in_common: InCommon) -> None:
        """Bring the other panes to where the one is that was moved; of several that were, the one that keys go to."""
        panes = [pane for pane in panes if pane.display and pane.outer_size]
        if [*self._shown.items()] != [(pane, pane.sheet) for pane in panes]:
            self._begin(panes)
            return
        moved = [pane for pane in panes if pane.top != self._tops[pane]]
        if not moved:
            return
        leader = current if current in moved and current is not None else moved[0]
        for pane in panes:
            if pane is not leader:
                self._bring(pane, leader, in_common)
        self._tops = {pane: pane.top for pane in panes}

    def _bring(self, pane: ArticlePane, leader: ArticlePane, in_common: InCommon) -> None:
        top = self._way(leader, pane, in_common).in_b(leader.top)
        if top != pane.top:
            pane.put_top(top)
        if pane.selection.is_empty and not pane.view.holds(pane.caret):
            pane.move_to(pane.top)  # else the first key there would bring the text back

    def _way(self, leader: ArticlePane, pane: ArticlePane, in_common: InCommon) -> Together:
        ends = _last_top(leader), _last_top(pane)
        key = (leader, pane, *ends)
        if key not in self._ways:
            at = min(self._began[leader], ends[0]), min(self._began[pane], ends[1])
            shared = in_common(leader.sheet.path, pane.sheet.path)
            self._ways[key] = Together.of(shared, ends, at)
        return self._ways[key]


def _last_top(pane: ArticlePane) -> int:
    """The top of the last page: there both texts are at their ends."""
    view = pane.view
    return view.rows.step(len(view.text), 1 - view.height)
