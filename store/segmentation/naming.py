"""Naming: which runs of capitalised words belong together as one name, and what of a run is the name."""

import re
from collections.abc import Collection, Container, Iterable, Iterator, Sequence

from store.segmentation import language
from store.span import Span

Run = list[Span]
"""The words of what may be a name."""
MOST_WORDS = 6
"""A longer run is a headline, not a name."""
BETWEEN = re.compile(
    r"^(?P<owner>['’]s )|(?P<owners>['’] )|(?P<of> of )|(?P<ofthe> of the )|(?P<for> for (?:the )?)|(?P<and> and )$"
)
"""What may stand between two runs that are one name, line ends as blanks."""
HOSTED = re.compile(
    r"['’]s(?=[.,;:!?)\]”\"]|$|\s+(?:and|or|but|in|on|at|by|for|from|to|with|after|before|when|while|where|which|that"
    r"|is|was|are|were|has|had|will|would|said|says)\b)"
)
"""A possessive s with nothing behind it that is somebody's."""
AT = re.compile(r"\b(?:at|from|to|in|into|near|outside|inside|behind|opposite|calls?|called|named)\s$")
LONGEST_AT = 12
"""Words after which somebody's place may follow."""
COUNTED = re.compile(r"[ \u00a0](?:[^\W\d_]+ )?[^\W\d_A-Z]{3,}s\b")
"""A plural, perhaps with a word before it."""
MOST_BETWEEN = 2
"""Words that these are at most."""
OFFICE = re.compile(r"\b(?:Ministry|Department|Office|Committee|Institute|School|Faculty)\s+(?:of|for)\s+$")
"""What stands before two words with `and` between them that are one name: Ministry of Health and Welfare."""
LONGEST_OFFICE = 24
LEADING = re.compile(r"(?<![^\W_])(?:al|el|an|ar|as|ash|at|ad|az)-$")
"""An article of Arabic names, before their capital."""
PARTICLES = re.compile(rf"(?<![^\W_])(?:(?:{'|'.join(sorted(language.PARTICLES))})[\s\u00a0-]){{1,2}}$")
"""Those that stand directly before a name."""
PARTICLE = re.compile(r"[\s\u00a0-]")
LONGEST_PARTICLES = 14
PARTY = re.compile(r"\([^\W\d_]-$")


def parted(text: str, runs: Iterable[Run]) -> list[Run]:
    """The runs, cut where a title stands in their midst: `Quay Board Chair Ana Ruiz` is two."""
    found: list[Run] = []
    for run in runs:
        if len(run) < 3:  # most are
            found.append(run)
            continue
        at = next((i for i in range(len(run) - 2, 0, -1) if _is_title_inside(text, run, i)), 0)
        found += [part for part in (_before_title(text, run[:at]), run[at:]) if part]
    return found


def last_words(text: str, runs: Iterable[Run]) -> Iterator[str]:
    """The last words of runs that are no bodies' names by their first: `joined` asks for them."""
    return (run[-1].of(text) for run in runs if len(run) > 1 and run[0].of(text) != "The")


def surnames(text: str, runs: Iterable[Run]) -> Iterator[str]:
    """The last words of names of several; `named` asks for them."""
    return (run[-1].of(text) for run in runs if len(run) > 1)


def tails(text: str, runs: Iterable[Run]) -> Iterator[str]:
    """What the bearers of names are called by their particles: `de la Vega` of Lucía de la Vega."""
    return (tail for tail in (_tail(text, run) for run in runs) if tail)


def joined(
    text: str, runs: Sequence[Run], firsts: Collection[int], surnames: Container[str], apart: re.Pattern[str]
) -> list[Run]:
    """The runs, with those put together that are one name: Cooper's Row, Bank of Kell, Harbour and Pilots' Union.

    Args:
        text: what the runs are of.
        runs: in order.
        firsts: where the first words of sentences begin.
        surnames: the last words of the runs of several words near by.
        apart: what no name goes over.
    """
    found: list[Run] = []
    for run in reversed(runs):
        is_next = bool(found) and found[-1][0].start not in firsts
        is_one = is_next and _are_one(text, run, found[-1], surnames) and not _is_opening(text, run, found[-1], firsts)
        if is_one and apart.search(text, run[-1].end, found[-1][0].start) is None:
            found[-1] = [*run, *found[-1]]
        else:
            found.append(run)
    return found[::-1]


