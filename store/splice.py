"""Splice: one piece of a text put in another's place, remembered so that it can be taken back after a restart.

The journal keeps it with the action that it belongs to, in the member `settings` of its line.
"""

from typing import Any

from store.classes import dataclass

CONTEXT = 80
"""Code points before and after that say where it belongs when something else in the text was changed since."""


@dataclass(frozen=True, slots=True)
class Splice:
    """A change of a text from one version to the next."""

    at: int
    """Where it begins, in code points."""
    old: str
    new: str
    before: str = ""
    """What stood before it."""
    after: str = ""
    """What stood behind it."""

    @classmethod
    def between(cls, old: str, new: str) -> "Splice":
        """The smallest one that turns a text into another."""
        start, most = 0, min(len(old), len(new))
        while start < most and old[start] == new[start]:
            start += 1
        end = 0
        while end < most - start and old[-1 - end] == new[-1 - end]:
            end += 1
        behind = old[len(old) - end :]
        before = old[max(0, start - CONTEXT) : start]
        return cls(start, old[start : len(old) - end], new[start : len(new) - end], before, behind[:CONTEXT])

    @property
    def inverse(self) -> "Splice":
        """The one that takes it back."""
        return Splice(self.at, self.new, self.old, self.before, self.after)

    def applied_to(self, text: str) -> str | None:
        """The text after it: unchanged where that is done already, None where its place is no more what it was."""
        known, wanted = (self.before + part + self.after for part in (self.old, self.new))
        start = self.at - len(self.before)
        if not text.startswith(known, start):
            if text.startswith(wanted, start):
                return text
            if text.count(known) != 1:
                return text if text.count(wanted) == 1 else None
            start = text.index(known)
        return text[:start] + wanted + text[start + len(known) :]

    def to_dict(self) -> dict[str, Any]:
        """It as JSON."""
        return {"at": self.at, "old": self.old, "new": self.new, "before": self.before, "after": self.after}

    @classmethod
    def from_dict(cls, value: Any) -> "Splice | None":
        """The one that JSON holds; None when it holds none."""
        if not isinstance(value, dict) or type(value.get("at")) is not int:
            return None
        texts = [value.get(name, "") for name in ("old", "new", "before", "after")]
        return cls(value["at"], *texts) if all(isinstance(text, str) for text in texts) else None
