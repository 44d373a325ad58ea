"""Typed: search in the whole project for words as somebody types them, to the letter, begun, or nearly spelt so.

`Ferry lop` finds the articles that hold the word ferry and one that begins with lop; words between quotation marks, or
joined by a hyphen, have to stand one after the other. Accents and capitals do not count.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import islice
from string import ascii_letters, digits

from store.article import Article
from store.classes import dataclass
from store.matching.digest import folded
from store.matching.index import Index
from store.matching.search import as_typed
from store.matching.sidecar import Sidecar, any_of, phrase
from store.matching.texts import Hit, Texts, hit
from store.segmentation import words
from store.span import Span

PART = re.compile(r'"([^"]*)"|“([^”]*)”|(\S+)')
PLAIN = frozenset(ascii_letters + digits)
"""Letters that belong to one word with any of them beside it."""
LIKENESS = 0.75
"""How much of a word has to be as it was typed for it to be nearly that word (OSA, 0 to 1)."""
MOST_LIKE = 40
"""How many words of the project are taken for a typed one."""
MOST_BEGUN = 60
"""How many words of the project are taken for a letter or two; more would take longer than a key may."""
SHORT = 2
"""A word of so few letters is but a beginning when it is the last."""
NEAR = 120
"""Code points within which words stand near each other."""
MOST_PLACES = 12
"""How many places of one article are looked at for the best."""
PAGE = 64
"""Articles that are asked for at a time."""


@dataclass(frozen=True, slots=True)
class Part:
    """Words that have to stand one after the other."""

    words: tuple[str, ...]
    """Folded."""
    is_begun: bool = False
    """Whether the last may be the beginning of a longer one."""


def parts_of(typed: str) -> tuple[Part, ...]:
    """What somebody has typed; the last word is still being written unless a blank or quotation mark follows."""
    found: list[Part] = []
    for match in PART.finditer(typed):
        chunk = next(group for group in match.groups() if group is not None)
        own = tuple(folded(chunk[start:end]) for start, end in words.of(chunk))
        if own:
            is_last = match.end() == len(typed) and match[3] is not None and chunk[-1:].isalnum()
            found.append(Part(own, is_last))
    return tuple(found)


def find_typed(index: Index, texts: Texts, typed: str, *, is_fuzzy: bool = False) -> Iterator[Hit | None]:
    """The articles that hold what was typed, each by its best place; in the order of the index, which is that of paths.

    Ask for as many as can be shown: each costs the reading of its article. None for an article that has no place, so
    that a search can be left there.
    """
    parts = parts_of(typed)
    if not parts:
        return
    if index.is_empty:  # nothing to go by yet: the articles themselves are searched
        for article in texts.of(texts.paths):
            yield _in(article, parts, typed, {part: (part.words[-1],) for part in parts if is_fuzzy})
        return
    meant, expression = _asked(index, parts, is_fuzzy=is_fuzzy)
    for path in matching_paths(index, expression):
        for article in texts.of([path]):
            yield _in(article, parts, typed, meant if is_fuzzy else {})


def count_typed(index: Index, typed: str, *, is_fuzzy: bool = False, most: int = 1000) -> int:
    """How many articles hold what was typed, as far as the index knows; counts up to `most`, dead ones with them."""
    parts = parts_of(typed)
    if not parts:
        return 0
    _, expression = _asked(index, parts, is_fuzzy=is_fuzzy)
    return len(index.ask(partial(Sidecar.holding, wanted=expression, most=most), list[int]()))


def _asked(index: Index, parts: Sequence[Part], *, is_fuzzy: bool) -> tuple[Mapping[Part, Sequence[str]], str]:
    """What parts may mean, where that is more than themselves, and the question to the index."""
    meant = index.ask(partial(_meant, parts=parts, is_fuzzy=is_fuzzy), dict[Part, tuple[str, ...]]())
    return meant, " AND ".join(_expression(part, meant.get(part)) for part in parts)


def matching_paths(index: Index, expression: str) -> Iterator[str]:
    """The articles that match an FTS5 expression, in the order of the index; asked for a page at a time."""
    last: int | None = -1
    nothing: tuple[int | None, list[str]] = (None, [])
    while last is not None:
        last, paths = index.ask(partial(_page, expression=expression, after=last), nothing)
        yield from paths


def _page(sidecar: Sidecar, expression: str, after: int) -> tuple[int | None, list[str]]:
    """The last id of a page, None when there is no page, and the articles of those ids that are not dead."""
    ids = sidecar.holding(expression, PAGE, after)
    paths = sidecar.paths(ids)
    return (ids[-1] if ids else None), [paths[id_] for id_ in ids if id_ in paths]


def _meant(sidecar: Sidecar, parts: Sequence[Part], *, is_fuzzy: bool) -> dict[Part, tuple[str, ...]]:
    """Words of the project that parts of one word may mean, where the index cannot be asked for the part itself."""
    found: dict[Part, tuple[str, ...]] = {}
    for part in parts:
        if len(part.words) > 1:
            continue
        word = part.words[0]
        if is_fuzzy:
            longer = sidecar.begun(word)[:MOST_LIKE] if part.is_begun else ()
            found[part] = tuple(dict.fromkeys((*(alike(sidecar, word) if len(word) > SHORT else (word,)), *longer)))
        elif part.is_begun and len(word) <= SHORT:
            found[part] = (word, *islice((one for one in sidecar.begun(word) if one != word), MOST_BEGUN))
    return found


def alike(sidecar: Sidecar, word: str, least: float = LIKENESS, most: int | None = MOST_LIKE) -> Iterator[str]:
    """The words of the project that are spelt nearly like one, itself first, then the likest; they begin alike."""
    from rapidfuzz import process  # noqa: PLC0415 - 10 ms, for this search only
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    near = process.extract(
        word, sidecar.begun(word[0]), scorer=OSA.normalized_similarity, score_cutoff=least, limit=most
    )
    yield word
    yield from (found for found, _, _ in near if found != word)


def _expression(part: Part, meant: Sequence[str] | None) -> str:
    if meant is not None:
        return any_of(phrase([word]) for word in meant)
    return phrase(part.words, is_begun=part.is_begun)


def _in(article: Article, parts: Sequence[Part], typed: str, meant: Mapping[Part, Sequence[str]]) -> Hit | None:
    """The article's best place, if it has every part."""
    text = _Text(article.text)
    if not meant and len(parts) > 1 and (whole := text.literal(typed.strip(' "“”'), is_begun=parts[-1].is_begun)):
        return hit(article, whole[0])
    places = [text.places(part, meant.get(part)) for part in parts]
    if not all(places):
        return None
    every = sorted((span, number) for number, found in enumerate(places) for span in found)
    span, number = max(every, key=lambda one: _company(every, one[0]))
    return hit(article, span, _why(folded(span.of(article.text)), parts[number]) if meant else "")


