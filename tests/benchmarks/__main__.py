"""All benchmarks: `python -m tests.benchmarks [PART ...] [--sizes 1k,100k,1M] [--json FILE]`.

Prints each figure with its goal, whether it is met, and what a baseline took in the same run.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from tests.benchmarks import (
    anchoring,
    answering,
    exports,
    hinting,
    jobs,
    opening,
    passages,
    saves,
    searching,
    starting,
    tagging,
)  # fmt: skip
from tests.benchmarks.figures import Figure, machine, table, told

NAMES = (
    "saves", "opening", "anchoring", "tagging", "hinting", "answering", "exports", "starting", "passages", "searching",
    "jobs",
)  # fmt: skip
SIZES = "1k,100k,1M"
MULTIPLES: Mapping[str, int] = {"k": 1_000, "M": 1_000_000}
Groups = Iterable[tuple[str, Iterable[Figure]]]


def sizes_of(text: str) -> tuple[int, ...]:
    """Sizes as they are typed: `1k,100k,1M`.

    Raises:
        ValueError: they are no numbers.
    """
    return tuple(int(part.rstrip("kM")) * MULTIPLES.get(part[-1:], 1) for part in text.split(","))


def groups(options: argparse.Namespace) -> Groups:
    """The figures that were asked for, each group as soon as it is measured."""
    ways: dict[str, Callable[[Path], Groups]] = {
        "saves": partial(saves.figures, options.sizes, options.rounds),
        "opening": partial(opening.figures, options.sizes),
        "anchoring": lambda _: anchoring.figures(10),
        "tagging": tagging.figures,
        "hinting": hinting.figures,
        "answering": answering.figures,
        "exports": exports.figures,
        "starting": starting.figures,
        "passages": passages.figures,
        "jobs": jobs.figures,
        "searching": partial(searching.figures, searching.SIZES),
    }
    for name in NAMES:
        if name in options.names:
            with tempfile.TemporaryDirectory(dir=options.folder, prefix=f"{name}-") as made:
                yield from ways[name](Path(made).resolve())


def arguments(words: Sequence[str]) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="How fast, and beside what.")
    parser.add_argument("names", nargs="*", metavar="|".join(NAMES), help="which of them; all without a name")
    parser.add_argument("--sizes", type=sizes_of, default=sizes_of(SIZES), help=f"annotations in the stores: {SIZES}")
    parser.add_argument("--rounds", type=int, default=500, help="durable saves of each kind")
    parser.add_argument("--folder", type=Path, default=Path(), help="a folder on the file system to be measured")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    options = parser.parse_args(words)
    if unknown := set(options.names) - set(NAMES):
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    options.names = options.names or NAMES
    return options


def main(words: Sequence[str]) -> None:
    """Measure and print."""
    options, here = arguments(words), machine()
    sys.stdout.write("\n".join(told(here)) + "\n")
    found: dict[str, list[Figure]] = {}
    for title, figures in groups(options):
        found[title] = list(figures)
        sys.stdout.write("\n".join(table(title, found[title])) + "\n")
        sys.stdout.flush()
    every = [one for group in found.values() for one in group if one.goal is not None]
    sys.stdout.write(f"\n{sum(one.is_met for one in every)} of {len(every)} goals met\n")
    if options.json:
        rows = {title: [one.to_dict() for one in group] for title, group in found.items()}
        options.json.write_text(json.dumps({"machine": here, "figures": rows}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
