"""Splits: which articles train, validate and test. By article, never by span; what hangs together stays together."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from store.formats.values import Part
from store.harvest import Harvest

PARTS: tuple[Part, ...] = ("train", "validation", "test")
ENDS = re.compile(r"[.!?…。！？]+[\s\"”’»)]*|\s*[\n\r\u2028\u2029]+\s*")
LONG = 60
"""Code points from which on a sentence in two articles is a passage that they share."""
COMMON = 5
"""The most articles that a shared passage joins: what stands in more is furniture, such as a line on copyright."""


class Splits:
    """Parts of a dataset, by a hash of the seed and the group that an article belongs to.

    Articles that are joined by a link, or by a sentence that both have word for word, are one group: else a copy of
    one sentence would be trained on and tested. Where an article goes hangs on nothing but its group and the seed.
    """

    def __init__(self, groups: Iterable[Sequence[str]], shares: tuple[int, int, int], seed: int) -> None:
        """Give each group its part.

        Args:
            groups: the paths of articles that belong together, each sorted.
            shares: of train, validation and test; not all 0.
            seed: any number.
        """
        self._part: dict[str, Part] = {}
        self._groups = 0
        for group in groups:
            self._groups += 1
            digest = hashlib.sha256(f"{seed}\n{group[0]}".encode()).digest()
            place = int.from_bytes(digest[:8]) * sum(shares) >> 64
            part = next(part for number, part in enumerate(PARTS) if place < sum(shares[: number + 1]))
            self._part |= dict.fromkeys(group, part)

    @classmethod
    def of(cls, harvest: Harvest, shares: tuple[int, int, int], seed: int) -> "Splits":
        """The parts of a project's articles; reads all of their texts once."""
        joined = _Joined(harvest.paths)
        for link in harvest.links:
            ends = (harvest.annotation(link.source), harvest.annotation(link.target))
            joined.join([one.article for one in ends if one is not None])
        for paths in _passages(harvest).values():
            if len(paths) <= COMMON:
                joined.join(paths)
        return cls(joined.groups(), shares, seed)

    def part(self, path: str) -> Part:
        """The part that an article is in."""
        return self._part[path]

    @property
    def remarks(self) -> list[str]:
        """How many articles are in which part."""
        counts = Counter(self._part.values())
        words = ", ".join(f"{counts[part]} {part}" for part in PARTS)
        return [f"split by article: {words}; {len(self._part)} articles in {self._groups} groups that stay together"]


class _Joined:
    """Sets of articles that grow together."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._above = {path: path for path in paths}

    def join(self, paths: Iterable[str]) -> None:
        """Say that articles belong together."""
        tops = [self._top(path) for path in paths if path in self._above]
        for top in tops:
            self._above[top] = min(tops)

    def groups(self) -> list[list[str]]:
        """The sets, each sorted."""
        found: dict[str, list[str]] = defaultdict(list)
        for path in sorted(self._above):
            found[self._top(path)].append(path)
        return list(found.values())

    def _top(self, path: str) -> str:
        while self._above[path] != path:
            self._above[path] = self._above[self._above[path]]
            path = self._above[path]
        return path


def _passages(harvest: Harvest) -> dict[int, list[str]]:
    """The hash of each long sentence -> the articles that have it, up to one more than can be joined."""
    found: dict[int, list[str]] = defaultdict(list)
    for path, text in harvest.texts():
        for sentence in {" ".join(one.split()) for one in ENDS.split(text) if len(one) >= LONG}:
            digest = hashlib.blake2b(sentence.casefold().encode("utf-8", "replace"), digest_size=8).digest()
            paths = found[int.from_bytes(digest)]
            if len(paths) <= COMMON:
                paths.append(path)
    return found
