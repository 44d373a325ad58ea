"""Labels and notes are searched as they are at that moment."""

from pathlib import Path

import pytest

from store import Project, Span
from store.matching.marked import find_labels, find_notes
from tests.projects import open_project, write_project
from tests.store.matching.hits import real


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = open_project(write_project(tmp_path / "news"))
    for path, words, label in (
        ("ferry.txt", "Ilse Marrow", "PERSON"),
        ("ferry.txt", "Marl Post", "ORG"),
        ("harbour.txt", "Orrin Bay", "PLACE"),
        ("harbour.txt", "Ilse Marrow", "PERSON"),
    ):
        article = project.library.article(path)
        if words in article.text:
            at = article.text.index(words)
            project.annotate(article, [Span(at, at + len(words))], label)
    return project


def test_labels_are_found_by_their_beginning_and_the_words_under_them(project: Project) -> None:
    assert [(one.path, one.quote, one.why) for one in real(find_labels(project, "pers"))] == [
        ("ferry.txt", "Ilse Marrow", "PERSON"),
        ("harbour.txt", "Ilse Marrow", "PERSON"),
    ]
    assert [one.quote for one in real(find_labels(project, "", "orrin"))] == ["Orrin Bay"]
    assert real(find_labels(project, "PERSON", "orrin")) == []
    project.undo()
    assert [one.path for one in real(find_labels(project, "PERSON"))] == ["ferry.txt"]


def test_notes_of_annotations_and_articles_are_found(project: Project) -> None:
    first = next(iter(project.layer(project.library.article("ferry.txt"))))
    project.update([first], "note", note="Captain since\n2029")
    project.describe(project.library.article("harbour.txt"), note="captain’s log")
    found = real(find_notes(project, "CAPTAIN"))
    assert [(one.path, one.quote, one.why) for one in found] == [
        ("ferry.txt", "Ilse Marrow", "Captain since 2029"),
        ("harbour.txt", "", "captain’s log"),
    ]
    assert [one.id for one in found] == [first.id, ""]
    assert real(find_notes(project, "captain 2029")) == found[:1]
