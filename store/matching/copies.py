"""Copies: one passage wherever it stands: who had it first, who has most of it, who dropped what."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from store.classes import dataclass
from store.matching.kinds import KINDS, Kind
from store.matching.sharing import Shared
from store.span import Span

OVERLAP = 0.5
"""How much of the shorter of two places in one article they have to share, to be places of one passage."""


@dataclass(frozen=True, slots=True)
class Copies:
    """The places of one passage."""

    places: tuple[tuple[str, Span], ...]
    """Path and place, by path and place; an article may have several."""
    kind: Kind
    """What most of the passages are that it is made of."""

    def earliest(self, published: Mapping[str, str]) -> tuple[tuple[str, Span], ...]:
        """The places in the articles with the first date; none where no date is known. Dates are ISO 8601."""
        dates = [(published[path], (path, span)) for path, span in self.places if published.get(path)]
        first = min((date for date, _ in dates), default="")
        return tuple(place for date, place in dates if date == first)

    @property
    def fullest(self) -> tuple[str, Span]:
        """The longest place, the first of several."""
        return min(self.places, key=lambda place: (-place[1].length, place))


def copies(found: Iterable[Shared]) -> tuple[Copies, ...]:
    """The passages, put together over all articles; sorted by their first place. Refrains count as well."""
    passages = list(found)
    places = sorted({place for one in passages for place in ((one.a, one.in_a), (one.b, one.in_b))})
    number = {place: at for at, place in enumerate(places)}
    parent = list(range(len(places)))
    for one in passages:
        _unite(parent, number[one.a, one.in_a], number[one.b, one.in_b])
    for at, (path, span) in enumerate(places):
        for further in range(at + 1, len(places)):
            other_path, other = places[further]
            if other_path != path or other.start >= span.end:
                break
            both = span.clip(other)
            if both and both.length >= OVERLAP * min(span.length, other.length):
                _unite(parent, at, further)
    groups: dict[int, list[tuple[str, Span]]] = defaultdict(list)
    for at, place in enumerate(places):
        groups[_root(parent, at)].append(place)
    kinds: dict[int, Counter[Kind]] = defaultdict(Counter)
    for one in passages:
        kinds[_root(parent, number[one.a, one.in_a])][one.kind] += 1
    return tuple(Copies(_covered(group), _most(kinds[root])) for root, group in groups.items())


def _root(parent: list[int], at: int) -> int:
    while parent[at] != at:
        parent[at] = parent[parent[at]]
        at = parent[at]
    return at


def _unite(parent: list[int], one: int, other: int) -> None:
    roots = sorted((_root(parent, one), _root(parent, other)))
    parent[roots[1]] = roots[0]


def _covered(places: Sequence[tuple[str, Span]]) -> tuple[tuple[str, Span], ...]:
    """The places, those that overlap as one."""
    found: list[tuple[str, Span]] = []
    for path, span in places:
        if found and found[-1][0] == path and span.start < found[-1][1].end:
            found[-1] = (path, found[-1][1].cover(span))
        else:
            found.append((path, span))
    return tuple(found)


def _most(kinds: Counter[Kind]) -> Kind:
    return min(kinds, key=lambda kind: (-kinds[kind], KINDS.index(kind)))
