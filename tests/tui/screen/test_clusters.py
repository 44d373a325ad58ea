"""Clusters on the screen: joined from the text, listed, renamed, merged, split, deleted, each as one step."""

from pathlib import Path

import pytest

from store import Project
from tests.played import plays, undoes
from tests.projects import open_project
from tests.tui.reader import Reader, reading, tagged


def prepared(root: Path) -> Project:
    """Ilse Marrow in two articles, as one cluster, and Tobin Vale as another."""
    project = open_project(root)
    one, far = tagged(project, "PERSON", "Ilse Marrow"), tagged(project, "PERSON", "Ilse Marrow", "harbour.txt")
    project.clusters.gather([one, far], "entity", "Ilse Marrow", aliases=["the captain"])
    project.clusters.gather([tagged(project, "PERSON", "Tobin Vale")], "entity", "Tobin Vale")
    return project


def clusters(reader: Reader) -> dict[str, int]:
    """The names of all clusters, with their sizes."""
    known = reader.project.clusters
    return {one.name: known.sizes().get(one.id, 0) for one in known.all()}


BEFORE = {"Ilse Marrow": 2, "Tobin Vale": 1}


@plays("cluster")
@undoes("cluster")
async def test_the_annotation_under_the_caret_joins_what_is_spelt_alike(root: Path) -> None:
    project = prepared(root)
    tagged(project, "PERSON", "Ilse Marrow", start=project.library.article("ferry.txt").text.rindex("Ilse Marrow"))
    async with reading(root, project=project) as reader:
        await reader.go("Ilse Marrow called")
        await reader.press("g", "j")
        assert "“Ilse Marrow” is the same as …" in reader.shown
        await reader.press("enter")
        assert clusters(reader) == {"Ilse Marrow": 3, "Tobin Vale": 1}
        assert "Ilse Marrow belongs to Ilse Marrow · u takes that back" in reader.bottom
        await reader.press("l")
        assert "cluster Ilse Marrow (3)" in reader.bottom
        await reader.press("u")
        assert clusters(reader) == BEFORE


async def test_without_an_annotation_or_a_cluster_the_keys_say_what_to_do(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press("g", "j")
        assert "no annotation under the caret" in reader.bottom
        await reader.press("g", "c")
        assert "there are no clusters yet; gj puts the annotation" in reader.bottom


async def test_for_reading_only_a_cluster_is_shown_and_not_changed(root: Path) -> None:
    prepared(root).close()
    async with reading(root, read_only=True) as reader:
        await reader.go("Ilse Marrow")
        await reader.press("g", "j")
        assert "read-only: opened with --read-only" in reader.bottom
        await reader.press("g", "c", "enter", *"delete", "enter")
        assert "read-only: opened with --read-only" in reader.bottom
        assert clusters(reader) == BEFORE


async def test_a_member_in_another_article_is_gone_to(root: Path) -> None:
    async with reading(root, project=prepared(root), size=(80, 30)) as reader:
        await reader.press("g", "c", *"captain", "enter", "enter", *"harbour", "enter")
        assert reader.paths == ["harbour.txt"]
        assert "cluster Ilse Marrow (2)" in reader.bottom


async def test_it_is_renamed_and_a_bad_name_is_refused(root: Path) -> None:
    async with reading(root, project=prepared(root)) as reader:
        await reader.press("g", "c", *"captain", "enter", *"rename", "enter", "ctrl+u", *"I. Marrow", "enter")
        assert clusters(reader) == {"I. Marrow": 2, "Tobin Vale": 1}
        await reader.press("u")
        assert clusters(reader) == BEFORE
        for bad, why in (("", "needs a name"), ("x" * 201, "at most, this one 201"), ("a\x1bb", "U+001B")):
            await reader.press("g", "c", *"captain", "enter", *"rename", "enter", "ctrl+u")
            if bad:
                await reader.paste(bad)
            await reader.press("enter")
            assert why in reader.bottom
            assert clusters(reader) == BEFORE


async def test_other_names_and_an_entry_are_given(root: Path) -> None:
    async with reading(root, project=prepared(root)) as reader:
        await reader.press("g", "c", *"captain", "enter", *"other", "enter", "ctrl+u", *"Ilse; דבורה", "enter")
        await reader.press("g", "c", *"Marrow", "enter", *"entry", "enter", *"Wikidata:Q1", "enter")
        (cluster, _) = reader.project.clusters.all()
        assert (cluster.aliases, cluster.kb_id) == (("Ilse", "דבורה"), "Wikidata:Q1")


@plays("clusters")
@undoes("clusters")
async def test_two_are_merged_in_one_step(root: Path) -> None:
    async with reading(root, project=prepared(root)) as reader:
        await reader.press("g", "c", *"captain", "enter", *"merge", "enter", "enter")
        assert clusters(reader) == {"Ilse Marrow": 3}
        assert "Tobin Vale is Ilse Marrow now" in reader.bottom
        await reader.press("u")
        assert clusters(reader) == BEFORE


async def test_members_are_split_off_in_one_step(root: Path) -> None:
    async with reading(root, project=prepared(root)) as reader:
        await reader.press("g", "c", *"captain", "enter", *"split", "enter")
        await reader.press("enter")
        assert "✓ Ilse Marrow" in reader.shown
        await reader.press("ctrl+home", "enter", "ctrl+u", *"the other", "enter")
        assert clusters(reader) == {"Ilse Marrow": 1, "Tobin Vale": 1, "the other": 1}
        await reader.press("u")
        assert clusters(reader) == BEFORE


async def test_it_is_deleted_and_its_tags_stay(root: Path) -> None:
    async with reading(root, project=prepared(root)) as reader:
        await reader.press("g", "c", *"captain", "enter", *"delete", "enter")
        assert clusters(reader) == {"Tobin Vale": 1}
        assert ("PERSON", "Ilse Marrow") in reader.tags()
        await reader.press("u")
        assert clusters(reader) == BEFORE


@pytest.mark.parametrize("depth", [1, 2, 3])
async def test_escape_backs_out_of_every_depth_and_changes_nothing(root: Path, depth: int) -> None:
    async with reading(root, project=prepared(root)) as reader:
        await reader.press("g", "c", *(["enter"] * (depth - 1)))
        for _ in range(depth):
            assert reader.app.screen is not reader.screen
            await reader.press("escape")
        assert reader.app.screen is reader.screen
        assert clusters(reader) == BEFORE
