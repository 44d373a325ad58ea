"""Spread: one open article with everything that is shown of it, and where its reader is."""

from collections.abc import Callable, Iterable
from dataclasses import field
from typing import TYPE_CHECKING

from store import Article, Done, Fold, Folded, Layer, Placing, Span, dataclass
from tui.drawing import Sheet
from tui.highlights import Highlights
from tui.spans import GHOST, STATE

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

    def fold(self, folds: Iterable[Fold]) -> None:
        """Fold these lines and no others; those that were known stay open or shut, new ones with tags are open."""
        folding, wanted = self.sheet.folding, tuple(folds)
        new = [fold for fold in wanted if fold not in folding.folds]
        folding.lay(wanted, [*folding.shut, *(fold for fold in new if not self._has_tags(fold))])

    def settle(self, shown: Iterable[Sheet]) -> None:
        """Fold what could not be folded while somebody was looking at it, unless it is among what is shown."""
        waiting = self.sheet.folding.waiting
        if waiting is not None and all(sheet is not self.sheet for sheet in shown):
            self.sheet.folding.waiting = None
            self.fold(waiting)

    @property
    def folded(self) -> Folded:
        """What is folded when it is opened next."""
        folding = self.sheet.folding
        folds = folding.folds if folding.waiting is None else folding.waiting
        is_open = [one not in folding.shut and (one in folding.folds or self._has_tags(one)) for one in folds]
        opened = tuple(one.start for one, is_it in zip(folds, is_open, strict=True) if is_it)
        return Folded(self.article.text_sha256, folds, opened)

    def _has_tags(self, fold: Fold) -> bool:
        """Whether somebody's tags are shown in it; suggestions are none."""
        return any(number // STATE != GHOST for _, _, number, _ in self.highlights.index.over(fold.start, fold.end))

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
