"""Spread: one open article with everything that is shown of it, and where its reader is."""

from collections.abc import Iterable

from store import Article, Layer, Placing, Span, dataclass
from tui.drawing import Sheet
from tui.highlights import Highlights


@dataclass(slots=True)
class Spread:
    """One article on the desk, in however many panes."""

    article: Article
    sheet: Sheet
    placing: Placing
    highlights: Highlights

    @property
    def layer(self) -> Layer:
        """One's own annotations that have a place in the text."""
        return self.placing.layer

    def redrawn(self, ids: Iterable[str]) -> list[Span]:
        """Bring annotations, by id, to the highlights; the places that look different now."""
        known = ((one, self.layer.get(one), one in self.placing.moved) for one in ids)
        changed = [self.highlights.follow(one, now, is_moved=is_moved) for one, now, is_moved in known]
        return [span for spans in changed for span in spans]


@dataclass(slots=True)
class Place:
    """Where somebody was in an article: the caret and the top of the screen, as text offsets."""

    caret: int = 0
    top: int = 0


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a link was followed from."""

    path: str
    span: Span
    annotation: str
    """The id of the annotation there."""


@dataclass(slots=True)
class Searching:
    """What is being looked for."""

    text: str = ""
    everywhere: bool = False
    """Whether in all panes."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was looked for in the whole project."""

    way: str = "words"
    """One of the ways to search, by its name."""
    text: str = ""
