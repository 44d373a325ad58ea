"""Run: a task played in the installed program, on a copy of its project, and what came out."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.planner.planner import Planner, Step
from tests.planner.task import Task
from tests.terminal import COMMAND, Terminal

ANNOTATOR = "planner"
GOAL = 2.6
"""Keys per annotation, at most."""


@dataclass(frozen=True)
class Outcome:
    """What a task took."""

    task: Task
    steps: tuple[Step, ...]
    missing: tuple[object, ...]
    """What was to be tagged and is not in the export."""
    extra: tuple[object, ...]
    """What is in the export and was not to be tagged."""

    @property
    def keys(self) -> int:
        """All keys: labels, letters, sizes, motions, pages, articles."""
        return sum(len(step.keys) for step in self.steps)

    @property
    def each(self) -> float:
        """Keys per annotation."""
        return self.keys / len(self.task.goals)

    def told(self) -> Iterator[str]:
        """The keys, step by step, and the figure."""
        for step in self.steps:
            if step.keys:
                yield f"  {' '.join(step.keys):<16} {step.what[:90]}"
        exact = len(self.task.goals) - len(self.missing)
        yield (
            f"{self.task.name}: {self.keys} keys for {len(self.task.goals)} annotations, {self.each:.2f} each; "
            f"{exact} exact, {len(self.extra)} others"
        )


def played(task: Task, folder: Path, size: tuple[int, int] = (120, 40)) -> Outcome:
    """Play a task in a terminal of a size, in a folder that takes the copy of the project."""
    root = folder / "project"
    shutil.copytree(task.project, root)
    surroundings = {"SIDEMARK_ANNOTATOR": ANNOTATOR}
    terminal = Terminal([str(root)], home=folder, size=size, environment=surroundings)
    terminal.until_text("nothing to save")
    planner = Planner(task, terminal)
    planner.work()
    terminal.until_text("saved ")
    terminal.press("q")
    assert terminal.end() == 0
    wanted, found = {goal.place for goal in task.goals}, exported(root)
    return Outcome(task, tuple(planner.steps), tuple(sorted(wanted - found)), tuple(sorted(found - wanted)))


def exported(root: Path) -> set[tuple[str, int, int, str]]:
    """Article, start, end and label of all that the planner has tagged, as the program exports it."""
    run = [COMMAND, "export", str(root), "--annotator", ANNOTATOR, "--format", "jsonl"]
    done = subprocess.run(run, capture_output=True, check=True)
    rows = [json.loads(line) for line in done.stdout.decode("utf-8").split("\n") if line]
    return {(row["article"], one["start"], one["end"], one["label"]) for row in rows for one in row["annotations"]}
