"""Edited: in words, what became of the annotations of an article that was edited outside."""

from collections.abc import Iterator

from store import ArticleRecord, Moved, Placing
from tui.keymap import Keymap
from tui.words import counted

MARK = "~"
"""Stands for a place that nobody has confirmed: in the margin, and in the foot beside their number."""


def facts(placing: Placing) -> Iterator[str]:
    """What the foot of a pane says beside the number of tags."""
    if placing.waiting:
        yield f"placing {len(placing.waiting)} …"
    if placing.moved:
        yield f"{MARK}{len(placing.moved)} moved"
    if placing.orphans:
        yield f"{len(placing.orphans)} without a place"


def said(record: ArticleRecord | None) -> Iterator[str]:
    """What the foot of a pane says of what was said about the article as a whole."""
    if record is not None:
        yield from record.labels
        if record.note:
            yield "note"
        if record.done:
            yield "done"


def news(path: str, placing: Placing, keymap: Keymap) -> str:
    """How many annotations were moved and how many have no place; empty when all are where they were."""
    if placing.waiting:
        return being_placed(path)
    unsure = sum(1 for one in placing.moved.values() if not one.is_sure)
    parts = [f"{counted(len(placing.moved), 'tag')} moved"] if placing.moved else []
    parts += [f"{unsure} not for sure"] if unsure else []
    parts += [f"{len(placing.orphans)} without a place"] if placing.orphans else []
    return f"{path} was edited: {', '.join(parts)}; {keymap.hint('moved')} goes through them" if parts else ""


def being_placed(path: str) -> str:
    """What is said until all annotations of an edited article have been looked for."""
    return f"{path} was edited: its tags are being placed …"


def certainty(moved: Moved) -> str:
    """How far a place can be trusted, and why somebody should look at it."""
    if moved.is_sure:
        return f"{moved.confidence:.0%} alike"
    return f"{moved.confidence:.0%} alike, look first"
