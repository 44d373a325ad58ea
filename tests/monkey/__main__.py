"""Let monkeys play for some minutes: `python -m tests.monkey --minutes 15`; what they find is printed with its seed."""

import argparse
import asyncio
import sys
import tempfile
import time
import traceback
from itertools import count
from pathlib import Path

from tests.monkey.play import MonkeyError, cage, played


def main() -> int:
    """Play; 1 when a monkey has found something."""
    parser = argparse.ArgumentParser(prog="python -m tests.monkey")
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--seed", type=int, default=0, help="the first one")
    parser.add_argument("--steps", type=int, default=400, help="of each monkey")
    parser.add_argument("--once", action="store_true", help="the first seed only")
    options = parser.parse_args()
    end = time.monotonic() + 60 * options.minutes
    found = steps = 0
    for seed in count(options.seed):
        with tempfile.TemporaryDirectory(prefix="monkey-") as folder:
            try:
                asyncio.run(played(cage(Path(folder) / "news"), seed, options.steps, whole=True))
            except MonkeyError as error:
                found += 1
                traceback.print_exc()
                sys.stdout.write(f"{error}\n")
        steps += options.steps
        sys.stdout.write(f"seed {seed}: {steps:,} steps, {found} findings\n")
        sys.stdout.flush()
        if options.once or time.monotonic() > end:
            return 1 if found else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
