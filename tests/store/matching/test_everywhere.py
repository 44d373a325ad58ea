"""A name in the whole project: the index finds what looking everywhere finds; rejected forms are left out."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from store import Project, Span
from store.library import Library
from store.matching.everywhere import Spotted, find_name, groups
from store.matching.gazetteer import Rejected
from store.matching.rejected import rejected_forms
from store.matching.texts import Texts
from store.spreading import Place, Rejection, spread
from tests.projects import annotations, open_project, write_project
from tests.store.matching.hits import real

FILES = {
    "a.txt": "Mayor Ana López spoke in the U.K. and López’s ferry sailed. Khalil Haddad came from Sofia.",
    "b.txt": "Ana Lopez met Halil in Sofiya. The UK agreed; Carlos López did not.",
    "c.txt": "The Lopes and the Marin report. 東京港 was shut. Orlenko, not Orlenov.",
    "d.txt": "Orlenco of Dunmere, a Dunmerian. Yury and Yuriy Vitman. Jean-Luc Wittmann.",
    "e.txt": "",
}
NAMES = ["Ana López", "Lopez", "Khalil", "Halil", "U.K.", "UK", "Sofia", "Orlenko", "Yuri Wittmann", "東京港", "Haddad"]


def looked(root: Path, names: Sequence[str], *, has_index: bool, **more: object) -> list[Spotted]:
    library = Library(root)
    index = library.index(writes=True)
    if has_index:
        index.refresh()
        index.wait()
    found = real(find_name(index, Texts(library), names, **more))  # type: ignore[arg-type]
    library.close()
    return found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path / "news", FILES)


@pytest.mark.parametrize("name", NAMES)
def test_the_index_misses_no_mention(root: Path, name: str) -> None:
    found = looked(root, [name], has_index=True)
    assert found == looked(root, [name], has_index=False)
    assert found
    for one in found:
        assert FILES[one.hit.path][one.hit.span.start : one.hit.span.end] == one.hit.quote == one.members["quote"]


def test_mentions_are_grouped_by_spelling_and_tier(root: Path) -> None:
    found = looked(root, ["Ana López"], has_index=True)
    grouped = groups(found)
    assert [(one.form, one.tier, len(one.mentions)) for one in grouped][:3] == [
        ("Ana Lopez", "sure", 1), ("Ana López", "sure", 1), ("López", "sure", 1),
    ]  # fmt: skip
    assert sorted(n for one in grouped for n in one.mentions) == list(range(len(found)))


def test_what_was_rejected_is_left_out_where_it_was(root: Path) -> None:
    every = looked(root, ["Lopez"], has_index=True)
    here = looked(root, ["Lopez"], has_index=True, rejected=[Rejected("lopez", "PERSON", "a.txt")], label="PERSON")
    assert {one.hit.path for one in every if one.form == "López"} >= {"a.txt"}
    assert not [one for one in here if one.form == "López" and one.hit.path == "a.txt"]
    other = looked(root, ["Lopez"], has_index=True, rejected=[Rejected("lopez", "PERSON")], label="ORG")
    assert other == every


def placed(project: Project, path: str, words: str) -> Place:
    from store.edits import placed as members  # noqa: PLC0415 - only this helper needs it

    article = project.library.article(path)
    at = article.text.index(words)
    return Place(path, members(article, Span(at, at + len(words))))


def test_places_in_many_articles_and_rejections_are_one_action(root: Path) -> None:
    project = open_project(root)
    places = [placed(project, "a.txt", "Ana López"), placed(project, "b.txt", "Ana Lopez")]
    rejection = Rejection(placed(project, "c.txt", "Lopes"), is_everywhere=True, score=0.8, reason="differs")
    done = spread(project, [*places, places[0]], "PERSON", [rejection])
    assert [change.table for change in done.changes] == ["annotations", "annotations", "decisions"]
    assert [one.origin for path in FILES for one in annotations(project, path)] == ["propagated"] * 2
    assert rejected_forms(project) == {Rejected("lopes", "PERSON")}
    assert spread(project, places, "PERSON").changes == ()
    project.close()
    project = open_project(root)
    assert rejected_forms(project) == {Rejected("lopes", "PERSON")}
    project.undo()
    assert not rejected_forms(project)
    assert not [one for path in FILES for one in annotations(project, path)]
    project.close()