def stripped(text: str, runs: Iterable[Run], firsts: Collection[int], inside: Container[str]) -> list[Run]:
    """The words of the names in the runs.

    Args:
        text: what the runs are of.
        runs: in order, joined.
        firsts: where the first words of sentences begin.
        inside: the words that have a capital elsewhere than there.
    """
    return [run for run in (_stripped(text, run, firsts, inside) for run in runs) if run]


def named(
    text: str, runs: Iterable[Run], surnames: Container[str], tails: Container[str], ends: Collection[int]
) -> list[Span]:
    """The names in stripped runs.

    Args:
        text: what the runs are of.
        runs: in order.
        surnames: the last words of the stripped runs of several words near by.
        tails: the tails of those near by.
        ends: where sentences end.
    """
    kept = [run for run in runs if len(run) > 1 or _names_alone(text, run[0], surnames)]
    return [Span(_start(text, run, tails), _end(text, run, ends)) for run in kept]


def _is_title_inside(text: str, run: Run, at: int) -> bool:
    word = run[at].of(text).casefold()
    if word in language.TITLES and word != "st" and text[run[at].end] in ". \u00a0":
        return True
    return (
        word in language.RANKS
        and word not in language.SURNAMES_TOO
        and run[at + 1].of(text).casefold() not in language.SITES | language.BODIES
    )


def _before_title(text: str, run: Run) -> Run:
    """What of the words before a title is no part of it."""
    words = language.BEFORE_RANKS | language.RANKS
    while run and run[-1].of(text).casefold() in words:
        run = run[:-1]
    return run


def _is_opening(text: str, run: Run, following: Run, firsts: Collection[int]) -> bool:
    """Whether a run is a sentence's first word, as in `Neighbours of Ana Ruiz`, and not the head of a name."""
    known = language.HEADS_OF | language.SITES | language.BODIES
    is_of = " of " in text[run[-1].end : following[0].start]
    return is_of and len(run) == 1 and run[0].start in firsts and run[0].of(text).casefold() not in known


def _are_one(text: str, run: Run, following: Run, surnames: Container[str]) -> bool:
    """Whether two runs are one name, by what stands between them and what they end with."""
    between = text[run[-1].end : following[0].start]
    if len(between.split(None, MOST_BETWEEN)) > MOST_BETWEEN:
        return False
    match = BETWEEN.fullmatch(re.sub(r"\s+", " ", between))
    if match is None or len(run) + len(following) > MOST_WORDS:
        return False
    first, last = following[0].of(text).casefold(), following[-1].of(text).casefold()
    head = run[-1].of(text).casefold()
    if match["owner"]:
        is_named = first in language.SITES | language.BODIES or last in language.SITES | language.BODIES
        return is_named and (len(run) == 1 or run[-2].of(text) == "St" or first in language.FEASTS)
    if match["owners"]:
        return head.endswith("s") and first not in language.RANKS | language.NO_NAMES
    if match["of"]:
        words = run[run[0].of(text) == "The" :]
        is_alone = len(words) == 1 and words[0].of(text) not in surnames and head not in language.RANKS
        return (is_alone or head in language.SITES | language.BODIES) and head not in language.NO_NAMES
    if match["ofthe"]:
        return head in language.SITES | language.BODIES | language.HEADS_OF
    return head in language.HEADS_FOR if match["for"] else _are_paired(text, run, following)


def _are_paired(text: str, run: Run, following: Run) -> bool:
    """Whether two runs with `and` between them are one name."""
    if OFFICE.search(text, max(0, run[0].start - LONGEST_OFFICE), run[0].start):
        return len(run) == len(following) == 1
    has_article = run[0].of(text) == "The" or text[max(0, run[0].start - 4) : run[0].start] == "the "
    is_body = run[-1].of(text).casefold() in language.BODIES
    return has_article and following[-1].of(text).casefold() in language.BODIES and (len(run) == 1 or not is_body)


def _stripped(text: str, run: Run, firsts: Collection[int], inside: Container[str]) -> Run:
    """The words of the name in a run, none when there is no name."""
    while run and _is_no_name(text, run, firsts, inside):
        run = run[1:]
    while run and run[-1].of(text).casefold() in language.NO_NAMES and not _is_acronym(run[-1].of(text)):
        run = run[:-1]
    return run if run and len(run) <= MOST_WORDS and not text[run[0].start].isdigit() else []


