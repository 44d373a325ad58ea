"""Spread: one open article with everything that is shown of it, and where its reader is."""

from collections.abc import Callable, Iterable
from dataclasses import field
from typing import TYPE_CHECKING

from store import Article, Done, Layer, Placing, Span, dataclass
from tui.drawing import Sheet
from tui.highlights import Highlights

if TYPE_CHECKING:
    from store import Suggestion


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
        return [span for one in ids for span in self.highlights.follow(one)]


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
class Ghosts:
    """What is suggested in the open articles; nothing of it is in the model."""

    is_on: bool = False
    """Whether suggestions are looked for and shown."""
    threshold: float = 0.7
    """The least confidence of one, 0 to 1."""
    found: "dict[str, tuple[Suggestion, ...]]" = field(default_factory=dict)
    """By path, in text order; no two overlap."""

    changed: Callable[[Done | None], None] = lambda _: None
    """To be told of every change of the model, and by None that an article was opened; once somebody looks for some."""
    renew: Callable[[], None] = lambda: None
    """To be told that `is_on` or `threshold` is another."""

    def forget(self) -> None:
        """Everything was read anew: what was found may be nowhere any more."""
        self.found.clear()
        self.changed(None)

    def counted(self, path: str) -> list[str]:
        """How many there are in an article, in words; nothing where there are none."""
        return [f"{len(found):,} suggested"] if (found := self.found.get(path)) else []

    def at(self, path: str, offset: int) -> "Suggestion | None":
        """The suggestion over an offset of an article, or None."""
        return next((one for one in self.found.get(path, ()) if one.span.holds(offset)), None)

    def after(self, path: str, offset: int) -> "Suggestion | None":
        """The next suggestion that begins behind an offset, else the first of the article; None without any."""
        found = self.found.get(path, ())
        return next((one for one in found if one.span.start > offset), next(iter(found), None))


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
