"""Passages: what open articles share, as places to walk in each of them, and in words what became of the wording."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from store import Copies, InCommon, Shared, Span
from tui.traces import Trace, Traces
from tui.words import counted, short

TOLD = 3
"""Edits that are told of a passage in one article before the rest is counted."""


class Stop(NamedTuple):
    """A place of a passage in one article."""

    span: Span
    group: int
    """The number of the passage."""


class Passages:
    """The passages of the shown kinds in some open articles. Immutable."""

    def __init__(self, found: InCommon) -> None:
        """Put the places in order; O(n log n)."""
        self.groups: Sequence[Copies] = found.groups
        """Each passage with all its places."""
        kinds = found.sought.kinds
        self._shared: dict[frozenset[str], list[Shared]] = {}
        for one in found.shared:
            if one.kind in kinds and one.a != one.b:
                self._shared.setdefault(frozenset((one.a, one.b)), []).append(one)
        stops: dict[str, list[Stop]] = {article.path: [] for article in found.sought.articles}
        for number, group in enumerate(found.groups):
            for path, span in group.places:
                stops[path].append(Stop(span, number))
        self._texts = {article.path: article.text for article in found.sought.articles}
        self._stops = {path: sorted(there) for path, there in stops.items()}

    def stops(self, path: str) -> Sequence[Stop]:
        """The places in one article, in text order."""
        return self._stops.get(path, ())

    def number(self, path: str, stop: Stop) -> int:
        """Which of the places of its article one is, from 0."""
        return bisect_left(self.stops(path), stop)

    def step(self, path: str, caret: int, by: int, now: Stop | None) -> Stop | None:
        """The place at or after the caret (`by` 1), before it (-1), or next to the present one; round the ends.

        None where there is none.
        """
        stops = self.stops(path)
        if not stops:
            return None
        if now is not None and stops[at := self.number(path, now) % len(stops)] == now:
            return stops[(at + by) % len(stops)]
        starts = [one.span.start for one in stops]
        at = bisect_left(starts, caret) - (by < 0)
        return stops[at % len(stops)]

    def again(self, now: Mapping[str, Stop]) -> dict[str, Stop]:
        """The places of a passage that was walked before these were found; none of them if one has gone."""
        there = {
            path: next((one for one in self.stops(path) if one.span == stop.span), None) for path, stop in now.items()
        }
        found = {path: stop for path, stop in there.items() if stop is not None}
        return found if len(found) == len(now) and len({stop.group for stop in found.values()}) == 1 else {}

    def beside(self, path: str, stop: Stop, other: str) -> Stop | None:
        """The place of the same passage in another article, the one that shares most with it; None where it is not."""
        if best := self.between(path, stop.span, other):
            there = [one for one in self.stops(other) if one.group == stop.group and one.span.overlaps(best.in_b)]
            if there:
                return there[0]
        return next((one for one in self.stops(other) if one.group == stop.group), None)

    def between(self, path: str, span: Span, other: str) -> Shared | None:
        """What a place has in common with another article, seen from the place; the heaviest; None without any."""
        pair = self._shared.get(frozenset((path, other)), ())
        here = (one for one in pair if (place := one.place_in(path)) is not None and place.overlaps(span))
        best = max(here, key=lambda one: one.weight, default=None)
        return best.turned if best is not None and best.a == other else best

    def traces(self, path: str, now: Mapping[str, Stop] | None = None) -> Traces | None:
        """What is drawn over an article; `now`: by path, the places of the passage that is walked."""
        layers: list[tuple[Span, Trace]] = [(stop.span, "shared") for stop in self.stops(path)]
        if not layers:
            return None
        missing: list[int] = []
        if now and (here := now.get(path)):
            layers.append((here.span, "here"))
            for one in self._pairs(path, here, now):
                layers += [
                    (change.in_a, "respelled" if change.way == "respelled" else "differs")
                    for change in one.changes
                    if change.way != "same"
                ]
                missing += [change.in_a.start for change in one.changes if change.way == "added"]
        return Traces(self._texts.get(path, ""), layers, missing)

    def _pairs(self, path: str, here: Stop, now: Mapping[str, Stop]) -> Iterator[Shared]:
        pairs = (self.between(path, here.span, other) for other in now if other != path)
        return (one for one in pairs if one is not None)

    def wordings(self, path: str, here: Stop, others: Iterable[str]) -> Iterator[tuple[str, str]]:
        """For each other article that has the passage, its path and in words what became of it there."""
        for other in others:
            if other != path and (one := self.between(path, here.span, other)):
                yield other, edits_of(one, self._texts[path], self._texts[other])


def edits_of(one: Shared, here: str, there: str) -> str:
    """What became of the words of a passage from one article to another: those that are not the same, in few words."""
    edits = [change for change in one.changes if change.way != "same"]
    told = [written(change.way, change.in_a.of(here), change.in_b.of(there)) for change in edits[:TOLD]]
    if not told:
        return "word for word"
    more = [f"and {len(edits) - TOLD} more"] if len(edits) > TOLD else []
    return ", ".join([f"{counted(one.matched, 'word')} kept", *told, *more])


def written(way: str, old: str, new: str) -> str:
    """One edit in words."""
    old, new = short(old, 30), short(new, 30)
    return {
        "same": f"kept {new}",
        "respelled": f"respelled {old} ~ {new}",
        "changed": f"changed {old} → {new}",
        "dropped": f"dropped {old}",
        "added": f"added {new}",
    }[way]
