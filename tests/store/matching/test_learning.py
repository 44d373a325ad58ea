"""Learning: tags and judgements kept in step with every change; judged against learning all of it anew."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from store import Project, Span, Suggestion
from store.matching.gazetteer import Gazetteer
from store.matching.learning import Learning
from store.matching.names import Mention, Words, find_names
from store.suggesting import accept_suggestions, reject_suggestion
from tests.projects import open_project, write_project

TEXT = "Lopez met Wirkkanen. Lopez left Dunmere. Virkkanen and Lopes stayed with Lopez.\n"
LABELS = {"PERSON", "GPE"}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return open_project(write_project(tmp_path / "news", {"a.txt": TEXT, "b.txt": TEXT}))


def learnt(project: Project) -> Learning:
    learning = Learning(project.database, LABELS.__contains__)
    assert sum(1 for _ in learning.read()) == learning.looked_at
    return learning


def suggestion(words: str, label: str = "PERSON") -> Suggestion:
    at = TEXT.index(words)
    return Suggestion(Span(at, at + len(words)), label, 0.8125, "sure", words.casefold(), "for a test")


def test_every_change_and_its_undo_is_followed(project: Project) -> None:
    learning = learnt(project)
    a = project.library.article("a.txt")
    acts = [
        lambda: project.annotate(a, [Span(0, 5), Span(10, 19)], "PERSON"),
        lambda: project.annotate(a, [Span(0, 20)], "FACT"),
        lambda: accept_suggestions(project, a, [suggestion("Lopez"), suggestion("Dunmere", "GPE")]),
        lambda: project.update(list(project.layer(a))[:1], "relabel", label="GPE"),
        lambda: project.clusters.begin(list(project.layer(a))[:1], "entity", "Lopez"),
        lambda: reject_suggestion(project, a, suggestion("Lopes")),
        lambda: project.remove(list(project.layer(a))[:2]),
        *[project.undo] * 7,
        *[project.redo] * 7,
    ]
    for act in acts:
        looked = learning.looked_at
        done = act()
        learning.follow(done.changes)
        assert learning.looked_at - looked == sum(one.table in ("annotations", "decisions") for one in done.changes)
        fresh = learnt(project).learnt
        assert sorted(learning.learnt.tags) == sorted(fresh.tags)
        assert sorted(learning.learnt.clustered) == sorted(fresh.clustered)
        assert learning.learnt.decided == fresh.decided


CLUSTERED = [("Ana Lopez", "PERSON", "ana-1"), ("Lopez", "PERSON", "ana-1"), ("Lopez", "GPE", "ana-9")]


@pytest.mark.parametrize(
    ("clustered", "expected"),
    [
        ((), ""),
        (CLUSTERED, "ana-1"),
        ([("Ana Lopez", "PERSON", "ana-1")], "ana-1"),
        ([*CLUSTERED, ("Carlos Lopez", "PERSON", "ana-2")], "ana-1"),
        ([*CLUSTERED, ("Lopez", "PERSON", "ana-2")], ""),
        ([("Ana Lopez", "PERSON", "ana-1"), ("Carlos Lopez", "PERSON", "ana-2")], ""),
    ],
)
def test_a_suggestion_belongs_to_the_one_cluster_of_its_words_else_of_its_name(
    clustered: list[tuple[str, str, str]], expected: str
) -> None:
    gazetteer = Gazetteer([("Lopez", "PERSON")] * 3, clustered=clustered)
    found = gazetteer.suggest("b.txt", Words("Then Lopez left.\n"))
    assert [(one.form, one.cluster) for one in found] == [("lopez", expected)]


def test_labels_that_are_not_for_names_teach_nothing(project: Project) -> None:
    a = project.library.article("a.txt")
    project.annotate(a, [Span(0, 5)], "FACT")
    assert learnt(project).learnt.tags == ()


def test_a_rejection_counts_until_it_is_accepted_later(project: Project) -> None:
    a = project.library.article("a.txt")
    for _ in range(2):
        project.annotate(a, [Span(0, 5), Span(21, 26)], "PERSON")
    page = Words(TEXT)

    def words() -> list[str]:
        found = learnt(project).learnt.gazetteer().suggest("b.txt", page, (), 0.5)
        return [one.span.of(TEXT) for one in found]

    assert words() == ["Lopez", "Lopez", "Lopes", "Lopez"]
    reject_suggestion(project, a, suggestion("Lopes"))
    assert words() == ["Lopez", "Lopez", "Lopez"]
    project.undo()
    assert words() == ["Lopez", "Lopez", "Lopes", "Lopez"]


def test_what_is_accepted_is_a_tag_and_data_in_one_action(project: Project) -> None:
    a = project.library.article("a.txt")
    done = accept_suggestions(project, a, [suggestion("Dunmere", "GPE"), suggestion("Lopez")])
    assert [(one.label, one.quote, one.origin) for one in project.layer(a)] == [
        ("PERSON", "Lopez", "suggested"),
        ("GPE", "Dunmere", "suggested"),
    ]
    assert [one["verdict"] for one in project.database.stream("decisions")] == ["accept", "accept"]
    assert len(done.changes) == 4
    assert accept_suggestions(project, a, [suggestion("Dunmere", "GPE")]).changes == ()
    project.undo()
    assert list(project.layer(a)) == []


def test_of_very_many_names_those_are_looked_for_that_may_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    tags = [("Lopez", "PERSON"), ("Wirkkanen", "PERSON"), ("Orlenko", "PERSON")] * 3
    page = Words(TEXT)
    few = Gazetteer(tags).suggest("b.txt", page)
    asked: list[str] = []

    def asking(page: Words, names: Iterable[str]) -> tuple[Mention, ...]:
        asked.extend(names)
        return find_names(page, names)

    monkeypatch.setattr("store.matching.gazetteer.find_names", asking)
    monkeypatch.setattr("store.matching.gazetteer.MANY", 2)
    many = Gazetteer(tags).suggest("b.txt", page)
    assert asked == ["Lopez", "Wirkkanen"]
    assert [one for one in few if one.tier != "look"] == list(many)
    assert [one.span.of(TEXT) for one in many] == ["Lopez", "Wirkkanen", "Lopez", "Virkkanen", "Lopez"]
