"""Moving the caret: by characters, words, rows, sentences, paragraphs, pages."""

from collections.abc import Callable, Mapping
from typing import Literal

from store import Selection, Unit
from tui.desk import Desk
from tui.widgets.pane import ArticlePane

Motion = Callable[[ArticlePane, bool], None]
"""Moves the caret of a pane; the flag says whether the selection's other end stays."""


def by_unit(unit: Unit, direction: Literal[-1, 1]) -> Motion:
    """To the next or previous start of a unit; at the last one to the text's end."""

    def move(pane: ArticlePane, extend: bool) -> None:
        begun = _past_fold(pane) if direction > 0 else pane.selection
        pane.select(begun.by(pane.sheet.segments, unit, direction, extend=extend), opens=False)

    return move


def to_word_end(pane: ArticlePane, extend: bool) -> None:
    """To the end of this word, or of the next when the caret stands at one."""
    pane.select(_past_fold(pane).by_end(pane.sheet.segments, "word", extend=extend), opens=False)


def _past_fold(pane: ArticlePane) -> Selection:
    """The selection, from the last place of the fold on whose row the caret stands: a fold is one step."""
    fold = pane.folding.at(pane.caret)
    return Selection(pane.selection.anchor, fold.end - 1) if fold else pane.selection


def by_characters(by: Literal[-1, 1]) -> Motion:
    """One character, as people count them, on or back."""

    def move(pane: ArticlePane, extend: bool) -> None:
        pane.move_to(pane.view.by_characters(pane.caret, by), extend=extend)

    return move


def by_rows(by: int) -> Motion:
    """Rows on or back, keeping the column."""

    def move(pane: ArticlePane, extend: bool) -> None:
        pane.move_rows(by, extend=extend)

    return move


def by_pages(by: float) -> Motion:
    """Pages on or back."""

    def move(pane: ArticlePane, extend: bool) -> None:
        pane.move_page(by, extend=extend)

    return move


def to_row_start(pane: ArticlePane, extend: bool) -> None:
    """To the first place of the row."""
    pane.move_to(pane.view.row(pane.caret)[0], extend=extend)


def to_row_end(pane: ArticlePane, extend: bool) -> None:
    """To the last place of the row."""
    pane.move_to(pane.view.row_end(pane.caret), extend=extend)


def to_text_start(pane: ArticlePane, extend: bool) -> None:
    """To the first character."""
    pane.move_to(0, extend=extend)


def to_text_end(pane: ArticlePane, extend: bool) -> None:
    """Behind the last character."""
    pane.move_to(len(pane.sheet.text), extend=extend)


MOTIONS: Mapping[str, Motion] = {
    "char-left": by_characters(-1),
    "char-right": by_characters(1),
    "word-back": by_unit("word", -1),
    "word-next": by_unit("word", 1),
    "word-end": to_word_end,
    "row-down": by_rows(1),
    "row-up": by_rows(-1),
    "sentence-back": by_unit("sentence", -1),
    "sentence-next": by_unit("sentence", 1),
    "paragraph-back": by_unit("paragraph", -1),
    "paragraph-next": by_unit("paragraph", 1),
    "row-start": to_row_start,
    "row-end": to_row_end,
    "text-start": to_text_start,
    "text-end": to_text_end,
    "page-down": by_pages(1),
    "page-up": by_pages(-1),
    "half-down": by_pages(0.5),
    "half-up": by_pages(-0.5),
}
"""Every motion; while something is being selected, each extends the selection."""


def _command(motion: Motion) -> Callable[[Desk], None]:
    def run(desk: Desk) -> None:
        if desk.pane is not None:
            motion(desk.pane, desk.is_selecting)

    return run


def _extending(motion: Motion) -> Callable[[Desk], None]:
    def run(desk: Desk) -> None:
        if desk.pane is not None:
            motion(desk.pane, True)

    return run


def by_word_ends(direction: Literal[-1, 1]) -> Motion:
    """Extend to whole words: to the end of a word forwards, to the start of one backwards."""

    def move(pane: ArticlePane, extend: bool) -> None:
        selection, segments = pane.selection, pane.sheet.segments
        fold = pane.folding.at(pane.caret)
        if fold and direction > 0:
            selection = _past_fold(pane)
        elif selection.is_empty and fold is None and (word := segments.at("word", selection.head)):
            selection = Selection(word.start if direction > 0 else word.end, selection.head)
        moved = (
            selection.by_end(segments, "word", extend=extend)
            if direction > 0
            else selection.by(segments, "word", -1, extend=extend)
        )
        pane.select(moved, opens=False)

    return move


COMMANDS: Mapping[str, Callable[[Desk], None]] = {
    **{action: _command(motion) for action, motion in MOTIONS.items()},
    "extend-left": _extending(by_word_ends(-1)),
    "extend-right": _extending(by_word_ends(1)),
    "extend-up": _extending(by_rows(-1)),
    "extend-down": _extending(by_rows(1)),
}
"""Action id -> what it does."""
