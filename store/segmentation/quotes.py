"""Quotations: what stands between quotation marks, with them; nested ones too, unclosed ones to the paragraph's end."""

import re
from collections.abc import Sequence

from store.span import Span

PAIRS = {"“": "”", "‘": "’", "«": "»", "„": "“", "「": "」", "『": "』", "‹": "›"}
"""An opening mark and its closing one."""
MARK = re.compile(f'["{re.escape("".join({*PAIRS, *PAIRS.values()}))}]')
SHORTEST, LONGEST = 3, 1_200
"""Code points of a quotation, marks included; a mark that opens one waits no longer for its end."""


def of(text: str, paragraphs: Sequence[Span], after: str = "") -> list[Span]:
    """The quotations, by start, the outer before the inner.

    One that a paragraph opens and does not close goes to the paragraph's end if the next paragraph opens with the same
    mark, as printed quotations of several paragraphs do. `after` is what the paragraph behind the last one opens with.
    """
    found: list[Span] = []
    for number, paragraph in enumerate(paragraphs):
        closed, opened = _inside(text, paragraph)
        found += closed
        following = text[paragraphs[number + 1].start] if number + 1 < len(paragraphs) else after
        if opened and following == text[opened[0]]:
            found.append(Span(opened[0], paragraph.end))
    return sorted(span for span in set(found) if SHORTEST < span.length <= LONGEST)


def _inside(text: str, paragraph: Span) -> tuple[list[Span], list[int]]:
    """The closed quotations of a paragraph, and where those begin that are not closed."""
    found: list[Span] = []
    stack: list[int] = []
    for match in MARK.finditer(text, *paragraph):
        at, char = match.start(), match[0]
        while stack and at - stack[0] >= LONGEST:
            del stack[0]
        if stack and char == _closing(text, stack[-1]) and not _is_apostrophe(text, at, paragraph):
            found.append(Span(stack.pop(), at + 1))
        elif (char in PAIRS and not (char == "“" and _was_low(text, stack))) or (
            char == '"' and not any(text[begun] == '"' for begun in stack)
        ):
            stack.append(at)
        elif char in "”»" and (outer := [begun for begun in stack if _closing(text, begun) == char]):
            found.append(Span(outer[-1], at + 1))  # an inner one was left open
            del stack[stack.index(outer[-1]) :]
    return found, stack


def _closing(text: str, begun: int) -> str:
    return PAIRS.get(text[begun], '"')


def _was_low(text: str, stack: Sequence[int]) -> bool:
    return bool(stack) and text[stack[-1]] == "„"


def _is_apostrophe(text: str, at: int, paragraph: Span) -> bool:
    """Whether a closing single mark stands inside a word."""
    return text[at] == "’" and at + 1 < paragraph.end and text[at + 1].isalpha()
