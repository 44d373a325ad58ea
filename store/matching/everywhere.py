"""Everywhere: all mentions of a name in a project, however it is spelt, grouped by spelling for a counted preview.

The vocabulary of the project says which words may be the name's, the index which articles have them, and `find_names`
what stands there: nothing is offered that is not in the text as it is now.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple

from store import edits
from store.article import Article
from store.classes import dataclass
from store.matching.digest import folded
from store.matching.gazetteer import Rejected, form_of
from store.matching.index import Index
from store.matching.names import Mention, Name, find_names
from store.matching.sidecar import Sidecar, any_of, phrase
from store.matching.spelling import Tier, bare, likeness, sound
from store.matching.texts import Hit, Texts, hit
from store.matching.typed import matching_paths
from store.segmentation import words

MOST_APART = 2
"""Letters that may differ between two spellings of one word that do not sound the same."""
SOUND_ALIKE: Mapping[str, str] = {"h": "k", "c": "t", "j": "d", "f": "p", "v": "w", "k": "x"}
"""First letter of a sound -> another with which words of that sound begin: Khalil, Halil; Tchaikin, Chaikin."""
TIERS: tuple[Tier, ...] = ("sure", "likely", "look")
"""How far a mention can be trusted, the most first."""


@dataclass(frozen=True, slots=True)
class Spotted:
    """A mention of a name somewhere in the project."""

    hit: Hit
    form: str
    """As it is spelt, in NFC and without surplus blanks."""
    tier: Tier
    confidence: float
    """0 to 1."""
    why: str
    """In words."""
    members: Mapping[str, Any]
    """What an annotation of it would say about its place."""
    problem: str = ""
    """Why it cannot be tagged, fit to show; empty when it can."""


class Group(NamedTuple):
    """All mentions of one spelling and tier."""

    form: str
    tier: Tier
    confidence: float
    """The least of its mentions."""
    why: str
    mentions: tuple[int, ...]
    """Their places in the list that was grouped."""


def find_name(
    index: Index, texts: Texts, names: Sequence[str], rejected: Iterable[Rejected] = (), label: str = ""
) -> Iterator[Spotted | None]:
    """The mentions of a name in all articles; None now and then, so that a search can be left there.

    Args:
        index: while there is none every article is looked at.
        texts: the articles.
        names: of one and the same: what was tagged, its other names, what it was tagged as elsewhere.
        rejected: what is not offered again with the label.
        label: what the mentions are to be tagged with; empty when nobody has said so yet.
    """
    known = frozenset(rejected)
    for path in texts.paths if index.is_empty else _paths(index, names):
        for article in texts.of([path]):
            yield None
            for mention in find_names(article.text, names):
                form = form_of(mention.span.of(article.text))
                if known.isdisjoint({Rejected(form, label), Rejected(form, label, path)}):
                    yield _spotted(article, mention)


def groups(spotted: Sequence[Spotted]) -> tuple[Group, ...]:
    """Mentions by spelling and tier, the surest first, then the most frequent."""
    found: dict[tuple[str, Tier], list[int]] = defaultdict(list)
    for number, one in enumerate(spotted):
        found[one.form, one.tier].append(number)
    made = [
        Group(form, tier, min(spotted[n].confidence for n in numbers), spotted[numbers[0]].why, tuple(numbers))
        for (form, tier), numbers in found.items()
    ]
    return tuple(sorted(made, key=lambda one: (TIERS.index(one.tier), -len(one.mentions), one.form)))


def spellings(sidecar: Sidecar, name: Name) -> list[str]:
    """The words of the project that may be a name's anchor."""
    from rapidfuzz import process  # noqa: PLC0415 - 10 ms, for this search only
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    anchor, sounding = name.anchor, sound(name.anchor)
    letters = {anchor[:1], sounding[:1], SOUND_ALIKE.get(sounding[:1], "")} - {""}
    found = {word for letter in letters for word in _by_sound(sidecar.begun(letter)).get(sounding, ())}
    near = process.extract(
        anchor, sidecar.begun(anchor[:1]), scorer=OSA.distance, score_cutoff=MOST_APART, limit=None
    )  # fmt: skip
    found.update(word for word, _, _ in near)
    return sorted(word for word in found if likeness(anchor, bare(word)) is not None)


@lru_cache(64)
def _by_sound(some: tuple[str, ...]) -> dict[str, list[str]]:
    """Words by how they sound; the words of a letter are looked through once."""
    found: dict[str, list[str]] = {}
    for word in some:
        if not word[0].isdigit():
            found.setdefault(sound(bare(word)), []).append(word)
    return found


def _paths(index: Index, names: Sequence[str]) -> Iterator[str]:
    expressions = index.ask(partial(_expressions, names=names), list[str]())
    if expressions:
        yield from matching_paths(index, any_of(expressions))


def _expressions(sidecar: Sidecar, names: Sequence[str]) -> list[str]:
    found: dict[str, None] = {}
    for text in names:
        name = Name.of(text)
        if name is None:
            continue
        own = [folded(text[start:end]) for start, end in words.of(text)]
        found[phrase(own)] = None
        if name.is_acronym:
            letters = text.replace(".", "").strip().casefold()
            found |= {phrase([letters]): None, phrase(list(letters)): None}
        found |= {phrase([word]): None for word in spellings(sidecar, name)}
    return list(found)


def _spotted(article: Article, mention: Mention) -> Spotted:
    found = hit(article, mention.span)
    problem = f"{article.replaced} damaged bytes" if article.replaced else ""
    members = edits.placed(article, mention.span)
    form = unicodedata.normalize("NFC", " ".join(found.quote.split()))
    return Spotted(found, form, mention.tier, mention.confidence, mention.why, members, problem)
