"""The panes of the screen on which annotators are compared: the text once for each of them, or once with all."""

from collections.abc import Sequence
from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Horizontal

from store import Annotation, Article, Case, Selection, Span
from tui.desk import Desk
from tui.display import display
from tui.drawing import Sheet
from tui.screens.compare_rows import said
from tui.spans import OWN, SpanIndex, marked
from tui.widgets.pane import ArticlePane

NARROWEST = 34
"""Cells that a pane has to have; where there is no room for all of them there is one with everybody's annotations."""


class ComparePanes(Horizontal):
    """Shows the same place of a text in all panes."""

    def __init__(self, desk: Desk, names: Sequence[str]) -> None:
        super().__init__(id="compare-panes")
        self._desk, self._names = desk, names
        self._case: Case | None = None
        self._layers: tuple[Sequence[Annotation], ...] = ()
        self._sheet = Sheet.of("", "", "")
        self._is_one = False

    def compose(self) -> ComposeResult:
        """A pane for each annotator."""
        palette = self._desk.host.new_pane().palette
        for _ in self._names:
            yield ArticlePane(palette)

    @property
    def panes(self) -> list[ArticlePane]:
        """From left to right."""
        return [*self.query(ArticlePane)]

    def show(self, article: Article, cases: Sequence[Case]) -> None:
        """Show an article with what everybody has said of it."""
        if (self._sheet.path, self._sheet.text) != (article.path, article.text):
            self._sheet = Sheet.of(article.path, article.text, "")
        everyone = range(len(self._names))
        self._layers = tuple([one for case in cases if (one := case.place.said[at])] for at in everyone)
        self._case = None
        self._fill()

    def go(self, case: Case | None) -> None:
        """Bring a place in sight and mark what each annotator has there; None: nothing is marked."""
        self._case = case
        for at, pane in enumerate(self.panes):
            here = None if case is None else self._annotation(case, at)
            if case is None:
                pane.select(Selection(pane.caret, pane.caret))
                pane.show_hits(())
                pane.show_foot("")
                continue
            span = case.place.span
            pane.show_hits(() if here else (span,))
            pane.select(Selection(here.end, here.start) if here else Selection(span.start, span.start))
            pane.show_foot(_line(said(here) if here else "nothing here"))
        self._side_by_side()

    def draft(self, span: Span, words: str, *, is_end: bool) -> None:
        """Show how an answer would be, the edge that moved in sight."""
        for pane in self.panes:
            pane.show_hits(())
            pane.select(Selection(span.start, span.end) if is_end else Selection(span.end, span.start))
            pane.show_foot(_line(words))

    def on_resize(self) -> None:
        """One pane for all where there is no room for one each."""
        is_one = self.size.width // max(1, len(self._names)) < NARROWEST
        if is_one != self._is_one:
            self._is_one = is_one
            case = self._case
            self._fill()
            self.go(case)

    def _side_by_side(self) -> None:
        """Put the same row of the text at the top of all panes, where that leaves the marked place in sight."""
        top = min(pane.top for pane in self.panes)
        for pane in self.panes:
            own = pane.top
            pane.put_top(top)
            if not pane.view.holds(pane.caret):
                pane.put_top(own)

    def _annotation(self, case: Case, at: int) -> Annotation | None:
        return case.place.annotations[0] if self._is_one else case.place.said[at]

    def _fill(self) -> None:
        number_of = self._desk.spreads.number_of
        numbers = [[(one, number_of(one.label)) for one in layer] for layer in self._layers]
        looks = self._desk.spreads.looks
        for at, pane in enumerate(self.panes):
            pane.display = not at or not self._is_one
            mine = [one for layer in numbers for one in layer] if self._is_one else numbers[at] if numbers else []
            spans = dict.fromkeys((one.start, one.end, marked(number, OWN), one.id) for one, number in mine)
            names = enumerate(self._names, 1)
            heading = " · ".join(f"{number} {name}" for number, name in names if self._is_one or number == at + 1)
            pane.palette = pane.palette.of(looks)
            pane.show(replace(self._sheet, heading=_line(heading)), SpanIndex(spans), Selection(0, 0))


def _line(words: str) -> str:
    return display(words).replace("\n", " ").replace("\t", " ")
