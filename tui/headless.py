"""The commands that need no screen: their answers go to stdout, everything else to stderr."""

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from store import (
    ALIASES,
    HOLDS,
    LossError,
    Project,
    Wish,
    all_formats,
    count,
    export,
    format_of,
    schema_toml,
    scheme,
    scheme_names,
)
from tui.opening import opened
from tui.streams import data_stream
from tui.words import counted

if TYPE_CHECKING:
    from pathlib import Path

DONE, NO, USAGE = 0, 1, 2
IGNORED = """\
.sidemark/
annotations/*.journal
annotations/*.tmp
"""
UNTOUCHED = """\
# line ends must stay as they are: annotations count every character
* -text
"""


def init(options: argparse.Namespace) -> int:
    """Make a project."""
    folder: Path = options.folder
    settings = folder / "sidemark.toml"
    text = schema_toml(options.scheme, options.title or folder.resolve().name)
    if folder.exists() and not folder.is_dir():
        sys.stderr.write(f"sidemark: {folder} is a file; a project is a folder\n")
        return USAGE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with settings.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
        for name, lines in ((".gitignore", IGNORED), (".gitattributes", UNTOUCHED)):
            if not (folder / name).exists():
                (folder / name).write_text(lines, encoding="utf-8", newline="")
    except FileExistsError:
        sys.stderr.write(f"sidemark: {settings} is there already; it was left as it is\n")
        return USAGE
    except OSError as error:
        sys.stderr.write(f"sidemark: {folder}: a project cannot be made here ({error.strerror})\n")
        return USAGE
    _write(f"{settings} holds the labels; put .txt or .md articles beside it, then: sidemark {folder}")
    return DONE


def list_articles(options: argparse.Namespace) -> int:
    """List the articles of a project."""
    project = opened(options, options.project)
    rows: list[dict[str, Any]] = []
    for entry in project.library.entries:
        record = project.relations.record(entry.path)
        head = project.library.heading(entry) if entry.problem is None else None
        rows.append(
            {
                "article": entry.path,
                "title": head.title if head else "",
                "source": head.source if head else "",
                "published": head.published if head else "",
                "annotations": project.count(entry.path),
                "done": bool(record and record.done),
                "problem": entry.problem,
            }
        )
    if options.json:
        _write(_json(rows))
    else:
        for row in rows:
            tags = counted(row["annotations"], "tag")
            facts = (row["source"], row["published"], tags, "done" if row["done"] else "")
            more = row["problem"] or " · ".join(str(fact) for fact in facts if fact)
            _write(f"{row['article']}  {row['title']}  {more}")
    if not rows:
        sys.stderr.write(f"sidemark: there are no .txt or .md articles in {options.project}; put some there\n")
    return DONE if rows else NO


def stats(options: argparse.Namespace) -> int:
    """Count articles, annotations and labels."""
    project = opened(options, options.project)
    relations = project.relations
    found = count(
        ((entry.path, entry.problem is None) for entry in project.library.entries),
        project.database.stream("annotations"),
        relations.records,
        project.schema,
        above=(len(relations.links), len(relations.clusters)),
    )
    if options.json:
        _write(_json(found.to_dict()))
        return DONE
    _write(f"{project.title} · annotator {project.annotator}")
    percent = 100 * found.done // max(1, found.readable)
    _write(f"{found.articles} articles, {found.tagged} tagged, {found.done} done ({percent}%)")
    _write(f"{found.annotations} annotations ({found.unsure} unsure), {found.links} links, {found.clusters} clusters")
    for name, number in found.by_label.items():
        _write(f"{number:7}  {name}")
    _warn(project)
    return DONE


def export_dataset(options: argparse.Namespace) -> int:
    """Write a dataset; what it could not hold goes to stderr."""
    form = format_of(options.format)
    own = opened(options, options.project)
    chosen = own.of_annotators() if options.all else [own]
    wish = Wish(
        options.output, options.kind, is_strict=options.strict, is_forced=options.force,
        options={"raw_cells": options.raw_cells},
    )  # fmt: skip
    status = DONE
    try:
        if options.output is None:
            stream = data_stream()
            if stream is None:
                sys.stderr.write("sidemark: a dataset is not written to a terminal; name a file with --output\n")
                return USAGE
            report = export(chosen, form, wish, stream)
            stream.flush()
        else:
            report = export(chosen, form, wish)
    except LossError as error:
        sys.stderr.write(f"sidemark: {error}\n")
        report, status = error.report, NO
    for project in chosen:
        _warn(project)
    for loss in report.losses:
        sys.stderr.write(f"sidemark: not in the dataset: {loss.what} {loss.id}: {loss.why}\n")
    for remark in report.remarks:
        sys.stderr.write(f"sidemark: {remark}\n")
    if status == DONE and options.output is not None:
        where = report.files[0] if len(report.files) == 1 else f"{options.output} ({len(report.files)} files)"
        sys.stderr.write(f"{report.annotations} annotations and {report.links} links are in {where}\n")
    return status


def list_formats(options: argparse.Namespace) -> int:
    """List the dataset formats and what each can hold."""
    found = list(all_formats())
    if options.json:
        rows = [
            {"name": one.name, "title": one.title, "suffix": one.suffix, "unit": one.unit, "extra": one.extra,
             "aliases": [alias for alias, name in ALIASES.items() if name == one.name],
             "holds": [what for what in HOLDS if what in one.holds]}
            for one in found
        ]  # fmt: skip
        _write(_json(rows))
        return DONE
    for one in found:
        names = " = ".join((one.name, *(alias for alias, name in ALIASES.items() if name == one.name)))
        _write(f"{names:18} {one.title}")
        _write(f"{'':18} offsets: {one.unit}; holds: {' '.join(what for what in HOLDS if what in one.holds)}")
    return DONE


def list_schemes(options: argparse.Namespace) -> int:
    """List the ready label sets."""
    found = [(name, scheme(name)) for name in scheme_names()]
    if options.json:
        _write(
            _json([{"name": name, "title": one.title, "labels": [x.name for x in one.labels]} for name, one in found])
        )
    else:
        for name, one in found:
            _write(f"{name:24} {len(one.labels):3} labels  {one.title}")
    return DONE


def _warn(project: Project) -> None:
    for problem in project.problems:
        sys.stderr.write(f"sidemark: {problem}\n")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1)


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
