"""A script at the TinyDB of an open project: whatever it writes, everything else keeps up and nothing stops."""

from pathlib import Path
from typing import Any

import pytest
from tinydb import where

from store import Project, Span
from tests.projects import open_project, write_project
from tests.tui.reader import reading


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path / "news")


def row(project: Project, start: int, end: int, number: int, **members: Any) -> dict[str, Any]:
    """A record such as a script would write."""
    article = project.library.article("ferry.txt")
    quote = article.text[start:end]
    own = {"article": "ferry.txt", "start": start, "end": end, "quote": quote, "label": "PERSON"}
    return {**own, "id": f"{project.annotator}-{number}", **members}


def test_what_a_script_adds_is_shown_undone_and_done_again(root: Path) -> None:
    project = open_project(root)
    article = project.library.article("ferry.txt")
    assert not list(project.layer(article))
    project.db.table("annotations").insert(row(project, 8, 19, 1))
    assert [one.id for one in project.layer(article)] == ["ana-1"]
    project.db.table("annotations").update({"label": "ORG"}, where("id") == "ana-1")
    assert [one.label for one in project.layer(article)] == ["ORG"]
    project.undo()
    assert [one.label for one in project.layer(article)] == ["PERSON"]
    project.undo()
    assert not list(project.layer(article))
    project.redo()
    project.db.table("annotations").remove(where("id") == "ana-1")
    assert not list(project.layer(article))
    project.close()


def test_links_and_clusters_of_a_script_are_relations(root: Path) -> None:
    project = open_project(root)
    article = project.library.article("ferry.txt")
    for span in (Span(8, 19), Span(68, 78)):
        project.annotate(article, [span], "PERSON")
    project.db.table("links").insert({"id": "ana-3", "type": "said_by", "source": "ana-1", "target": "ana-2"})
    project.db.table("clusters").insert({"id": "ana-4", "kind": "entity", "name": "Ilse"})
    assert [link.type for link in project.relations.links_of("ana-2")] == ["said_by"]
    assert [cluster.name for cluster in project.relations.clusters] == ["Ilse"]
    project.undo()
    project.undo()
    assert (project.relations.links, project.relations.clusters) == ((), ())
    project.close()


@pytest.mark.parametrize("table", ["links", "clusters", "articles", "annotations"])
@pytest.mark.parametrize(
    "record", [{}, {"id": 5}, {"id": "nobody"}, {"id": "ana-x", "kind": 1, "type": [], "name": None}], ids=str
)
def test_a_record_that_is_nothing_is_listed_until_it_is_gone(root: Path, table: str, record: dict[str, Any]) -> None:
    project = open_project(root)
    article = project.library.article("ferry.txt")
    _ = project.layer(article), project.relations.links, project.relations.clusters
    rows = project.db.table(table)
    number = rows.insert({"article": "ferry.txt", "start": 8, "end": 19, **record})
    counts = [len(project.problems)]
    project.undo()
    counts.append(len(project.problems))
    project.redo()
    rows.update({"note": "still nothing"}, doc_ids=[number])
    counts.append(len(project.problems))
    project.close()
    again = open_project(root)
    _ = again.layer(article)
    counts.append(len(again.problems))
    again.db.table(table).remove(doc_ids=[number])
    counts.append(len(again.problems))
    assert counts == [1, 0, 1, 1, 0]
    again.close()


@pytest.mark.parametrize("record_id", ["nobody", "ana-7", "", "ana-1"])
def test_an_annotation_whose_id_is_not_its_number_is_listed_and_no_other_is_touched(root: Path, record_id: str) -> None:
    project = open_project(root)
    article = project.library.article("ferry.txt")
    project.annotate(article, [Span(8, 19)], "PERSON")
    project.db.table("annotations").insert(row(project, 68, 78, 2, id=record_id))
    project.close()
    again = open_project(root)
    assert [one.id for one in again.layer(article)] == ["ana-1"]
    assert any("its id is not that of record 2" in str(problem) for problem in again.problems)
    again.remove(list(again.layer(article)))
    assert [one["id"] for one in again.db.table("annotations").all()] == [record_id]
    again.close()


def test_a_file_that_was_another_annotators_is_edited_like_ones_own(root: Path) -> None:
    project = open_project(root)
    article = project.library.article("ferry.txt")
    project.annotate(article, [Span(8, 19)], "PERSON")
    project.close()
    for end in ("json", "journal"):
        (root / "annotations" / f"ana.{end}").rename(root / "annotations" / f"anna.{end}")
    renamed = Project.open(root, annotator="anna")
    renamed.update(list(renamed.layer(article)), "retag", label="ORG")
    assert [(one.id, one.label) for one in renamed.layer(article)] == [("ana-1", "ORG")]
    renamed.remove(list(renamed.layer(article)))
    assert not list(renamed.layer(article))
    renamed.undo()
    assert [one.label for one in renamed.layer(article)] == ["ORG"]
    renamed.close()


async def test_the_screen_keeps_up_with_a_script(root: Path) -> None:
    async with reading(root) as reader:
        reader.project.db.table("annotations").insert(row(reader.project, 8, 19, 1))
        await reader.press("m")
        assert "PERSON" in reader.bottom
        await reader.press("x")
        assert reader.tags() == []
        reader.project.db.table("links").insert({"type": "said_by"})
        await reader.press("1", "1")
        assert len(reader.tags()) == 1
