"""Names: where a text mentions somebody or something, however the name is spelt and however much of it is given.

The last word of a name, its anchor, is looked for; what stands before it decides whether it is the same name. Nothing
is asserted: each mention has a tier, a confidence and a reason.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from store.classes import dataclass
from store.matching.remembered import Remembered
from store.matching.spelling import LEAST, Likeness, Tier, bare, likeness, sound
from store.segmentation import language, words
from store.segmentation.words import IDEOGRAPHS
from store.span import Span

WITH_OTHER_NAME = 0.85
"""How much of its confidence a mention keeps that has a capitalised word before it which is no part of the name."""
MOST_ACRONYM = 5
"""Letters of an acronym: it is found in capitals or with dots only."""
MOST_BEFORE = 8
"""Words before an anchor that may be part of the name."""
SHORT_FORM = 3
"""Letters of a given name that stand for the whole of it: Tom, Thomas."""
_TITLES = (language.TITLES | language.RANKS | language.BEFORE_RANKS) - {"st"}
_DROPPED = _TITLES | language.PARTICLES
NOUNS = language.SITES | language.BODIES
"""Last words of names that alone name nothing: street, council, gate."""
_JOINS = re.compile(r"(?:['’]s)?[ \u00a0\u202f]|\.?[ \u00a0]?|-|[ \t]*\r?\n[ \t]*")
_SAME_NAME = re.compile(r"[ \u00a0\u202f-]")
_GOES_WITH = re.compile(r"[ \u00a0\u202f-]|[ \t]*\r?\n[ \t]*")
_OWNED = re.compile(r"['’]s?[ \u00a0]")
_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")
_NO_PART = frozenset(word.casefold() for word in (*language.MONTHS, *language.DAYS)) | language.NO_NAMES | _TITLES
_NO_NAME = _NO_PART | language.STARTERS
"""Words with a capital before a name that are no part of one."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name that is looked for."""

    text: str
    """As it was given."""
    anchor: str
    """Its last word that is no title, bare; what is looked for."""
    before: tuple[str, ...]
    """The words before that, bare, without titles and particles."""
    particles: frozenset[str] = frozenset()
    is_of_a_thing: bool = False
    """Whether a word with a small letter belongs to it that is no particle: Hask gate, Bank of England, or a sentence.

    It has no surname that stands for all of it: England is no bank.
    """

    @classmethod
    def of(cls, text: str) -> "Name | None":
        """A name of some text, None when there is no word in it."""
        found = [span.of(text) for span in words.of(text)]
        while len(found) > 1 and found[-1].casefold() in language.ABBREVIATED:
            del found[-1]
        kept = [word for at, word in enumerate(found) if not (at < len(found) - 1 and word.casefold() in _DROPPED)]
        if not kept:
            return None
        particles = frozenset(bare(word) for word in found[:-1] if word.casefold() in language.PARTICLES)
        is_of_a_thing = len(kept) > 1 and any(word[:1].islower() for word in kept)
        if is_of_a_thing:  # a title within it says which thing it is
            kept = found[found.index(kept[0]) :]
        return cls(text, bare(kept[-1]), tuple(map(bare, kept[:-1])), particles, is_of_a_thing)

    @property
    def is_acronym(self) -> bool:
        """Whether it is a few letters in capitals, dots left out."""
        letters = self.text.replace(".", "").strip()
        return 1 < len(letters) <= MOST_ACRONYM and letters.isalpha() and letters.isupper()


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that may mean what a name means."""

    span: Span
    tier: Tier
    confidence: float
    """0 to 1."""
    why: str
    """In words, for the last line of the screen; it holds words of the article and has to be displayed as such."""


class _Form(NamedTuple):
    """A word as names are looked for."""

    bare: str
    is_small: bool
    """Whether all its letters are."""
    letters: tuple[str, ...]
    """The first one, as it is and as it sounds; none when the word is no name."""


def _form_of(word: str) -> _Form:
    form = bare(word)
    may_be_name = not word[0].islower() or any(letter.isupper() for letter in word[1:3])
    letters = tuple({form[:1]: None, sound(form)[:1]: None}) if may_be_name else ()
    return _Form(form, word.islower(), letters)


_known = Remembered(_form_of)


class Words:
    """The words of a text that may be names; made once for all names that are looked for in it."""

    def __init__(self, text: str) -> None:
        """Find them."""
        self.text = text
        """The text."""
        self.spans = words.of(text)
        """All its words."""

    @cached_property
    def _forms(self) -> list["_Form"]:
        return [_known[self.text[start:end]] for start, end in self.spans]

    @cached_property
    def small(self) -> frozenset[str]:
        """The bare words that the text has without a capital, so that they mean a thing and not somebody."""
        return frozenset(form.bare for form in self._forms if form.is_small)

    @cached_property
    def by_form(self) -> dict[str, list[int]]:
        """Bare form -> numbers of all words with it, whether with a capital or not."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, span in enumerate(self.spans):
            found[bare(span.of(self.text))].append(number)
        return found

    @cached_property
    def by_letter(self) -> dict[str, dict[str, list[int]]]:
        """First letter, as it is and as it sounds -> bare form -> numbers of the words that may be names."""
        found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for number, form in enumerate(self._forms):
            for letter in form.letters:
                found[letter][form.bare].append(number)
        return found

    def between(self, number: int) -> str:
        """What stands between a word and the one behind it."""
        return self.text[self.spans[number].end : self.spans[number + 1].start]

    def goes_on(self, number: int) -> bool:
        """Whether the name that a word stands in goes on behind it: Tessamouth Chronicle, Pell’s Yard, Pell-Marsh."""
        if number + 1 >= len(self.spans):
            return False
        word, following = (self.spans[at].of(self.text) for at in (number, number + 1))
        between = self.between(number)
        if not following[0].isupper() or (word.isupper() and following.isupper()):
            return False
        if _OWNED.fullmatch(between):
            return following.casefold() in NOUNS
        return _SAME_NAME.fullmatch(between) is not None and following.casefold() not in _NO_PART

    def has_title(self, first: int) -> bool:
        """Whether a title stands before a word: Mayor Crane."""
        if not first or not _JOINS.fullmatch(self.between(first - 1)):
            return False
        return self.spans[first - 1].of(self.text).casefold() in _TITLES

    def has_other_name(self, first: int) -> bool:
        """Whether the word before another is a name that goes with it: Carlos before López, C. before López."""
        if not first:
            return False
        before, between = self.spans[first - 1].of(self.text), self.between(first - 1)
        is_initial = len(before) == 1 and before.isupper() and between[:1] == "."
        if not before[0].isupper() or not (is_initial or _SAME_NAME.fullmatch(between)):
            return False
        if is_initial:
            return before != "M"  # Monsieur
        return before.casefold() not in _NO_NAME and not before.isupper() and bare(before) not in self.small


