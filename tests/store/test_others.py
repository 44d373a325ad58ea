"""Several annotators: each has a file, all are read, one is written, and a file that is bad stops nobody."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store import Project, Span
from tests.projects import open_project, write_project

HERE = Span(8, 19)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project in which two have worked."""
    root = write_project(tmp_path / "news")
    for name in ("bea", "cem"):
        tag(root, name, HERE)
    return root


def tag(root: Path, name: str, *spans: Span) -> None:
    project = open_project(root, name)
    project.annotate(project.library.article("ferry.txt"), spans, "PERSON")
    project.close()


def counts(project: Project) -> dict[str, int]:
    article = project.library.article("ferry.txt")
    return {name: len(project.others.layer(name, article)) for name in project.others.names}


def snapshot(root: Path) -> Path:
    return root / "annotations" / "bea.json"


def rewritten(root: Path, change: Callable[[dict[str, Any]], object]) -> None:
    value = json.loads(snapshot(root).read_bytes())
    change(value)
    fresh = snapshot(root).with_suffix(".new")
    fresh.write_text(json.dumps(value))
    fresh.replace(snapshot(root))


def damaged(root: Path) -> None:
    snapshot(root).write_bytes(b"<<<<<<<\n" + snapshot(root).read_bytes())


def newer(root: Path) -> None:
    rewritten(root, lambda value: value["_meta"]["1"].update(schema=99))


def folder(root: Path) -> None:
    snapshot(root).unlink()
    snapshot(root).mkdir()


@pytest.mark.parametrize(("how", "seen"), [(damaged, 1), (newer, 1), (folder, 0)])
@pytest.mark.parametrize("when", ["before", "while"])
def test_a_bad_file_of_somebody_else_stops_nothing(
    root: Path, how: Callable[[Path], None], seen: int, when: str
) -> None:
    if when == "before":
        how(root)
    project = open_project(root)
    if when == "while":
        assert counts(project) == {"bea": 1, "cem": 1}
        how(root)
        assert project.follow()
    assert counts(project) == {"bea": seen, "cem": 1}
    looks = [project.follow() for _ in range(3)]
    assert looks == [False] * 3, "what is bad is not read again and again"
    assert any("bea" in problem.file for problem in project.problems)
    project.annotate(project.library.article("ferry.txt"), [HERE], "ORG")
    assert project.count("ferry.txt") == 1
    assert project.close()


def test_a_file_that_is_well_again_is_read_again(root: Path) -> None:
    kept = snapshot(root).read_bytes()
    folder(root)
    project = open_project(root)
    assert counts(project) == {"bea": 0, "cem": 1}
    snapshot(root).rmdir()
    snapshot(root).write_bytes(kept)
    assert project.follow()
    assert counts(project) == {"bea": 1, "cem": 1}
    assert not project.problems
    project.close()


def test_somebody_who_begins_or_goes_on_meanwhile_is_seen(root: Path) -> None:
    project = open_project(root)
    assert counts(project) == {"bea": 1, "cem": 1}
    tag(root, "bea", Span(68, 78))
    tag(root, "dov", HERE)
    assert project.follow()
    assert counts(project) == {"bea": 2, "cem": 1, "dov": 1}
    project.close()


def test_undo_after_a_change_of_annotator_touches_only_ones_own_file(root: Path) -> None:
    project = open_project(root)
    project.annotate(project.library.article("ferry.txt"), [HERE], "ORG")
    before = {path.name: path.read_bytes() for path in (root / "annotations").glob("*.json")}
    project.close()
    project = project.as_annotator("bea")
    project.undo()
    project.close()
    after = {path.name: path.read_bytes() for path in (root / "annotations").glob("*.json")}
    assert after["cem.json"] == before["cem.json"]
    again = open_project(root)
    assert again.count("ferry.txt") == 1
    assert counts(again) == {"bea": 0, "cem": 1}
    again.close()


def test_who_only_reads_still_does_as_somebody_else(root: Path) -> None:
    project = open_project(root, read_only=True)
    project.close()
    project = project.as_annotator("bea")
    assert project.read_only == "opened with --read-only"
    project.close()


def test_a_reader_whose_file_becomes_unreadable_keeps_what_was_read(root: Path) -> None:
    writer = open_project(root, "bea")
    reader = open_project(root, "bea")
    assert reader.read_only
    snapshot(root).unlink()
    snapshot(root).mkdir()
    assert not reader.follow()
    assert reader.count("ferry.txt") == 1
    snapshot(root).rmdir()
    assert reader.follow()
    reader.close()
    writer.close()
    shutil.rmtree(root)
