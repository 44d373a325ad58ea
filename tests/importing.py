"""Imports in tests: what a file holds, taken into a project that a test may write."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from store import Annotation, Change, Done, Import, ImportReport, Project, Request, Wish, export, format_of
from store.annotation import Record
from tests.projects import open_project

RESERVED: Mapping[str, str] = {"a": "accept", "b": "back"}
"""Keys that labels cannot have, in tests."""


class Taken(NamedTuple):
    """What an import did."""

    report: ImportReport
    done: list[Done]


def take_in(project: Project, *sources: Path, **wishes: Any) -> Taken:
    """Import sources into a project."""
    with Import(project.root, Request(**wishes)) as work:
        work.read(sources)
        report = work.plan(project, RESERVED)
        return Taken(report, work.apply())


def imported(root: Path, *sources: Path, annotator: str = "ana", **wishes: Any) -> tuple[Project, Taken]:
    """A new project with what sources hold."""
    root.mkdir(parents=True, exist_ok=True)
    project = open_project(root, annotator)
    return project, take_in(project, *sources, **wishes)


def records(project: Project) -> dict[str, list[Record]]:
    """Every record of the annotator, by table, in order."""
    tables = ("annotations", "articles", "clusters", "decisions", "links")
    return {name: sorted(project.database.stream(name), key=lambda one: str(one["id"])) for name in tables}


def everything(project: Project) -> list[Annotation]:
    """All annotations, by article and place."""
    found = [Annotation.from_dict(one) for one in project.database.stream("annotations")]
    return sorted(found, key=lambda one: (one.article, one.start, one.end, one.label))


def write(path: Path, content: str | bytes) -> Path:
    """A file with that content, exactly."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def exported(projects: Project | list[Project], form: str, target: Path) -> dict[str, bytes]:
    """A project as a dataset: each file and its bytes."""
    export(projects if isinstance(projects, list) else [projects], format_of(form), Wish(target))
    if target.is_file():
        beside = [path for path in target.parent.iterdir() if path.name.startswith(target.name.partition(".")[0])]
        return {path.name: path.read_bytes() for path in beside}
    return {str(path.relative_to(target)): path.read_bytes() for path in target.rglob("*") if path.is_file()}


def whys(report: ImportReport) -> list[str]:
    """Why things were refused, in order."""
    return [one.why for one in report.refused]


def changes(done: list[Done]) -> list[Change]:
    """All changes."""
    return [change for one in done for change in one.changes]
