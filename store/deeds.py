"""Deeds: what the actions that can still be undone have done to one annotation."""

from itertools import islice

from store.change import Change
from store.classes import dataclass
from store.history import History

LOOKED = 2_000
"""Actions that are looked through, the latest ones; older ones would keep somebody waiting."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What one action did to a record."""

    action: str
    """The action, in a word."""
    change: Change
    ago: int
    """How many actions were done after it."""


def trail(history: History, number: int) -> list[Deed]:
    """What was done to the annotation of a number, the latest first, among the latest actions that can be undone."""
    found = []
    for ago, step in enumerate(islice(history.latest(), LOOKED)):
        try:
            changes = step.changes
        except ValueError:  # its line in the journal does not say
            continue
        found += [
            Deed(step.action, change, ago)
            for change in changes
            if change.table == "annotations" and change.number == number
        ]
    return found
