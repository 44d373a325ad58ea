"""Wording: what became of the words of a passage in another text, edit by edit."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from store.matching.tokens import STOP, key
from store.segmentation import words
from store.span import Span

Kind = Literal["same", "respelled", "changed", "dropped", "added"]
ENOUGH = 0.5
"""The share of the content words that have to be there; letters alone are alike in any two sentences."""


class Word(NamedTuple):
    """A word of a text."""

    key: str
    """What it is compared by."""
    start: int
    """Its first code point."""
    end: int
    """The code point after its last."""


class Edit(NamedTuple):
    """A stretch of a passage and what stands for it in the other text."""

    kind: Kind
    old: str
    """In the passage; empty where something was added."""
    new: str
    """In the other text; empty where something was dropped."""


class Wording(NamedTuple):
    """How another text has a passage."""

    span: Span
    """From the first word that both have to the last, in the other text."""
    edits: tuple[Edit, ...]
    """In text order; together they hold every word of the passage."""
    likeness: float
    """The words that are the same, by those of the longer side, 0 to 100."""


def words_of(text: str) -> list[Word]:
    """The words of a text; in a third of the time that its tokens take, which know more."""
    return [Word(key(text[start:end]), start, end) for start, end in words.of(text)]


def wording(passage: str, mine: Sequence[Word], text: str, around: Span) -> Wording | None:
    """How the stretch `around` of a text has a passage, given the passage's words; None if it hardly has its words."""
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - 10 ms, for comparing only

    inner = around.of(text)
    theirs = words_of(inner)
    steps = LCSseq.opcodes([one.key for one in mine], [one.key for one in theirs])
    equal = [step for step in steps if step.tag == "equal"]
    content = sum(one.key not in STOP for one in mine)
    kept = sum(one.key not in STOP for step in equal for one in mine[step.src_start : step.src_end])
    if not equal or kept < max(min(2, content), content * ENOUGH):
        return None
    first, last = equal[0], equal[-1]
    found = list(_other(passage, mine[: first.src_start], inner, ()))
    at_mine, at_theirs = first.src_start, first.dest_start
    for step in equal:
        found += _other(passage, mine[at_mine : step.src_start], inner, theirs[at_theirs : step.dest_start])
        old, new = mine[step.src_start : step.src_end], theirs[step.dest_start : step.dest_end]
        found += _same(passage, old, inner, new)
        at_mine, at_theirs = step.src_end, step.dest_end
    found += _other(passage, mine[last.src_end :], inner, ())
    start, end = theirs[first.dest_start].start, theirs[last.dest_end - 1].end
    return Wording(Span(around.start + start, around.start + end), tuple(found), likeness(found))


def likeness(edits: Sequence[Edit]) -> float:
    """The words that are the same or only spelt otherwise, by those of the longer side, 0 to 100."""
    same = sum(len(edit.old.split()) for edit in edits if edit.kind in ("same", "respelled"))
    longer = max(sum(len(edit.old.split()) for edit in edits), sum(len(edit.new.split()) for edit in edits))
    return 100.0 * same / max(1, longer)


def _same(mine: str, old: Sequence[Word], theirs: str, new: Sequence[Word]) -> Iterator[Edit]:
    """Words with the same keys: the same, or spelt otherwise."""
    start = 0
    while start < len(old):
        is_same = _is_same(mine, old[start], theirs, new[start])
        end = start + 1
        while end < len(old) and _is_same(mine, old[end], theirs, new[end]) == is_same:
            end += 1
        kind: Kind = "same" if is_same else "respelled"
        yield Edit(kind, _words(mine, old[start:end]), _words(theirs, new[start:end]))
        start = end


def _other(mine: str, old: Sequence[Word], theirs: str, new: Sequence[Word]) -> Iterator[Edit]:
    """Words between those that both have."""
    if old or new:
        kind: Kind = "changed" if old and new else "dropped" if old else "added"
        yield Edit(kind, _words(mine, old), _words(theirs, new))


def _is_same(mine: str, one: Word, theirs: str, other: Word) -> bool:
    return mine[one.start : one.end].casefold() == theirs[other.start : other.end].casefold()


def _words(text: str, some: Sequence[Word]) -> str:
    return " ".join(text[some[0].start : some[-1].end].split()) if some else ""
