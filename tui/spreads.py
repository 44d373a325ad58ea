"""Spreads: the articles that lie open, by path, with one numbering of labels and one choice of annotators for all."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from store import Annotation, Article, Fold, Folded, Project, Schema, dataclass
from tui.drawing import Sheet, heading
from tui.highlights import Highlights
from tui.spread import Spread
from tui.theme import LabelLook, looks_of

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from store import Verdicts

KEPT = 24
"""How many articles that were opened and are in no pane any more are kept ready; as many as the library keeps."""


@dataclass(slots=True)
class Spreads:
    """The open articles of one desk."""

    project: Project
    hidden: set[str] = field(default_factory=set)
    """The other annotators whose annotations are not shown."""
    folds: bool = True
    """Whether furniture is folded."""
    left: dict[str, Folded] = field(default_factory=dict)
    """What was folded in articles, by path, as their reader has left them."""
    folds_of: Callable[[Article], tuple[Fold, ...] | None] = lambda _: None
    """What of an article is folded, as far as that is known; None where nobody has looked."""
    asked: Callable[[], None] = lambda: None
    """Called when an article was opened of which that is not known."""
    judged: Callable[[bool], None] = lambda _: None
    """Called when something else is said of what is furniture, with whether somebody has just done that here."""
    verdicts: "Verdicts | None" = None
    """What was said, as far as it has been read."""
    _by_path: dict[str, Spread] = field(default_factory=dict)
    _labels: dict[str, int] = field(default_factory=dict)
    _schema: Schema | None = None

    def __iter__(self) -> Iterator[tuple[str, Spread]]:
        return iter(self._by_path.items())

    def get(self, path: str) -> Spread | None:
        """An article that lies open, or None."""
        return self._by_path.get(path)

    def of(self, path: str) -> Spread:
        """An article, laid out for reading; read again when its file has changed.

        Raises:
            ArticleError: it cannot be read.
        """
        article = self.project.library.article(path)
        known = self._by_path.get(path)
        if known is None or known.article is not article:
            placing = self.project.layers.begun(article)
            sheet = Sheet.of(path, article.text, heading(article))
            highlights = Highlights(placing.layer, self.number_of, placing.moved)
            known = self._by_path[path] = Spread(article, sheet, placing, highlights)
            self.show_others(known)
            self._fold(known)
        self._by_path[path] = self._by_path.pop(path)  # the last one comes last
        return known

    def settle(self, spread: Spread, shown: "Sequence[Sheet]") -> None:
        """Make an article ready to be shown: fold what had to wait for it, and forget what nobody looks at."""
        spread.settle(shown)
        self.let_go([sheet.path for sheet in shown])

    def let_go(self, shown: "Container[str]") -> None:
        """Forget the articles that were opened long ago and are not shown; how they were folded is remembered."""
        gone = [path for path in self._by_path if path not in shown][:-KEPT]
        for path in gone:
            spread = self._by_path[path]
            if spread.placing.is_plain:
                self.left.pop(path, None)
                self.left[path] = spread.folded
                del self._by_path[path]
                self.project.layers.let_go(path)
                self.project.others.let_go(path)

    def _fold(self, spread: Spread) -> None:
        """Fold what is known to be furniture, as it was left."""
        article, folding = spread.article, spread.sheet.folding
        folding.switch(self.folds)
        left = self.left.get(article.path)
        if left and left.name == article.text_sha256 and all(fold.fits(article.text) for fold in left.folds):
            folding.lay(left.folds, [fold for fold in left.folds if fold.start not in left.opened])
        if (folds := self.folds_of(article)) is None:
            self.asked()
        else:
            spread.fold(fold for fold in folds if fold.fits(article.text))

    def judge(self, verdicts: "Verdicts", *, is_own: bool) -> None:
        """Take over what is said of lines, that they are furniture or not; `is_own`: somebody has just done that."""
        self.verdicts = verdicts
        self.judged(is_own)

    @property
    def folded(self) -> dict[str, Folded]:
        """What is folded in all articles that were ever opened, the last ones last."""
        now = {path: spread.folded for path, spread in self._by_path.items()}
        return {path: one for path, one in {**self.left, **now}.items() if one.folds}

    def forgotten(self) -> dict[str, Spread]:
        """Forget all, so that each is read anew; what was known."""
        self.left = self.folded
        known, self._by_path = self._by_path, {}
        if self.is_relabelled:
            self._labels, self._schema = {}, None
        return known

    @property
    def is_relabelled(self) -> bool:
        """Whether the label set is another one than that by which the labels were numbered."""
        return self._schema is not None and self._schema is not self.project.schema

    def keep(self, path: str, spread: Spread) -> None:
        """Go on showing what was read before: the file is gone."""
        self._by_path[path] = spread

    # labels

    @property
    def looks(self) -> tuple[LabelLook, ...]:
        """How labels look, by number: those of the label set, then those found only in the annotations."""
        known = looks_of(self.project.schema.labels)
        strange = list(self._labels)[len(known) :]
        return (*known, *(LabelLook(name, "unknown", "", "") for name in strange))

    def number_of(self, label: str) -> int:
        """The number the panes know a label by; a label that is not in the label set gets the next one."""
        schema = self.project.schema
        if self._schema is None:
            self._schema, self._labels = schema, {one.name: number for number, one in enumerate(schema.labels)}
        return self._labels.setdefault(schema.name_of(label), len(self._labels))

    def counts(self, spread: Spread) -> Mapping[str, int]:
        """How many annotations each label has in an article."""
        numbers = spread.highlights.counts
        return {name: numbers[number] for name, number in self._labels.items() if numbers[number]}

    # the other annotators

    def shown_others(self) -> list[str]:
        """The other annotators whose annotations are shown."""
        return [name for name in self.project.others.names if name not in self.hidden]

    def toggle(self, name: str) -> None:
        """Show or hide another annotator's annotations."""
        self.hidden ^= {name}
        for spread in self._by_path.values():
            self.show_others(spread)

    def others_at(self, spread: Spread, offset: int) -> list[Annotation]:
        """What the other annotators that are shown have over an offset of an article, the innermost first."""
        others = self.project.others
        return [one for name in self.shown_others() for one in others.layer(name, spread.article).at(offset)]

    def show_others(self, spread: Spread) -> None:
        """Bring the other annotators' annotations of an article to its highlights."""
        others = self.project.others
        spread.highlights.show_others([others.layer(name, spread.article) for name in self.shown_others()])
