"""Chains: seeds that lie close together in both texts, and so are probably one passage."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import itemgetter

from store.matching.seeds import Box, Readable


def chains(seeds: Iterable[Box], a: Readable, b: Readable, gap: int) -> list[list[Box]]:
    """The seeds, put together when at most `gap` tokens lie between them on both sides, inside the same paragraphs.

    Which seeds are together depends neither on their order nor on which text is the first. Sorted by place.
    """
    beside: dict[tuple[int, int], list[Box]] = defaultdict(list)
    for seed in seeds:
        beside[a.tokens[seed.a0].block, b.tokens[seed.b0].block].append(seed)
    return sorted((chain for group in beside.values() for chain in _together(sorted(group), gap)), key=itemgetter(0))


def extent(chain: Sequence[Box]) -> Box:
    """The smallest stretches that hold all of a chain."""
    return Box(
        min(box.a0 for box in chain),
        max(box.a1 for box in chain),
        min(box.b0 for box in chain),
        max(box.b1 for box in chain),
    )


def _together(seeds: Sequence[Box], gap: int) -> list[list[Box]]:
    """The connected ones of some sorted seeds; each is compared with those within reach on the first side."""
    if len(seeds) == 1:
        return [list(seeds)]
    parent = list(range(len(seeds)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    active: list[tuple[int, int, int, int]] = []  # where each ends on the first side, its place on the second, itself
    for number, (a0, a1, b0, b1) in enumerate(seeds):
        least, first, last = a0 - gap, b0 - gap, b1 + gap
        active = [one for one in active if one[0] >= least]
        for _, start, end, at in active:
            if first <= end and start <= last and parent[at] != parent[number]:
                parent[root(number)] = root(at)
        active.append((a1, b0, b1, number))
    groups: dict[int, list[Box]] = defaultdict(list)
    for number, seed in enumerate(seeds):
        groups[root(number)].append(seed)
    return list(groups.values())