def find_names(text: str | Words, names: Iterable[str]) -> tuple[Mention, ...]:
    """Where a text mentions any of some names of one thing, in text order, no two overlapping.

    Args:
        text: the text, or its words where several names are looked for.
        names: of one and the same: its name, its aliases, what it was tagged as.
    """
    page = text if isinstance(text, Words) else Words(text)
    found = [
        mention
        for one in dict.fromkeys(names)
        if (name := Name.of(one)) is not None
        for mention in _mentions(page, name)
    ]
    found.sort(key=lambda one: (-one.confidence, -one.span.length, one.span))
    kept: dict[int, Mention] = {}
    taken: set[int] = set()
    for one in found:
        if taken.isdisjoint(range(*one.span)):
            taken.update(range(*one.span))
            kept[one.span.start] = one
    return tuple(kept[start] for start in sorted(kept))


def _mentions(page: Words, name: Name) -> Iterator[Mention]:
    if name.is_acronym or _IDEOGRAPH.search(name.text):
        yield from _letter_by_letter(page.text, name)
        return
    if name.is_of_a_thing:
        yield from _word_by_word(page, name)
        return
    letters = {name.anchor[:1], sound(name.anchor)[:1]}
    forms = {form: numbers for letter in sorted(letters) for form, numbers in page.by_letter.get(letter, {}).items()}
    for form, numbers in forms.items():  # each spelling is compared once, however often it stands there
        alike = likeness(name.anchor, form)
        if alike is not None:
            made = (_mention(page, name, number, alike) for number in numbers)
            yield from (mention for mention in made if mention is not None)


