"""Long work tells how far it is to who asked, on that thread only, and stops only before it changes anything."""

from pathlib import Path
from threading import Thread

import pytest

from store import Headway, Project, Span, StoppedError, mentions, steps, told
from store.progress import EVERY
from tests.projects import write_project


def test_without_a_listener_it_is_the_loop_itself() -> None:
    items = [1, 2, 3]
    assert steps(items, "counting") is items


def test_a_listener_hears_the_beginning_the_middle_and_the_end() -> None:
    heard: list[Headway] = []
    with told(heard.append):
        assert list(steps(range(2 * EVERY), "counting", 2 * EVERY)) == list(range(2 * EVERY))
    assert [one.done for one in heard] == [0, EVERY, 2 * EVERY]
    assert {one.what for one in heard} == {"counting"}


def test_another_thread_is_not_heard() -> None:
    heard: list[Headway] = []
    with told(heard.append):
        thread = Thread(target=lambda: list(steps(range(9), "elsewhere")))
        thread.start()
        thread.join()
    assert heard == []


def stop_where_one_may(progress: Headway) -> None:
    if progress.may_stop:
        raise StoppedError


def test_a_rename_that_is_stopped_changes_neither_file(tmp_path: Path) -> None:
    root = write_project(tmp_path / "p", toml='[[label]]\nname = "PERSON"\nkey = "1"\n')
    project = Project.open(root, annotator="ana")
    article = project.library.article("ferry.txt")
    project.annotate(article, mentions(article.text, Span(0, 7)), "PERSON")
    before = (root / "sidemark.toml").read_bytes(), [*project.database.stream("annotations")], project.history.depth
    with told(stop_where_one_may), pytest.raises(StoppedError):
        project.labels.rename("PERSON", "HUMAN")
    after = (root / "sidemark.toml").read_bytes(), [*project.database.stream("annotations")], project.history.depth
    assert after == before
    assert project.schema.label("HUMAN") is None
    project.labels.rename("PERSON", "HUMAN")
    assert {one["label"] for one in project.database.stream("annotations")} == {"HUMAN"}
    project.close()
