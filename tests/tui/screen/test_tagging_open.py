"""`T` with several articles open: exact places here at once, the others and other spellings offered, one step."""

from pathlib import Path

import pytest

from store import Project
from tests.projects import annotations, open_project, write_project
from tests.tui.reader import Reader, reading, tagged
from tests.waiting import until
from tui.modes.tagging_all import TaggingAll

FILES = {
    "wire.txt": "Mayor Ana López spoke. López then left for Dunmere. Ana López came back.\n",
    "courier.txt": "Ana Lopez did not speak. Nor did Ana López write. Carlos López was away.\n",
    "post.txt": "The Lopes report was read. Lopes wrote it.\n",
    "shut.txt": "Ana López is in no pane.\n",
}
OPEN = ["wire.txt", "courier.txt", "post.txt"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path / "news", FILES)


async def asked(reader: Reader, words: str = "Ana López spoke", *keys: str) -> TaggingAll:
    """Put the caret on a name, press T and wait for all places, then press keys."""
    reader.desk.focus(0)
    await reader.go(words)
    await reader.press("T")
    mode = reader.desk.mode
    assert isinstance(mode, TaggingAll)
    await until(lambda: not mode.spellings.is_looking, "all places")
    await reader.press(*keys)
    return mode


def everything(project: Project) -> list[tuple[str, str]]:
    return [(path, one.quote) for path in FILES for one in annotations(project, path)]


HERE = [("wire.txt", "Ana López")] * 2


async def test_enter_tags_the_very_words_here_whether_the_others_have_come_or_not(root: Path) -> None:
    async with reading(root, paths=OPEN, size=(160, 40)) as reader:
        await reader.go("Ana López spoke")
        await reader.press("T", "1", "enter")
        assert everything(reader.project) == HERE
        assert "PERSON: Ana López, 2 places ·" in reader.bottom
        await reader.press("u")
        await asked(reader, "Ana López spoke", "1", "enter")
        assert everything(reader.project) == HERE


async def test_the_places_are_counted_by_article_and_marked_where_they_will_be_tagged(root: Path) -> None:
    async with reading(root, paths=OPEN, size=(160, 40)) as reader:
        mode = await asked(reader)
        assert "Ana López · 2 of 7 places: here 3, courier 2, post 2" in reader.bottom
        marked = [[span.of(pane.sheet.text) for span in pane.hits] for pane in reader.desk.panes]
        assert marked == [["Ana López", "Ana López"], [], []]
        assert [(one.path, one.form, one.tier) for one in mode.places] == [
            ("wire.txt", "Ana López", "sure"), ("wire.txt", "Ana López", "sure"), ("courier.txt", "Ana López", "sure"),
            ("wire.txt", "López", "sure"), ("courier.txt", "Ana Lopez", "sure"),
            ("post.txt", "Lopes", "look"), ("post.txt", "Lopes", "look"),
        ]  # fmt: skip


async def test_all_takes_what_is_sure_then_everything_then_nothing_as_one_step(root: Path) -> None:
    async with reading(root, paths=OPEN, size=(160, 40)) as reader:
        await asked(reader, "Ana López spoke", "1", "a")
        assert "5 of 7 places" in reader.bottom
        await reader.press("a")
        assert "7 of 7 places" in reader.bottom
        await reader.press("a")
        assert "0 of 7 places" in reader.bottom
        await reader.press("a", "enter")
        sure = [*HERE, ("wire.txt", "López"), ("courier.txt", "Ana Lopez"), ("courier.txt", "Ana López")]
        assert sorted(everything(reader.project)) == sorted(sure)
        assert "5 places in 2 articles" in reader.bottom
        await reader.press("u")
        assert everything(reader.project) == []
        assert "tag all, 5 places" in reader.bottom


async def test_all_that_was_pressed_before_the_others_came_counts_for_them_too(root: Path) -> None:
    async with reading(root, paths=OPEN, size=(160, 40)) as reader:
        await reader.go("Ana López spoke")
        reader.screen.dispatch.press("T")
        for key in ("1", "a", "enter"):
            reader.screen.dispatch.press(key)
        await until(lambda: reader.desk.mode is None, "the end")
        await reader.pilot.pause()
        assert len(everything(reader.project)) == 5


