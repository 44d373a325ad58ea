"""Datasets byte for byte: the golden project, written in every format, is what it was."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from store import Annotation, ArticleRecord, Change, Cluster, Link, Project, Wish, export, format_of
from store.annotation import Record
from tests.projects import open_project, write_project

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
RECORDS = json.loads((GOLDEN / "project" / "records.json").read_text(encoding="utf-8"))
READ: dict[str, Callable[[Record], Annotation | ArticleRecord | Cluster | Link]] = {
    "annotations": Annotation.from_dict,
    "articles": ArticleRecord.from_dict,
    "clusters": Cluster.from_dict,
    "links": Link.from_dict,
}
FILES = {"sidemark": ("golden.jsonl",), "csv": ("golden.csv", "golden.links.csv")}
LOSSES: dict[str, list[str]] = {"sidemark": [], "csv": []}
"""What each format says it cannot hold of the golden project."""


@pytest.fixture
def golden(tmp_path: Path) -> Project:
    """The golden project, its records in a store that has just been made."""
    files = {path.name: path.read_bytes().decode("utf-8") for path in (GOLDEN / "project").glob("*.t*")}
    project = open_project(write_project(tmp_path / "golden", files))
    project.apply(
        [
            Change.insert(table, int(record["id"].removeprefix("ana-")), record)
            for table, records in RECORDS.items()
            for record in records
        ],
        "import",
    )
    return project


@pytest.mark.parametrize("name", FILES)
def test_a_dataset_is_what_it_was(golden: Project, tmp_path: Path, name: str) -> None:
    form = format_of(name)
    target = tmp_path / "out" / FILES[name][0]
    report = export([golden], form, Wish(target))
    written = {path.name: path.read_bytes() for path in target.parent.iterdir()}
    assert written == {path.name: path.read_bytes() for path in (GOLDEN / name).iterdir()}
    assert written.keys() == set(FILES[name])
    assert [loss.what for loss in report.losses] == LOSSES[name]
    assert (report.annotations, report.links) == (3, 1)


def test_the_records_are_in_the_shape_of_the_store() -> None:
    for table, records in RECORDS.items():
        for record in records:
            again = READ[table](record).to_dict()
            assert again == record
            assert list(again) == list(record)


def test_a_dataset_read_back_points_at_its_quotes() -> None:
    (line,) = (GOLDEN / "sidemark" / "golden.jsonl").read_text(encoding="utf-8").splitlines()
    article = json.loads(line)
    assert article["annotations"] == RECORDS["annotations"]
    assert all(one["quote"] == article["text"][one["start"] : one["end"]] for one in article["annotations"])
