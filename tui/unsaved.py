"""Unsaved: what to say of work that the disk goes on refusing, and whether somebody may leave with it."""

from store import Project
from tui.keymap import Keymap
from tui.words import counted


class Unsaved:
    """Says each thing once."""

    def __init__(self) -> None:
        self._copy = ""
        self._was_warned = False

    def copied(self, project: Project) -> str:
        """What to say when what waits has just been copied elsewhere; empty else."""
        before, self._copy = self._copy, str(project.database.copy or "")
        if self._copy in ("", before):
            return ""
        return f"the disk goes on refusing; a copy of what waits is in {self._copy}"

    def before_leaving(self, project: Project, keymap: Keymap) -> str:
        """Why somebody should stay, once: what waits can be neither saved nor copied; empty when they can go."""
        if project.state.kind != "failed" or project.database.rescue() or self._was_warned:
            return ""
        self._was_warned = True
        waiting = counted(project.state.waiting, "change")
        quits, why = keymap.hint("quit"), keymap.hint("disk")
        return f"{waiting} can be neither saved nor copied: make room, or {quits} again leaves without ({why}: why)"
