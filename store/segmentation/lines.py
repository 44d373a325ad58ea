"""Lines and paragraphs: each line is a paragraph, unless the text is hard-wrapped; then blank lines separate them."""

import re
from itertools import accumulate, pairwise, repeat
from operator import add

from store.span import Span

LINE_ENDS = "\n\r\x0b\x0c\x85\u2028\u2029"
LINE_END = re.compile(f"[{LINE_ENDS}](?:(?<=\r)\n)?")
"""What ends a line, CR LF as one; a class first is looked for five times as fast as a choice. Never `str.splitlines`,
which knows more than these."""
BLANK_LINE = re.compile(rf"(?:{LINE_END.pattern})[^\S\r\n]*(?:{LINE_END.pattern})")
ENDS_SENTENCE = re.compile("[.!?…:;][\"'”’»)\\]]*$")
SHORT, LONG, LONGEST = 40, 100, 130
"""The length in code points that most hard-wrapped lines have, and the most that any has."""
FEWEST = 4
"""Lines followed by another line that are needed to tell."""


def bounds(text: str) -> tuple[list[int], list[int]]:
    """Where the lines of a text begin, and where they end; line ends not included."""
    if not any(other in text for other in LINE_ENDS[1:]):  # at a fifth of the cost of the search
        lengths = list(map(len, text.split("\n")))
        starts = list(accumulate(map(add, lengths, repeat(1)), initial=0))[:-1]
        return starts, list(map(add, starts, lengths))
    breaks = [match.span() for match in LINE_END.finditer(text)]
    return [0, *(end for _, end in breaks)], [*(start for start, _ in breaks), len(text)]


def spans_of_lines(text: str) -> list[Span]:
    """The lines of a text, line ends not included."""
    return list(map(Span, *bounds(text)))


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The span without white space at its ends, None when nothing is left."""
    part = text[start:end].lstrip()
    start, part = end - len(part), part.rstrip()
    return Span(start, start + len(part)) if part else None


def is_hard_wrapped(text: str) -> bool:
    """Whether line ends come from a narrow page: most lines end in mid-sentence and all are of like length."""
    lines = [span.of(text).strip() for span in spans_of_lines(text)]
    followed = [line for line, after in pairwise(lines) if line and after]
    if len(followed) < FEWEST:
        return False
    open_ended = sum(1 for line in followed if not ENDS_SENTENCE.search(line))
    lengths = [len(line) for line in followed]
    return (
        2 * open_ended >= len(followed)
        and SHORT <= sorted(lengths)[len(lengths) // 2] <= LONG
        and max(lengths) <= LONGEST
    )


def paragraphs(text: str, *, is_hard_wrapped: bool) -> list[Span]:
    """The paragraphs, trimmed, in order."""
    if not is_hard_wrapped:
        spans = (trimmed(text, *line) for line in spans_of_lines(text))
        return [span for span in spans if span]
    found: list[Span] = []
    begun: Span | None = None
    for line in spans_of_lines(text):
        span = trimmed(text, *line)
        if span is None:
            found += [begun] if begun else []
            begun = None
        else:
            begun = begun.cover(span) if begun else span
    return [*found, begun] if begun else found


def paragraph_end(is_hard_wrapped: bool) -> re.Pattern[str]:
    """What stands between two paragraphs."""
    return BLANK_LINE if is_hard_wrapped else LINE_END


def block_starts(text: str, size: int, *, blank_line: bool) -> tuple[int, ...]:
    """Where blocks of whole lines start, each about `size` code points long.

    Args:
        text: the text.
        size: the length from which on the next line end is looked for.
        blank_line: whether blocks may be cut only at blank lines, for paragraphs go on over line ends.
    """
    starts, position = [0], size
    first = next((at for line_end in LINE_ENDS if (at := text.find(line_end)) >= 0), len(text))
    line_end = text[first - (text[max(0, first - 1) : first + 1] == "\r\n") : first + 1] or "\n"
    wanted = line_end * (1 + blank_line)
    while position < len(text):
        cut = text.find(wanted, position)
        if cut < 0:
            break
        cut += len(wanted)
        if cut < len(text):
            starts.append(cut)
        position = cut + size
    return tuple(starts)
