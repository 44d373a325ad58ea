"""Sentences: where a stop ends one and where it does not. Ten rules, tried in order; the first that applies decides."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from store.segmentation import language
from store.segmentation.lines import LINE_ENDS, bounds, trimmed
from store.span import Span

CJK_STOPS = "。！？｡"
STOPS = f".!?…؟।{CJK_STOPS}"
CLOSING = "\"”'’»)]」』›“"
OPENING = "\"“'‘«(［[「『‹„—–- "
STOP = f"[{re.escape(STOPS)}]"
CANDIDATE = re.compile(f"{STOP}{STOP}*(?:[\u00a0\u202f ]»(?![^\\W_])|[{re.escape(CLOSING)}])*")
DATELINE = re.compile(
    r"(?P<town>[^\W\d_a-z][^\Wa-z]*(?:[ .'’/-]+[^\Wa-z]+){0,4})"
    r"(?:, [^()\n—–]{1,48})?(?: \([^()\n]{1,24}\))? ?(?:—|–|--?) "
)
"""Where an agency's report is from, at its start: `KELL, Orrin Isles, Feb 10 (Wire) - `."""
DASHES = ("— ", "– ", "- ")
"""What it ends in."""
WORD_BEFORE = re.compile(r"[^\W_](?:[\w.'’]*[^\W_])?$")
NEXT_WORD = re.compile(r"[^\W_]+")
SAID = re.compile(r"\s+((?:[^\W\d_][\w'’-]*\.?\s+){1,4}?)([^\W\d_]+)")
LOOK_BACK, LOOK_AHEAD = 40, 512
"""Code points before a stop, and after it with its closing marks, that can matter."""
DOTTED = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")


def of(text: str, paragraph: Span) -> list[Span]:
    """The sentences of a paragraph, trimmed, in order."""
    found: list[Span] = []
    start, end = paragraph
    if match := dateline(text, paragraph):
        found.append(Span(start, match.end() - 1))
        start = match.end()
    for match in cuts(text, Span(start, end)):
        if span := trimmed(text, start, match.end()):
            found.append(span)
        start = match.end()
    if span := trimmed(text, start, end):
        found.append(span)
    return found


def starts(text: str) -> list[int]:
    """Where the lines of a text begin and the sentences in them, in order, as if each line were a paragraph."""
    begun, ends = bounds(text)
    found = set(begun)
    for match in CANDIDATE.finditer(text):  # a stop and its closing marks never reach over a line's end
        end = match.end()
        if text[end : end + 1] not in LINE_ENDS and _cuts(text, match, ends[bisect_right(begun, end) - 1]):
            found.add(end)
    if any(dash[0] in text and dash in text for dash in DASHES):  # one character is looked for ten times as fast
        lines = (Span(start, end) for start, end in zip(begun, ends, strict=True) if start < end)
        found.update(head.end() for line in lines if (head := dateline(text, line)))
    return sorted(found)


def dateline(text: str, paragraph: Span) -> re.Match[str] | None:
    """What a report begins with in place of a sentence: a town in capitals, and a dash."""
    match = DATELINE.match(text, paragraph.start, paragraph.end - 1)
    if match is None or not match["town"].isupper() or len(match["town"]) < 3 or text[match.end()].islower():
        return None
    return match


def cuts(text: str, paragraph: Span) -> Iterator[re.Match[str]]:
    """The stops in a paragraph, with their closing marks, that end a sentence; its own end is none of them."""
    start, end = paragraph
    return (m for m in CANDIDATE.finditer(text, start, end) if cuts_at(text, m, end))


def cuts_at(text: str, stop: re.Match[str], end: int) -> bool:
    """Whether a sentence ends at a stop, a match of `CANDIDATE`, of a paragraph that ends at `end`; not at that."""
    return stop.end() < end and _cuts(text, stop, end)


def _cuts(text: str, match: re.Match[str], end: int) -> bool:
    """Whether a sentence ends at a stop that is not the paragraph's last."""
    run = match[0]
    stops = run.rstrip(CLOSING)
    last, is_closed = stops[-1], len(stops) < len(run)
    after = text[match.end() : min(end, match.end() + LOOK_AHEAD)]
    if last not in CJK_STOPS and not after[0].isspace() and not _starts_without_blank(text, match, after, last):
        return False
    following = after.lstrip().lstrip(OPENING)[:1]
    if following.islower():
        return False
    if last in "!?…" and is_closed and _is_said(after):
        return False
    if last != "." or is_closed or set(stops) != {"."} or len(stops) > 1:
        return True
    return _dot_cuts(text[max(0, match.start() - LOOK_BACK) : match.start()], after)


def _starts_without_blank(text: str, match: re.Match[str], after: str, last: str) -> bool:
    """Rules 4 and 5: a stop without a space after it cuts only after three small letters and before a capital."""
    before = text[max(0, match.start() - 3) : match.start()]
    small = len(before) == 3 and before.isalpha() and (before.islower() or last in "!?…")
    return small and after[:1].isupper()


def _is_said(after: str) -> bool:
    """Whether one to four capitalised words and a verb of saying follow, as in: Tobin Vale asked."""
    match = SAID.match(after)
    while match:
        words = match[1].split()
        if not all(word[0].isupper() for word in words):
            return False
        if match[2].casefold() in language.SAYING:
            return True
        if len(words) == 4 or not match[2][0].isupper():
            return False
        match = re.compile(rf"\s+((?:[^\W\d_][\w'’-]*\.?\s+){{{len(words) + 1}}})([^\W\d_]+)").match(after)
    return False


def _dot_cuts(before: str, after: str) -> bool:
    """Rules 7 to 10, for one full stop with a blank after it."""
    found = WORD_BEFORE.search(before)
    word = found[0].casefold() if found else ""
    rest = after.lstrip()
    if word in language.NUMBERED:
        return not rest[:1].isdigit()
    if word in language.TITLES or word in language.ABBREVIATIONS:
        return False
    if word and (DOTTED.fullmatch(word) or word in language.DOUBTFUL):
        following = NEXT_WORD.match(rest.lstrip(OPENING))
        return bool(following and following[0].casefold() in language.STARTERS)
    return True