def _is_no_name(text: str, run: Run, firsts: Collection[int], inside: Container[str]) -> bool:
    """Whether the first word of a run is to be taken off: a title, a sentence's first word, one that names nobody."""
    word = run[0].of(text)
    folded = word.casefold()
    if _is_title(text, run) or (len(run) > 1 and PARTY.search(text, max(0, run[0].start - 1), run[0].end + 1)):
        return True
    if folded in language.PARTICLES and word.islower():
        return True
    if _is_acronym(word) or (len(word) == 1 < len(run) and text[run[0].end : run[0].end + 1] == "."):
        return False
    if run[0].start in firsts:
        alone = len(run) - _counts(text, run[-1]) == 1
        if folded in language.NO_NAMES or folded in language.STARTERS or _opens(folded, len(run)):
            return True
        return alone and word not in inside
    return folded in language.NO_NAMES or (len(word) == 1 and len(run) == 1)


def _counts(text: str, word: Span) -> bool:
    """Whether the last word of a run may be a number by itself: a year, or one that counts what follows."""
    return text[word.start].isdigit() and (word.length > 2 or COUNTED.match(text, word.end) is not None)


def _opens(word: str, length: int) -> bool:
    """Whether a sentence's first word of a run of some length is only that: a verb, an adverb."""
    if word in language.OPENERS_OR_NAMES:
        return length > 2
    is_adverb = len(word) > 5 and word.endswith("ly") and word not in language.NAMES_IN_LY
    return length > 1 and (word in language.OPENERS or is_adverb)


def _is_title(text: str, run: Run) -> bool:
    folded = run[0].of(text).casefold()
    if folded in language.TITLES:
        return folded != "st" or len(run) == 1
    following = run[1].of(text).casefold() if len(run) > 1 else ""
    if following in language.RANKS and folded in language.BEFORE_RANKS:
        return len(run) > 2
    return folded in language.RANKS and bool(following) and following not in language.SITES | language.BODIES


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _names_alone(text: str, word: Span, surnames: Container[str]) -> bool:
    """Whether a word is a name by itself: a title is none, unless somebody is called so."""
    return word.of(text).casefold() not in language.RANKS or word.of(text) in surnames


def _tail(text: str, run: Run) -> str:
    """A name from its first particle on: what its bearer is called without the first name."""
    at = next((i for i, word in enumerate(run) if i and word.of(text) in language.PARTICLES), 0)
    return text[run[at].start : run[-1].end] if at else ""


def _start(text: str, run: Run, tails: Container[str]) -> int:
    """Where a name starts: particles before it are part of it where the text has them in a longer name."""
    start, end = run[0].start, run[-1].end
    if match := LEADING.search(text, max(0, start - 8), start):
        return match.start()
    before = text[max(0, start - LONGEST_PARTICLES) : start]
    if (before.replace("-", " ").split() or [""])[-1] not in language.PARTICLES:  # as before most names
        return start
    match = PARTICLES.search(text, max(0, start - LONGEST_PARTICLES), start)
    if match is None:
        return start
    first = match.start()
    second = first + len(PARTICLE.split(match[0], 1)[0]) + 1
    return next((at for at in (first, second) if at < start and text[at:end] in tails), start)


def _is_place_of(text: str, run: Run) -> bool:
    """Whether a name keeps its possessive s: nothing follows that could be had, as in `at McDonald's and at home`."""
    return (
        HOSTED.match(text, run[-1].end) is not None
        and AT.search(text, max(0, run[0].start - LONGEST_AT), run[0].start) is not None
    )


def _end(text: str, run: Run, ends: Collection[int]) -> int:
    """Where a name ends: with the full stop of an abbreviation, and with the s of a saint's church."""
    end, word = run[-1].end, run[-1].of(text)
    if run[0].of(text) == "St" and text[end : end + 2] in ("'s", "’s"):
        return end + 2
    if text[end : end + 1] in "'’" and _is_place_of(text, run):
        return end + 2
    if text[end : end + 1] != ".":
        return end
    if len(word) == 1 and len(run) > 1 and text[run[-2].end : run[-1].start] == ".":
        return end + 1
    folded = word.casefold()
    if folded in language.ABBREVIATED or (folded in language.DOUBTFUL and end + 1 not in ends):
        return end + 1
    return end
