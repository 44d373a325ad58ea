"""Datasets byte for byte: the golden project, written in every format, is what it was, and says what it lost.

A new format adds a row to `ROWS`, its files under `tests/golden` and its losses to `losses.json` there. A changed
golden file needs a new run of the consumers in the same change: `make oracles`.
"""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from store import Annotation, ArticleRecord, Cluster, Link, Project, Wish, export, format_of
from store.annotation import Record, Table
from tests.golden_project import GOLDEN, RECORDS, golden_project


class Row(NamedTuple):
    """A format and its golden files."""

    format: str
    output: str
    """The name of the file that is asked for; empty for a folder."""
    folder: str = ""
    """Where the golden files are; none: the format's name."""
    files: tuple[str, ...] = ()
    """Those of the folder that the format writes; none: all."""


ROWS = (
    Row("sidemark", "golden.jsonl"),
    Row("csv", "golden.csv"),
    Row("brat", ""),
    Row("brat_inception", ""),
    Row("doccano", "sequence.jsonl", "doccano", ("sequence.jsonl",)),
    Row("doccano_relations", "relations.jsonl", "doccano", ("relations.jsonl",)),
    Row("label_studio", ""),
    Row("webanno_tsv3", ""),
    Row("conll", "harbour-notes.conll", "conll", ("harbour-notes.conll",)),
    Row("conll_iob2", "harbour-notes.iob2.tsv", "conll", ("harbour-notes.iob2.tsv",)),
    Row("conll_bilou", "harbour-notes.bilou.tsv", "conll", ("harbour-notes.bilou.tsv",)),
    Row("prodigy", "golden.jsonl"),
    Row("huggingface", ""),
    Row("html", "harbour-notes.html"),
    Row("markdown", "harbour-notes.md"),
    Row("web_annotation", "harbour-notes.jsonld"),
    Row("gate", "harbour-notes.bdocjs"),
    Row("gate_utf16", "harbour-notes.bdocjs"),
    Row("tei", "harbour-notes.xml"),
    Row("nif", "harbour-notes.ttl"),
    Row("pairs", "golden.jsonl"),
    Row("coref", "golden.v4_gold_conll"),
)
LOSSES: dict[str, list[list[str]]] = json.loads((GOLDEN / "losses.json").read_text(encoding="utf-8"))["losses"]
"""What each format says it cannot hold of the golden project: of what, what, why."""
READ: dict[Table, Callable[[Record], Annotation | ArticleRecord | Cluster | Link]] = {
    "annotations": Annotation.from_dict,
    "articles": ArticleRecord.from_dict,
    "clusters": Cluster.from_dict,
    "links": Link.from_dict,
}


@pytest.fixture
def golden(tmp_path: Path) -> Project:
    """The golden project, its records in a store that has just been made."""
    return golden_project(tmp_path / "golden")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.format)
def test_a_dataset_is_what_it_was(golden: Project, tmp_path: Path, row: Row) -> None:
    target = tmp_path / "out" / row.output
    report = export([golden], format_of(row.format), Wish(target))
    expected = content(GOLDEN / (row.folder or row.format))
    if row.files:
        expected = {name: expected[name] for name in row.files}
    assert content(tmp_path / "out") == expected
    assert [loss[:2] for loss in report.losses] == [tuple(loss[:2]) for loss in LOSSES[row.format]]
    lost = {kind: sum(loss.what == kind for loss in report.losses) for kind in ("annotation", "link")}
    assert (report.annotations, report.links) == (3 - lost["annotation"], 1 - lost["link"])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.format)
def test_the_same_project_gives_the_same_bytes(golden: Project, tmp_path: Path, row: Row) -> None:
    for name in ("first", "second"):
        export([golden], format_of(row.format), Wish(tmp_path / name / row.output))
    assert content(tmp_path / "first") == content(tmp_path / "second")


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


def content(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its name there; of an archive those that are in it."""
    found: dict[str, bytes] = {}
    for path in (path for path in folder.rglob("*") if path.is_file()):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                found |= {name: archive.read(name) for name in archive.namelist()}
        else:
            found[str(path.relative_to(folder))] = path.read_bytes()
    return found
