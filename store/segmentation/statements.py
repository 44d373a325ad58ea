"""Statements: what a sentence says, without who says it and without its stop; and the clauses a sentence is made of."""

import re
from collections.abc import Iterator, Sequence

from store.segmentation import language
from store.segmentation.sentences import STOPS
from store.span import Span

CLAUSE_END = re.compile("[,;:–—]|--")
WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
COMMA = re.compile(",")
OPENING_MARKS, CLOSING_MARKS = '"“‘«„', '"”’»“'
LOOK = 200
"""Code points from either end of a sentence in which it is said who says it."""
MOST_BEFORE, MOST_SAYERS, MOST_IN_APPOSITION, FEWEST_WORDS = 15, 13, 4, 3
"""Words before a verb of saying; that say who says it, behind; of a piece of those; of a statement."""
THAT = re.compile(
    r"(?:(?!\band\b)[^,.;:]){0,48}?\bthat,?\s+(?!(?:is|was|will|would|does|did|has|had|can|could|may|might)\b)"
)
JUDGED = re.compile(
    r"\b(?:is|was|means|meant|clear|likely|unlikely|possible|true|certain|sure|doubt|sign|evidence|proof)\s+that\s+"
    r"(?!(?:is|was|will|would|has|had|can|could|may|might)\b)"
)
"""What a sentence's claim may stand behind: the truth is that, there is no doubt that."""
VIEW = re.compile(r"(?:In|To)\s+(?:my|our|his|her|their|[^\W\d_]+['’]s?)\s+(?:view|opinion|judge?ment|mind|eyes),?\s+")
MODAL = re.compile(
    r"(?:(?!\b(?:that|who|which|whose|to)\b)[^,.;:]){1,64}?\s(?:is|are|was|were|has|had|have|will|would|can|could|may|might|"
    r"must|should|does|did|do|cannot|won[’']t|isn[’']t)\b"
)
"""What makes words behind a verb of thinking a clause of their own: nothing comes between them and their verb."""
AND_THAT = re.compile(r"\s(?=and that\s)")
OTHER_THAT = re.compile(r",?\s(?=and that\s)")
TURN = re.compile(r"[:;]|, (?:and|but|so|when|where|while)\b")
TURNS = frozenset("and but so it he she they we".split())
"""Words with which a sentence goes on after who says it."""
LINK = re.compile(r"(?:and|but|or|so|while|whereas|which|who|that|because|since|although|though)\s+(?:that\s+)?")
OPENING = re.compile(r"(?:And|But|Or|So|Yet)\s+(?=[^\W\d_])")
"""What joins a sentence to the one before it."""
CONDITIONS = frozenset("if when while although though because since after before as unless until once whereas".split())
"""First words of sentences whose main clause comes last."""
SUBJECTS = frozenset("the a an its his her their our he she they it we one police officials".split())
WHEN = frozenset("yesterday today later then earlier too also again this last late early".split())
"""Words that say when it was said."""
LINKS = frozenset("but or while whereas which who that because since although though if when where as what".split())
UNSURE = frozenset("can cannot could would may might to not".split())
"""Words before a verb of saying with which nothing is said."""
RELATIVES = frozenset("who which whom".split())
"""Words before a verb of saying that is not the sentence's own."""
JOINED = frozenset(("and", "so"))
"""Words with which another clause goes on, who tells something in it or not."""
MOST_TOLD = 9
"""Words that say who was told."""
NO_OBJECTS = frozenset("on in at to by of for with as about after before during so".split())
HEADED = re.compile(r"(?=[^\W\d_])(?:[^\s:;.!?\"“”]+ ){0,7}[^\s:;.!?\"“”]+: (?=[\"“‘«]|[^\W\d_a-z])")
ACCORDING = re.compile(r"^According to [^,]{1,100}, ")


def clauses(text: str, sentence: Span) -> list[Span]:
    """The parts of a sentence that commas, colons and dashes make, trimmed, in order; together they are all of it."""
    found: list[Span] = []
    start = sentence.start
    cuts = [match.start() for match in CLAUSE_END.finditer(text, sentence.start, sentence.end)]
    cuts = [cut for cut in cuts if not text[cut - 1 : cut + 2].replace(",", "").replace(":", "").isdigit()]
    for cut in [*cuts, sentence.end]:
        while start < cut and (text[start].isspace() or text[start] in ",;:–—-"):
            start += 1
        end = cut
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            found.append(Span(start, end))
        start = cut
    return found


