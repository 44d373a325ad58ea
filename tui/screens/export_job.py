"""The work of the export screen that takes time: looking at what a dataset would hold, and writing it, in a thread."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from store import Choices, Format, Headway, Project, Report, StoppedError, StoreError, apart, export, told

STEPS = 200
"""How often the screen is told at most how far it is."""


class Job:
    """One look, or one dataset."""

    def __init__(
        self, project: Project, form: Format, choices: Choices, target: Path | None = None, *, is_forced: bool = False
    ) -> None:
        """Set it up.

        Args:
            project: what somebody works in; the job reads the same from the disk.
            form: the format.
            choices: everything else.
            target: where to write; None: only look.
            is_forced: whether to write over what is there.
        """
        self._project, self._form, self._choices = project, form, choices
        looking = replace(choices, is_strict=False)  # a look refuses nothing
        self._wish = (looking if target is None else choices).wish(target, is_forced=is_forced)
        self.target = target
        self._is_stopped = False

    def stop(self) -> None:
        """Let it end without a result, if it still can; from any thread."""
        self._is_stopped = True

    @property
    def is_stopped(self) -> bool:
        """Whether it is to end without a result."""
        return self._is_stopped

    def run(self, tell: Callable[[Headway], None]) -> Report | str | None:
        """Do it, in a thread: the report, or why there is none; None when it was stopped.

        Args:
            tell: called some times with how far it is.
        """

        def hear(step: Headway) -> None:
            if self._is_stopped and step.may_stop:
                message = "stopped; nothing was written"
                raise StoppedError(message)
            if step.done % max(1, step.total // STEPS) == 0:
                tell(step)

        try:
            with told(hear), apart(self._project, everyone=self._choices.everyone) as projects:
                return export(projects, self._form, self._wish)
        except StoppedError:
            return None
        except (StoreError, OSError) as error:
            return str(error)
