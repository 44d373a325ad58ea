"""Mode: what keys mean for a while. A mode takes a key and says which mode comes next."""

from typing import Protocol


class Mode(Protocol):
    """What keys mean for a while."""

    def take(self, key: str) -> "Mode | None":
        """Take a key; the mode after it, None when keys mean what they always do."""

    def leave(self) -> None:
        """Take everything of the mode off the screen."""
