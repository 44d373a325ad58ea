"""Gazetteer: what a user's own tags say about names, and what may be tagged alike in another text. Only suggestions."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from store.classes import dataclass
from store.matching.names import NOUNS, Mention, Name, Words, find_names
from store.matching.spelling import Tier, bare, sound
from store.segmentation import words
from store.span import Span

THRESHOLD = 0.7
"""The confidence from which on something is suggested, unless somebody wants another."""
MOST_WORDS = 6
"""Words of a tag that is remembered as a name."""
MANY = 2_000
"""Names from which on other spellings than by sound are not looked for: that takes a millisecond for some names."""
PRIOR = 0.25
"""How much of a tag a label has before there is one: a first tag is believed to five eighths."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """What somebody did not want: this form with this label, here or everywhere."""

    form: str
    """See `form_of`."""
    label: str
    path: str = ""
    """The article; empty for everywhere."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place that may be tagged as its like were."""

    span: Span
    label: str
    confidence: float
    """0 to 1: how alike the words are, by how often such words got the label."""
    tier: Tier
    form: str
    """Its words as decisions know them."""
    why: str
    """In words; it holds words of the article and has to be displayed as such."""
    cluster: str = ""
    """The id of the cluster that all the tags belong to that it comes of; empty where there is none, or several."""


@dataclass(frozen=True, slots=True)
class NameForm:
    """All places of one spelling and tier, for a preview."""

    form: str
    """As it is written at its first place, without surplus blanks."""
    tier: Tier
    confidence: float
    """The least of its places."""
    places: tuple[tuple[str, Span], ...]
    """Path and place, in the order given."""
    why: str

    @property
    def is_wanted(self) -> bool:
        """Whether `all` takes it; what is only to be looked at is ticked by hand."""
        return self.tier != "look"


def form_of(text: str) -> str:
    """A name as decisions know it: its words in small letters without accents, parted by blanks."""
    return " ".join(bare(span.of(text)) for span in words.of(text))


def name_forms(found: Iterable[tuple[str, str, Mention]]) -> tuple[NameForm, ...]:
    """Mentions by spelling and tier, the surest and then the most frequent first.

    Args:
        found: path, text and mention of each.
    """
    groups: dict[tuple[str, Tier], list[tuple[str, str, Mention]]] = defaultdict(list)
    for path, text, mention in found:
        groups[" ".join(mention.span.of(text).split()), mention.tier].append((path, text, mention))
    made = [
        NameForm(
            form,
            tier,
            min(one.confidence for *_, one in group),
            tuple((path, one.span) for path, _, one in group),
            group[0][2].why,
        )
        for (form, tier), group in groups.items()
    ]
    return tuple(sorted(made, key=lambda one: (_TIERS[one.tier], -len(one.places), one.form)))


class Gazetteer:
    """The labels that names have been tagged with, and those that somebody rejected for them."""

    def __init__(
        self,
        tags: Iterable[tuple[str, str]],
        rejected: Iterable[Rejected] = (),
        clustered: Iterable[tuple[str, str, str]] = (),
    ) -> None:
        """Learn from tags; what is longer than a name is left out.

        Args:
            tags: words and label of each.
            rejected: what is not to be suggested.
            clustered: words, label and cluster of those tags that have one.
        """
        self._labels: dict[str, Counter[str]] = defaultdict(Counter)
        self._clusters: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._spellings: dict[str, dict[str, None]] = defaultdict(dict)
        self._rejected = frozenset(rejected)
        for text, label in tags:
            if (key := _key(text)) is not None:
                self._labels[key][label] += 1
                self._spellings[key][text] = None
        for text, label, cluster in clustered:
            if (key := _key(text)) is not None:
                self._clusters[key, label][form_of(text)].add(cluster)
        self._against = Counter(key for one in self._rejected if (key := _key(one.form)) is not None)

    def __len__(self) -> int:
        """How many names are known."""
        return len(self._labels)

    def confidence(self, key: str, label: str) -> float:
        """How probably a name has a label, by its tags and rejections so far: 0.625 after one tag."""
        counted = self._labels[key] if key in self._labels else Counter[str]()
        return (counted[label] + PRIOR) / (counted.total() + self._against[key] + 1)

    def suggest(
        self, path: str, page: Words, taken: Collection[Span] = (), threshold: float = THRESHOLD
    ) -> tuple[Suggestion, ...]:
        """What may be tagged in an article, in text order, no two overlapping.

        Args:
            path: the article's path, for what was rejected there.
            page: its words.
            taken: places that have a tag; nothing is suggested that overlaps one.
            threshold: the least confidence.
        """
        found = [
            one
            for key in self._worth_looking(page)
            for one in self._of_name(path, page, key)
            if one.confidence >= threshold
        ]
        found.sort(key=lambda one: (-one.confidence, -one.span.length, one.span, one.label))
        kept: list[Suggestion] = []
        used = {at for span in taken for at in range(*span)}
        for one in found:
            if used.isdisjoint(range(*one.span)):
                used.update(range(*one.span))
                kept.append(one)
        return tuple(sorted(kept, key=lambda one: one.span))

    def _worth_looking(self, page: Words) -> Iterable[str]:
        """The names that may be in an article; of many only those of which a word has the letters or the sound."""
        if len(self._labels) <= MANY:
            return self._labels
        forms = {form for found in page.by_letter.values() for form in found}
        sounds = {sound(form) for form in forms}
        lasts = ((key, key.rpartition(" ")[2]) for key in self._labels)
        return [key for key, last in lasts if last in forms or sound(last) in sounds]

    def _of_name(self, path: str, page: Words, key: str) -> Iterable[Suggestion]:
        counted = self._labels[key]
        label = min(counted, key=lambda one: (-counted[one], one))
        known = self.confidence(key, label)
        for mention in find_names(page, self._spellings[key]):
            form = form_of(mention.span.of(page.text))
            if self._rejected.isdisjoint({Rejected(form, label), Rejected(form, label, path)}):
                times = f"{counted[label]} of {counted.total()} tags" if counted.total() > 1 else "1 tag"
                why = f"{label} in {times} of this name; {mention.why}"
                cluster = self._cluster(key, label, form)
                yield Suggestion(mention.span, label, mention.confidence * known, mention.tier, form, why, cluster)

    def _cluster(self, key: str, label: str, form: str) -> str:
        """The cluster of the tags with these very words, else of all of this name; empty where it is not one alone."""
        by_form = self._clusters.get((key, label))
        if not by_form:
            return ""
        found = by_form.get(form) or set[str]().union(*by_form.values())
        return next(iter(found)) if len(found) == 1 else ""


def learnt(layers: Mapping[str, Sequence[tuple[str, str]]], without: str = "") -> Iterable[tuple[str, str]]:
    """The tags of all articles but one, for a gazetteer that is to be tried on that one.

    Args:
        layers: path -> words and label of each tag.
        without: the article left out.
    """
    return ((text, label) for path, tags in layers.items() if path != without for text, label in tags)


_TIERS: Mapping[Tier, int] = {"sure": 0, "likely": 1, "look": 2}


def _key(text: str) -> str | None:
    """What tags of one name have in common: its anchor, or all of it where that is a noun; None for what is no name."""
    name = Name.of(text) if len(text) <= MOST_WORDS * 32 else None
    if name is None or len(text.split()) > MOST_WORDS or not any(letter.isalpha() for letter in text):
        return None
    return " ".join((*name.before, name.anchor)) if name.anchor in NOUNS else name.anchor
