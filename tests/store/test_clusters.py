"""Clusters: joining, leaving, merging, splitting, and who belongs to which, whatever has happened in between."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from store import Annotation, Cluster, Project, RefusedError, Span
from store.annotation import Record
from store.clusters import LONGEST, alike, name_of
from store.members import AT_ONCE, Members
from tests.projects import annotations, open_project, write_project

PATHS = ("ferry.txt", "harbour.txt")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return open_project(write_project(tmp_path / "p"))


def tagged(project: Project, words: str, path: str = "ferry.txt", start: int = 0) -> Annotation:
    article = project.library.article(path)
    at = article.text.index(words, start)
    return project.annotate(article, [Span(at, at + len(words))], "PERSON").made[0]


def three(project: Project) -> tuple[Annotation, Annotation, Annotation]:
    """Two places of a name in one article, and one in another."""
    first = tagged(project, "Ilse Marrow")
    return first, tagged(project, "Ilse Marrow", start=first.end), tagged(project, "Ilse Marrow", "harbour.txt")


def ids(found: list[Annotation]) -> list[str]:
    return [one.id for one in found]


def test_members_are_found_across_articles_in_the_order_of_the_text(project: Project) -> None:
    first, second, far = three(project)
    cluster = project.clusters.gather([far, second, first], "entity", "Ilse Marrow")
    assert ids(project.clusters.members(cluster.id)) == [first.id, second.id, far.id]
    assert project.clusters.size(cluster.id) == 3
    assert project.clusters.get(cluster.id) == cluster


def test_a_cluster_goes_with_its_last_member_in_one_step(project: Project) -> None:
    first, second, _ = three(project)
    cluster = project.clusters.gather([first, second], "entity", "Ilse Marrow")
    project.clusters.leave([first])
    assert project.clusters.all() == (cluster,)
    project.remove([second])
    assert project.clusters.all() == ()
    project.undo()
    assert project.clusters.all() == (cluster,)
    assert ids(project.clusters.members(cluster.id)) == [second.id]
    project.clusters.leave([second])
    assert project.clusters.all() == ()
    project.undo()
    project.undo()
    assert ids(project.clusters.members(cluster.id)) == [first.id, second.id]


def test_who_joins_another_leaves_the_old_one_and_closes_it(project: Project) -> None:
    first, second, _ = three(project)
    old = project.clusters.gather([first], "entity", "Ilse")
    new = project.clusters.gather([second], "entity", "Marrow")
    project.clusters.join([first], new.id)
    assert project.clusters.all() == (new,)
    assert project.clusters.get(old.id) is None
    assert project.clusters.size(new.id) == 2
    assert project.clusters.join([first], new.id).changes == ()


def test_merging_keeps_every_name_and_is_one_step(project: Project) -> None:
    first, second, far = three(project)
    kept = project.clusters.gather([first], "entity", "Ilse Marrow")
    project.clusters.gather([second], "entity", "Captain Marrow", aliases=["the captain"])
    other = project.clusters.gather([far], "entity", "I. Marrow")
    project.clusters.describe(other.id, kb_id="Wikidata:Q1")
    before = project.clusters.all()
    project.clusters.merge(kept.id, [one.id for one in before])
    (merged,) = project.clusters.all()
    assert (merged.name, merged.kb_id) == ("Ilse Marrow", "Wikidata:Q1")
    assert merged.aliases == ("Captain Marrow", "the captain", "I. Marrow")
    assert project.clusters.size(kept.id) == 3
    project.undo()
    assert project.clusters.all() == before


def test_splitting_takes_some_members_along(project: Project) -> None:
    first, second, far = three(project)
    old = project.clusters.gather([first, second, far], "person", "Ilse Marrow")
    project.clusters.split([far], "Ilse Marrow the younger")
    new = project.clusters.all()[-1]
    assert new.name == "Ilse Marrow the younger"
    assert new.kind == "person"
    assert ids(project.clusters.members(new.id)) == [far.id]
    assert ids(project.clusters.members(old.id)) == [first.id, second.id]
    with pytest.raises(RefusedError, match="nothing is chosen"):
        project.clusters.split([], "nobody")
    project.undo()
    assert project.clusters.size(old.id) == 3


def test_deleting_lets_the_members_go(project: Project) -> None:
    first, second, _ = three(project)
    cluster = project.clusters.gather([first, second], "entity", "Ilse Marrow")
    project.clusters.delete(cluster.id)
    assert {one.cluster for one in annotations(project, "ferry.txt")} == {None}
    assert project.clusters.all() == ()
    project.undo()
    assert project.clusters.size(cluster.id) == 2


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "needs a name"),
        (" \t ", "needs a name"),
        ("x" * (LONGEST + 1), "200 characters at most, this one 201"),
        ("Ana\x1b[2J", r"U\+001B"),
        ("Ana\u202elopez", r"U\+202E"),
    ],
)
def test_a_name_that_cannot_be_shown_is_refused_and_nothing_changes(project: Project, name: str, why: str) -> None:
    first, _, _ = three(project)
    with pytest.raises(RefusedError, match=why):
        project.clusters.gather([first], "entity", name)
    cluster = project.clusters.gather([first], "entity", "דבורה לוי")
    with pytest.raises(RefusedError, match=why):
        project.clusters.describe(cluster.id, name=name)
    assert [one.name for one in project.clusters.all()] == ["דבורה לוי"]


def test_words_of_an_article_become_a_name_that_can_be_one() -> None:
    assert name_of("Ana\r\n  López\x1b\u202e") == "Ana López"
    assert len(name_of("a" * 5000)) == LONGEST
    assert name_of("\u202e\x07") == ""


def test_what_is_gone_or_somebody_elses_is_refused(project: Project) -> None:
    first, _, _ = three(project)
    for name in ("ana-999", "ben-1", "nonsense"):
        assert project.clusters.get(name) is None
        with pytest.raises(RefusedError, match="not there any more"):
            project.clusters.join([first], name)
        with pytest.raises(RefusedError, match="not there any more"):
            project.clusters.delete(name)


def test_nothing_is_changed_for_reading_only(tmp_path: Path) -> None:
    project = open_project(write_project(tmp_path / "p"))
    first, second, _ = three(project)
    cluster = project.clusters.gather([first], "entity", "Ilse Marrow")
    project.close()
    reader = open_project(tmp_path / "p", read_only=True)
    assert reader.clusters.size(cluster.id) == 1
    with pytest.raises(RefusedError, match="read-only"):
        reader.clusters.join([second], cluster.id)
    with pytest.raises(RefusedError, match="read-only"):
        reader.clusters.gather([second], "entity", "nobody")


def test_spellings_alike_come_first() -> None:
    names = ("Harbour board", "Anna Lopes", "Tobin Vale", "A. López")
    clusters = [Cluster(f"a-{number}", "entity", name) for number, name in enumerate(names)]
    clusters.append(Cluster("a-9", "entity", "the mayor", aliases=("Ana López",)))
    found = alike("Ana López", clusters)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    nearest = [one.name for one, _ in found]
    assert nearest[0] == "the mayor"
    assert set(nearest[1:3]) == {"Anna Lopes", "A. López"}
    assert len(nearest) == len(clusters)
    assert alike("", clusters) != []


def test_a_large_project_is_not_read_through_for_a_number_on_the_screen() -> None:
    class Large:
        asked = 0

        def items(self, table: str) -> Iterator[tuple[int, Record]]:
            self.asked += table == "annotations"
            return iter([(1, {"cluster": "a-9"}), (2, {"cluster": None}), (3, {"cluster": 7})])

        def size(self, table: str) -> int:
            return AT_ONCE + 1 if table else 0

    source = Large()
    members = Members(source)
    assert not members.is_ready
    assert source.asked == 0
    assert members.sizes() == {"a-9": 1}
    members.follow(2, {"cluster": None}, {"cluster": "a-9"})
    members.follow(1, {"cluster": "a-9"}, None)
    assert members.of("a-9") == {2}
    assert (source.asked, Members.is_ready.__get__(members)) == (1, True)


def anything(project: Project, random: Random) -> Callable[[], object]:
    """Something that may happen to clusters and their members."""
    clusters, every = project.clusters, [one for path in PATHS for one in annotations(project, path)]
    some, known = random.sample(every, min(len(every), 3)), [one.id for one in project.clusters.all()]
    acts: list[Callable[[], object]] = [
        lambda: clusters.gather(some, "entity", "a name"),
        lambda: clusters.leave(some),
        lambda: project.remove(some[:1]),
        project.undo,
    ]
    if known:
        one, others = random.choice(known), random.sample(known, min(2, len(known)))
        acts += [
            lambda: clusters.join(some, one),
            lambda: clusters.join(some[:1], one),
            lambda: clusters.merge(one, others),
            lambda: clusters.delete(one),
        ]
    return random.choice(acts)


@pytest.mark.parametrize("seed", range(3))
def test_who_belongs_where_is_what_a_look_at_everything_says(project: Project, seed: int) -> None:
    random, clusters = Random(seed), project.clusters
    for path in PATHS:
        article = project.library.article(path)
        project.annotate(article, [Span(at, at + 3) for at in range(0, 60, 3)], "PERSON")
    clusters.sizes()
    for _ in range(150):
        anything(project, random)()
        plain = Counter(one.cluster for path in PATHS for one in annotations(project, path) if one.cluster)
        assert clusters.sizes() == plain, f"seed {seed}"
        assert {one.id for one in project.clusters.all()} == plain.keys(), f"seed {seed}: no cluster is empty"
