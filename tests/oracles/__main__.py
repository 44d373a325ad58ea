"""All oracles: `python -m tests.oracles [--only NAME] [--write FILE]`, in the environment that `make oracles` makes."""

import argparse
import importlib
import pkgutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from tests import oracles
from tests.oracles.checks import Check, Made

HEAD = """\
# What was proved in the programs that read datasets, and in those that count agreement

`make oracles` writes datasets of the golden project and of the stress set (tests/stress.py), lets the programs
themselves read them, and compares what they found with what was tagged. What `sidemark agree` counts is compared with
libraries on random sets. This is its last result.

| program | version | formats | what it did | result |
|---|---|---|---|---|
"""


ASIDE = ("__main__", "checks", "load", "brat_reads", "cluster")
"""The modules here that hold no checks."""


class Result(NamedTuple):
    """What came of a check."""

    check: Check
    version: str
    """Of the consumer; empty where it is not installed."""
    outcome: str
    is_good: bool


def checks() -> Iterator[Check]:
    """The checks of all modules here."""
    for found in pkgutil.iter_modules(oracles.__path__):
        if found.name not in ASIDE:
            yield from importlib.import_module(f"tests.oracles.{found.name}").CHECKS


def run(check: Check, made: Made) -> Result:
    """Run one check; whatever goes wrong in a consumer is its result."""
    try:
        number = version(check.consumer)
    except PackageNotFoundError:
        return Result(check, "", "not installed", is_good=False)
    try:
        return Result(check, number, check.run(made), is_good=True)
    except Exception as error:
        return Result(check, number, f"FAILED: {type(error).__name__}: {error}", is_good=False)


def table(results: Sequence[Result]) -> Iterator[str]:
    """The results as rows of Markdown."""
    for one in results:
        outcome = " ".join(one.outcome.split()).replace("|", "\\|")
        yield f"| {one.check.consumer} | {one.version or '-'} | {one.check.formats} | {one.check.does} | {outcome} |\n"


def main(words: Sequence[str]) -> int:
    """Run them, print, and write them down; 1 if any failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracles")
    parser.add_argument("--only", default="", metavar="NAME", help="those of consumers or formats that have this in it")
    parser.add_argument("--write", type=Path, metavar="FILE", help="a file for the table")
    options = parser.parse_args(words)
    results = []
    with tempfile.TemporaryDirectory() as folder:
        made = Made(Path(folder).resolve())
        for check in checks():
            if options.only in f"{check.consumer} {check.formats}":
                results.append(run(check, made))
                mark = "ok" if results[-1].is_good else "!!"
                sys.stdout.write(f"{mark}  {check.consumer} {results[-1].version}: {check.formats}: {check.does}: ")
                sys.stdout.write(f"{results[-1].outcome}\n")
                sys.stdout.flush()
    if options.write:
        options.write.write_text(HEAD + "".join(table(results)), encoding="utf-8")
    return 0 if all(one.is_good for one in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
