"""The commands that need no screen: their answers go to stdout, everything else to stderr."""

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from store import (
    Project,
    count,
    schema_toml,
    scheme,
    scheme_names,
)
from tui.opening import opened, say_who_has
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
            path = row["article"].replace("\n", "␊")  # a row is a line
            _write("  ".join(part for part in (path, row["title"], more) if part))
    if rows and not any(row["annotations"] for row in rows):
        say_who_has(project)
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
    bad = found.articles - found.readable
    unread = f", {bad} of them cannot be opened: `sidemark list` says why" if bad else ""
    _write(f"{counted(found.articles, 'article')}, {found.tagged} tagged, {found.done} done ({percent}%){unread}")
    above = f"{counted(found.links, 'link')}, {counted(found.clusters, 'cluster')}"
    _write(f"{counted(found.annotations, 'annotation')} ({found.unsure} unsure), {above}")
    for name, number in found.by_label.items():
        _write(f"{number:7}  {name}")
    if not found.annotations:
        say_who_has(project)
    _warn(project)
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
            _write(f"{name:24} {counted(len(one.labels), 'label'):>9}  {one.title}")
    return DONE


def _warn(project: Project) -> None:
    for problem in project.problems:
        sys.stderr.write(f"sidemark: {problem}\n")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1)


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
