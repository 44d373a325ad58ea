"""The rows of the screen on which annotators are compared: what a place is called, and which places are listed."""

from collections.abc import Iterator, Sequence

from store import Annotation, Case
from tui.widgets.listing import Item

NOTHING = "–"
"""Stands for an annotator who has nothing there."""
WORDS = {"agree": "agreed", "boundary": "boundary", "label": "label", "both": "boundary and label", "some": "not all"}


def kind_of(case: Case, names: Sequence[str]) -> str:
    """What the annotators differ in at a place, in a word or two."""
    if case.difference == "only":
        return f"only {names[next(at for at, one in enumerate(case.place.said) if one)]}"
    return WORDS[case.difference]


def said(annotation: Annotation | None, most: int = 60) -> str:
    """A label and its words."""
    return NOTHING if annotation is None else f"{annotation.label} {quoted(annotation, most)}"


def quoted(annotation: Annotation, most: int = 40) -> str:
    """The words of an annotation on one line; of long ones beginning and end, for there they differ."""
    line = " ".join(annotation.quote.split())
    half = most // 2
    return f"“{line}”" if len(line) <= most else f"“{line[:half].rstrip()} … {line[-half:].lstrip()}”"


def words_of(case: Case) -> str:
    """What everybody says of a place; what they agree on once."""
    those = case.place.said
    labels = [one.label if one else NOTHING for one in those]
    quotes = [quoted(one) if one else NOTHING for one in those]
    if len({one.span if one else None for one in those}) == 1:
        return f"{quotes[0]} {labels[0] if len(set(labels)) == 1 else ' | '.join(labels)}"
    if len(set(labels)) == 1:
        return f"{labels[0]} {' | '.join(quotes)}"
    return " | ".join(said(one, 40) for one in those)


def state_of(case: Case, names: Sequence[str]) -> str:
    """What was judged of a place."""
    if case.decision is None:
        return ""
    if case.decision.verdict == "reject":
        return "✓ nothing"
    if case.difference == "agree" and case.accepted is not None:
        return "✓"
    return f"✓ {names[case.accepted]}" if case.accepted is not None else f"✓ {case.decision.label}, edited"


def row_of(number: int, case: Case, names: Sequence[str]) -> Item:
    """The row of a place under its number."""
    right = " · ".join(part for part in (kind_of(case, names), state_of(case, names)) if part)
    return Item(str(number), words_of(case), right, is_dim=not case.is_open)


def filters(cases: Sequence[Case], names: Sequence[str]) -> Iterator[str]:
    """What one can choose to see: all that is open, each kind of that, what is settled, everything."""
    yield "open"
    yield from dict.fromkeys(kind_of(case, names) for case in cases if case.is_open)
    if any(not case.is_open for case in cases):
        yield "settled"
    yield "all"


def is_listed(case: Case, names: Sequence[str], wanted: str) -> bool:
    """Whether a place is among those that somebody has chosen to see."""
    if wanted in ("open", "all", "settled"):
        return wanted == "all" or case.is_open == (wanted == "open")
    return case.is_open and kind_of(case, names) == wanted
