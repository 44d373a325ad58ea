"""Table: what each action of the key table does. It is loaded after the first screen, or with the first key."""

from collections.abc import Callable, Mapping

from tui.commands import (
    articles,
    copying,
    finding,
    folding,
    furniture,
    linked,
    moving,
    selecting,
    showing,
    suggested,
    tagging,
    together,
)  # fmt: skip
from tui.desk import Desk
from tui.modes import jumping, linking, resizing, tagging_all

Command = Callable[[Desk], None]
"""What an action does to the desk."""
COMMANDS: Mapping[str, Command] = {
    **moving.COMMANDS,
    **selecting.COMMANDS,
    **tagging.COMMANDS,
    **articles.COMMANDS,
    **finding.COMMANDS,
    **folding.COMMANDS,
    **furniture.COMMANDS,
    **showing.COMMANDS,
    **together.COMMANDS,
    **copying.COMMANDS,
    **jumping.COMMANDS,
    **tagging_all.COMMANDS,
    **resizing.COMMANDS,
    **linking.COMMANDS,
    **linked.COMMANDS,
    **suggested.COMMANDS,
}
"""Action id -> what it does. Actions that open a screen are the reading screen's own."""