class _Text:
    """A text in which parts are looked for, to the letter first, for that is ten times as quick as word by word."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _spans(self) -> list[Span]:
        return words.of(self._text)

    @cached_property
    def _folded(self) -> list[str]:
        return [folded(self._text[start:end]) for start, end in self._spans]

    def literal(self, wanted: str, *, is_begun: bool) -> list[Span]:
        """Where it stands as it is written, in whole words."""
        text, found = self._text, list[Span]()
        for match in _whole(wanted, is_begun=is_begun).finditer(text):
            start, end = match.span()
            if words.is_inside_word(text, start) or (words.is_inside_word(text, end) and not is_begun):
                continue
            end = next(at for at in range(end, len(text) + 1) if not words.is_inside_word(text, at))
            found.append(Span(start, end))
            if len(found) == MOST_PLACES:
                break
        return found

    def places(self, part: Part, meant: Sequence[str] | None) -> list[Span]:
        """Where it has a part, or one of the words that are meant by it."""
        if meant is not None:
            wanted = frozenset(meant)
            return [self._spans[at] for at, word in enumerate(self._folded) if word in wanted][:MOST_PLACES]
        if found := self.literal(" ".join(part.words), is_begun=part.is_begun):
            return found
        own, length = self._folded, len(part.words)
        starts = (at for at in range(len(own) - length + 1) if length == 1 or own[at] == part.words[0])
        fitting = (at for at in starts if _stands(own[at : at + length], part))
        return [self._spans[at].cover(self._spans[at + length - 1]) for at in islice(fitting, MOST_PLACES)]


def _whole(wanted: str, *, is_begun: bool) -> re.Pattern[str]:
    """What finds words as they are written; most places inside other words are left out, and the others to be seen."""
    behind = "[A-Za-z0-9]" if wanted[0] in PLAIN else ""
    after = ("[A-Za-z0-9]*+" if is_begun else "(?![A-Za-z0-9])") if wanted[-1] in PLAIN else ""
    return as_typed(wanted, behind, after)


def _stands(own: Sequence[str], part: Part) -> bool:
    last = part.words[-1]
    return tuple(own[:-1]) == part.words[:-1] and (own[-1].startswith(last) if part.is_begun else own[-1] == last)


def _company(every: Sequence[tuple[Span, int]], at: Span) -> tuple[int, int]:
    """How many parts stand near a place, and where it is, the first being the better one."""
    near = {number for other, number in every if 0 <= other.start - at.start <= NEAR}
    return len(near), -at.start


def _why(word: str, part: Part) -> str:
    return "" if word in part.words else f"like {' '.join(part.words)}"