async def test_other_panes_follow_and_each_place_says_its_score_and_reason(root: Path) -> None:
    async with reading(root, paths=OPEN, size=(200, 40)) as reader:
        await asked(reader, "Ana López spoke", "1", "n", "n")
        assert "PERSON · courier · this one is left out · 2 of 7 places" in reader.bottom
        there = reader.desk.panes[1]
        assert there.selection.span.of(there.sheet.text) == "Ana López"
        assert reader.desk.current == 0
        await reader.press("N", "N", "N")
        assert (
            "PERSON · post: Lopes, look 0.80, Lopes differs by 1 letter · this one is left out · 2 of 7 places"
            in reader.bottom
        )
        assert there.selection.is_empty, "it is as it was"
        await reader.press("space", "enter")
        assert everything(reader.project) == [*HERE, ("post.txt", "Lopes")]
        assert [pane.hits for pane in reader.desk.panes] == [(), (), ()]


async def test_what_is_rejected_is_not_offered_again_until_that_is_undone(root: Path) -> None:
    async with reading(root, paths=OPEN, size=(200, 40)) as reader:
        await asked(reader, "Ana López spoke", "1", "N", "x")
        assert "never again" in reader.bottom
        await reader.press("a", "enter")
        assert "5 places in 2 articles, 1 rejection remembered" in reader.bottom
        (record,) = reader.project.database.stream("decisions")
        assert (record["article"], record["quote"], record["verdict"], record["label"], record["scope"]) == (
            "post.txt", "Lopes", "reject", "PERSON", "article",
        )  # fmt: skip
        mode = await asked(reader, "Ana López spoke")
        assert "post.txt" not in {one.path for one in mode.places}
        await reader.press("2")
        assert "post.txt" in {one.path for one in mode.places}, "with another label it may be right"
        await reader.press("1")
        assert "post.txt" not in {one.path for one in mode.places}
        await reader.press("escape", "u")
        mode = await asked(reader, "Ana López spoke", "1")
        assert "post.txt" in {one.path for one in mode.places}


async def test_what_was_said_of_a_place_stays_when_the_label_changes_what_is_offered(root: Path) -> None:
    async with reading(root, paths=OPEN, size=(160, 40)) as reader:
        await asked(reader, "Ana López spoke", "1", "N", "x", "enter")
        await reader.press("u", "ctrl+r")
        await asked(reader, "Ana López spoke", "2", "space")
        await reader.press("1", "enter")
        assert everything(reader.project) == HERE, "all places here are tagged already"


async def test_the_other_names_of_a_cluster_are_looked_for_and_tags_are_passed_over(root: Path) -> None:
    project = open_project(root)
    one = tagged(project, "PERSON", "Ana López", "wire.txt")
    project.clusters.gather([one], "entity", "the mayor", aliases=["Lopes"])
    cluster = annotations(project, "wire.txt")[0].cluster or ""
    async with reading(root, paths=OPEN, size=(160, 40), project=project) as reader:
        mode = await asked(reader, "Ana")
        assert ("post.txt", "Lopes", "sure") in [(one.path, one.form, one.tier) for one in mode.places]
        assert "1 tagged already" in reader.bottom
        await reader.press("a", "enter")
        assert ", in the cluster the mayor" in reader.bottom
        assert {one.article for one in project.clusters.members(cluster)} == set(OPEN)
        await reader.press("u")
        assert len(project.clusters.members(cluster)) == 1


async def test_what_is_tagged_as_something_else_does_not_join_the_cluster(root: Path) -> None:
    project = open_project(root)
    one = tagged(project, "PERSON", "Ana López", "wire.txt")
    project.clusters.gather([one], "entity", "the mayor")
    async with reading(root, paths=OPEN, size=(160, 40), project=project) as reader:
        await asked(reader, "Ana", "2", "enter")
        assert "ORG: Ana López, 2 places ·" in reader.bottom
        assert {one.cluster for one in annotations(project, "wire.txt") if one.label == "ORG"} == {None}


async def test_an_article_that_another_program_changed_meanwhile_is_not_tagged(root: Path) -> None:
    async with reading(root, paths=OPEN, size=(160, 40)) as reader:
        await asked(reader, "Ana López spoke", "1", "a")
        (root / "courier.txt").write_text("All new.\n")
        await reader.press("enter")
        assert "courier.txt" in reader.bottom
        assert everything(reader.project) == []


async def test_words_in_small_letters_have_no_other_spelling(root: Path) -> None:
    async with reading(root, paths=OPEN, size=(160, 40)) as reader:
        mode = await asked(reader, "spoke.")
        assert [(one.path, one.form) for one in mode.places] == [("wire.txt", "spoke")]


@pytest.mark.parametrize("size", [(40, 10), (80, 24)], ids=str)
async def test_counts_come_first_on_small_screens(root: Path, size: tuple[int, int]) -> None:
    async with reading(root, paths=OPEN[:2], size=size) as reader:
        await asked(reader, "Ana López spoke" if len(reader.paths) == 1 else "Ana", "1")
        assert "PERSON · Ana" in reader.bottom
