"""The fault campaign as one command: every fault at every call, kills and signals of live sessions, and a table."""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import SystemRandom
from typing import NamedTuple

from tests.crash import live, points
from tests.crash.model import Fault

PARTS = ("calls", "kills", "signals")
KINDS = ("lost", "unreadable", "wrong")
HEAD = ("fault", "where", "times", "acknowledged", *KINDS)


class Result(NamedTuple):
    """What came of one fault."""

    fault: str
    where: str
    """The row of the table that it counts in, with `fault`."""
    at: str
    """Where exactly, so that it can be done again."""
    acknowledged: int
    faults: tuple[Fault, ...]


@dataclass(slots=True)
class Row:
    """One line of the table."""

    times: int = 0
    acknowledged: int = 0
    """Actions that the program called saved."""
    faults: list[tuple[str, Fault]] = field(default_factory=list)

    def count(self, kind: str) -> int:
        """How many faults there are of a kind."""
        return sum(fault.kind == kind for _, fault in self.faults)


def refused(scratch: Path, only: str) -> Iterator[Result]:
    """Every fault at every call to the operating system, in work of fifteen kinds of action."""
    for outcome in points.every_point(points.Places(scratch), only):
        where = f"{outcome.point.work}, every call"
        yield Result(outcome.point.fault, where, str(outcome.point), outcome.acknowledged, outcome.faults)


def ended(scratch: Path, seed: int, what: list[tuple[str, int]], where: str) -> Iterator[Result]:
    """Ends of live sessions."""
    for ending in live.every_round(scratch, seed, what):
        yield Result(ending.name, where, ending.when, ending.saved, tuple(ending.faults))


def results(options: argparse.Namespace, scratch: Path) -> Iterator[Result]:
    """Everything that was asked for."""
    for part in options.parts or PARTS:
        place = scratch / part
        place.mkdir()
        if part == "calls" and not options.unable:
            yield from refused(place, options.only)
        elif part == "kills":
            yield from ended(place, options.seed, live.kills(options.kills), "live session, any moment")
        elif part == "signals":
            yield from ended(place, options.seed, live.signals(options.moments), "live session, known moments")


def told(found: Iterable[Result]) -> dict[tuple[str, str], Row]:
    """Count the results, and say on the way how far it is."""
    rows: dict[tuple[str, str], Row] = {}
    for number, result in enumerate(found, 1):
        row = rows.setdefault((result.fault, result.where), Row())
        row.times += 1
        row.acknowledged += result.acknowledged
        row.faults += [(result.at, fault) for fault in result.faults]
        for fault in result.faults:
            sys.stderr.write(f"{fault.kind}: {result.fault}, {result.at}: {fault.words}\n")
        if number % 50 == 0:
            sys.stderr.write(f"{number} faults\n")
    return rows


def table(rows: dict[tuple[str, str], Row]) -> Iterator[str]:
    """The lines of the table."""
    cells = {name: (row.times, row.acknowledged, *map(row.count, KINDS)) for name, row in rows.items()}
    together = tuple(map(sum, zip(*cells.values(), strict=True)))
    yield _line(*HEAD)
    for (fault, where), numbers in cells.items():
        yield _line(fault, where, *numbers)
    yield _line("together", "", *together)


def _line(fault: str, where: str, *numbers: object) -> str:
    return f"{fault:16} {where:28}" + "".join(f"{number:>13}" for number in numbers)


def main() -> int:
    """Run the campaign; 1 when a fault did harm, 2 when a part of it cannot be run."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)} (default: all)")
    parser.add_argument("--kills", type=int, default=1_000, metavar="N", help="how many sessions (default: 1000)")
    parser.add_argument("--moments", type=int, default=20, metavar="N", help="of each signal (default: 20)")
    parser.add_argument("--only", default="", metavar="WORDS", help='calls in whose name they stand: "EIO at fsync"')
    parser.add_argument(
        "--seed", type=int, default=SystemRandom().randrange(10**6), help="of what is pressed, and when"
    )
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    options.unable = points.unable() if "calls" in (options.parts or PARTS) else ""
    start = time.monotonic()
    sys.stdout.write(f"seed {options.seed}\n")
    with tempfile.TemporaryDirectory(prefix="sidemark-faults-") as scratch:
        rows = told(results(options, Path(scratch)))
    sys.stdout.write("\n".join(table(rows)) + f"\n{time.monotonic() - start:.0f} s\n")
    if options.unable:
        sys.stderr.write(f"no call was refused: {options.unable}\n")
    return 1 if any(row.faults for row in rows.values()) else (2 if options.unable else 0)


if __name__ == "__main__":
    sys.exit(main())
