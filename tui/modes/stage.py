"""Stage: the panes as they were, while places in several of them are marked and looked at."""

from collections.abc import Iterable
from typing import Protocol

from store import Selection, Span, dataclass
from tui.desk import Desk
from tui.drawing import Sheet
from tui.widgets.pane import ArticlePane


class Place(Protocol):
    """A place in an article."""

    @property
    def path(self) -> str:
        """The article."""

    @property
    def span(self) -> Span:
        """The place in it."""


@dataclass(frozen=True, slots=True)
class Before:
    """How a pane was."""

    sheet: Sheet
    hits: tuple[Span, ...]
    """The hits of a search that were marked."""
    selection: Selection
    top: int


class Stage:
    """The panes of a desk, which are put back as they were."""

    def __init__(self, desk: Desk) -> None:
        """Remember how they are."""
        self._desk = desk
        self._before = {one: Before(one.sheet, one.hits, one.selection, one.top) for one in desk.panes}
        self._looked: ArticlePane | None = None

    def mark(self, places: Iterable[Place]) -> None:
        """Mark these places in every pane, and no others."""
        spans: dict[str, list[Span]] = {}
        for one in places:
            spans.setdefault(one.path, []).append(one.span)
        for pane in self._still():
            hits = tuple(sorted(spans.get(pane.sheet.path, ())))
            if hits != pane.hits:
                pane.show_hits(hits)

    def look_at(self, place: Place) -> bool:
        """Bring a place in sight and select it, in the current pane if it is there; whether a pane shows it."""
        panes = [one for one in self._still() if one.sheet.path == place.path and one.display]
        pane = next((one for one in panes if one is self._desk.pane), panes[0] if panes else None)
        if self._looked is not None and self._looked is not pane and self._looked in self._before:
            self._looked.select(self._before[self._looked].selection, opens=False)
        self._looked = pane
        if pane is not None:
            pane.select(Selection(place.span.end, place.span.start))
        return pane is not None

    def leave(self) -> None:
        """Put the panes back as they were."""
        for pane in self._still():
            was = self._before[pane]
            if pane.hits != was.hits:
                pane.show_hits(was.hits)
            if pane.selection != was.selection:
                pane.select(was.selection, opens=False)
            if pane.top != was.top:
                pane.put_top(was.top)

    def _still(self) -> list[ArticlePane]:
        """The panes that show what they showed."""
        return [one for one, was in self._before.items() if one in self._desk.panes and one.sheet is was.sheet]
