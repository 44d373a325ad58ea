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
    in_a, in_b = a.blocks, b.blocks
    for seed in seeds:
        beside[in_a[seed[0]], in_b[seed[2]]].append(seed)
    found: list[list[Box]] = []
    for group in beside.values():
        if len(group) == 2:
            one, other = sorted(group)
            is_far = other[0] > one[1] + gap or other[2] > one[3] + gap or one[2] > other[3] + gap
            found += [[one], [other]] if is_far else [[one, other]]
        else:
            found += [group] if len(group) == 1 else _together(sorted(group), gap)
    return sorted(found, key=itemgetter(0))


def extent(chain: Sequence[Box]) -> Box:
    """The smallest stretches that hold all of a chain."""
    if len(chain) == 1:
        return chain[0]
    a0, a1, b0, b1 = zip(*chain, strict=True)
    return Box(min(a0), max(a1), min(b0), max(b1))


def _together(seeds: Sequence[Box], gap: int) -> list[list[Box]]:
    """The connected ones of some sorted seeds; each is compared with those within reach on the first side."""
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
