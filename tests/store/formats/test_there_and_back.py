"""Formats for annotation tools, there and back: what is exported is imported, and exported again byte for byte."""

import shutil
from pathlib import Path

import pytest

from store import Project, Report, Wish, export, format_of
from store.importing.request import ImportReport, Request
from store.importing.run import Import
from tests.exchanged import opened
from tests.golden_project import golden_project
from tests.projects import open_project
from tests.stress import stress_project, stressed

TWO_WAYS = {
    "brat": "", "brat_inception": "", "doccano": "set.jsonl", "doccano_relations": "set.jsonl", "label_studio": "",
    "webanno_tsv3": "",
}  # fmt: skip
"""Format -> the name of the file; none for a folder."""
Places = set[tuple[str, int, int, str]]


@pytest.fixture(scope="module")
def stress(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return stress_project(tmp_path_factory.mktemp("stress") / "project")


def written(project: Project, name: str, target: Path) -> tuple[Path, Report]:
    """A project as a dataset: where it is, and what was lost."""
    target = target / TWO_WAYS[name]
    return target, export([project], format_of(name), Wish(target))


def read_into(project: Project, name: str, source: Path) -> ImportReport:
    """Import a dataset."""
    with Import(project.root, Request(format=name)) as work:
        work.read([source])
        report = work.plan(project, {})
        work.apply()
        return report


def copied(project: Project, root: Path) -> Project:
    """The articles and the label set without any annotation."""
    shutil.copytree(project.root, root, ignore=shutil.ignore_patterns("annotations"))
    return open_project(root)


def places(project: Project) -> Places:
    """Every annotation as article, start, end and label."""
    return {(article.path, one.start, one.end, one.label) for article, found in stressed(project) for one in found}


@pytest.mark.parametrize("name", TWO_WAYS)
def test_the_golden_project_comes_back(tmp_path: Path, name: str) -> None:
    project = golden_project(tmp_path / "project")
    first, _ = written(project, name, tmp_path / "first")
    other = copied(project, tmp_path / "other")
    report = read_into(other, name, first)
    assert (report.counts.placed, report.refused) == (3, [])
    written(other, name, tmp_path / "second")
    assert opened(tmp_path / "second") == opened(tmp_path / "first")


@pytest.mark.parametrize("name", TWO_WAYS)
def test_the_stress_set_comes_back(stress: Project, tmp_path: Path, name: str) -> None:
    first, report = written(stress, name, tmp_path / "first")
    assert not [loss for loss in report.losses if loss.what in ("annotation", "span") and "same as" not in loss.why]
    other = copied(stress, tmp_path / "other")
    found = read_into(other, name, first)
    assert found.refused == []
    assert found.counts.reanchored == found.counts.widened == 0
    if name == "brat_inception":  # has no place for what a label that it spells otherwise is really called
        assert {one[:3] for one in places(other)} == {one[:3] for one in places(stress)}
    else:
        assert places(other) == places(stress)
    assert found.counts.links == report.links
    second, _ = written(other, name, tmp_path / "second")
    assert read_into(other, name, second).counts.placed == 0
    if name != "label_studio":  # holds two annotations that say the same, which a project takes once
        assert opened(tmp_path / "second") == opened(tmp_path / "first")
    third = copied(stress, tmp_path / "third")
    read_into(third, name, second)
    written(third, name, tmp_path / "fourth")
    assert opened(tmp_path / "fourth") == opened(tmp_path / "second")