def _letter_by_letter(text: str, name: Name) -> Iterator[Mention]:
    """Acronyms in capitals or with dots; names in scripts without blanks as they are."""
    letters = name.text.replace(".", "").strip()
    if name.is_acronym:
        pattern = r"(?<![^\W_])(?<![^\W_]\.)" + r"\.?".join(map(re.escape, letters)) + r"(?!\w|\.\w)"
    else:
        pattern = re.escape(name.text.strip())
    for match in re.finditer(pattern, text):
        yield Mention(Span(*match.span()), "sure", 1.0, "the same letters")


def _word_by_word(page: Words, name: Name) -> Iterator[Mention]:
    """All words of a name whose last one is no name itself; the others say which thing it is."""
    wanted = [*name.before, name.anchor]
    for number in page.by_form.get(name.anchor, ()):
        first = number - len(name.before)
        if first < 0 or [bare(span.of(page.text)) for span in page.spans[first : number + 1]] != wanted:
            continue
        if all(_GOES_WITH.fullmatch(page.between(at)) for at in range(first, number)):
            yield Mention(Span(page.spans[first].start, page.spans[number].end), "sure", 1.0, "the same words")


def _mention(page: Words, name: Name, number: int, alike: Likeness) -> Mention | None:
    """What a word that is like the anchor means, with the words round it; None when it is of another name."""
    first, matched = _extended(page, name, number)
    form = bare(page.spans[number].of(page.text))
    if not matched and page.goes_on(number):
        return None
    is_whole = matched == len(name.before) > 0
    may_be_noun = name.anchor in NOUNS or name.anchor in page.small
    if may_be_noun and not is_whole and not page.has_title(first) and (not matched or name.anchor in NOUNS):
        return None
    tier, confidence = alike.tier, alike.confidence
    if not matched and page.has_other_name(first):
        tier, confidence = "look", confidence * (0 if name.before else WITH_OTHER_NAME)
    if confidence < LEAST or (not matched and alike.distance and form in page.small):
        return None
    word = page.spans[number].of(page.text)
    why = {"sure": f"the same word as {word}", "likely": f"{word} sounds the same"}.get(alike.tier, "")
    why = why or f"{word} differs by {alike.distance} letter{'s' if alike.distance > 1 else ''}"
    if tier != alike.tier:
        why += "; another name stands before it"
    return Mention(Span(page.spans[first].start, page.spans[number].end), tier, confidence, why)


def _extended(page: Words, name: Name, number: int) -> tuple[int, int]:
    """The first word of a mention, and how many words of the name stand before its anchor."""
    first, matched, wanted = number, 0, list(name.before)
    for at in range(number - 1, max(-1, number - 1 - MOST_BEFORE), -1):
        if not _JOINS.match(page.between(at)):
            break
        form = bare(page.spans[at].of(page.text))
        given = next((one for one in wanted if _is_given(form, one)), None)
        if given is not None:
            wanted.remove(given)
            matched += 1
        elif form not in name.particles:
            break
        first = at
    return first, matched


def _is_given(form: str, given: str) -> bool:
    """Whether a word stands for a name before the anchor: the same one, its initial, a short or another form of it."""
    if len(form) == 1 or (len(form) >= SHORT_FORM and given.startswith(form)):
        return given.startswith(form)
    return likeness(form, given) is not None
