"""Datasets without a screen: `export`, and `formats`, which says what each format holds."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import get_args

from store import (
    ALIASES,
    HOLDS,
    Format,
    Loss,
    LossError,
    Project,
    Report,
    What,
    Wish,
    all_formats,
    export,
    format_of,
    told,
)
from tui.headway import line_on_stderr
from tui.losses import grouped
from tui.opening import opened, say_who_has
from tui.streams import data_stream, is_watched
from tui.words import counted

DONE, NO, USAGE = 0, 1, 2
NAMED = 10
"""How many losses are named when nothing was written for them."""
LOSABLE: dict[str, What] = {what.replace(" ", "-"): what for what in get_args(What)}
"""What `--drop` takes -> what is lost."""


def dropped(text: str) -> frozenset[What]:
    """What `--drop` names: words with a comma between them.

    Raises:
        ArgumentTypeError: it names something else.
    """
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in LOSABLE]
    if unknown:
        message = f"{unknown[0]!r} cannot be dropped; what can: {', '.join(LOSABLE)}"
        raise argparse.ArgumentTypeError(message)
    return frozenset(LOSABLE[name] for name in names)


def shares(text: str) -> tuple[int, int, int]:
    """What `--split` names: `80/10/10`.

    Raises:
        ArgumentTypeError: these are not three whole numbers, or all are 0.
    """
    parts = text.split("/")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 7 for part in parts):
        message = f"{text!r} is not three numbers such as 80/10/10: train, validation and test"
        raise argparse.ArgumentTypeError(message)
    train, validation, test = (int(part) for part in parts)
    if not train + validation + test:
        message = "a split needs a share that is not 0"
        raise argparse.ArgumentTypeError(message)
    return train, validation, test


def export_dataset(options: argparse.Namespace) -> int:
    """Write a dataset; what it could not hold goes to stderr."""
    form = format_of(options.format)
    own = opened(options, options.project)
    if options.kind is not None and options.kind not in own.schema.kinds:
        sys.stderr.write(f"sidemark: no label is of the kind {options.kind}; there are {', '.join(own.schema.kinds)}\n")
        return USAGE
    chosen = own.of_annotators() if options.all else [own]
    try:
        report = _exported(chosen, form, options)
    except LossError as error:
        sys.stderr.write(f"sidemark: {error}\n")
        _say(chosen, error.report, error.report.losses[:NAMED])
        return NO
    if report is None:
        sys.stderr.write("sidemark: a dataset is not written to a terminal; name a file with --output\n")
        return USAGE
    _say(chosen, report, report.losses)
    if options.output is not None:
        where = report.files[0] if len(report.files) == 1 else f"{options.output} ({len(report.files)} files)"
        held = f"{counted(report.annotations, 'annotation')} and {counted(report.links, 'link')}"
        sys.stderr.write(f"{held} are in {where}\n")
    if not (report.annotations or report.losses or options.all):
        say_who_has(own)
    return DONE


def list_formats(options: argparse.Namespace) -> int:
    """List the dataset formats and what each can hold."""
    found = list(all_formats())
    if options.json:
        sys.stdout.write(json.dumps([_described(one) for one in found], ensure_ascii=False, indent=1) + "\n")
        return DONE
    wide = max(len(_names(one)) for one in found)
    sys.stdout.write(f"{'format':{wide}}  {'offsets':9}  {' '.join(HEADS)}  reads  what\n")
    for one in found:
        held = " ".join(f"{'yes' if what in one.holds else '-':{len(head)}}" for what, head in COLUMNS.items())
        extra = f' (needs: pip install "sidemark[{one.extra}]")' if one.extra else ""
        reads = "yes" if one.read else "-"
        sys.stdout.write(f"{_names(one):{wide}}  {one.unit:9}  {held}  {reads:5}  {one.title}{extra}\n")
    sys.stdout.write(f"\nholds: {', '.join(f'{head} = {WORDS[what]}' for what, head in COLUMNS.items())}\n")
    return DONE


WORDS: dict[str, str] = {
    "overlap": "overlapping annotations",
    "links": "links",
    "attributes": "attributes",
    "notes": "notes",
    "unsure": "the unsure mark",
    "clusters": "clusters",
    "documents": "document labels",
    "authors": "several annotators",
    "ids": "ids",
    "text": "the articles' texts",
}
COLUMNS = {what: what.rstrip("s")[:4] for what in HOLDS}
HEADS: Sequence[str] = tuple(COLUMNS.values())
"""What a format may hold, by its word in the table's head."""


def _names(form: Format) -> str:
    return " = ".join((form.name, *_aliases(form)))


def _aliases(form: Format) -> list[str]:
    return [alias for alias, name in ALIASES.items() if name == form.name]


def _described(form: Format) -> dict[str, object]:
    return {
        "name": form.name,
        "title": form.title,
        "suffix": form.suffix,
        "unit": form.unit,
        "extra": form.extra,
        "aliases": _aliases(form),
        "holds": [what for what in HOLDS if what in form.holds],
        "reads": form.read is not None,
    }


def _exported(chosen: Sequence[Project], form: Format, options: argparse.Namespace) -> Report | None:
    """Write it; None where there is no place to write to."""
    wish = Wish(
        options.output,
        options.kind,
        is_strict=options.strict,
        is_forced=options.force,
        drop=options.drop,
        split=options.split,
        seed=options.seed,
        is_snapped=options.snap,
        is_body_only=options.body_only,
        prefer=options.prefer,
        options={"raw_cells": options.raw_cells},
    )
    stream = data_stream() if options.output is None else None
    if options.output is None and stream is None:
        return None
    with line_on_stderr() as line, told(line):
        report = export(chosen, form, wish, stream)
    if stream is not None:
        stream.flush()
    return report


def _losses(report: Report, losses: Sequence[Loss]) -> Iterator[str]:
    """The losses in words: each for a file, grouped for somebody at a terminal whom they would run away from."""
    if len(losses) == len(report.losses) > NAMED and is_watched():
        for group in grouped(losses):
            yield f"not in the dataset: {group.line}"
        yield f"the same command with 2> FILE names each of these {len(losses):,}"
        return
    for loss in losses:
        yield f"not in the dataset: {loss.what} {loss.id}: {loss.why}"
    if len(losses) < len(report.losses):
        yield f"... and {len(report.losses) - len(losses)} more"
    if len(report.losses) > NAMED:
        counts = Counter(loss.what for loss in report.losses)
        yield f"not in the dataset, in all: {', '.join(f'{number} × {what}' for what, number in counts.most_common())}"


def _say(chosen: Sequence[Project], report: Report, losses: Sequence[Loss]) -> None:
    for project in chosen:
        for problem in project.problems:
            sys.stderr.write(f"sidemark: {problem}\n")
    for line in _losses(report, losses):
        sys.stderr.write(f"sidemark: {line}\n")
    for remark in report.remarks:
        sys.stderr.write(f"sidemark: {remark}\n")
