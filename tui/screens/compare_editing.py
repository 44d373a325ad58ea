"""Editing an answer: its edges are moved and its label is chosen by keys, and the panes show it meanwhile."""

from collections.abc import Callable
from dataclasses import replace

from textual.screen import Screen

from store import Answer, Article, Case, Schema, answer_of, dataclass
from tui.modes.resizing import STEPS
from tui.screens.compare_panes import ComparePanes
from tui.screens.picker import Picker
from tui.widgets.listing import Item
from tui.words import short

KEYS = "← → right edge · Shift+← → left edge · t or a label's key: label · Enter accepts · Esc goes back"


@dataclass(slots=True)
class Editing:
    """The answer as it would be."""

    answer: Answer
    article: Article
    panes: ComparePanes
    schema: Schema

    @classmethod
    def of(cls, case: Case, article: Article, panes: ComparePanes, schema: Schema) -> "Editing":
        """Begin with what was accepted, else with what the first annotator says who says something."""
        accepted = case.place.said[case.accepted] if case.accepted is not None else None
        return cls(answer_of(accepted or case.place.annotations[0]), article, panes, schema)

    def show(self, *, is_end: bool = True) -> str:
        """Show it in the panes; what to say of it."""
        words = f"{self.answer.label} “{short(self.answer.span.of(self.article.text), 60)}”"
        self.panes.draft(self.answer.span, words, is_end=is_end)
        return f"{words} · {KEYS}"

    def press(self, key: str) -> str:
        """Move an edge or take a label; what to say. Nothing changes where nothing would be left."""
        old = self.answer.span
        label = self.schema.by_key(key)
        if step := STEPS.get(key):
            span = step(self.panes.panes[0], old)
            if 0 <= span.start < span.end <= len(self.article.text):
                self.answer = replace(self.answer, span=span)
        elif label is not None and label in self.schema.span_labels:
            self.answer = replace(self.answer, label=label.name)
        return self.show(is_end=self.answer.span.start == old.start)

    def pick_label(self, push: Callable[[Screen[Item | None], Callable[[Item | None], None]], object]) -> None:
        """Have a label found by typing; `push` shows a screen and calls back with its result."""

        def chosen(item: Item | None) -> None:
            if item is not None:
                self.answer = replace(self.answer, label=item.id)
            self.show()

        rows = [Item(one.name, one.name, f"{one.kind} {one.key}".strip()) for one in self.schema.span_labels]
        push(Picker(f"“{short(self.answer.span.of(self.article.text))}” is … · Esc goes back", rows), chosen)