def parts(text: str, sentence: Span) -> list[Span]:
    """The clauses as somebody would tag them: without the word that joins them to the rest, who says it, and a stop."""
    return [part for part, _ in _parts(text, sentence)]


def further(text: str, sentence: Span) -> list[Span]:
    """The clauses that are said or thought, by `and that`, or by who says or thinks it before them."""
    return [part for part, is_said in _parts(text, sentence) if is_said]


def rest(text: str, sentence: Span) -> list[Span]:
    """The clauses that somebody would tag beside what the sentence says, which is marked where it ends.

    One that ends there, too, is left out, unless it stands apart: behind a colon, or behind a clause with `if`.
    """
    whole = of(text, sentence)
    first = WORD.match(text, whole.start)
    is_behind = first is not None and first[0].casefold() in CONDITIONS
    found = parts(text, sentence)
    return [one for one in found if one.end < whole.end or is_behind or text[: one.start].rstrip()[-1:] in ":;—–"]


def _parts(text: str, sentence: Span) -> Iterator[tuple[Span, bool]]:
    for clause in clauses(text, sentence):
        start = clause.start
        if clause.start == sentence.start and (opening := OPENING.match(text, start, clause.end)):
            start = opening.end()
        for cut in [*(match.start() for match in AND_THAT.finditer(text, *clause)), clause.end]:
            is_said = False
            if (joint := LINK.match(text, start, cut)) and joint.end() < cut:
                start, is_said = joint.end(), joint[0].split()[1:] == ["that"]
            end = _before_stop(text, Span(start, cut))
            if start < end:
                begin = _after_sayer(text, start, end)
                if begin > start and len(WORD.findall(text, begin, end)) >= FEWEST_WORDS:
                    start, is_said = begin, True
                yield Span(start, end), is_said
            start = cut + 1


def of(text: str, sentence: Span) -> Span:
    """What a sentence says: without `the mayor said that` before it, `, the mayor said` behind it, and its stop.

    What follows a heading, as in `Correction: It is 642.`, is a sentence and keeps its stop.
    Of a sentence that begins with a quotation and goes on with who said it, what stands between the marks.
    """
    if match := HEADED.match(text, sentence.start, min(sentence.end, sentence.start + LOOK)):
        return Span(match.end(), sentence.end)
    start, end = sentence.start, _before_stop(text, sentence)
    cut = _sayer_behind(text, start, end)
    if cut is not None and cut > start:
        is_quoted = text[start] in OPENING_MARKS and text[cut : cut + 2].strip(",") in CLOSING_MARKS
        return Span(start + is_quoted, cut)
    begin = _after_sayer(text, start, end)
    if begin > start:
        turn = text.find(";", begin, end)  # what follows is not said by the same
        end = turn if turn >= 0 else end
        if more := OTHER_THAT.search(text, begin, end):
            end = more.start()  # what follows is another thing that is said
    return Span(begin, end) if len(WORD.findall(text, begin, end)) >= FEWEST_WORDS else Span(start, end)


def _before_stop(text: str, span: Span) -> int:
    end = span.end
    if text[span.start : span.start + 1] in OPENING_MARKS and text[end - 1] in CLOSING_MARKS:
        return end  # a quotation keeps its stop
    while end > span.start + 1 and (text[end - 1] in STOPS or text[end - 1].isspace()):
        end -= 1
    return end


def _after_sayer(text: str, start: int, end: int) -> int:
    """Where a sentence goes on after saying who says it; its start when it does not say so."""
    if match := ACCORDING.match(text[start : min(end, start + LOOK)]) or VIEW.match(text[start:end]):
        return start + match.end()
    if text[start] in OPENING_MARKS:
        return start
    judged = JUDGED.search(text, start, min(end, start + LOOK))
    before = ""
    for number, word in enumerate(WORD.finditer(text, start, min(end, start + LOOK))):
        before, last = word[0].casefold(), before
        if judged and word.start() >= judged.start():
            return judged.end()
        if number > MOST_BEFORE or TURN.search(text, start, word.start()):
            return start
        if last not in RELATIVES and (begin := _after_verb(text, word, end, is_first=number == 0)):
            return begin
    return start


