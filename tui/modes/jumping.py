"""Jumping: a word's first letter, then the letter of its hint, and the caret is there."""

from collections.abc import Callable, Mapping

from store import dataclass
from tui.desk import NOTHING_OPEN, Desk
from tui.hints import lettered, words_with
from tui.modes.hinting import Hinting
from tui.modes.mode import Mode


@dataclass(slots=True)
class Jumping:
    """The first letter of the word to jump to is awaited."""

    desk: Desk

    def take(self, key: str) -> Mode | None:
        """Put letters on the words that begin so; a single one is gone to at once."""
        desk, pane = self.desk, self.desk.pane
        desk.say("")
        if pane is None or key == "escape":
            return None
        words = words_with(key, pane.sheet.segments, pane.view.seen) if len(key) == 1 else []
        if not words:
            desk.say(f"no word on the screen begins with {key}" if len(key) == 1 else "that is not a letter")
            return None
        if len(words) == 1:
            pane.move_to(words[0].start, extend=desk.is_selecting)
            return None
        codes = lettered(words)
        hinting = Hinting(desk, codes, without=len(words) - len(codes))
        hinting.show()
        return hinting

    def leave(self) -> None:
        """Nothing stands on the screen yet."""


def jump(desk: Desk) -> None:
    """Begin a jump."""
    if desk.pane is None:
        desk.say(NOTHING_OPEN)
        return
    desk.say("jump to a word: type its first letter")
    desk.mode = Jumping(desk)


COMMANDS: Mapping[str, Callable[[Desk], None]] = {"jump": jump}
"""Action id -> what it does."""
