"""Checks: what one is, and the datasets it looks at."""

from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from store import Project, Report, Wish, export, format_of
from tests.golden_project import GOLDEN, golden_project
from tests.stress import stress_project, stressed

Place = tuple[str, int, int, str]
"""Article, start and end in code points, label."""


class Made:
    """The golden project and the stress set, and datasets of both, written when they are asked for."""

    golden_files = GOLDEN
    """Where the golden datasets are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        """A scratch folder."""
        self.reports: dict[Path, Report] = {}
        """What was said when a dataset was written, by its place."""

    @cached_property
    def projects(self) -> dict[str, Project]:
        """`golden` and `stress`."""
        return {
            "golden": golden_project(self.folder / "golden"),
            "stress": stress_project(self.folder / "stress"),
        }

    def dataset(self, project: str, form: str, name: str, **wish: Any) -> Path:
        """A dataset of a project: in a format, under a name; its place."""
        target = self.folder / "datasets" / f"{project}-{form}" / name
        if target not in self.reports:
            found = export([self.projects[project]], format_of(form), Wish(target, **wish))
            self.reports[target] = found
        return target

    def places(self, project: str) -> dict[str, Place]:
        """What is tagged in a project, by id."""
        return {
            one.id: (article.path, one.start, one.end, one.label)
            for article, found in stressed(self.projects[project])
            for one in found
        }

    def texts(self, project: str) -> dict[str, str]:
        """The texts of a project's articles, by path."""
        return {article.path: article.text for article, _ in stressed(self.projects[project])}


class Check(NamedTuple):
    """One thing that a consumer does with a dataset."""

    consumer: str
    """The package, as it is installed: `spacy`."""
    formats: str
    """Which datasets it reads."""
    does: str
    """What it does with them, in a few words."""
    run: Callable[[Made], str]
    """Does it, and says what was found; raises what goes wrong."""


def library(name: str) -> Any:
    """A module of a consumer."""
    return import_module(name)


def same(found: object, expected: object) -> None:
    """Compare, and show where two differ.

    Raises:
        AssertionError: they differ.
    """
    if found == expected:
        return
    if isinstance(found, dict) and isinstance(expected, dict):
        keys = [key for key in {**expected, **found} if found.get(key) != expected.get(key)]
        pair = f"{found.get(keys[0])!r:.200}, not {expected.get(keys[0])!r:.200}"
        message = f"{len(keys)} differ, such as {keys[0]}: {pair}"
    else:
        message = f"{found!r:.200} is not {expected!r:.200}"
    raise AssertionError(message)
