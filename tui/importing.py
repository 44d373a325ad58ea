"""Importing without a screen: `import`, its options, and what is said about what was taken and what was not."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from store import (
    Again,
    Files,
    FormatError,
    Headway,
    Import,
    ImportReport,
    Project,
    Request,
    StrictError,
    said,
    stream_source,
)
from tui.headway import line_on_stderr
from tui.opening import default_annotator
from tui.settings import read_keymap
from tui.words import counted, short

DONE, NO, USAGE = 0, 1, 2
NAMED = 20
"""How many of many refusals are named where nobody asked for JSON; `--json` has all."""


def columns(text: str) -> dict[str, str]:
    """What `--map` names: `text=body,title=headline`, as our names by those of the file.

    Raises:
        ArgumentTypeError: these are no pairs.
    """
    found = {}
    for pair in text.split(","):
        ours, equals, theirs = (part.strip() for part in pair.partition("="))
        if not (ours and equals and theirs):
            message = f"{pair!r} is no pair such as text=body: our name, and what the file calls it"
            raise argparse.ArgumentTypeError(message)
        found[theirs] = ours
    return found


def import_sources(options: argparse.Namespace) -> int:
    """Take articles and annotations into a project."""
    keymap = read_keymap()
    project = Project.open(
        options.into, annotator=options.annotator or default_annotator(), scheme_name=options.scheme,
        reserved=keymap.reserved(),
    )  # fmt: skip
    request = Request(
        options.format, options.annotator, options.unit, options.map, options.encoding, is_strict=options.strict,
        is_joined=options.join, may_fold=not options.no_fold, is_forced=options.force,
    )  # fmt: skip
    if project.read_only:
        sys.stderr.write(f"sidemark: nothing can be imported: {project.read_only}\n")
        return USAGE
    try:
        work, status = _worked(project, request, _sources(options.sources), keymap.reserved())
    finally:
        is_safe = project.close()
    problems = [*work.problems, *([] if is_safe else map(str, project.problems))]
    _tell(work.report, is_json=options.json, is_done=status == DONE, is_safe=not problems)
    for problem in problems:
        sys.stderr.write(f"sidemark: {problem}\n")
    if problems:
        return USAGE
    return status if work.report.has_anything else NO


def _worked(
    project: Project, request: Request, sources: Sequence[Path | Files], reserved: Mapping[str, str]
) -> tuple[Import, int]:
    """Take sources in; what came of it, and the exit status. What is not one's own is on the disk then, or named."""
    with Import(project.root, request) as work:
        with line_on_stderr() as line:
            work.read(sources, lambda size: line(Headway("MB read", size >> 20, 0, may_stop=True)))
        work.plan(project, reserved)
        try:
            work.apply()
        except StrictError as error:
            sys.stderr.write(f"sidemark: {error}\n")
            return work, NO
    return work, DONE


def summed(report: ImportReport) -> str:
    """What was taken, in a line."""
    counts = report.counts
    words = [
        counted(counts.placed, "annotation"),
        f"{counts.reanchored:,} re-anchored" if counts.reanchored else "",
        f"{counts.widened:,} widened" if counts.widened else "",
        f"{counts.duplicate:,} there already" if counts.duplicate else "",
        f"{len(report.refused):,} refused" if report.refused else "",
        counted(counts.links, "link") if counts.links else "",
        counted(counts.clusters, "cluster") if counts.clusters else "",
        counted(len(report.articles), "new article") if report.articles else "",
        counted(len(report.labels), "new label") if report.labels else "",
    ]
    return ", ".join(word for word in words if word)


def _sources(names: Sequence[str]) -> list[Path | Files]:
    found: list[Path | Files] = []
    for name in names:
        if name == "-":
            found.append(stream_source(sys.stdin.buffer))
        elif not Path(name).exists():
            message = f"{name}: there is no such file or folder"
            raise FormatError(message)
        else:
            found.append(Path(name))
    return found


def _tell(report: ImportReport, *, is_json: bool, is_done: bool, is_safe: bool) -> None:
    if is_json:
        value = {**report.to_dict(), "done": is_done and is_safe}
        sys.stdout.write(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1) + "\n")
        return
    for source, form in report.formats.items():
        sys.stderr.write(f"{source}: read as {form}\n")
    _say("sidemark: not imported: ", [said(refusal) for refusal in report.refused], "refused; --json names all")
    _say("re-anchored: ", [_again(one) for one in report.reanchored], "re-anchored")
    for remark in report.remarks:
        sys.stderr.write(f"sidemark: {remark}\n")
    if is_done:
        keys = [f"{name}, key {key}" if key else f"{name}, without a key" for name, key in report.labels]
        _say("new label: ", keys, "new labels")
        _say("new article: ", report.articles, "new articles")
    if is_done and is_safe:
        whose = ", ".join(f"{count:,} of {name}" for name, count in report.annotators.items())
        sys.stderr.write(f"imported: {summed(report)}" + (f" ({whose})\n" if whose else "\n"))
        if report.articles and report.annotators:
            sys.stderr.write("undo in the screen takes annotations and labels back; new articles stay\n")


def _say(before: str, words: Sequence[str], more: str) -> None:
    """The first of many, a line each, and how many more there are."""
    for one in words[:NAMED]:
        sys.stderr.write(f"{before}{one}\n")
    if len(words) > NAMED:
        sys.stderr.write(f"... and {len(words) - NAMED:,} more {more}\n")


def _again(one: Again) -> str:
    where = f"{one.file}:{one.line}" if one.line else one.file
    return f"{where}: {one.id}: {short(one.quote)!r} in {one.article}, {one.score:.0%} sure"
