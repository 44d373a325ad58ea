"""Losses: what a dataset does not hold, grouped by what and why, for those who look at it."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from store import Loss

ID = re.compile(r"\b[a-z0-9][a-z0-9_-]*-\d+\b")
ELSEWHERE = re.compile(r"its target is in .*")
EXAMPLES = 3
"""How many of a group a line names."""


class Group(NamedTuple):
    """Losses of one kind for one reason."""

    what: str
    why: str
    losses: tuple[Loss, ...]

    @property
    def line(self) -> str:
        """It in words: how many of what, why, and which."""
        names = ", ".join(loss.id for loss in self.losses[:EXAMPLES])
        more = " ..." if len(self.losses) > EXAMPLES else ""
        return f"{len(self.losses):,} × {self.what}: {self.why} ({names}{more})"


def grouped(losses: Iterable[Loss]) -> list[Group]:
    """Losses by what and why, the most frequent first; what names another annotation counts as one reason."""
    found: dict[tuple[str, str], list[Loss]] = {}
    for loss in losses:
        why = ELSEWHERE.sub("its target is in another article", ID.sub("another tag", loss.why))
        found.setdefault((loss.what, why), []).append(loss)
    groups = [Group(what, why, tuple(rows)) for (what, why), rows in found.items()]
    return sorted(groups, key=lambda group: -len(group.losses))
