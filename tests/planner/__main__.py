"""`python -m tests.planner [TASK.toml ...]`: how many keys an annotation takes; prints every key."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.planner.run import GOAL, played
from tests.planner.task import read_task

TASKS = Path(__file__).with_name("tasks")


def main(words: Sequence[str]) -> int:
    """Play the tasks and print what they took; 1 when one is not as good as it should be."""
    parser = argparse.ArgumentParser(prog="python -m tests.planner", description="How many keys an annotation takes.")
    parser.add_argument("tasks", nargs="*", type=Path, help="task files; the project's own without a name")
    parser.add_argument("--size", default="120x40", help="columns and rows of the terminal: 120x40")
    options = parser.parse_args(words)
    columns, rows = map(int, options.size.split("x"))
    is_good = True
    for path in options.tasks or sorted(TASKS.glob("*.toml")):
        with tempfile.TemporaryDirectory() as folder:
            outcome = played(read_task(path), Path(folder), (columns, rows))
        sys.stdout.write("\n".join(outcome.told()) + "\n\n")
        for what, places in (("missing", outcome.missing), ("others", outcome.extra)):
            sys.stdout.writelines(f"  {what}: {place}\n" for place in places)
        is_good = is_good and outcome.each <= GOAL and not outcome.missing and not outcome.extra
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
