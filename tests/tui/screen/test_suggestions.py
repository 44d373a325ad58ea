"""Suggestions learn from one's own tags: shown as what is no tag, accepted, rejected, switched off; one step each."""

from pathlib import Path

import pytest

from store import Project
from tests.played import plays, undoes
from tests.projects import annotations, open_project, write_project
from tests.tui.reader import Reader, reading, tagged
from tests.waiting import until
from tui.suggesting import Suggesting

FILES = {
    "a.txt": "Ana Lopez spoke. Then Lopez left, and Lopez came back.\n",
    "b.txt": "In Dunmere, Lopez waited for Lopez. The Lopes report did not.\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A name that was tagged three times in the first article."""
    project = open_project(write_project(tmp_path / "news", FILES))
    for start in (0, FILES["a.txt"].index("Lopez left"), FILES["a.txt"].index("Lopez came")):
        tagged(project, "PERSON", "Ana Lopez" if not start else "Lopez", "a.txt", start)
    return project


def offered(reader: Reader, path: str = "b.txt") -> list[str]:
    """The words of what is suggested in an article."""
    text = reader.project.library.article(path).text
    return [one.span.of(text) for one in reader.desk.ghosts.found.get(path, ())]


async def offers(reader: Reader, *words: str, path: str = "b.txt") -> None:
    await until(lambda: offered(reader, path) == list(words), f"the suggestions {words}")
    await reader.pilot.pause()


def engine(reader: Reader) -> Suggesting:
    suggesting = getattr(reader.desk.ghosts.changed, "__self__", None)
    assert isinstance(suggesting, Suggesting)
    return suggesting


def tags(reader: Reader, path: str = "b.txt") -> list[tuple[str, str, str]]:
    return [(one.label, one.quote, one.origin) for one in annotations(reader.project, path)]


async def test_tab_goes_from_hints_to_the_next_suggestion(project: Project) -> None:
    async with reading(project.root, project=project, paths=["b.txt"], suggests=True) as reader:
        await offers(reader, "Lopez", "Lopez")
        await reader.press("1", "tab")
        assert not reader.pane.hints
        assert reader.pane.caret == FILES["b.txt"].index("Lopez")
        await reader.press("1", "tab")
        assert reader.pane.caret == FILES["b.txt"].index("Lopez.")
        assert reader.tags("b.txt") == []


async def test_what_is_suggested_is_seen_and_is_no_tag(project: Project) -> None:
    async with reading(project.root, project=project, paths=["b.txt"], suggests=True) as reader:
        await offers(reader, "Lopez", "Lopez")
        at = FILES["b.txt"].index("Lopez")
        row = "".join(segment.text for segment in reader.row_of(at))
        assert row.startswith(" In Dunmere, Lopez waited for Lopez. The Lopes report")
        (ghost,) = {segment.style for segment in reader.row_of(at) if segment.text == "Lopez" and segment.style}
        assert ghost.italic
        assert not ghost.underline
        assert reader.tags("b.txt") == []
        assert "2 suggested" in reader.shown
        await reader.go("Lopez waited")
        assert "PERSON? Lopez · 81% · a accepts, x rejects · suggested: PERSON in 3 of 3 tags" in reader.bottom


@plays("accept", "suggestion-next")
@undoes("accept")
async def test_one_is_accepted_and_the_next_shown(project: Project) -> None:
    async with reading(project.root, project=project, paths=["b.txt"], suggests=True) as reader:
        await offers(reader, "Lopez", "Lopez")
        await reader.press("g", "n")
        assert reader.pane.caret == FILES["b.txt"].index("Lopez waited")
        await reader.press("a")
        assert tags(reader) == [("PERSON", "Lopez", "suggested")]
        assert "1 more here" in reader.bottom
        (record,) = reader.project.database.stream("decisions")
        assert (record["verdict"], record["label"], record["quote"], record["score"]) == (
            "accept", "PERSON", "Lopez", 0.812,
        )  # fmt: skip
        await reader.press("u")
        assert tags(reader) == []
        await offers(reader, "Lopez", "Lopez")
        assert list(reader.project.database.stream("decisions")) == []


@plays("accept-alike")
@undoes("accept-alike")
async def test_all_alike_are_accepted_as_one_step(project: Project) -> None:
    async with reading(project.root, project=project, paths=["b.txt"], suggests=True) as reader:
        await offers(reader, "Lopez", "Lopez")
        await reader.press("A")
        assert tags(reader) == [("PERSON", "Lopez", "suggested")] * 2
        assert "2 places" in reader.bottom
        await reader.press("u")
        assert tags(reader) == []


@pytest.mark.parametrize(("keys", "number"), [(("g", "n", "a"), 1), (("A",), 2)])
async def test_what_is_accepted_joins_the_cluster_of_the_tags_that_suggested_it(
    project: Project, keys: tuple[str, ...], number: int
) -> None:
    cluster = project.clusters.gather(annotations(project, "a.txt"), "entity", "Ana Lopez")
    async with reading(project.root, project=project, paths=["b.txt"], suggests=True) as reader:
        await offers(reader, "Lopez", "Lopez")
        await reader.go("Lopez waited")
        assert "joins Ana Lopez" in reader.bottom
        await reader.press(*keys)
        assert [one.cluster for one in annotations(project, "b.txt")] == [cluster.id] * number
        assert project.clusters.size(cluster.id) == 3 + number
        assert "Lopez in the cluster Ana Lopez" in reader.bottom
        await reader.press("u")
        assert annotations(project, "b.txt") == []
        assert project.clusters.size(cluster.id) == 3


async def test_what_is_accepted_after_its_cluster_has_gone_belongs_to_none(project: Project) -> None:
    cluster = project.clusters.gather(annotations(project, "a.txt"), "entity", "Ana Lopez")
    async with reading(project.root, project=project, paths=["b.txt"], suggests=True) as reader:
        await offers(reader, "Lopez", "Lopez")
        project.clusters.delete(cluster.id)
        await reader.press("g", "n", "a")
        assert [one.cluster for one in annotations(project, "b.txt")] == [None]
        assert "cluster" not in reader.bottom


async def test_a_rejected_form_is_never_offered_again_until_that_is_undone(project: Project) -> None:
    async with reading(project.root, project=project, paths=["b.txt"], suggests=True) as reader:
        await offers(reader, "Lopez", "Lopez")
        await reader.press("g", "n", "x")
        assert "not suggested for “Lopez” any more" in reader.bottom
        await offers(reader)
        (record,) = reader.project.database.stream("decisions")
        assert (record["verdict"], record["scope"], record["kind"]) == ("reject", "everywhere", "mention")
        await reader.press("a")
        assert tags(reader) == []
        assert "nothing is suggested" in reader.bottom
        await reader.press("u")
        await offers(reader, "Lopez", "Lopez")
    async with reading(project.root, paths=["b.txt"], suggests=True) as reader:
        await offers(reader, "Lopez", "Lopez")
        await reader.press("g", "n", "x", "q")
    async with reading(project.root, paths=["b.txt"], suggests=True) as reader:
        await until(lambda: "b.txt" in reader.desk.ghosts.found, "a look")
        assert offered(reader) == []


async def test_on_a_tag_the_same_key_untags(project: Project) -> None:
    async with reading(project.root, project=project, paths=["b.txt"], suggests=True) as reader:
        await offers(reader, "Lopez", "Lopez")
        await reader.press("a", "x")
        assert "untagged PERSON" in reader.bottom
        assert [one["verdict"] for one in reader.project.database.stream("decisions")] == ["accept"]


@plays("suggestions")
async def test_they_are_switched_off_and_on(project: Project) -> None:
    async with reading(project.root, project=project, paths=["b.txt"], suggests=True) as reader:
        await offers(reader, "Lopez", "Lopez")
        await reader.press("g", "s")
        assert offered(reader) == []
        assert "‹" not in reader.shown
        await reader.press("a")
        assert "gs shows them" in reader.bottom
        await reader.press("g", "s")
        assert "from 70% on" in reader.bottom
        await offers(reader, "Lopez", "Lopez")


async def test_where_they_are_not_wanted_nothing_is_learnt(project: Project) -> None:
    async with reading(project.root, project=project, paths=["b.txt"]) as reader:
        await until(lambda: hasattr(reader.desk.ghosts.changed, "__self__"), "the part that suggests")
        await reader.go("Lopez")
        await reader.press("1", "enter")
        assert engine(reader)._source is None
        assert engine(reader).asked == 0
        await reader.press("g", "s")
        await offers(reader, "Lopez")


async def test_a_higher_threshold_wants_more_tags(project: Project) -> None:
    async with reading(project.root, project=project, paths=["b.txt"], suggests=True) as reader:
        await offers(reader, "Lopez", "Lopez")
        reader.desk.ghosts.threshold = 0.9
        reader.desk.ghosts.renew()
        await offers(reader)


async def test_a_read_only_project_offers_nothing_and_says_why(project: Project) -> None:
    root = project.root
    project.close()
    async with reading(root, paths=["b.txt"], read_only=True, suggests=True) as reader:
        await reader.press("g", "n")
        assert "read-only" in reader.bottom
        await reader.press("a")
        assert "read-only" in reader.bottom


async def test_an_edited_article_is_looked_through_anew(project: Project) -> None:
    async with reading(project.root, project=project, paths=["b.txt"], suggests=True) as reader:
        await offers(reader, "Lopez", "Lopez")
        (project.root / "b.txt").write_text("Nobody but Lopez.\n", encoding="utf-8")
        await offers(reader, "Lopez")
        found = reader.desk.ghosts.found["b.txt"][0]
        assert found.span.of(reader.pane.sheet.text) == "Lopez"


async def test_a_far_suggestion_is_shown_before_it_is_accepted(project: Project) -> None:
    (project.root / "c.txt").write_text("Nobody.\n" * 200 + "Lopez.\n", encoding="utf-8")
    project.library.refresh()
    async with reading(project.root, project=project, paths=["c.txt"], suggests=True) as reader:
        await offers(reader, "Lopez", path="c.txt")
        await reader.press("a")
        assert tags(reader, "c.txt") == []
        assert reader.pane.caret == 1600
        await reader.press("a")
        assert tags(reader, "c.txt") == [("PERSON", "Lopez", "suggested")]


async def test_a_change_looks_at_its_own_records_and_the_articles_on_show(tmp_path: Path) -> None:
    files = {f"{at:03}.txt": "Lopez and Dunmere.\n" * 30 for at in range(40)}
    project = open_project(write_project(tmp_path / "news", files))
    for path in files:
        tagged(project, "PERSON", "Lopez", path, 0)
    async with reading(project.root, project=project, paths=["000.txt", "001.txt"], suggests=True) as reader:
        await until(lambda: len(offered(reader, "001.txt")) == 29, "the suggestions")
        suggesting = engine(reader)
        learnt, asked = suggesting._learning.looked_at, suggesting.asked
        assert learnt == 40
        await reader.press("a")
        await until(lambda: suggesting.asked == asked + 2, "one look at both articles")
        assert suggesting._learning.looked_at == learnt + 2  # the tag and the decision
        await reader.press("l", "j")
        assert suggesting.asked == asked + 2


async def test_an_article_that_is_too_long_is_not_looked_through(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.suggesting.LONGEST", len(FILES["b.txt"]))
    async with reading(project.root, project=project, paths=["b.txt"], suggests=True) as reader:
        await offers(reader, "Lopez", "Lopez")
    monkeypatch.setattr("tui.suggesting.LONGEST", len(FILES["b.txt"]) - 1)
    again = Project.open(project.root, annotator=project.annotator)
    async with reading(project.root, project=again, paths=["b.txt"], suggests=True) as reader:
        await until(lambda: hasattr(reader.desk.ghosts.changed, "__self__"), "the engine")
        await until(lambda: not engine(reader)._is_learning and not engine(reader)._is_due, "the look")
        assert engine(reader).asked == 0