def _after_verb(text: str, word: re.Match[str], end: int, *, is_first: bool) -> int | None:
    """Where what is said begins behind a verb of saying or thinking; None when the word is none, or nothing is said."""
    verb = word[0].casefold()
    if verb not in language.SAYING and verb not in language.REPORTING:
        return None
    if (that := THAT.match(text, word.end(), end)) and that.end() < end:
        return that.end()
    following = WORD.match(text, word.end() + 1, end)
    if is_first or following is None or not text[word.end() : word.end() + 1].isspace():
        return None
    first = following[0].casefold()
    if verb in language.SAYING_PLAINLY:
        return None if first in NO_OBJECTS else word.end() + 1
    if verb in language.THINKING and first in SUBJECTS:
        return word.end() + 1
    is_clause = (first in SUBJECTS or following[0][0].isupper()) and MODAL.match(text, following.start(), end)
    return word.end() + 1 if is_clause else None


def _sayer_behind(text: str, start: int, end: int) -> int | None:
    """Where it begins to be said, at the end of a sentence, who says it; None when it is not."""
    commas = [match.start() for match in COMMA.finditer(text, max(start, end - LOOK), end)][::-1]
    pieces = [_piece(text, at, before) for at, before in zip(commas, [end, *commas], strict=False)]
    for number, (comma, piece) in enumerate(zip(commas, pieces, strict=True)):
        words = WORD.findall(piece)
        if not words or words[:2] == ["according", "to"]:
            return comma if words else None
        if words[0] in language.SAYING_PLAINLY:
            return _before_verb(text, start, commas[number:], pieces[: number + 1])
        if number == 0 and len(words) <= MOST_SAYERS and _is_sayer(words):
            return comma
        if words[0].casefold() in TURNS:
            return None
    return None


def _before_verb(text: str, start: int, commas: Sequence[int], pieces: Sequence[str]) -> int | None:
    """Where who says it begins when a comma stands before the verb: behind the verb, or in apposition before it."""
    words, first = WORD.findall(pieces[-1]), commas[-1]
    if len(words) > 1 and words[1] not in NO_OBJECTS:
        is_apposition = len(commas) > 1 and text[commas[0] + 1] == " " and len(WORD.findall(text, start, first)) <= 4
        return None if is_apposition else commas[0]
    if len(commas) < 2 or " that " in pieces[-1]:
        return None
    at = 1
    before = _piece(text, commas[1], commas[0])
    if len(commas) > 2:
        further = _piece(text, commas[2], commas[1])
        is_short = len(further.split()) <= MOST_IN_APPOSITION
        at += is_short and (further[:1].isupper() or further.split(" ")[0] in SUBJECTS)
    return commas[at] if before[:1].isupper() or before.split(" ")[0] in SUBJECTS else None


def _piece(text: str, comma: int, end: int) -> str:
    """What stands between a comma and the next one, without blanks and the marks of a quotation that ends there."""
    return text[comma + 1 : end].strip().lstrip(f"{CLOSING_MARKS} ")


def _is_sayer(words: Sequence[str]) -> bool:
    """Whether words such as `the mayor said on Monday` or `documents seen there show` say who says it."""
    verbs = language.SAYING_PLAINLY | {"told", "tells"}
    said = next((i for i, word in enumerate(words) if word in verbs), 0)
    if said == 0:
        is_report = len(words) > 1 and words[-1] in language.REPORTING
        return is_report and words[0].casefold() not in TURNS | NO_OBJECTS | LINKS
    if words[0].casefold() in LINKS | NO_OBJECTS:
        return False
    rest = words[said + 1 :]
    is_told = words[said] not in language.SAYING_PLAINLY and len(rest) <= MOST_TOLD and words[0] not in JOINED
    if words[said - 1].casefold() in UNSURE:
        return False
    is_over = not rest or rest[0] in NO_OBJECTS or rest[0].casefold() in WHEN or rest[0] in language.DAYS
    return (is_told and "that" not in rest) or is_over
