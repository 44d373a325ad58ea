"""`sidemark check`: says how a project is, and puts right what is safe to put right."""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from store import Finding, Health, Repair, Wanted, check, repair
from tui.words import counted

DONE, NO = 0, 1


def check_project(options: argparse.Namespace) -> int:
    """Look at everything, after repairing it if that is asked for; 1 if somebody has to do something."""
    wanted = Wanted(options.project, options.annotator, options.scheme, options.encoding)
    done = repair(wanted) if options.repair else ()
    health = check(wanted)
    if options.json:
        sys.stdout.write(json.dumps(_value(health, done), ensure_ascii=False, allow_nan=False, indent=1) + "\n")
    else:
        for line in (*_repairs(done, is_wanted=options.repair), *_findings(health.findings)):
            sys.stdout.write(f"{line}\n")
        sys.stdout.write(f"{counted(health.problems, 'problem')}, {counted(health.notes, 'note')}\n")
    return NO if health.problems else DONE


def _value(health: Health, done: Iterable[Repair]) -> dict[str, Any]:
    return {
        "annotators": list(health.annotators),
        "problems": health.problems,
        "notes": health.notes,
        "findings": [one.to_dict() for one in health.findings],
        "repairs": [one.to_dict() for one in done],
    }


def _repairs(done: Sequence[Repair], *, is_wanted: bool) -> Iterable[str]:
    for one in done:
        yield _line(f"{'repaired' if one.is_done else 'not repaired'}: {one.file}: {one.what}")
    if is_wanted and not done:
        yield "there was nothing to repair"


def _findings(findings: Iterable[Finding]) -> Iterable[str]:
    """A line for each file, and below it one for each finding in it."""
    for file, group in groupby(findings, lambda one: one.file):
        yield _line(file)
        for one in group:
            yield _line(f"  {one.severity:<9} {one.code}: {one}")


def _line(text: str) -> str:
    """A text on one line: names of files and labels may hold line ends."""
    return text.replace("\r", " ").replace("\n", " ")
