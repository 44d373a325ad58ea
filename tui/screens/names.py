"""Names: which of many items are meant by what was typed so far; there may be 100,000, and each letter asks."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import overload

from tui.widgets.listing import Item

MOST = 2000
"""How many matches are listed; nobody reads further."""
FUZZY, ENOUGH = 5_000, 20
"""Of more items than these, what is spelt otherwise is looked for only where so few are as it was typed."""


def matching(typed: str, items: Sequence[Item]) -> Sequence[Item]:
    """The items that what was typed may mean, the best first; all of them when nothing was typed."""
    return Names(items, [*map(name_of, items)]).matching(typed) if typed.strip() else items


def name_of(item: Item) -> str:
    """What an item is found by: all that is said of it."""
    return f"{item.left} {item.right} {item.more}"


class Names:
    """What items are found by, made fit for that once."""

    def __init__(self, items: Sequence[Item], names: Sequence[str]) -> None:
        """Take the items and what each is found by."""
        self._items = items
        joined = "\n".join(names).casefold().split("\n")  # at once: a fifth of the time of each by itself
        self._names = joined if len(joined) == len(names) else [name.casefold() for name in names]
        self._processed: list[str] | None = None
        self._whole: tuple[str, Sequence[int]] = "", range(len(self._names))
        self._last: tuple[str, Sequence[Item]] = "", items
        self._having: tuple[str, Sequence[int]] = self._whole

    def matching(self, typed: str) -> Sequence[Item]:
        """The items that what was typed may mean, the best first.

        Those in whose names it stands come first, the earlier it stands the better; then those that have all words of
        it; then, where that is little, those that are spelt nearly so.
        """
        wanted = typed.strip().casefold()
        if wanted != self._last[0]:
            self._last = wanted, Chosen(self._items, self._best(wanted))
        return self._last[1]

    def _best(self, wanted: str) -> list[int]:
        found = self._as_typed(wanted)
        if len(found) < MOST and " " in wanted:
            held = set(found)
            found += islice((at for at in self._with_all(wanted) if at not in held), MOST - len(found))
        if len(found) < (MOST if len(self._items) <= FUZZY else ENOUGH):
            held = set(found)
            found += [at for at in self._near(wanted) if at not in held]
        return found[:MOST]

    def _as_typed(self, wanted: str) -> list[int]:
        before, among = self._whole
        names = self._names
        if len(among) < len(names) and wanted.startswith(before):
            places = [names[at].find(wanted) for at in among]
        else:
            among, places = range(len(names)), [name.find(wanted) for name in names]
        counts = Counter(places)
        missing = counts.pop(-1, 0)
        whole = [at for at, place in zip(among, places, strict=True) if place >= 0] if missing else among
        self._whole = wanted, whole  # what is typed on is looked for among these
        return _first(places, among, sorted(counts.items()))

    def _with_all(self, wanted: str) -> Sequence[int]:
        """The items that have all words of what was typed, in order."""
        before, among = self._having
        among = among if wanted.startswith(before) else range(len(self._names))
        for word in sorted(wanted.split(), key=len, reverse=True):
            among = [at for at in among if word in self._names[at]]
        self._having = wanted, among
        return among

    def _near(self, wanted: str) -> Iterator[int]:
        from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 - 10 ms, only when somebody types

        if self._processed is None:
            self._processed = [utils.default_process(name) for name in self._names]
        asked = utils.default_process(wanted)
        near = process.extract(asked, self._processed, scorer=fuzz.partial_ratio, limit=MOST, score_cutoff=70)
        return (at for _, _, at in near)


def _first(places: Sequence[int], among: Sequence[int], counts: Sequence[tuple[int, int]]) -> list[int]:
    """Of some items the first ones by place, as many as are listed; those of one place in order.

    Args:
        places: where it stands in the name of each, less than 0 where it does not.
        among: the items.
        counts: the places, the first one first, with how many items have each.
    """
    edge, before = -1, 0  # the last place of which items are taken, and how many are taken before it
    for place, count in counts:
        edge = place
        if before + count >= MOST:
            break
        before += count
    else:
        return [at for _, at in sorted(pair for pair in zip(places, among, strict=True) if pair[0] >= 0)]
    pairs = zip(places, among, strict=True) if before else ()
    sure = [at for _, at in sorted(pair for pair in pairs if 0 <= pair[0] < edge)]
    last = (at for place, at in zip(places, among, strict=True) if place == edge)
    return [*sure, *islice(last, MOST - before)]


class Chosen(Sequence[Item]):
    """Some of many items, each made when it is looked at."""

    def __init__(self, items: Sequence[Item], numbers: Sequence[int]) -> None:
        """Take the items and the places of those that are meant."""
        self._items, self._numbers = items, numbers

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, at: int) -> Item: ...

    @overload
    def __getitem__(self, at: slice) -> "Chosen": ...

    def __getitem__(self, at: int | slice) -> "Item | Chosen":
        """An item, or some."""
        if isinstance(at, slice):
            return Chosen(self._items, self._numbers[at])
        return self._items[self._numbers[at]]
